"""The Celery application. Tasks carry ids only; the database knows what is still to do."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idv_provider.settings")

app = Celery("idv_provider")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
