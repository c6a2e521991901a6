"""Addresses of archives, units and documents. A unit's shelfmark is its address."""

from django.urls import path

import core.addresses  # noqa: F401 - its kinds of steps are used below
from archive import pictures, views

app_name = "archive"
urlpatterns = [
    path("archive/", views.RepositoryList.as_view(), name="repository_list"),
    path("archive/<step:code>/", views.RepositoryPage.as_view(), name="repository_detail"),
    path("archive/<step:code>/<steps:numbers>/", views.UnitPage.as_view(), name="unit_detail"),
    path("units/", views.UnitList.as_view(), name="unit_list"),
    path("documents/", views.DocumentList.as_view(), name="document_list"),
    path("images/<number:number>/<step:size>.jpg", pictures.picture, name="picture"),
    path("documents/<number:number>/manifest.json", pictures.document_manifest, name="manifest"),
    path("documents/<number:number>/", views.DocumentPage.as_view(), name="document"),
    path("documents/<number:number>/<step:slug>/", views.DocumentPage.as_view(), name="document_detail"),
]
