"""Nothing published points at a draft: what the database refuses to publish, and to withdraw, for one key.

Statement triggers with transition tables check a bulk load in one join instead of once a row. Who publishes and who
withdraws do not look past each other: whoever publishes holds a lock together with others who do, until their
transaction ends, and whoever withdraws holds it alone. Each looks after taking it, so that the later of the two sees
what the other did.
"""

from __future__ import annotations

from collections.abc import Iterator

LOCK = 471_919
# A withdrawal waits so long for those who publish; an import of a whole fond takes longer, and says so.
PATIENCE = "2s"
# The name under which a withdrawal is refused that has waited for too long.
WAITED = "guard_waited"


def of_key(schema: str, child: str, column: str, parent: str, label: str) -> Iterator[str]:
    """All SQL for the key `column` of table `child` on table `parent`; both have a status."""
    name = f"guard_{child}_{column}"
    yield f"""
        CREATE OR REPLACE FUNCTION {schema}.{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT FROM changed c WHERE c.status = 'published' AND c."{column}" IS NOT NULL) THEN
                PERFORM pg_advisory_xact_lock_shared({LOCK});
                -- "= 'draft'" and not "<> 'published'": the few drafts have an index, and a load looks up no other row.
                IF EXISTS (SELECT FROM changed c JOIN public.{parent} p ON p.id = c."{column}"
                           WHERE c.status = 'published' AND p.status = 'draft') THEN
                    RAISE EXCEPTION 'points at a draft: {label}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
                END IF;
            END IF; RETURN NULL; END $$"""
    yield f"""
        CREATE OR REPLACE FUNCTION {schema}.{name}_withdraw() RETURNS trigger LANGUAGE plpgsql
            SET lock_timeout TO '{PATIENCE}' AS $$ BEGIN
            IF EXISTS (SELECT FROM before b JOIN changed p ON p.id = b.id
                       WHERE b.status = 'published' AND p.status <> 'published') THEN
                BEGIN
                    PERFORM pg_advisory_xact_lock({LOCK});
                EXCEPTION WHEN lock_not_available THEN
                    RAISE EXCEPTION 'others are publishing'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{WAITED}';
                END;
                IF EXISTS (SELECT FROM changed p JOIN public.{child} c ON c."{column}" = p.id
                           WHERE p.status <> 'published' AND c.status = 'published') THEN
                    RAISE EXCEPTION 'something published points at this: {label}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}_withdraw';
                END IF;
            END IF; RETURN NULL; END $$"""
    for event in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON public.{child}"
            f" REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {schema}.{name}()"
        )
    yield (
        f"CREATE TRIGGER {name}_withdraw AFTER UPDATE ON public.{parent} REFERENCING OLD TABLE AS before"
        f" NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {schema}.{name}_withdraw()"
    )
