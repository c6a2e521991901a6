"""Merges and undos at random, between edits: every undo restores exactly, and every later edit stays.

A short run stands in the suite; two hundred, with other dice, are thrown by hand:
MERGE_STEPS=200 MERGE_SEEDS=1,2,3 python -m pytest tests/core/test_merge_at_random.py
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, models, transaction

from archive.models import Copy, Document, DocumentPerson, FormerAddress, Unit
from citations.models import Candidate, Citation, Contribution, Evidence, Publication
from core.departures import kind_of
from core.merging.applying import Undecided, merge
from core.merging.planning import plan_of
from core.merging.rows import RESTLESS, model_of, stored_fields
from core.merging.undoing import CannotUndo, undo
from core.models import Merge, MergeMove
from core.publication import ruled_models
from core.refusals import REFUSALS
from people.models import Event, Identifier, Name, Organisation, Person, Place, Relation
from tests import factories as make

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("MERGE_STEPS", "60"))
LOOKED_AT = 10  # steps between two looks at all shelfmarks
SEEDS = [int(seed) for seed in os.environ.get("MERGE_SEEDS", "5").split(",")]
MERGED: list[Any] = [Person, Place, Organisation, Unit, Document, Publication]
TABLES = [
    model
    for model in ruled_models()
    if hasattr(model, "history") and model._meta.app_label != "core" and model is not FormerAddress
]
Cell = tuple[str, int, str]


def cells() -> dict[Cell, Any]:
    """Everything that anybody entered, cell by cell. Addresses that were public once are kept for ever."""
    found: dict[Cell, Any] = {}
    for model in TABLES:
        names = [field.attname for field in stored_fields(model) if field.attname not in RESTLESS]
        for row in model._base_manager.values(*names):
            found |= {(kind_of(model), row["id"], name): row[name] for name in names}
    return found


def world(dice: random.Random) -> None:
    """Forty of each, of few names, so that there is always something to merge and much that collides."""
    status = [make.PUBLISHED, "draft"]
    places = [
        make.place(
            f"Town {n % 9}", country=f"C{n % 5}"[:2] if n < 5 else "", name_ru=f"Город {n}", status=make.PUBLISHED
        )
        for n in range(9)
    ]
    boards = [
        Organisation.objects.create(name_en=f"Board {n}", place=dice.choice(places), status=make.PUBLISHED)
        for n in range(8)
    ]
    people = []
    for n in range(30):
        born = dice.choice(["", "1890", "1891"])
        person = make.person(
            f"Ivanov, {dice.choice('ABC')}.", name_ru=dice.choice(["", "Иванов, А."]), born=born,
            born_at=dice.choice([None, *places]), status=dice.choice(status), life_en=dice.choice(["", f"Life {n}."]),
        )  # fmt: skip
        people.append(person)
        Name.objects.create(person=person, text=dice.choice(["Ivanoff", "Iwanow", "Ivan"]))
        for kind in dice.sample(["exile", "arrest", "death", "office"], 2):
            Event.objects.create(
                person=person, kind=kind, date=dice.choice(["1927", "1928"]), place=dice.choice([None, *places]),
                organisation=dice.choice([None, *boards]),
            )  # fmt: skip
        if n % 3 == 0:
            Identifier.objects.create(person=person, authority="VIAF", value=str(n + 10))
    for one, other in pairwise(people):
        Relation.objects.create(person=one, other=other, kind="friend")
        Relation.objects.create(
            person=people[0], other=other, kind="sibling", certainty=dice.choice(["certain", "possible"])
        )
    units = []
    for opis in (1, 2, 3):
        for delo in range(1, 7):
            units.append(make.unit(f"RGASPI/{opis}/1/{delo}", status=make.PUBLISHED))
        units.append(make.unit(f"RGASPI/{opis}/2/{opis}", title_en=f"File {opis}"))
    works = [
        make.publication(dice.choice(["History", "Memoirs"]), date=dice.choice(["1990", "1991"])) for _ in range(12)
    ]
    works[0].part_of = works[1]
    works[0].save()
    letters = [make.document(f"Letter {n % 4}", status=dice.choice(status)) for n in range(12)]
    for n in range(40):
        person, letter = dice.choice(people), dice.choice(letters)
        unit, work = dice.choice(units), dice.choice(works)
        role = {"document": letter, "person": person, "role": dice.choice(["author", "addressee"])}
        DocumentPerson.objects.get_or_create(**role, defaults={"certainty": dice.choice(["certain", "possible"])})
        Copy.objects.get_or_create(document=letter, unit=unit, leaves=dice.choice(["1", "2–3 об."]))
        Contribution.objects.create(publication=work, person=person)
        note: Any = make.footnote(dice.choice(["Ibid.", f"Note {n}"]), publication=work, number="7", order=n + 1)
        cited: Any = make.citation(_any_of(dice, unit, work, letter), footnote=note, leaves="5")
        Evidence.objects.create(citation=cited, person=person, about="born")
        doubtful = make.citation(footnote=note, start=0, end=2, outcome="ambiguous", reason="")
        for candidate in dice.sample(units, 3):
            Candidate.objects.create(citation=doubtful, unit=candidate)


def _any_of(dice: random.Random, *rows: Any) -> Any:
    return dice.choice(rows)


def some_merge(dice: random.Random) -> Merge | None:
    model = dice.choice(MERGED)
    rows = list(model.objects.order_by("pk"))
    if len(rows) < 2:
        return None
    kept, gone = dice.sample(rows, 2)
    answers = {q.name: dice.choice(q.options).value for q in plan_of(kept, gone).questions()}
    try:
        with transaction.atomic():
            return merge(kept, gone, answers, "at random")
    except (Undecided, *REFUSALS):
        return None  # one lies within the other; a name that is unique is taken; a death before the birth


def some_edit(dice: random.Random) -> dict[Cell, Any]:
    """Somebody corrects a text, or brings a row to another record."""
    model, name = dice.choice(
        [(Person, "life_en"), (Person, "name_ru"), (Unit, "title_en"), (Publication, "container"),
         (Document, "summary_en"), (Event, "words_en"), (Citation, "remark"), (Place, "name_ru"),
         (Organisation, "name_ru"), (Event, "place"), (Contribution, "person"), (Evidence, "person"),
         (Person, "born_at")]
    )  # fmt: skip
    rows: Any = model
    row = dice.choice(list(rows.objects.order_by("pk")))
    field: Any = model._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        targets: Any = field.related_model
        setattr(row, name, dice.choice(list(targets.objects.order_by("pk"))))
    else:
        setattr(row, name, f"edited {dice.random()}")
    try:
        with transaction.atomic():
            row.save()
    except REFUSALS:
        return {}
    return {(kind_of(model), row.pk, field.attname): getattr(row, field.attname)}


def changed_by(before: dict[Cell, Any], after: dict[Cell, Any]) -> dict[Cell, tuple[Any, Any]]:
    gone = object()
    both = before.keys() | after.keys()
    pairs = {cell: (before.get(cell, gone), after.get(cell, gone)) for cell in both}
    return {cell: pair for cell, pair in pairs.items() if pair[0] != pair[1]}


def consistent() -> Iterator[str]:
    """What must hold at any time beside the database's own rules."""
    for unit in Unit.objects.all():
        path, key = unit.path, unit.key
        unit.derive()
        if (unit.path, unit.key) != (path, key):
            yield f"{path} should be {unit.path}"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("seed", SEEDS)
