"""Where the pages for reading footnotes stand, under the citations at the desk."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from citations.desk.correcting import correct_note
from citations.desk.deciding import decide_the_rest
from citations.desk.entering import entered, publish_reading, take_reading_back, throw_away
from citations.desk.sending import read_footnotes
from citations.desk.showing import reading


def reading_addresses(site: AdminSite) -> list[URLPattern]:
    pages = (
        ("read-footnotes/", read_footnotes, "read_footnotes"),
        ("readings/<int:number>/", reading, "reading"),
        ("readings/<int:number>/notes/<int:order>/", correct_note, "reading_note"),
        ("readings/<int:number>/enter/", entered, "reading_entered"),
        ("readings/<int:number>/publish/", publish_reading, "reading_publish"),
        ("readings/<int:number>/undo/", take_reading_back, "reading_undo"),
        ("meanings/<int:number>/", decide_the_rest, "decide_the_rest"),
        ("readings/<int:number>/throw-away/", throw_away, "reading_throw_away"),
    )
    return [path(route, site.admin_view(view), name=name) for route, view, name in pages]
