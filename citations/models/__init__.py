from citations.models.citations import Candidate, Citation, Evidence
from citations.models.publications import Contribution, Footnote, Publication, PublicationIdentifier

__all__ = ["Candidate", "Citation", "Contribution", "Evidence", "Footnote", "Publication", "PublicationIdentifier"]
