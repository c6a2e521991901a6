"""Sources as a file to download: which forms there are, and the answer that carries one.

The rule: a file is named after what it holds, `rgaspi-17-171-87-l83.ris`. Boundary: what stands in it is the writers'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from core.sources import Language, Source
from core.sources.bibtex import to_bibtex
from core.sources.csl import to_csl
from core.sources.entries import Entry, entry
from core.sources.ris import to_ris


@dataclass(frozen=True, slots=True)
class FileForm:
    label: str
    media_type: str
    ending: str
    write: Callable[[Iterable[Entry]], Iterator[str]]


FORMS = {
    "ris": FileForm("RIS", "application/x-research-info-systems", "ris", to_ris),
    "bib": FileForm("BibTeX", "application/x-bibtex", "bib", to_bibtex),
    "csl": FileForm("CSL-JSON", "application/vnd.citationstyles.csl+json", "csl.json", to_csl),
}


def download(request: HttpRequest, sources: Iterable[Source], form: str, language: Language, name: str) -> HttpResponse:
    """The sources in one of FORMS."""
    how = FORMS[form]
    written = how.write(entries(sources, request.build_absolute_uri, language))
    answer = HttpResponse("".join(written), content_type=f"{how.media_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{how.ending}"'
    return answer


def entries(sources: Iterable[Source], absolute: Callable[[str], str], language: Language) -> Iterator[Entry]:
    """An entry for each source; two of one key are told apart by a number. `absolute` makes a whole address of ours."""
    keys: dict[str, int] = {}
    return (entry(source, absolute(source.address), language).renamed(keys) for source in sources)
