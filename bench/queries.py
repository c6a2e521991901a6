"""The queries of the yardstick as both sites take them, from the values that the corpus's generator counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

FACETS = [("_facet", "repository"), ("_facet", "publication_year"), ("_facet", "language"), ("_size", "50")]
# Citing years that hold about as many citations of one archive as the generator's filter by year.
YEARS = (2000, 2005)


@dataclass(frozen=True, slots=True)
class Query:
    """A page of ours and of Datasette, as paths with their query strings."""

    name: str
    label: str
    ours: str
    theirs: str


def queries(folder: Path) -> Iterator[Query]:
    values: dict[str, Any] = json.loads((folder / "queries.json").read_text())
    common, rare, two = (values[name]["text"] for name in ("a_common", "b_rare", "c_two"))
    archive, prefix = values["f_filter"]["repository"], values["e_prefix"]["path"]
    first, last = YEARS
    yield _query("a", "a common word", {"q": common}, {"_search": common})
    yield _query("b", "a rare word", {"q": rare}, {"_search": rare})
    yield _query("c", "two words", {"q": two}, {"_search": two})
    yield _query("d", "a surname", {"q": values["d_surname"]["text"]}, {"_search": values["d_surname"]["text"]})
    yield _query("e", "fond and opis", {"under": prefix.strip("/")}, {"path__startswith": prefix})
    yield _query(
        "f",
        "archive and years",
        {"repository": archive, "year_min": first, "year_max": last},
        {"repository__exact": archive, "publication_year__gte": first, "publication_year__lte": last},
    )
    page = values["g_deep"]["page"]
    yield _query("g", f"page {page} of a", {"q": common, "page": page}, {"_search": common, "_next": (page - 1) * 50})
    yield _query("h", "everything", {}, {})


def _query(name: str, label: str, ours: dict[str, Any], theirs: dict[str, Any]) -> Query:
    return Query(name, label, f"/citations/?{urlencode(ours)}", f"/corpus/flat?{urlencode([*theirs.items(), *FACETS])}")
