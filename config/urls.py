"""Every address of the site, app by app."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("resolve/", views.resolve, name="resolve"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("admin/", admin.site.urls),
    path("", include("people.urls")),
    path("", include("archive.urls")),
    path("", include("citations.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