def test_merges_are_undone_exactly(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same every time, on purpose
    world(dice)
    start = cells()
    live: list[Merge] = []
    merges = undos = 0
    while merges + undos < STEPS:
        if live and dice.random() < 0.45:
            chosen = dice.choice(live)
            try:
                with transaction.atomic():
                    left = undo(chosen)
            except CannotUndo:
                continue
            assert left == []
            live.remove(chosen)
            undos += 1
        elif (done := some_merge(dice)) is not None:
            live.append(done)
            merges += 1
        if (merges + undos) % LOOKED_AT == 0:
            assert list(consistent()) == []
    while live:
        for chosen in reversed(live.copy()):
            try:
                with transaction.atomic():
                    assert undo(chosen) == []
            except CannotUndo:
                continue
            live.remove(chosen)
    assert changed_by(start, cells()) == {}
    assert not MergeMove.objects.filter(owed=True).exists()
    assert list(consistent()) == []
    assert merges > STEPS * 3 // 10
    assert model_of("people.person") is Person


def test_edits_in_between_stay() -> None:
    """Each merge is undone after some edits: what nobody touched is as before, the rest is as somebody left it."""
    dice = random.Random(3)  # noqa: S311 - the same every time, on purpose
    world(dice)
    done = 0
    while done < STEPS // 10:
        before = cells()
        merged = some_merge(dice)
        if merged is None:
            continue
        after = cells()
        edited: dict[Cell, Any] = {}
        for _n in range(6):
            edited |= some_edit(dice)
        undo(merged)
        now = cells()
        differing = changed_by(before, now)
        assert {cell for cell in differing if cell not in edited} - changed_by(before, after).keys() == set()
        for cell, (was, _is) in differing.items():
            assert cell in edited or cell[:2] in {other[:2] for other in edited}, (cell, was)
        for cell, value in edited.items():
            touched_by_merge = cell in changed_by(before, after)
            assert now.get(cell, value) == value or not touched_by_merge, cell
        assert list(consistent()) == []
        done += 1
