"""The addresses under /api/: each list of the pages for programs, and their description (OpenAPI)."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from archive.api import DocumentApi, RepositoryApi, UnitApi
from citations.api import CitationApi, PublicationApi
from people.api import PersonApi

router = DefaultRouter()
router.include_format_suffixes = False
for name, api in (
    ("people", PersonApi),
    ("repositories", RepositoryApi),
    ("units", UnitApi),
    ("documents", DocumentApi),
    ("publications", PublicationApi),
    ("citations", CitationApi),
):
    router.register(name, api, basename=f"api-{name}")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("", include(router.urls)),
]
