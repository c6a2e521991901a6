"""An editor can be limited to archives: then only what lies there is theirs to change, and all is theirs to see."""

from __future__ import annotations

from typing import Any

from archive.models import Document, EditorLimit, Repository, Unit
from core.roles import COVERS, Limit, limited_by


def _archives_of(user: Any) -> Limit:
    return frozenset(EditorLimit.objects.filter(user=user.pk).values_list("repository", flat=True))


def _document(document: Document, limit: Limit) -> bool:
    """A document lies where its originals and copies lie; one of which nothing is known lies nowhere else."""
    held = set(document.copies.values_list("unit__repository", flat=True)) if document.pk else set()
    return held <= limit


limited_by(_archives_of)
COVERS[Repository] = lambda repository, limit: repository.pk in limit
COVERS[Unit] = lambda unit, limit: unit.repository_id in limit
COVERS[Document] = _document
