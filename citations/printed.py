"""Questions that are asked of printings: where a document was printed, what a publication prints."""

from __future__ import annotations

from typing import Any, Self

from django.db import models


class PrintingQuerySet(models.QuerySet[Any]):
    def in_time(self) -> Self:
        """Of a document, with the publications; the earliest first."""
        return (
            self.select_related("publication__part_of")
            .prefetch_related("publication__contributions__person")
            .order_by(models.F("publication__date_earliest").asc(nulls_last=True), "publication_id", "id")
        )

    def with_documents(self) -> Self:
        """Of a publication, with what each document's line shows; in the order of the documents' dates."""
        return (
            self.select_related("document")
            .prefetch_related("document__roles__person")
            .order_by(models.F("document__date_earliest").asc(nulls_last=True), "document_id", "id")
        )
