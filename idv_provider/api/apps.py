from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "idv_provider.api"
    label = "api"
    verbose_name = "Settings"
    default_auto_field = "django.db.models.BigAutoField"
