"""What belongs to no single app: the first page, the search over everything, references resolved, failures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError, InterfaceError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.filters import DocumentFilters, RepositoryFilters, UnitFilters
from archive.models import Document, Repository, Unit
from archive.questions import Asked, asked_for
from archive.redirects import Meant
from citations import everywhere
from citations.filters import CitationFilters, PublicationFilters
from citations.models import Citation, Publication
from citations.resolving import read_text
from config.today import of_today
from core.filters import LONGEST_QUESTION
from core.listing import Filters
from core.middleware import foreseen, told
from core.pages import words_of
from core.parameters import BadParameter, refuse_unknown
from people.filters import PersonFilters
from people.models import Person

# Of each kind that many are shown on the search page; the count opens the list.
SHOWN = 5
LATEST = 6
LONGEST_NOTE = 20_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: where its list is, what narrows it, and how a row of it is written."""

    label: str | Promise
    counted: Callable[[int], str]
    list_url: str
    rows: Callable[[], models.QuerySet[Any]]
    filters: type[Filters]
    row_template: str
    # What of a question this list is asked.
    asked: everywhere.Asked


KINDS = (
    Kind(
        gettext_lazy("People"),
        lambda n: ngettext("person", "people", n),
        "people:person_list",
        lambda: Person.objects.all(),
        PersonFilters,
        "people/partials/person_row.html",
        everywhere.of_persons,
    ),
    Kind(
        gettext_lazy("Archives"),
        lambda n: ngettext("archive", "archives", n),
        "archive:repository_list",
        lambda: Repository.objects.with_counts(),
        RepositoryFilters,
        "archive/partials/repository_row.html",
        everywhere.of_archives,
    ),
    Kind(
        gettext_lazy("Archival units"),
        lambda n: ngettext("archival unit", "archival units", n),
        "archive:unit_list",
        lambda: Unit.objects.with_shelfmark(),
        UnitFilters,
        "archive/partials/unit_row.html",
        everywhere.of_units,
    ),
    Kind(
        gettext_lazy("Documents"),
        lambda n: ngettext("document", "documents", n),
        "archive:document_list",
        lambda: Document.objects.with_parts(),
        DocumentFilters,
        "archive/partials/document_row.html",
        everywhere.of_documents,
    ),
    Kind(
        gettext_lazy("Publications"),
        lambda n: ngettext("publication", "publications", n),
        "citations:publication_list",
        lambda: Publication.objects.with_makers(),
        PublicationFilters,
        "citations/partials/publication_row.html",
        everywhere.of_publications,
    ),
    Kind(
        gettext_lazy("Citations"),
        lambda n: ngettext("citation", "citations", n),
        "citations:citation_list",
        lambda: Citation.objects.with_places(),
        CitationFilters,
        "citations/partials/citation_row.html",
        everywhere.of_citations,
    ),
)


def home(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    latest = Publication.objects.with_makers().order_by("-id")[:LATEST]
    today = of_today(timezone.now().date())
    return render(request, "home.html", {"counts": counts(), "latest": latest, "today": today})


def counts() -> list[tuple[str, str, int]]:
    """How many records of each kind there are, in words, with the address of their list."""
    numbers = [(kind, kind.rows().count()) for kind in KINDS]
    return [(kind.counted(number), reverse(kind.list_url), number) for kind, number in numbers]


def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words of `q`, by kind. A reference goes straight to its unit, unless `text=1`."""
    refuse_unknown(request.GET, ("q", "text"))
    question = words_of(request.GET, "q", LONGEST_QUESTION)
    if request.GET.get("text", "") not in ("", "1"):
        raise BadParameter("text: " + _("only 1 is understood."))
    asked = asked_for(question) if question and not request.GET.get("text") else None
    if asked is not None and len(asked.found) == 1:
        return HttpResponseRedirect(_address_of(asked.found[0], asked, question))
    questions = [(kind, kind.asked(question)) for kind in KINDS]
    groups = [_group(kind, parameters, request) for kind, parameters in questions if parameters is not None]
    context = {
        "q": question,
        "asked": asked,
        "groups": [group for group in groups if group["count"] or group["refused"]],
        "total": sum(group["count"] for group in groups),
    }
    return render(request, "search.html", context)


def _address_of(meant: Meant, asked: Asked, question: str) -> str:
    query = {"l": asked.leaves} if asked.leaves else {}
    if meant.formerly:
        query["from"] = (
            "/".join([asked.reference.repository_as_written, asked.reference.shelfmark]).strip("/") or question
        )
    return meant.target.get_absolute_url() + (f"?{urlencode(query)}" if query else "")


def _group(kind: Kind, asked: QueryDict, request: HttpRequest) -> dict[str, Any]:
    """The same filterset as the list's, so that the count agrees with the list that it opens.

    What one list refuses (`date:x` among citations) the others may know, so it is told and not a failure.
    """
    count, refused = 0, ""
    rows: Iterable[Any] = ()
    try:
        count, rows = kind.filters(asked, queryset=kind.rows(), request=request).first(SHOWN)
    except BadParameter as error:
        refused = str(error)
    return {
        "label": kind.label,
        "url": f"{reverse(kind.list_url)}?{asked.urlencode()}",
        "count": count,
        "rows": rows,
        "row_template": kind.row_template,
        "refused": refused,
    }


def resolve(request: HttpRequest) -> HttpResponse:
    """What a pasted reference or footnote means here, with each part that was read."""
    refuse_unknown(request.GET, ("ref",))
    written = words_of(request.GET, "ref", LONGEST_NOTE)
    readings, unread = read_text(written) if written else ((), ())
    return render(request, "resolve.html", {"written": written, "readings": readings, "unread": unread})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 400, _("The address or what was sent with it cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 403, _("You are not allowed to see this."))


def locked_out(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
    response = told(request, 429, _("Too many wrong passwords. Please wait a quarter of an hour and try again."))
    response.headers["Retry-After"] = "900"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return told(request, 403, _("The form was too old or came from elsewhere. Go back, load the page again and retry."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = exception.args[0] if exception.args else ""
    return told(request, 404, said if isinstance(said, str) and said else _("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Also where the database is found to be away before a view is reached, at the visitor's session for instance."""
    error = sys.exc_info()[1]
    response = foreseen(request, error) if isinstance(error, DatabaseError | InterfaceError) else None
    return response or told(
        request, 500, _("Something went wrong on our side. It has been written down; please try again later.")
    )
