from django.apps import AppConfig


class ProviderConfig(AppConfig):
    name = "idv_provider"
