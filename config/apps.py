"""Django's own admin, with a first page in the order of an archivist's work."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "config.desk.Desk"
