"""The six verbs of OAI-PMH 2.0, by GET and by POST.

The rule: what is wrong is told in the words of the protocol, with status 200. Boundary: which records there are is
`records`, what they say is `metadata`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from lxml import etree

from archive.models import Repository
from config.harvesting.kinds import published_only
from config.harvesting.oai.metadata import FORMS, XSI, Form, told
from config.harvesting.oai.records import BY_ARCHIVE, HARVESTED, Harvested, Window, found_at, harvest, sets

OAI = "http://www.openarchives.org/OAI/2.0/"
PER_ANSWER = 100
SALT = "oai"
# A token only says where to go on, so it does not go stale; a lower limit of all days of change.
EARLIEST = "2020-01-01T00:00:00Z"
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class Refused(Exception):
    """An error of the protocol: its code, and a sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    verb: str
    given: Mapping[str, str]
    request: HttpRequest


@csrf_exempt
@published_only
def oai(request: HttpRequest) -> HttpResponse:
    with override("en"):
        root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
        root.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
        _add(root, "responseDate", _stamp(timezone.now()))
        place = _add(root, "request", request.build_absolute_uri(request.path))
        try:
            asked = _understood(request)
            answer = etree.Element(f"{{{OAI}}}{asked.verb}", nsmap={None: OAI})
            VERBS[asked.verb][0](asked, answer)
        except Refused as refused:
            code, sentence = refused.args
            _add(root, "error", sentence, code=code)
            if code not in ("badVerb", "badArgument"):
                _repeat(place, request)
        else:
            _repeat(place, request)
            root.append(answer)
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def _given(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _repeat(place: Any, request: HttpRequest) -> None:
    for name, value in sorted(_given(request).items()):
        place.set(name, value)


def _understood(request: HttpRequest) -> Asked:
    given = _given(request)
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", "One verb of: " + ", ".join(VERBS))
    _make, needed, allowed = VERBS[verbs[0]]
    names = {name for name in given if name != "verb"}
    if "resumptionToken" in names:
        needed, allowed = (), ("resumptionToken",) if "resumptionToken" in allowed else ()
    wrong = names - {*needed, *allowed} | {name for name in names if len(given.getlist(name)) > 1}
    if wrong or not names >= set(needed):
        raise Refused("badArgument", f"{verbs[0]} takes {', '.join((*needed, *allowed)) or 'no argument'}, each once.")
    values = {name: str(given[name]) for name in names}
    if any(len(value) > 2000 or any(ord(letter) < 32 for letter in value) for value in values.values()):
        raise Refused("badArgument", "An argument is too long, or holds what is no text.")
    return Asked(verbs[0], values, request)


def _identify(asked: Asked, answer: Any) -> None:
    host = _host(asked.request)
    _add(answer, "repositoryName", "Opis")
    _add(answer, "baseURL", asked.request.build_absolute_uri(asked.request.path))
    _add(answer, "protocolVersion", "2.0")
    _add(answer, "adminEmail", settings.CONTACT if "@" in settings.CONTACT else settings.DEFAULT_FROM_EMAIL)
    _add(answer, "earliestDatestamp", EARLIEST)
    # Of a record that was withdrawn first and deleted afterwards nothing is kept.
    _add(answer, "deletedRecord", "transient")
    _add(answer, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    space = "http://www.openarchives.org/OAI/2.0/oai-identifier"
    described = etree.SubElement(_add(answer, "description"), f"{{{space}}}oai-identifier", nsmap={None: space})
    described.set(f"{{{XSI}}}schemaLocation", f"{space} http://www.openarchives.org/OAI/2.0/oai-identifier.xsd")
    told(described, f"{{{space}}}scheme", "oai")
    told(described, f"{{{space}}}repositoryIdentifier", host)
    told(described, f"{{{space}}}delimiter", ":")
    told(described, f"{{{space}}}sampleIdentifier", f"oai:{host}:people/1")


def _list_metadata_formats(asked: Asked, answer: Any) -> None:
    kind = _record(asked).kind if "identifier" in asked.given else ""
    for form in FORMS.values():
        if kind and kind not in form.kinds:
            continue
        made = _add(answer, "metadataFormat")
        _add(made, "metadataPrefix", form.prefix)
        _add(made, "schema", form.schema)
        _add(made, "metadataNamespace", form.namespace)


def _list_sets(asked: Asked, answer: Any) -> None:
    if "resumptionToken" in asked.given:
        raise Refused("badResumptionToken", "The sets come at once.")
    for spec, name in sets():
        made = _add(answer, "set")
        _add(made, "setSpec", spec)
        _add(made, "setName", name)


def _get_record(asked: Asked, answer: Any) -> None:
    form, harvested = _form(asked.given["metadataPrefix"]), _record(asked)
    if harvested.kind not in form.kinds:
        raise Refused("cannotDisseminateFormat", f"{form.prefix} is given of {', '.join(sorted(form.kinds))}.")
    _tell(asked, answer, harvested, form)


def _list(asked: Asked, answer: Any) -> None:
    given, stretch, after = dict(asked.given), 0, 0
    if "resumptionToken" in given:
        try:
            given, stretch, after = signing.loads(given["resumptionToken"], salt=SALT)
        except signing.BadSignature:
            raise Refused("badResumptionToken", "This token is not one of ours.") from None
    form = _form(given["metadataPrefix"])
    found = list(harvest(_window(given, form), stretch, after, PER_ANSWER))
    if not found and not after:
        raise Refused("noRecordsMatch", "Nothing was changed then, or nothing lies in that set.")
    if asked.verb == "ListRecords":
        form.gather(harvested for _number, harvested in found[:PER_ANSWER])
    for _number, harvested in found[:PER_ANSWER]:
        if asked.verb == "ListRecords":
            _tell(asked, answer, harvested, form)
        else:
            _head(asked, answer, harvested)
    if len(found) > PER_ANSWER:
        number, last = found[PER_ANSWER - 1]
        _add(answer, "resumptionToken", signing.dumps((given, number, last.position), salt=SALT, compress=True))
    elif "resumptionToken" in asked.given:
        _add(answer, "resumptionToken")


def _window(given: Mapping[str, str], form: Form) -> Window:
    kind, _colon, archive = given.get("set", "").partition(":")
    if given.get("set") and (
        kind not in [each.name for each in HARVESTED]
        or (_colon and (kind not in BY_ARCHIVE or not Repository.objects.filter(code=archive).exists()))
    ):
        raise Refused("noRecordsMatch", "There is no such set.")
    since, before = given.get("from", ""), given.get("until", "")
    if since and before and len(since) != len(before):
        raise Refused("badArgument", "from and until are to be alike: both days, or both with seconds.")
    if since and before and since > before:
        raise Refused("badArgument", "from lies after until.")
    return Window(_time(since), _time(before, until=True), kind, archive, form.kinds)


def _time(text: str, until: bool = False) -> datetime | None:
    """As the protocol writes it; `until` is what is no longer meant, since a day is meant to its end."""
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=until)
        if _SECOND.fullmatch(text):
            return datetime.fromisoformat(text) + timedelta(seconds=until)
    except OverflowError:
        return None  # until the last day that there is
    except ValueError:
        pass
    raise Refused("badArgument", "A time is written 2026-11-23 or 2026-11-23T12:00:00Z.")


def _form(prefix: str) -> Form:
    if prefix not in FORMS:
        raise Refused("cannotDisseminateFormat", f"There is: {', '.join(FORMS)}.")
    return FORMS[prefix]


def _record(asked: Asked) -> Harvested:
    scheme, host, local = (*asked.given["identifier"].split(":", 2), "", "")[:3]
    found = found_at(local) if (scheme, host) == ("oai", _host(asked.request)) else None
    if found is None:
        raise Refused("idDoesNotExist", "There is no record of this identifier.")
    return found


def _tell(asked: Asked, answer: Any, harvested: Harvested, form: Form) -> None:
    made = _add(answer, "record")
    _head(asked, made, harvested)
    if harvested.source is not None:
        _add(made, "metadata").append(form.make(harvested, asked.request.build_absolute_uri))


def _head(asked: Asked, answer: Any, harvested: Harvested) -> None:
    made = _add(answer, "header", **({} if harvested.source else {"status": "deleted"}))
    _add(made, "identifier", f"oai:{_host(asked.request)}:{harvested.local}")
    _add(made, "datestamp", _stamp(harvested.stamp))
    for spec in harvested.sets:
        _add(made, "setSpec", spec)


def _host(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def _stamp(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    return told(parent, f"{{{OAI}}}{tag}", text, **attributes)


_OF_LISTS = ("metadataPrefix",), ("from", "until", "set", "resumptionToken")
# What answers, which arguments it needs, and which it takes.
VERBS: Mapping[str, tuple[Callable[[Asked, Any], None], tuple[str, ...], tuple[str, ...]]] = {
    "Identify": (_identify, (), ()),
    "ListMetadataFormats": (_list_metadata_formats, (), ("identifier",)),
    "ListSets": (_list_sets, (), ("resumptionToken",)),
    "GetRecord": (_get_record, ("identifier", "metadataPrefix"), ()),
    "ListIdentifiers": (_list, *_OF_LISTS),
    "ListRecords": (_list, *_OF_LISTS),
}
