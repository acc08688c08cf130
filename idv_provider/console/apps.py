from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "idv_provider.console"
    label = "console"
