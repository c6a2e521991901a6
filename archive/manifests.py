"""The scans of a document as an IIIF manifest (Presentation 3), which other sites' viewers read.

The rule: one canvas for each picture that is kept here, in order, named by the sheet that it shows, with its credit and
licence; what stands in two languages is told in both. Boundary: the pictures are whole JPEGs in two sizes, so there is
no image service; rows come read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Document, Image
from archive.shelfmarks import sheet_shown, shelfmark
from core.addresses import address_of
from core.templatetags.opis import in_words

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
# An address on this site, as others reach it.
Absolute = Callable[[str], str]
Words = dict[str, list[str]]


def address(document: Document) -> str:
    return address_of("archive:manifest", document.pk)


def manifest(document: Document, images: Sequence[Image], absolute: Absolute) -> dict[str, Any]:
    own = absolute(address(document))
    licences = {image.licence_address for image in images}
    return {
        "@context": CONTEXT,
        "id": own,
        "type": "Manifest",
        "label": in_both(document.title_en, document.title_ru),
        **_filled(summary=in_both(document.summary_en, document.summary_ru)),
        "metadata": list(_metadata(document)),
        **_filled(rights=licences.pop() if len(licences) == 1 else ""),
        "homepage": [
            {
                "id": absolute(document.get_absolute_url()),
                "type": "Text",
                "label": in_both(document.title_en, document.title_ru),
                "format": "text/html",
            }
        ],
        "behavior": ["individuals"],
        "items": [_canvas(own, number, image, absolute) for number, image in enumerate(images, start=1)],
    }


def in_both(english: str, russian: str) -> Words:
    return {language: [text] for language, text in (("en", english), ("ru", russian)) if text}


def _canvas(own: str, number: int, image: Image, absolute: Absolute) -> dict[str, Any]:
    canvas = f"{own.removesuffix('manifest.json')}canvas/{image.pk}"
    size = {"width": image.width, "height": image.height}
    full = {"id": absolute(image.full), "type": "Image", "format": "image/jpeg", **size}
    preview = {"id": absolute(image.preview), "type": "Image", "format": "image/jpeg", **image.preview_size._asdict()}
    painting = {
        "id": f"{canvas}/painting",
        "type": "Annotation",
        "motivation": "painting",
        "body": full,
        "target": canvas,
    }
    return {
        "id": canvas,
        "type": "Canvas",
        "label": _label(number, image),
        **size,
        "thumbnail": [preview],
        **_filled(rights=image.licence_address, requiredStatement=_credit(image)),
        "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painting]}],
    }


def _label(number: int, image: Image) -> Words:
    """The sheet; else the caption, else the number."""
    if image.leaf:
        return in_both(sheet_shown(image, "en"), sheet_shown(image, "ru"))
    return in_both(image.caption_en, image.caption_ru) or {"none": [str(number)]}


def _credit(image: Image) -> dict[str, Words]:
    said = "; ".join(filter(None, (image.credit, image.rights)))
    return {"label": _told(_("Credit")), "value": {"none": [said]}} if said else {}


def _metadata(document: Document) -> list[dict[str, Words]]:
    told = []
    if document.date:
        dates = {language: [in_words(document.date, language) or document.date] for language in ("en", "ru")}
        told.append({"label": _told(_("date")), "value": dates})
    for role in document.roles.all():
        names = in_both(role.person.name_en, role.person.name_ru)
        told.append({"label": _told(role.get_role_display), "value": names})
    for copy in document.copies.all():
        marks = {language: [shelfmark(copy.unit, language, copy.leaves)] for language in ("en", "ru")}
        told.append({"label": _told(_("Where it lies")), "value": marks})
    return told


def _told(words: str | Promise | Callable[[], Any]) -> Words:
    """A word of ours in both languages."""
    found: Words = {}
    for language in ("en", "ru"):
        with translation.override(language):
            found[language] = [str(words() if callable(words) else words)]
    return found


def _filled(**parts: Any) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}
