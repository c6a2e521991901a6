from archive.models.documents import Copy, Document, DocumentPerson
from archive.models.finding_aids import Component, Container
from archive.models.images import Image
from archive.models.limits import EditorLimit
from archive.models.repositories import Repository, RepositoryName
from archive.models.units import FormerAddress, FormerReference, Unit

__all__ = [
    "Component",
    "Container",
    "Copy",
    "Document",
    "DocumentPerson",
    "EditorLimit",
    "FormerAddress",
    "FormerReference",
    "Image",
    "Repository",
    "RepositoryName",
    "Unit",
]
