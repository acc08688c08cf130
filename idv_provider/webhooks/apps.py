from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "idv_provider.webhooks"
    label = "webhooks"
    verbose_name = "Settings"
    default_auto_field = "django.db.models.BigAutoField"
