"""Addresses of people."""

from django.urls import path

import core.addresses  # noqa: F401 - its kinds of steps are used below
from people import views
from people.happening_lists import HappeningList
from people.mapping import MapPage

app_name = "people"
urlpatterns = [
    path("people/", views.PersonList.as_view(), name="person_list"),
    path("people/random/", views.random_person, name="random"),
    path("people/<number:number>/", views.PersonPage.as_view(), name="person"),
    path("people/<number:number>/<step:slug>/", views.PersonPage.as_view(), name="person_detail"),
    path("events/", HappeningList.as_view(), name="happening_list"),
    path("map/", MapPage.as_view(), name="map"),
]
