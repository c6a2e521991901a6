"""Archives, files, sheets and documents as sources: `RGASPI, f. 17, op. 171, d. 87, l. 83`.

The rule: a file or sheet is cited by its shelfmark, a document by who wrote what to whom and where the original lies;
a document of which no copy is known has only its page. Boundary: rows come read, as the lists and pages read them.
"""

from __future__ import annotations

from urllib.parse import quote

from archive.models import Copy, Document, DocumentPerson, Repository, Unit
from archive.shelfmarks import acronym, scheme_of
from core.sources import Archival, Language, Particulars, Source, key_of, page
from core.templatetags.opis import in_words
from notation.leaves import read_leaves
from notation.names_parts import parse_name
from notation.references import NO_LEAVES, ArchivalReference, Level
from people.models import Person

_LETTERS = (Document.Kind.LETTER, Document.Kind.TELEGRAM)
# The copy that is cited where there are several: the first of these.
_BEST = (Copy.State.ORIGINAL, Copy.State.UNKNOWN, Copy.State.TELEGRAM, Copy.State.CARBON, Copy.State.COPY)


def repository_source(repository: Repository) -> Source:
    address = repository.get_absolute_url()
    return page(address, key_of(repository.code), repository.name_en or repository.code, repository.name_ru)


def unit_source(unit: Unit, leaves: str = "") -> Source:
    """A file, or these sheets of it; notes print no title of a file."""
    reference = _reference(unit, leaves)
    key = key_of(unit.path, f"l{leaves}" if leaves else "")
    address = unit.get_absolute_url() + (f"?l={quote(leaves)}" if leaves else "")
    titles, date = (unit.title_en, unit.title_ru), unit.date_edtf or unit.date
    more = Particulars(dated=unit.date)
    return Source(key, address, reference, reference, "unit", titles, date=date, more=more)


def document_source(document: Document) -> Source:
    """The document in its best copy."""
    copies = sorted(document.copies.all(), key=lambda copy: ((*_BEST, copy.state).index(copy.state), copy.pk))
    key = key_of(document.slug, document.pk)
    if not copies:
        titles = (_described(document, "en"), _described(document, "ru"))
        return page(document.get_absolute_url(), key, *titles)
    copy = copies[0]
    kind: Archival = "letter" if document.kind in _LETTERS else "document"
    return Source(
        key,
        document.get_absolute_url(),
        _reference(copy.unit, copy.leaves, _described(document, "en")),
        _reference(copy.unit, copy.leaves, _described(document, "ru")),
        kind,
        (document.title_en, document.title_ru),
        authors=_people(document, DocumentPerson.Role.AUTHOR),
        recipients=_people(document, DocumentPerson.Role.ADDRESSEE),
        date=document.date_edtf or document.date,
        language=document.languages[0] if document.languages else "",
        more=Particulars(document.kind, document.date),
    )


def _people(document: Document, role: str) -> tuple[str, ...]:
    return tuple(str(found.person) for found in document.roles.all() if found.role == role)


def _described(document: Document, language: Language) -> str:
    """`Rakovsky, Letter no. 1, 2 June 1928`: what the title leaves unsaid of author and date is added."""
    title = _in(document, "title", language)
    names = [_in(found.person, "name", language) for found in document.roles.all() if found.role == "author"]
    surnames = [parse_name(name).surname for name in names]
    makers = [name for name in surnames if name[:5].lower() not in title.lower()]
    year = document.date_earliest.year if document.date_earliest else 0
    date = "" if year and str(year) in title else in_words(document.date, language) or document.date
    return ", ".join(filter(None, (*makers, title, date)))


def _in(record: Document | Person, field: str, language: Language) -> str:
    """`title_ru` or `title_en`, whichever is there, that of the language first."""
    english, russian = str(getattr(record, f"{field}_en")), str(getattr(record, f"{field}_ru"))
    return (russian or english) if language == "ru" else (english or russian)


def _reference(unit: Unit, leaves: str, title: str = "") -> ArchivalReference:
    sheets = read_leaves(leaves) if leaves else NO_LEAVES
    repository = unit.repository
    return ArchivalReference(repository.code, acronym(repository, "ru"), _levels(unit), sheets, title)


def _levels(unit: Unit) -> tuple[Level, ...]:
    """The path; where those above were not read, its numbers are taken for the first levels of the archive's scheme."""
    steps = [unit]
    while isinstance(above := steps[0]._state.fields_cache.get("parent"), Unit):
        steps.insert(0, above)
    if steps[0].parent_id:
        names = [level.name for level in scheme_of(unit.repository).levels]
        return tuple(Level(name, number) for name, number in zip(names, unit.numbers.split("/"), strict=False))
    return tuple(Level(step.level, step.number) for step in steps)
