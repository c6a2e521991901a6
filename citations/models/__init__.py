from citations.models.citations import Candidate, Citation, Evidence
from citations.models.publications import Contribution, Footnote, Publication, PublicationIdentifier
from citations.models.searching import (
    CitationWords,
    DocumentWords,
    Found,
    PersonWords,
    PublicationWords,
    Spelling,
    Tally,
)

__all__ = [
    "Candidate",
    "Citation",
    "CitationWords",
    "Contribution",
    "DocumentWords",
    "Evidence",
    "Footnote",
    "Found",
    "PersonWords",
    "Publication",
    "PublicationIdentifier",
    "PublicationWords",
    "Spelling",
    "Tally",
]
