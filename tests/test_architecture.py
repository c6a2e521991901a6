"""The house as docs/architecture.md draws it: which way keys point, what every model states, what no file does."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import signals

from core import publication
from core.fields import DateBound, Derived, Edtf, UncertainDateField
from core.records import Record

ROOT = Path(__file__).parents[1]
APPS = ["core", "people", "archive", "citations"]
OURS = [model for model in apps.get_models() if model._meta.app_label in APPS]
RECORDED = [model for model in OURS if not model.__name__.endswith("History")]
# Records and their parts; side tables that triggers fill are `public` or `never`.
PUBLIC = [model for model in RECORDED if getattr(model, "publication_rule", "") not in ("public", "never")]
RULES = {"status", "public", "never"}
# "About 400 lines".
LINES = 440
# Longer than a file should be, each for a reason.
LONG = {
    "notation/data": "tables, not code",
    "tests": "tables of cases",
    "migrations": "made by a program",
}
# Where text may become markup: each escapes what it is given, by format_html.
MAY_TRUST = {"core/markup.py"}
MAY_MAKE_MARKUP = {
    "citations/review.py",
    "citations/templatetags/rows.py",
    "config/unapi.py",
    "core/desk.py",
    "core/markup.py",
    "core/proving.py",
    "core/templatetags/opis.py",
}


def label(value: Any) -> str:
    return str(value._meta.label if hasattr(value, "_meta") else value)


def sources(*suffixes: str) -> Iterator[Path]:
    """The files of the project. git would know them, but whoever unpacked an archive of it need not have git."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name for name in folders if not name.startswith(".") and name not in {"var", "vendor", "__pycache__"}
        ]
        yield from (Path(folder, name) for name in names if name.endswith(suffixes))


PYTHON = sorted(str(path.relative_to(ROOT)) for path in sources(".py"))
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in sources(".html") if "tests" not in path.parts)


# -- the tables -------------------------------------------------------------------------------------------------------


def keys() -> Iterator[tuple[type[models.Model], Any]]:
    for model in OURS:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
                yield model, field


@pytest.mark.parametrize(("model", "field"), list(keys()), ids=label)
def test_foreign_keys_point_downwards(model: Any, field: Any) -> None:
    target = field.related_model._meta.app_label
    assert target in {"auth", "pghistory"} or APPS.index(target) <= APPS.index(model._meta.app_label)


@pytest.mark.parametrize("model", RECORDED, ids=label)
def test_every_model_states_who_sees_its_rows(model: Any) -> None:
    rule: str = model.publication_rule
    if rule in RULES:
        return
    for name in rule.split():
        field = model._meta.get_field(name)
        assert isinstance(field, models.ForeignKey), name
        assert hasattr(field.related_model, "publication_rule"), name


@pytest.mark.parametrize("model", [model for model in RECORDED if issubclass(model, Record)], ids=label)
def test_every_record_is_published_by_its_status(model: Any) -> None:
    assert model.publication_rule == "status"


@pytest.mark.django_db
@pytest.mark.parametrize("model", [model for model in RECORDED if issubclass(model, Record)], ids=label)
def test_every_key_of_a_record_is_guarded(model: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        triggers = {name for (name,) in cursor.fetchall()}
    for field, target in publication.ruled_keys(model):
        if publication.has_status(target):
            name = f"guard_{model._meta.db_table}_{field.column}"
            assert {f"{name}_insert", f"{name}_update", f"{name}_withdraw"} <= triggers


@pytest.mark.parametrize("model", PUBLIC, ids=label)
def test_every_public_model_has_its_history(model: Any) -> None:
    assert model._meta.get_field("history").related_model.__name__ == f"{model.__name__}History"


@pytest.mark.parametrize("model", RECORDED, ids=label)
def test_every_uncertain_date_has_its_bounds_and_edtf(model: Any) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, UncertainDateField):
            derived = {name: model._meta.get_field(f"{field.name}_{name}") for name in ("edtf", "earliest", "latest")}
            assert isinstance(derived["edtf"], Edtf)
            assert isinstance(derived["earliest"], DateBound)
            assert isinstance(derived["latest"], DateBound)
            assert {column.source for column in derived.values()} == {field.name}


