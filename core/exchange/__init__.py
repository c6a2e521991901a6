"""What programs are told of one record: in which forms, and by which headers they find them.

The rule: an app says once for each kind of record what its forms are (`Exchange`); its links, `Accept` and
Signposting headers follow from that. What programs are told is what is published, whoever asks: a draft carried
off has no word on it that says so. Boundary: what stands in a form is said by the apps' own `exchange`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from core.exports import PIECE, TABLES, as_one_file
from core.listing import ListPage, address, as_row
from core.sources import Source
from core.sources.files import FORMS

SCHEMA_ORG = "https://schema.org/"
# Makes a whole address of one of this site.
Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class RecordForm:
    """`write` gives the file piece by piece; `ending` is that of its name."""

    label: str
    media_type: str
    ending: str
    write: Callable[[Any, Absolute], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Alternate:
    """A form of the record that a page shows, at its address."""

    label: str
    address: str
    media_type: str


def _nothing(_record: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """`type` is what schema.org calls the record; `authors` and `items` are addresses on this site.

    An item has its media type beside it: `("/documents/7/manifest.json", "application/ld+json")`.
    """

    forms: Mapping[str, RecordForm] = field(default_factory=dict)
    type: Callable[[Any], str] = lambda _record: "CreativeWork"
    authors: Callable[[Any], Iterable[str]] = _nothing
    items: Callable[[Any], Iterable[tuple[str, str]]] = _nothing

    def with_row(self, pages: Callable[[], ListPage]) -> Exchange:
        """With JSON beside the forms: the record as the API gives it, a row of its list."""

        def row(record: Any, _absolute: Absolute) -> Iterator[bytes]:
            here = pages()
            here.form = "json"
            found = here.row(record.pk)
            if found is None:  # it was withdrawn this moment
                raise Http404
            yield json.dumps(as_row(found, here.columns), ensure_ascii=False).encode()

        return replace(self, forms={**self.forms, "json": RecordForm("JSON", TABLES["json"], "json", row)})

    def media_types(self) -> dict[str, str]:
        return {name: form.media_type for name, form in self.forms.items()}

    def alternates(self, request: HttpRequest) -> list[Alternate]:
        return [
            Alternate(form.label, address(request, without=("lang", "from", "page"), format=name), form.media_type)
            for name, form in self.forms.items()
        ]


def as_file(request: HttpRequest, record: Any, form: RecordForm, source: Source) -> HttpResponseBase:
    """The record in this form, written to the end before the first byte is sent; its tag is a digest of it."""
    file = as_one_file(form.write(record, request.build_absolute_uri))
    tag = f'"{_digest(file)}"'
    name = f"{source.key or 'record'}.{form.ending}"
    # JSON is UTF-8 by itself.
    charset = "" if form.media_type == TABLES["json"] else "; charset=utf-8"
    response: HttpResponseBase | None = get_conditional_response(request, tag)
    if response is None:
        response = FileResponse(file, filename=name, content_type=f"{form.media_type}{charset}")
    else:
        file.close()
    response.headers["ETag"], response.headers["Cache-Control"] = tag, "no-cache"
    return response


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := file.read(PIECE):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()[:32]


def signpost(request: HttpRequest, response: HttpResponseBase, record: Any, source: Source, told: Exchange) -> None:
    """Signposting (FAIR profile): where the record is cited, what describes it, what kind it is, who made it."""
    whole = request.build_absolute_uri
    cited = whole(source.address)
    links = [_link(cited, "cite-as")]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        links += [_link(f"{SCHEMA_ORG}{name}", "type") for name in ("AboutPage", told.type(record))]
        links += [_link(whole(other.address), "describedby", other.media_type) for other in told.alternates(request)]
        links += [
            _link(
                whole(address(request, without=("lang", "from", "page"), format=name)), "describedby", form.media_type
            )
            for name, form in FORMS.items()
        ]
        links += [_link(whole(found), "item", media_type) for found, media_type in told.items(record)]
    else:
        links.append(_link(cited, "describes", "text/html"))
    links += [_link(whole(found), "author") for found in told.authors(record)]
    response.headers["Link"] = ", ".join(links)
    patch_vary_headers(response, ["Accept"])


def _link(target: str, relation: str, media_type: str = "") -> str:
    """Addresses of ours are quoted already, so that no `>` can end one before its time."""
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{target.replace(">", "%3E")}>; rel="{relation}"{kind}'
