"""Units read by their numbers with what a line about them shows: title, shelfmark and what stands above; one question.

Boundary: other columns are read when they are used, one by one; whoever needs a whole unit asks for `with_shelfmark()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from archive.models import Repository, Unit
from archive.querysets import acronyms_of
from core.listing import reader_language
from core.sketches import Wanted, point, together

STEP = ("id", "number", "level", "path", "parent_id", "repository_id")
UNIT = (*STEP, "status", "title_en", "title_ru", "date")
REPOSITORY = ("id", "code", "scheme")
# The paths of all above those that were wanted as `unit`: `RGASPI/17` and `RGASPI/17/171` for `RGASPI/17/171/87`.
_PATHS = """SELECT DISTINCT array_to_string((string_to_array(path, '/'))[:up], '/')
    FROM unit, generate_series(2, length(path) - length(replace(path, '/', ''))) up"""
ABOVE = Wanted("above", Unit, STEP, _PATHS, "path")
ARCHIVE = Wanted("archive", Repository, REPOSITORY, "SELECT DISTINCT repository_id FROM unit")
_UNITS = (Wanted("unit", Unit, UNIT, "SELECT unnest(%s::bigint[])"), ABOVE, ARCHIVE)


def units_by_number(numbers: Iterable[int]) -> dict[int | None, Unit]:
    wanted = list(numbers)
    if not wanted:
        return {}
    units, above, archives = together(_UNITS, wanted)
    give_shelves(units, above, archives)
    return units


def give_shelves(
    units: Mapping[int | None, Unit], above: Mapping[int | None, Unit], archives: Mapping[int | None, Repository]
) -> None:
    """All above each unit and its archive, which is what a shelfmark is written from."""
    if reader_language() != "en":  # in English an archive goes by its code
        models.prefetch_related_objects(list(archives.values()), acronyms_of(""))
    every = {**above, **units}
    point(every.values(), "parent", every)
    point(units.values(), "repository", archives)
