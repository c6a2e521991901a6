"""`/data/`: the whole data set to be taken along, as dated packages that `manage.py package` made.

The rule: what stands here is what was published on the day of the package, for everybody alike; nothing is made when
it is asked for. A package that holds what has been withdrawn since is named, with its sum, and not given out. Boundary:
what a package holds is `citations.packaging`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citations.packaging import READ, SUMS
from citations.packaging.kept import File, Package, packages
from citations.packaging.withdrawn import withdrawn_since
from citations.tables import ALL
from core.middleware import told
from core.parameters import form_of, refuse_unknown

PIECE = 1 << 16
FORMS = {"html": "text/html", "jsonld": "application/ld+json"}
NEWEST = {"latest.zip": ".zip", "latest.sqlite": ".sqlite"}
_PART = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ("format",))
    form, found = form_of(request, FORMS), packages(settings.PACKAGES)
    if form == "jsonld":
        response: HttpResponse = JsonResponse(
            _linked(request, found),
            content_type=FORMS["jsonld"],
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
    else:
        newest = found[0] if found else None
        context = {
            "packages": [(each, licence_address(each.licence), withdrawn_since(each)) for each in found],
            "newest": newest,
            "tables": _tables(newest) if newest else (),
            "program": READ.read_text(),
            "sums": SUMS,
        }
        response = render(request, "guide/data.html", context)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """`/data/opis-2026-11-23.zip`, or a part of it; `/data/latest.zip` leads to the newest."""
    refuse_unknown(request.GET, ())
    found = packages(settings.PACKAGES)
    files = {file.name: (each, file) for each in found for file in each.files}
    if name in NEWEST and found:
        newest = next((file for file in found[0].files if file.ending == NEWEST[name]), None)
        if newest is not None:
            return HttpResponseRedirect(reverse("data_file", args=[newest.name]))
    if name == SUMS and found:
        sums = "".join(f"{file.sha256}  {file.name}\n" for _package, file in files.values())
        return HttpResponse(sums, content_type="text/plain; charset=utf-8")
    if name not in files:
        raise Http404(_("There is no package of this name, or it is kept no longer. /data/ tells which there are."))
    package, file = files[name]
    if withdrawn_since(package):
        return told(request, 410, _("This package holds what has been withdrawn since, so it is given out no longer."))
    return _sent(request, file)


def licence_address(licence: str) -> str:
    """Where the words of a licence stand, if it is named as SPDX names it."""
    known = _SPDX.fullmatch(licence) and not licence.startswith("LicenseRef")
    return f"https://spdx.org/licenses/{licence}.html" if known else ""


def _tables(newest: Package) -> list[tuple[str, str, int]]:
    """What a table holds in words, its name, and its number of rows."""
    words = {table.name.replace("_", "-"): capfirst(str(table.model._meta.verbose_name_plural)) for table in ALL}
    return [(words[name], name.replace("-", "_"), count) for name, count in newest.rows]


def _sent(request: HttpRequest, file: File) -> HttpResponseBase:
    """The whole, the part that a broken download still lacks, or that nothing has changed."""
    etag, changed = f'"{file.sha256[:32]}"', int(file.path.stat().st_mtime)
    if (known := get_conditional_response(request, etag=etag, last_modified=changed)) is not None:
        return known
    part = _part_asked(request, file.size, etag)
    if part == (0, 0):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    try:
        stream = file.path.open("rb")
    except OSError as error:
        raise Http404(_("This package was taken away just now. /data/ tells which there are.")) from error
    response: HttpResponseBase
    if part is None:
        response = FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.media_type)
    else:
        first, end = part
        stream.close()
        response = StreamingHttpResponse(_pieces(file.path, first, end), status=206, content_type=file.media_type)
        response.headers["Content-Range"] = f"bytes {first}-{end - 1}/{file.size}"
        response.headers["Content-Length"] = str(end - first)
        response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return _with_headers(response, etag, changed)


def _with_headers(response: HttpResponseBase, etag: str, changed: int) -> HttpResponseBase:
    """Asked for again each time, since a package of today may be made anew; open to scripts of all sites."""
    told = {"ETag": etag, "Last-Modified": http_date(changed), "Accept-Ranges": "bytes"}
    for name, value in {**told, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}.items():
        response.headers[name] = value
    return response


def _part_asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First byte and the one after the last; None for the whole, (0, 0) for a part that there is not."""
    match = _PART.fullmatch(request.headers.get("Range", ""))
    if match is None or request.headers.get("If-Range", etag) != etag or not (match[1] or match[2]):
        return None
    if not match[1]:
        first, end = max(0, size - int(match[2])), size
    else:
        first, end = int(match[1]), min(size, int(match[2]) + 1) if match[2] else size
    return (first, end) if first < end else (0, 0)


def _pieces(path: Path, first: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(first)
        while first < end and (piece := stream.read(min(PIECE, end - first))):
            first += len(piece)
            yield piece


def _linked(request: HttpRequest, found: list[Package]) -> dict[str, Any]:
    """The data set in the words of schema.org, each package as a version of it."""
    whole = request.build_absolute_uri
    page = whole(reverse("data"))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "name": "Opis",
        "description": "People, documents, archival files and the footnotes that cite them, for the history of the"
        " Soviet period: all that is published.",
        "creator": {"@type": "Organization", "name": "Opis", "url": whole("/")},
        "isAccessibleForFree": True,
        "hasPart": [_linked_package(request, each) for each in found],
    }


def _linked_package(request: HttpRequest, package: Package) -> dict[str, Any]:
    given = not withdrawn_since(package)
    return {
        "@type": "Dataset",
        "name": f"Opis, {package.day}",
        "creativeWorkStatus": "Published" if given else "Withdrawn",
        "version": str(package.day),
        "datePublished": str(package.day),
        "license": licence_address(package.licence) or package.licence,
        "distribution": [
            {
                "@type": "DataDownload",
                **({"contentUrl": request.build_absolute_uri(reverse("data_file", args=[file.name]))} if given else {}),
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in package.files
        ],
    }


urlpatterns = [
    path("", data_page, name="data"),
    path("<step:name>", data_file, name="data_file"),
]
