"""`/unapi`: how Zotero asks for the record on a page, in the one form that keeps archive, call number and recipient.

The rule: an `id` is the permalink of a record here; the answer sends to that record as RIS. Boundary: what stands in
the file is `core.sources.ris`; an address elsewhere is no record of ours.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.parameters import BadParameter, refuse_unknown

NAME = "ris"
MEDIA_TYPE = "application/x-research-info-systems"
FORMATS = '<?xml version="1.0" encoding="UTF-8"?>\n<formats{}><format name="{}" type="{}"/></formats>\n'


def unapi(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ("id", "format"))
    permalink, name = request.GET.get("id", ""), request.GET.get("format", "")
    if not name:
        told = format_html(' id="{}"', permalink) if permalink else ""
        formats = format_html(FORMATS, told, NAME, MEDIA_TYPE)
        return HttpResponse(formats, content_type="application/xml", status=300 if permalink else 200)
    if name != NAME:
        raise BadParameter("format: " + _("one of %(choices)s is understood.") % {"choices": NAME})
    return HttpResponseRedirect(_as_ris(request, permalink))


def _as_ris(request: HttpRequest, permalink: str) -> str:
    """The path of the record with `format=ris`; an address of another host is never sent to."""
    try:
        asked = urlsplit(permalink)
    except ValueError:
        asked = urlsplit("")
    if asked.netloc != request.get_host() or not asked.path.startswith("/"):
        raise Http404(_("There is nothing at %(address)s here.") % {"address": permalink[:200]})
    query = QueryDict(asked.query, mutable=True)
    query["format"] = NAME
    return f"/{asked.path.lstrip('/')}?{query.urlencode()}"
