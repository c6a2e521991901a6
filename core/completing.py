"""What a field of the desk offers while one types: each record with what tells it from its namesakes.

Boundary: what is found, and how it is called, each page says itself (`get_search_results`, `told_apart`).
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.urls import path


class Completion(AutocompleteJsonView):
    """As Django's, but that a page may call its records otherwise than `str` does."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, Any]:
        called = getattr(self.model_admin, "told_apart", str)
        return {**super().serialize_result(obj, to_field_name), "text": called(obj)}


# Stands before the addresses of the desk itself, whose own completion it takes the place of.
urlpatterns = [path("", admin.site.admin_view(Completion.as_view(admin_site=admin.site)), name="complete")]
