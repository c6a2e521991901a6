from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitationsConfig(AppConfig):
    name = "citations"
    verbose_name = _("Citations")
    default_auto_field = "django.db.models.BigAutoField"

    def rebuild(self) -> None:
        """Fill the side tables of the search anew (`manage.py rebuild`)."""
        from citations.searching.rebuilding import rebuild

        rebuild()
