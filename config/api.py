"""The addresses under /api/: each list of the pages for programs, questions, and their description (OpenAPI)."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from archive.api import DocumentApi, RepositoryApi, UnitApi
from citations.api import COUNTED, CitationApi, PublicationApi
from citations.api_formatting import FormatApi
from citations.api_reading import ResolveApi
from config.api_suggestions import SuggestionApi
from people.api import EventApi, NameApi, PersonApi

router = DefaultRouter()
router.include_format_suffixes = False
for name, api in {
    "people": PersonApi,
    "repositories": RepositoryApi,
    "units": UnitApi,
    "documents": DocumentApi,
    "publications": PublicationApi,
    "citations": CitationApi,
    "events": EventApi,
    **COUNTED,
}.items():
    router.register(name, api, basename=f"api-{name}")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("resolve/", ResolveApi.as_view(), name="api-resolve"),
    path("format/", FormatApi.as_view(), name="api-format"),
    path("names/", NameApi.as_view(), name="api-names"),
    path("suggestions/", SuggestionApi.as_view(), name="api-suggestions"),
    path("", include(router.urls)),
]
