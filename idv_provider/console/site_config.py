from django.contrib.admin.apps import AdminConfig


class SiteConfig(AdminConfig):
    """Django's admin, with our site in place of its own."""

    default_site = "idv_provider.console.site.ConsoleSite"
