"""The pictures themselves, and manifests of them: who may see the record may see the file, and nobody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.manifests import manifest
from archive.models import Document, Image
from core.images import preview_of, served
from core.parameters import refuse_unknown

SIZES = ("full", "preview")
PRESENTATION = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'


@require_safe
def picture(request: HttpRequest, number: int, size: str) -> HttpResponseBase:
    """`/images/12/full.jpg`, and the preview beside it."""
    refuse_unknown(request.GET, ())
    image = Image.objects.kept().filter(pk=number).first() if size in SIZES else None
    if image is None:
        raise Http404(_("There is no picture at this address."))
    return for_other_sites(served(request, image.file.name if size == "full" else preview_of(image.file.name)))


@require_safe
def document_manifest(request: HttpRequest, number: int) -> HttpResponseBase:
    """`/documents/12/manifest.json`"""
    refuse_unknown(request.GET, ())
    document = Document.objects.with_parts().filter(pk=number).first()
    images = list(document.images.kept()) if document else []
    if document is None or not images:
        raise Http404(_("No scans of a document are kept under this address."))
    told = manifest(document, images, request.build_absolute_uri)
    return for_other_sites(JsonResponse(told, content_type=PRESENTATION, json_dumps_params={"ensure_ascii": False}))


def for_other_sites(response: HttpResponseBase) -> HttpResponseBase:
    """A viewer on another site may read it; the reader's session does not go with what it asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
