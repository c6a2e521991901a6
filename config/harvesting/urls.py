"""Addresses for search engines and harvesters."""

from django.urls import path

from config import reconciling
from config.harvesting import sitemaps
from config.harvesting.oai.verbs import oai

urlpatterns = [
    path("oai", oai, name="oai"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<step:kind>-<number:number>.xml", sitemaps.part, name="sitemap_part"),
    # Where somebody gives OpenRefine the address without its last stroke, a redirect would lose what it posts.
    path("reconcile", reconciling.service, name="reconcile_bare"),
    path("reconcile/", reconciling.service, name="reconcile"),
    path("reconcile/suggest/", reconciling.suggest, name="reconcile_suggest"),
    path("reconcile/preview/", reconciling.preview, name="reconcile_preview"),
    path("reconcile/view/<step:number>/", reconciling.view, name="reconcile_view"),
]
