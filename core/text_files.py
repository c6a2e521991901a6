"""Bytes of a text file become text, or a sentence that says why not; never silently wrong characters."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

MOST_BYTES = 50_000_000
# Bytes are counted over this much of the start of a file; a binary file shows itself there.
LOOKED_AT = 200_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings in which Russian and Western texts of the last forty years lie about.
LIKELY = ["cp1251", "koi8_r", "cp866", "mac_cyrillic", "utf_16_le", "utf_16_be", "cp1252"]
# Control characters that no text holds; tab, line ends and form feed do occur.
BINARY = bytes(set(range(32)) - {9, 10, 12, 13, 27})


class Unreadable(Exception):
    """The file is no text that we can read; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    text: str
    encoding: str
    # True where the encoding was guessed from the letters, so that a person should look.
    guessed: bool


def decode(content: bytes, encoding: str = "") -> DecodedText:
    """The text of a file. `encoding` overrides the guess. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1_000_000})
    if encoding:
        return DecodedText(_strictly(content, encoding), encoding, guessed=False)
    for bom, name in BOMS:
        if content.startswith(bom):
            return DecodedText(_strictly(content, name), name, guessed=False)
    utf16 = _utf16_without_mark(content)
    if utf16:
        return DecodedText(_strictly(content, utf16), utf16, guessed=True)
    _refuse_binary(content)
    try:
        return DecodedText(content.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError:
        return _guess(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(_("The file is not text in the encoding %(name)s.") % {"name": encoding}) from error
    if "\0" in text:
        raise Unreadable(_("This is not a text file: it holds NUL characters."))
    return text


def _utf16_without_mark(content: bytes) -> str:
    """Every second byte of Russian or English UTF-16 is 0, 4 or (for dashes and quotes) 0x20."""
    start = content[:LOOKED_AT]
    if len(start) < 4 or len(content) % 2:
        return ""
    for name, high in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        other = start[0::2] if name == "utf-16-le" else start[1::2]
        if sum(high.count(byte) for byte in (0, 4, 0x20)) > 0.95 * len(high) and other.count(0) < 0.02 * len(other):
            return name if high.count(0) + high.count(4) > 0.9 * len(high) else ""
    return ""


def _refuse_binary(content: bytes) -> None:
    start = content[:LOOKED_AT]
    strange = len(start) - len(start.translate(None, BINARY))
    if b"\0" in start or strange > 0.01 * len(start):
        raise Unreadable(_("This is not a text file."))


def _guess(content: bytes) -> DecodedText:
    best = from_bytes(content[:LOOKED_AT], cp_isolation=LIKELY).best()
    if best is None:
        raise Unreadable(_("The encoding of the file cannot be told; save it as UTF-8."))
    return DecodedText(_strictly(content, best.encoding), best.encoding, guessed=True)
