from citations.models.citations import Candidate, Citation, Evidence
from citations.models.publications import Contribution, Footnote, Publication, PublicationIdentifier
from citations.models.searching import (
    CitationWords,
    Count,
    DocumentWords,
    Found,
    PersonWords,
    PublicationWords,
    Spelling,
)

__all__ = [
    "Candidate",
    "Citation",
    "CitationWords",
    "Contribution",
    "Count",
    "DocumentWords",
    "Evidence",
    "Footnote",
    "Found",
    "PersonWords",
    "Publication",
    "PublicationIdentifier",
    "PublicationWords",
    "Spelling",
]
