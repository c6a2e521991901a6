"""The desk's address for a record's public page (`/admin/r/<kind>/<number>/`), for records that the desk has alone.

Django answers for every type that is installed, and fails where one has no table: rows that a query makes up.
"""

from __future__ import annotations

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


def on_site(request: HttpRequest, kind: int, number: int) -> HttpResponse:
    """Leads on to the record's page; 404 for what is not at the desk."""
    found = ContentType.objects.filter(pk=kind).first()
    model = found.model_class() if found is not None else None
    if model is None or not admin.site.is_registered(model):
        raise Http404
    return shortcut(request, kind, number)


def on_site_address() -> URLPattern:
    return path("admin/r/<int:kind>/<int:number>/", admin.site.admin_view(on_site))
