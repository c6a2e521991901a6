"""Addresses for search engines and harvesters."""

from django.urls import path

from config.harvesting import sitemaps
from config.harvesting.oai.verbs import oai

urlpatterns = [
    path("oai", oai, name="oai"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<step:kind>-<number:number>.xml", sitemaps.part, name="sitemap_part"),
]
