"""Pictures that somebody sends: painted anew apart from the site, kept under the digest of what they hold.

The rule: no byte of what was sent is ever served; what is kept is a JPEG of ours with a preview beside it, and stays,
so that an earlier state of a record can be put back. Boundary: which record has a picture, and who may see it, is the
app's to say.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.limited import Died, ask_child

LARGEST_FILE = 40 << 20
# What the column of a picture may hold, so that no row names another file of the machine.
NAME = r"^images/[0-9a-f]{2}/[0-9a-f]{62}\.jpg$"
ACCEPT = "image/jpeg,image/png,image/tiff,image/webp,image/gif"
HELP = gettext_lazy(
    "JPEG, PNG, TIFF, WebP or GIF of at most 40 MB. Kept as a JPEG of at most 4,000 pixels a side, without what else"
    " the file tells; keep your original."
)


class Refused(Exception):
    """The file cannot be shown as a picture; the message is a sentence."""


class Painted(ContentFile):  # type: ignore[type-arg]  # generic in the stubs, not when running
    """A picture painted anew, with the preview that is kept beside it."""

    def __init__(self, full: bytes, preview: bytes, width: int, height: int) -> None:
        super().__init__(full, name=f"{hashlib.sha256(full).hexdigest()}.jpg")
        self.preview, self.width, self.height = preview, width, height


def painted(content: bytes) -> Painted:
    """The picture in this file. Raises Refused."""
    if len(content) > LARGEST_FILE:
        raise Refused(_("The file is larger than 40 MB. Send it with fewer pixels."))
    try:
        said = ask_child("core.painting", content)
    except Died as died:
        raise Refused(_refusal("damaged")) from died
    if "refused" in said:
        raise Refused(_refusal(said["refused"]))
    full, preview = (base64.b64decode(said[name]) for name in ("full", "preview"))
    return Painted(full, preview, said["width"], said["height"])


def _refusal(why: str) -> str:
    sentences = {
        "kind": _("This is no picture that can be read here. Send JPEG, PNG, TIFF, WebP or GIF."),
        "pixels": _("The picture has more than 80 million pixels. Send it smaller, or in parts."),
        "damaged": _("The picture is damaged, or reading it takes more than any picture needs."),
    }
    return sentences[why]


class PictureStorage(FileSystemStorage):
    """Equal pictures are one file; a preview stands beside each."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        if isinstance(content, Painted):
            self._keep(preview_of(name), content.preview)
        content.seek(0)
        self._keep(name, content.read())
        return name

    def _keep(self, name: str, content: bytes) -> None:
        """Whole or not at all: of half a picture, left by a full disk, the next sender would hear that it is kept."""
        place = Path(self.path(name))
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), self.file_permissions_mode or 0o644)
                os.replace(file.name, place)
            except BaseException:
                os.unlink(file.name)
                raise


def storage() -> PictureStorage:
    return PictureStorage()


def place_of(_record: models.Model, name: str) -> str:
    """`images/ab/cd….jpg` for the digest `abcd…`."""
    return f"images/{name[:2]}/{name[2:]}"


def preview_of(name: str) -> str:
    return name.removesuffix(".jpg") + ".preview.jpg"


class PictureField(forms.FileField):
    """An upload that comes out painted; a file that is no picture is refused with a sentence."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        if not sent or sent is initial or not hasattr(sent, "chunks") or isinstance(sent, Painted):
            return sent
        if sent.size > LARGEST_FILE:  # before it is read
            raise forms.ValidationError(_("The file is larger than 40 MB. Send it with fewer pixels."))
        try:
            return painted(sent.read())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


def served(request: HttpRequest, name: str) -> HttpResponseBase:
    """A kept picture as nothing but a picture; asked for again each time, so that what is withdrawn is gone."""
    etag = f'"{name[7:9]}{name[10:26]}{"p" if name.endswith(".preview.jpg") else ""}"'
    if (known := get_conditional_response(request, etag=etag)) is not None:
        return known
    try:
        response = FileResponse(storage().open(name), content_type="image/jpeg")
    except OSError as error:
        raise Http404(_("The picture itself is not here.")) from error
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
