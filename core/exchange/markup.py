"""Elements of XML without namespace, to be written within a root that declares it.

The rule: what is empty is left out, and signs that XML cannot hold are dropped. Boundary: which elements there are is
for the writers of each format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
# What XML 1.0 cannot hold, however it is written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][\w.\-]*\Z", re.ASCII)
Element = Any


def element(name: str, *parts: Element | str | None, **attributes: object) -> Element:
    """An element with these parts in order; `xml_lang` is written `xml:lang`, `class_` `class`."""
    made = etree.Element(name)
    for key, value in attributes.items():
        if value not in ("", None):
            made.set(_attribute(key), clean(str(value)))
    for part in parts:
        if isinstance(part, str):
            _add_text(made, clean(part))
        elif part is not None:
            made.append(part)
    return made


def held(name: str, *parts: Element | str | None, **attributes: object) -> Element | None:
    """The same; None where it would hold nothing."""
    kept = [part for part in parts if part not in ("", None)]
    return element(name, *kept, **attributes) if kept else None


def elements(name: str, texts: Iterable[str]) -> list[Element]:
    return [element(name, text) for text in texts if text]


def written(made: Element) -> bytes:
    text: str = etree.tostring(made, encoding="unicode")
    return text.encode()


def opened(made: Element, namespace: str = "") -> bytes:
    """The start tag alone, to be closed by `</name>` when all that it holds is written."""
    if namespace:
        made = etree.Element(made.tag, {"xmlns": namespace, **made.attrib})
    return written(made).removesuffix(b"/>") + b">"


def clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def paragraphs(text: str) -> list[Element]:
    """A text's paragraphs, which an empty line parts."""
    return elements("p", (" ".join(part.split()) for part in re.split(r"\n\s*\n", text)))


def is_name(text: str) -> bool:
    """Whether it can be the `id` of an element."""
    return bool(_NAME.match(text))


def _attribute(name: str) -> str:
    return "{http://www.w3.org/XML/1998/namespace}lang" if name == "xml_lang" else name.rstrip("_")


def _add_text(made: Element, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text
