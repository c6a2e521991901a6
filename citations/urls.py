"""Addresses of publications and citations."""

from django.urls import path

import core.addresses  # noqa: F401 - its kinds of steps are used below
from citations import views

app_name = "citations"
urlpatterns = [
    path("publications/", views.PublicationList.as_view(), name="publication_list"),
    path("publications/<number:number>/", views.PublicationPage.as_view(), name="publication"),
    path("publications/<number:number>/<step:slug>/", views.PublicationPage.as_view(), name="publication_detail"),
    path("citations/", views.CitationList.as_view(), name="citation_list"),
    path("citations/<number:number>/", views.CitationPage.as_view(), name="citation"),
    path("citations/<number:number>/<step:slug>/", views.CitationPage.as_view(), name="citation_detail"),
]
