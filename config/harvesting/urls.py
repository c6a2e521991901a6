"""Addresses for search engines and harvesters."""

from django.urls import path

from config.harvesting import sitemaps

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<step:kind>-<number:number>.xml", sitemaps.part, name="sitemap_part"),
]
