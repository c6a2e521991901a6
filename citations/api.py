"""The lists of this app for programs; those that count citations answer who cites what."""

from __future__ import annotations

from typing import Any

from django.db import models

from citations import tallies
from citations.views import CitationList, PublicationList
from core.api import ListApi, ListOnlyApi

FILE = "RGASPI, f. 17, op. 171, d. 87"


class PublicationApi(ListApi):
    pages, one = PublicationList, "publication"
    example = {"id": 3, "title": "Очерк истории", "year": 1926}


class CitationApi(ListApi):
    pages, one = CitationList, "citation"
    example = {
        "id": 41,
        "cited_in": "Очерк истории",
        "citing_id": 3,
        "citing_authors": "Petrov, A.",
        "year": 1994,
        "note": "12",
        "outcome": "resolved",
        "unit_id": 5,
        "unit": "RGASPI/17/171/87",
        "leaves": "83",
        "url": "/citations/41/",
    }

    def numbered(self, filters: Any) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = filters.found
        return rows


class PeopleCitingApi(ListOnlyApi):
    pages, one = tallies.PeopleCiting, "person_citing"
    about = "Who cites what the list of citations holds with the same parameters: `unit`, `under`, `q` …"
    example = {"id": 7, "name": "Petrov, A.", "citations": 14, "works": 2}


class WorksCitingApi(ListOnlyApi):
    pages, one = tallies.WorksCiting, "work_citing"
    about = "Which works cite what the list of citations holds with the same parameters."
    example = {"id": 3, "title": "Очерк истории", "citations": 14, "files": 5, "url": "/publications/3/ocherk/"}


class FilesCitedApi(ListOnlyApi):
    pages, one = tallies.FilesCited, "file_cited"
    about = "Which files the citations with the same parameters cite."
    example = {"id": 5, "file": FILE, "citations": 14, "works": 2, "url": "/archive/RGASPI/17/171/87/"}


class CitedBelowApi(ListOnlyApi):
    pages, one = tallies.CitedBelow, "unit_cited_below"
    about = "Units directly under an archive or a unit by how much they are cited."
    example = {"unit": FILE, "citations": 14, "url": "/archive/RGASPI/17/171/87/"}


class CitedTogetherApi(ListOnlyApi):
    pages, one = tallies.CitedTogether, "file_cited_together"
    about = "Files that the works citing one file cite as well."
    example = {"file": FILE, "works": 2, "url": "/archive/RGASPI/17/171/87/"}


class SharingWorksApi(ListOnlyApi):
    pages, one = tallies.SharingWorks, "work_sharing_files"
    about = "Works that cite the same files as one work."
    example = {"title": "Очерк истории", "files": 5, "url": "/publications/3/ocherk/"}


class ColleaguesApi(ListOnlyApi):
    pages, one = tallies.Colleagues, "person_sharing_files"
    about = "People whose works cite the same files as somebody's: a person (`author`) or a name as printed (`by`)."
    example = {"name": "Petrov, A.", "files": 5}


class CommonFilesApi(ListOnlyApi):
    pages, one = tallies.CommonFiles, "file_in_common"
    about = "Files that each of some works, or each of some people, cite."
    example = {"file": FILE, "url": "/archive/RGASPI/17/171/87/"}


COUNTED = {
    "people-citing": PeopleCitingApi,
    "works-citing": WorksCitingApi,
    "files-cited": FilesCitedApi,
    "cited-below": CitedBelowApi,
    "files-cited-together": CitedTogetherApi,
    "works-sharing-files": SharingWorksApi,
    "people-sharing-files": ColleaguesApi,
    "files-in-common": CommonFilesApi,
}
