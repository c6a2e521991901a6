"""Works read by their numbers with what a line about them shows: title, year, language and makers; one question.

Boundary: other columns are read when they are used, one by one; whoever needs a whole work asks for `with_makers()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citations.models import Contribution, Publication
from core.sketches import Wanted, gather, point, together
from people.models import Person

WORK = ("id", "title", "language", "year")
_SHARE = ("id", "publication_id", "person_id", "name_printed", "role", "order")
PERSON = ("id", "name_en", "name_ru")
# The shares in those that were wanted as `work`.
SHARE = Wanted("share", Contribution, _SHARE, "SELECT id FROM work", "publication_id")
_WORKS = (
    Wanted("work", Publication, WORK, "SELECT unnest(%s::bigint[])"),
    SHARE,
    Wanted("person", Person, PERSON, "SELECT person_id FROM share"),
)


def works_by_number(numbers: Iterable[int]) -> dict[int | None, Publication]:
    wanted = list(numbers)
    if not wanted:
        return {}
    works, shares, people = together(_WORKS, wanted)
    give_makers(works, shares.values(), people)
    return works


def give_makers(
    works: Mapping[int | None, Publication], shares: Iterable[Contribution], people: Mapping[int | None, Person]
) -> None:
    shares = sorted(shares, key=lambda share: (share.order, share.pk))
    point(shares, "person", people)
    gather(works, "contributions", shares, "publication_id")
