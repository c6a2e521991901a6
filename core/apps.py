from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each app states what it knows about merging its records, and to what an editor of them can be limited."""
        autodiscover_modules("merging", "limits", "deploy_checks")
