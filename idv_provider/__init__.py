"""The Django project: settings, URLs, Celery, the console site and the embedded mode."""

from idv_provider.celery import app as celery_app

__all__ = ["celery_app"]
