"""The Django project: settings, URLs, Celery, the console site and the embedded mode."""
