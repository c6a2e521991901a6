"""Every address of the site, app by app."""

from django.contrib import admin
from django.urls import include, path

from config import guide, guide_api, suggestions, views
from config.figures import figures
from config.unapi import unapi
from core.on_site import on_site_address

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("suggest/", suggestions.suggest, name="suggest"),
    path("resolve/", views.resolve, name="resolve"),
    path("help/", guide.help_page, name="help"),
    path("help/api/", guide_api.reference, name="api-reference"),
    path("about/", guide.about, name="about"),
    path("data/", include("config.data")),
    path("styleguide/", guide.style_guide, name="style_guide"),
    path("unapi", unapi, name="unapi"),
    path("health/", include("config.health")),
    path("metrics", figures, name="metrics"),
    path("csp-report/", include("core.violations")),
    path("", include("config.harvesting.urls")),
    path("api/", include("config.api")),
    path("admin/second-step/", include("core.second_step")),
    path("admin/password/", include("core.account_admin")),
    path("admin/sessions/", include("core.session_pages")),
    path("admin/autocomplete/", include("core.completing")),
    on_site_address(),
    path("admin/", admin.site.urls),
    path("", include("people.urls")),
    path("", include("archive.urls")),
    path("", include("citations.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
