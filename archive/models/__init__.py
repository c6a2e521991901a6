from archive.models.documents import Copy, Document, DocumentPerson
from archive.models.images import Image
from archive.models.repositories import Repository, RepositoryName
from archive.models.units import FormerAddress, FormerReference, Unit

__all__ = [
    "Copy",
    "Document",
    "DocumentPerson",
    "FormerAddress",
    "FormerReference",
    "Image",
    "Repository",
    "RepositoryName",
    "Unit",
]
