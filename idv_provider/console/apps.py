from django.apps import AppConfig
from django.db.models.signals import post_migrate

from idv_provider.console import roles


class ConsoleConfig(AppConfig):
    """Listed last: when its tables are ready, every app's permissions exist."""

    name = "idv_provider.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(roles.ensure_roles, sender=self)
        # Models may be imported only now.
        from idv_provider.console import second_factor  # noqa: PLC0415

        second_factor.connect()
