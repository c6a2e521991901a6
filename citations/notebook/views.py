"""`/notebook/`: the references that a form, an address or a file sends, written as notes; nothing of them is kept.

The rule: GET and POST mean the same. Without JavaScript the notebook stands in the address, which can be kept as a
bookmark or sent to somebody; with it the browser keeps it and posts it here to be written (`static/js/notebook.js`).
Boundary: as nothing is changed by it, another site may post here too; what is kept for an account is `saving`'s.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from citations.models import SavedList
from citations.notebook.addresses import read_address, sources_at
from citations.notebook.basket import MOST, SCRIPTS, STYLES, Basket, added, from_file, read_basket, to_file
from citations.notebook.files import LABELS, as_file
from citations.notebook.saving import forget, may_save, save, saved, saved_by
from citations.notebook.whole import whole_list
from citations.notebook.writing import Written, written
from citations.resolving import read_text
from core.listing import reader_language
from core.pages import words_of
from core.parameters import BadParameter, refuse_unknown
from core.templatetags.opis import number

LONGEST_TYPED = 2_000
LONGEST_NAME = 200
LARGEST_FILE = 2_000_000
FORMATS = ("html", *LABELS, "json")
# Fields that stand once; those of each reference are read by `basket`.
ONCE = ("style", "script", "do", "add", "list", "format", "file")
OF_EACH = ("r", "remark", "with")


@method_decorator(csrf_exempt, name="dispatch")
class NotebookPage(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return _answer(request, request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        return _answer(request, request.POST)


class SavedLists(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        """Keeps what the page holds under the name that was typed."""
        if not may_save(request):
            raise PermissionDenied
        basket = from_file(request.POST.get("content", "").encode())
        name = words_of(request.POST, "name", LONGEST_NAME)
        if not name:
            return notebook_page(request, basket, _("Give the notebook a name."), given=False, status=400)
        kept = save(request, name, to_file(basket))
        if kept is None:
            full = _("There are too many saved notebooks; delete one first.")
            return notebook_page(request, basket, full, given=False, status=400)
        return HttpResponseRedirect(reverse("citations:saved_list", args=[kept.pk]))


class SavedListPage(View):
    def dispatch(self, request: HttpRequest, number: int, **kwargs: object) -> HttpResponseBase:
        refuse_unknown(request.GET, ())
        self.kept = saved(request, number)
        if self.kept is None:
            raise Http404(_("There is no notebook of yours at this address."))
        return super().dispatch(request, number, **kwargs)

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        assert self.kept is not None
        basket = from_file(self.kept.content.encode())
        return notebook_page(request, basket, _counted(basket), given=True, kept=self.kept)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """The only button here deletes it."""
        forget(request, number)
        return HttpResponseRedirect(reverse("citations:notebook"))


def notebook_page(
    request: HttpRequest, basket: Basket, said: str, *, given: bool, kept: SavedList | None = None, status: int = 200
) -> HttpResponse:
    """The page with this notebook; `said` tells what was just done.

    A notebook that is `given`, by an address or from those saved, is shown beside the one that the browser keeps.
    """
    context = {
        "basket": basket,
        "written": _written(request, basket),
        "said": said,
        "styles": STYLES.items(),
        "scripts": SCRIPTS.items(),
        "files": LABELS.items(),
        "given": given,
        "kept": kept,
        "may_save": may_save(request),
        "saved": saved_by(request),
        "content": to_file(basket) if may_save(request) else "",
    }
    return render(request, "notebook/notebook.html", context, status=status)


def _answer(request: HttpRequest, asked: QueryDict) -> HttpResponse:
    once = asked.copy()
    for name in OF_EACH:
        once.pop(name, None)
    refuse_unknown(once, ONCE)
    form = asked.get("format") or "html"
    if form not in FORMATS:
        raise BadParameter("format: " + _("one of %(choices)s is understood.") % {"choices": ", ".join(FORMATS)})
    basket = _sent_file(request) or read_basket(asked)
    basket, said = _with_typed(basket, words_of(asked, "add", LONGEST_TYPED))
    if address := words_of(asked, "list", LONGEST_TYPED):
        basket, said = _with_list(request, basket, address)
    if form != "html":
        return as_file(request, basket, _written(request, basket), form)
    given = request.method == "GET" and bool(basket.items)
    return notebook_page(request, basket, said or _counted(basket), given=given)


def _written(request: HttpRequest, basket: Basket) -> Written:
    sources = sources_at(item.address for item in basket.items)
    return written(basket, sources, request.build_absolute_uri, reader_language())


def _sent_file(request: HttpRequest) -> Basket | None:
    sent = request.FILES.get("file")
    if sent is None:
        return None
    if (sent.size or 0) > LARGEST_FILE:
        raise BadParameter(_("The file is larger than %(most)d MB.") % {"most": LARGEST_FILE // 1_000_000})
    return from_file(sent.read())


def _with_typed(basket: Basket, typed: str) -> tuple[Basket, str]:
    """With what was typed: the address of a record here, or a reference in any form; and what is to be said of it."""
    if not typed:
        return basket, ""
    addresses = [typed] if read_address(typed) else list(_meant(typed))
    if not addresses:
        return basket, _("Nothing held here is certainly meant by “%(typed)s”.") % {"typed": typed}
    return added(basket, addresses), _("Added to the end.")


def _with_list(request: HttpRequest, basket: Basket, address: str) -> tuple[Basket, str]:
    """With the records of a list that are not in it yet, as many as there is room for."""
    whole = whole_list(request, address)
    held = {item.address for item in basket.items}
    fresh = [address for address in whole.addresses if address not in held][: MOST - len(held)]
    said = _("The first %(shown)d of %(count)s records of the list.") if len(whole.addresses) < whole.count else ""
    return added(basket, fresh), said % {"shown": len(whole.addresses), "count": number(whole.count)} if said else ""


def _meant(typed: str) -> list[str]:
    readings, _unread = read_text(typed)
    found = []
    for reading in readings:
        record = reading.unit or reading.publication
        if record is not None:
            query = QueryDict(mutable=True)
            if reading.unit and reading.leaves:
                query["l"] = reading.leaves
            found.append(record.get_absolute_url() + (f"?{query.urlencode()}" if query else ""))
    return found


def _counted(basket: Basket) -> str:
    count = len(basket.items)
    return ngettext("%(count)d reference", "%(count)d references", count) % {"count": count}
