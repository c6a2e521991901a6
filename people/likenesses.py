"""By what two persons, organisations or places are thought to be one; an editor decides."""

# ruff: noqa: S608 - every statement is a constant of this module

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.merging.duplicates import MOST_ALIKE, alike
from core.merging.rules import Likeness

FORMS = """SELECT id, key_en AS key FROM people_person UNION SELECT id, key_ru FROM people_person
    UNION SELECT person_id, key FROM people_name"""
# Whose years of birth or death exclude one another are two.
SAME_NAME = f"""
    WITH members AS (
        SELECT key, unnest(ids) AS id FROM (
            SELECT key, array_agg(id) AS ids FROM ({FORMS}) forms WHERE key LIKE '_% _%' GROUP BY key
            HAVING count(*) BETWEEN 2 AND {MOST_ALIKE}) shared
    )
    SELECT a.key AS value, array_agg(DISTINCT a.id ORDER BY a.id) AS numbers
    FROM members a JOIN members b ON b.key = a.key AND b.id <> a.id
    JOIN people_person p ON p.id = a.id JOIN people_person q ON q.id = b.id
    WHERE (p.born_latest < q.born_earliest OR q.born_latest < p.born_earliest
           OR p.died_latest < q.died_earliest OR q.died_latest < p.died_earliest) IS NOT TRUE
    GROUP BY a.key"""
SAME_BIRTH = """
    SELECT surname || ', ' || initial || '., ' || born AS value, array_agg(DISTINCT id ORDER BY id) AS numbers
    FROM (SELECT id, split_part(key_en, ' ', 1) AS surname, left(split_part(key_en, ' ', 2), 1) AS initial,
          born_edtf AS born FROM people_person WHERE born_edtf <> '' AND key_en LIKE '_% _%') p
    GROUP BY surname, initial, born HAVING count(*) > 1"""
ORGANISATIONS = """
    SELECT name AS value, array_agg(DISTINCT id ORDER BY id) AS numbers
    FROM (SELECT id, lower(name_en) AS name FROM people_organisation
          UNION SELECT id, lower(name_ru) FROM people_organisation WHERE name_ru <> ''
          UNION SELECT organisation_id, lower(text) FROM people_organisationname) names
    GROUP BY name HAVING count(DISTINCT id) > 1"""
PLACES = """
    SELECT name AS value, array_agg(DISTINCT id ORDER BY id) AS numbers
    FROM (SELECT id, lower(name_en) AS name FROM people_place
          UNION SELECT id, lower(name_ru) FROM people_place WHERE name_ru <> ''
          UNION SELECT id, lower(former) FROM people_place, unnest(former_names) former) names
    GROUP BY name HAVING count(DISTINCT id) > 1"""
# Within about two kilometres of one another.
NEAR = """
    SELECT round(latitude::numeric, 2) || ', ' || round(longitude::numeric, 2) AS value,
        array_agg(id ORDER BY id) AS numbers
    FROM people_place WHERE latitude IS NOT NULL
    GROUP BY round(latitude::numeric, 2), round(longitude::numeric, 2) HAVING count(*) > 1"""


def like_persons() -> Iterator[Likeness]:
    yield from alike(_("the same name: %(value)s"), SAME_NAME)
    yield from alike(_("the same surname, initial and birth: %(value)s"), SAME_BIRTH)


def like_organisations() -> Iterator[Likeness]:
    yield from alike(_("the same name: %(value)s"), ORGANISATIONS)


def like_places() -> Iterator[Likeness]:
    yield from alike(_("the same name: %(value)s"), PLACES)
    yield from alike(_("at the same spot: %(value)s"), NEAR)
