"""The lists of this app for programs."""

from citations.views import CitationList, PublicationList
from core.api import ListApi


class PublicationApi(ListApi):
    pages, one = PublicationList, "publication"


class CitationApi(ListApi):
    pages, one = CitationList, "citation"
