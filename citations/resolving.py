"""A pasted reference or note → each thing it cites: the parts as read, and what they mean among the records held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Unit
from citations.linking import Linker
from citations.models import Publication
from notation.outcomes import Ambiguous, Resolved, Unresolved
from notation.parsing import read_note
from notation.references import Mention, Part, remainder_spans

# Signs between what was read and what was not.
AROUND = " \t\r\n.,;:()[]–—"
PARTS: dict[str, str | Promise] = {
    "repository": _("archive"),
    "fond": _("fond"),
    "opis": _("opis"),
    "delo": _("delo"),
    "path": _("shelfmark"),
    "leaves": _("sheets"),
    "collection": _("collection"),
    "series": _("series"),
    "box": _("box"),
    "folder": _("folder"),
    "item": _("item"),
    "papka": _("papka"),
    "roll": _("roll"),
    "title": _("title"),
    "author": _("author"),
    "editor": _("editor"),
    "container": _("journal or book"),
    "year": _("year"),
    "volume": _("volume"),
    "issue": _("issue"),
    "number": _("number"),
    "pages": _("pages"),
    "place": _("place of publication"),
    "publisher": _("publisher"),
    "url": _("web address"),
    "ibid": _("refers back"),
    "remark": _("remark"),
}


@dataclass(frozen=True, slots=True)
class ReadPart:
    name: str | Promise
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that the text cites: the unit or publication that is held, or the several that it may mean."""

    text: str
    parts: list[ReadPart]
    leaves: str
    unit: Unit | None = None
    publication: Publication | None = None
    candidates: list[Unit | Publication] = field(default_factory=list)
    reason: str = ""


def read_text(text: str) -> tuple[list[Reading], list[str]]:
    """What the text cites, in order, and the words between that nothing understood; none where it cites nothing."""
    linker, mentions = Linker(batch=None), read_note(text)
    left = remainder_spans(text, tuple(Part("mention", mention.span) for mention in mentions)) if mentions else ()
    unread = [text[span.start : span.end].strip(AROUND) for span in left]
    return [_reading(text, mention, linker) for mention in mentions], unread


def _reading(text: str, mention: Mention, linker: Linker) -> Reading:
    parts = list(_parts(text, mention))
    leaves = getattr(mention.reference, "leaves", None)
    said = (mention.text, parts, leaves.as_written if leaves else "")
    match linker.meaning(mention):
        case Resolved(Unit() as unit):
            return Reading(*said, unit=Unit.objects.with_shelfmark().get(pk=unit.pk))
        case Resolved(Publication() as publication):
            return Reading(*said, publication=publication)
        case Ambiguous(candidates):
            return Reading(*said, candidates=list(candidates))
        case Unresolved(reason):
            return Reading(*said, reason=reason.sentence)
    raise AssertionError(mention)


def _parts(text: str, mention: Mention) -> Iterator[ReadPart]:
    for part in sorted(mention.parts, key=lambda part: part.span):
        yield ReadPart(PARTS.get(part.kind, part.kind), text[part.span.start : part.span.end])
