"""What kind of file it is, by what it holds; its name must agree, since a name alone can say anything."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from citations.imports.readers.found import Refused, gettext_noop


class Kind(StrEnum):
    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    TEI = "tei"


OLD_WORD = gettext_noop("This is a file of Word 97–2003. Open it in Word or LibreOffice and save it as .docx.")
OPEN_DOCUMENT = gettext_noop("This is an OpenDocument file. Open it in LibreOffice and save it as .docx.")
RICH_TEXT = gettext_noop("This is a rich text file. Open it in Word or LibreOffice and save it as .docx.")
OTHER_ZIP = gettext_noop(
    "This is a packed file that is no Word document. Notes are read from txt, html, docx, pdf and TEI."
)
OTHER_XML = gettext_noop("This XML is not TEI. Notes are read from txt, html, docx, pdf and TEI.")
NAME_LIES = gettext_noop("The name of the file and what it holds do not agree. Give it the name that belongs to it.")
BY_NAME = {
    ".docx": {Kind.DOCX},
    ".docm": {Kind.DOCX},
    ".pdf": {Kind.PDF},
    ".html": {Kind.HTML, Kind.TEXT},
    ".htm": {Kind.HTML, Kind.TEXT},
    ".xhtml": {Kind.HTML},
    ".xml": {Kind.TEI, Kind.HTML},
    ".tei": {Kind.TEI},
    ".txt": {Kind.TEXT, Kind.HTML},
    ".md": {Kind.TEXT, Kind.HTML},
}
_TAG = re.compile(rb"<([A-Za-z][\w.:-]{0,40})[\s>/]")
_HTML = frozenset({b"html", b"head", b"body"})


def kind_of(content: bytes, name: str) -> Kind:
    """Raises Refused for files that we know and do not read, and where name and content disagree."""
    kind = _by_content(content)
    expected = BY_NAME.get(PurePath(name).suffix.lower())
    if expected is not None and kind not in expected:
        raise Refused(NAME_LIES)
    return (
        Kind.TEXT
        if expected is not None and expected >= {Kind.TEXT, Kind.HTML} and name.endswith((".txt", ".md"))
        else kind
    )


def _by_content(content: bytes) -> Kind:
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(OLD_WORD)
    if content.startswith(b"{\\rtf"):
        raise Refused(RICH_TEXT)
    return _written(content[:4096].replace(b"\0", b""))


def _packed(content: bytes) -> Kind:
    """The directory stands at the end of a zip file, names also before each member."""
    if b"word/" in content:
        return Kind.DOCX
    if b"mimetypeapplication/vnd.oasis.opendocument" in content[:200]:
        raise Refused(OPEN_DOCUMENT)
    raise Refused(OTHER_ZIP)


def _written(start: bytes) -> Kind:
    """By the first tag, in whatever encoding; the NULs of UTF-16 and UTF-32 have been taken out."""
    tags = {tag.rpartition(b":")[2] for tag in _TAG.findall(start)}
    if tags & {b"TEI", b"TEI.2", b"teiCorpus"}:
        return Kind.TEI
    if {tag.lower() for tag in tags} & _HTML or b"<!doctype html" in start.lower():
        return Kind.HTML
    if start.lstrip(b"\xef\xbb\xbf\xfe\xff\xff\xfe \t\r\n").startswith(b"<?xml"):
        raise Refused(OTHER_XML)
    return Kind.TEXT