@pytest.mark.parametrize("model", RECORDED, ids=label)
def test_derived_columns_name_a_column_of_their_row(model: Any) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, Derived):
            assert model._meta.get_field(field.source).concrete


@pytest.mark.parametrize("model", OURS, ids=label)
def test_no_generic_foreign_keys(model: Any) -> None:
    kinds = {type(field).__name__ for field in model._meta.get_fields(include_hidden=True)}
    assert not kinds & {"GenericForeignKey", "GenericRelation"}
    assert not any(label(field.related_model) == "contenttypes.ContentType" for _m, field in keys() if _m is model)


@pytest.mark.parametrize("name", ["pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"])
def test_no_signals_do_work_behind_our_models(name: str) -> None:
    for model in RECORDED:
        live = getattr(signals, name)._live_receivers(model)
        receivers = [receiver for group in live for receiver in group]
        assert [receiver.__module__ for receiver in receivers if receiver.__module__.split(".")[0] in APPS] == []


@pytest.mark.django_db
def test_the_driver_is_psycopg2() -> None:
    connection.ensure_connection()
    assert type(connection.connection).__module__.startswith("psycopg2")
    import importlib.util

    assert importlib.util.find_spec("psycopg") is None


# -- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n in PYTHON if not any(part in n for part in LONG)])
def test_files_are_short_enough_to_read(name: str) -> None:
    assert len((ROOT / name).read_text().splitlines()) <= LINES


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_short_and_trust_nothing(name: str) -> None:
    """T26, T35: no template trusts a text."""
    text = (ROOT / name).read_text()
    assert len(text.splitlines()) < 120
    assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=\s*[\"']", text)


def test_markup_is_made_in_few_places() -> None:
    """T26, T35: and few files make markup."""
    makers = {
        name
        for name in PYTHON
        if not name.startswith("tests/")
        and re.search(r"\b(mark_safe|SafeText|format_html\w*|html_safe)\b", (ROOT / name).read_text())
    }
    assert makers <= MAY_MAKE_MARKUP
    trusting = {name for name in PYTHON if not name.startswith("tests/") and "mark_safe(" in (ROOT / name).read_text()}
    assert trusting <= MAY_TRUST


@pytest.mark.parametrize("name", sorted(MAY_MAKE_MARKUP))
def test_format_html_is_given_no_ready_made_text(name: str) -> None:
    """T26: given an f-string or a joined text it escapes nothing; a literal, or a name for one, is filled in."""
    for node in ast.walk(ast.parse((ROOT / name).read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("format_html", "format_html_join"):
            assert len(node.args) > 1, ast.unparse(node)
            assert not any(isinstance(given, ast.JoinedStr | ast.BinOp) for given in node.args[:2]), ast.unparse(node)


def imported(name: str) -> set[str]:
    """The first words of what a file imports."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("name", [name for name in PYTHON if name.startswith("notation/")])
def test_notation_knows_neither_django_nor_a_database(name: str) -> None:
    assert not imported(name) & {"django", "psycopg2", "pghistory", *APPS, "config"}


@pytest.mark.parametrize("name", [n for n in PYTHON if n.startswith("core/") and "migrations" not in n])
def test_core_imports_no_app(name: str) -> None:
    assert not imported(name) & {"people", "archive", "citations", "config"}


# -- the papers -------------------------------------------------------------------------------------------------------


def test_the_data_model_names_every_table() -> None:
    words = set(re.findall(r"\w+", (ROOT / "docs/data-model.md").read_text()))
    assert {model.__name__ for model in RECORDED if hasattr(model, "history")} - words == set()


@pytest.mark.parametrize("paper", ["docs/data-model.md", "docs/architecture.md"])
def test_the_files_that_the_papers_name_are_there(paper: str) -> None:
    named = re.findall(
        r"`((?:core|people|archive|citations|notation|tests|config)/[\w/]+(?:\.py)?)`", (ROOT / paper).read_text()
    )
    assert len(named) > 3
    assert [name for name in named if not (ROOT / name).exists()] == []
