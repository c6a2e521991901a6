"""The lists of this app for programs."""

from archive.views import DocumentList, RepositoryList, UnitList
from core.api import ListApi


class RepositoryApi(ListApi):
    pages, one = RepositoryList, "repository"
    example = {"id": 1, "code": "RGASPI", "name_ru": "РГАСПИ", "country": "RU", "units": 312, "url": "/archive/RGASPI/"}


class UnitApi(ListApi):
    pages, one = UnitList, "unit"
    example = {
        "id": 5,
        "shelfmark": "RGASPI/17/171/87",
        "title_ru": "Стенограммы",
        "date": "1927",
        "url": "/archive/RGASPI/17/171/87/",
    }


class DocumentApi(ListApi):
    pages, one = DocumentList, "document"
    example = {"id": 12, "title_en": "Letter no. 12", "kind": "letter", "date": "2 June 1928"}
