"""The lists of this app for programs."""

from archive.views import DocumentList, RepositoryList, UnitList
from core.api import ListApi


class RepositoryApi(ListApi):
    pages, one = RepositoryList, "repository"


class UnitApi(ListApi):
    pages, one = UnitList, "unit"


class DocumentApi(ListApi):
    pages, one = DocumentList, "document"
