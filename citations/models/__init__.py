from citations.models.citations import Candidate, Citation, Evidence
from citations.models.printings import Printing
from citations.models.publications import Contribution, Footnote, Publication, PublicationIdentifier
from citations.models.readers import Alert, Report, SavedList, VisitorAct
from citations.models.readings import Reading, ReadingNote
from citations.models.reviewing import Meaning, Review
from citations.models.searching import (
    CitationWords,
    Combination,
    Count,
    DocumentWords,
    Found,
    FrequentWord,
    Lying,
    PersonWords,
    PublicationWords,
    Shelved,
    Spelling,
    Tied,
    Worded,
)

__all__ = [
    "Alert",
    "Candidate",
    "Citation",
    "CitationWords",
    "Combination",
    "Contribution",
    "Count",
    "DocumentWords",
    "Evidence",
    "Footnote",
    "Found",
    "FrequentWord",
    "Lying",
    "Meaning",
    "PersonWords",
    "Printing",
    "Publication",
    "PublicationIdentifier",
    "PublicationWords",
    "Reading",
    "ReadingNote",
    "Report",
    "Review",
    "SavedList",
    "Shelved",
    "Spelling",
    "Tied",
    "VisitorAct",
    "Worded",
]
