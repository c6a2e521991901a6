"""Zip files of office programs, opened with limits that are counted while reading, since a directory may lie."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from lxml import etree

from citations.imports.readers.found import Refused, gettext_noop

MOST_MEMBERS = 2_000
MOST_BYTES = 50_000_000
MOST_RATIO = 100
# Small members compress well and do no harm.
RATIO_FROM = 1_000_000
CHUNK = 1 << 16
# What unpacking a damaged member raises, by the way it was packed.
NOT_UNPACKED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
BOMB = gettext_noop("The file is refused: unpacked it would be far larger than any book.")
DAMAGED = gettext_noop("The file is damaged: it cannot be unpacked.")
LOCKED = gettext_noop("The file is protected by a password.")
DOCTYPE = gettext_noop("The file is refused: it declares a document type of its own, which is not read.")
NOT_XML = gettext_noop("The file is damaged: its XML cannot be read.")


class Package:
    """The members of a zip file. Raises Refused where one is too large, or packed more than text can be."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Refused(DAMAGED) from error
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
            raise Refused(BOMB)
        self._left = MOST_BYTES
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """The whole member; empty where there is none of that name."""
        if name not in self.names:
            return b""
        member = self._zip.getinfo(name)
        if member.flag_bits & 1:
            raise Refused(LOCKED)
        read = bytearray()
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(CHUNK):
                    read += chunk
                    self._left -= len(chunk)
                    packed_too_well = len(read) > RATIO_FROM and len(read) > MOST_RATIO * max(member.compress_size, 1)
                    if self._left < 0 or packed_too_well:
                        raise Refused(BOMB)
        except (*NOT_UNPACKED, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise Refused(DAMAGED) from error
        return bytes(read)

    def tree(self, name: str) -> etree._Element | None:
        content = self.read(name)
        return parse_xml(content) if content else None


def parse_xml(content: bytes) -> etree._Element:
    """The root of a document without a document type. Entities are not resolved and nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(NOT_XML) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(DOCTYPE)
    return root


def local(element: etree._Element) -> str:
    """`p` of `{…wordprocessingml…}p`: strict and transitional files differ in the namespace only."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute by its local name; empty where there is none."""
    if element is None:
        return ""
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along these local names."""
    for step in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == step), None)
    return element
