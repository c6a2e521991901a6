"""The pictures themselves: who may see the record may see the file, and nobody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Image
from core.images import preview_of, served
from core.listing import refuse_unknown

SIZES = ("full", "preview")


@require_safe
def picture(request: HttpRequest, number: int, size: str) -> HttpResponseBase:
    """`/images/12/full.jpg`, and the preview beside it."""
    refuse_unknown(request.GET, ())
    image = Image.objects.kept().filter(pk=number).first() if size in SIZES else None
    if image is None:
        raise Http404(_("There is no picture at this address."))
    return served(request, image.file.name if size == "full" else preview_of(image.file.name))
