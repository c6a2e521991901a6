"""Whose citation it is for an editor who is limited to archives: whose unit it cites."""

from __future__ import annotations

from citations.models import Citation
from core.roles import COVERS, Limit


def _citation(citation: Citation, limit: Limit) -> bool:
    """What cites no unit yet may turn out to cite one of theirs; what cites a work or a person's word may not."""
    if citation.unit is not None:
        return citation.unit.repository_id in limit
    return citation.publication_id is None and citation.document_id is None


COVERS[Citation] = _citation
