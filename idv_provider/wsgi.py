"""The WSGI application that the web server serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idv_provider.settings")

application = get_wsgi_application()

# Everything is loaded before the first request, and the collector need not look at it again.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
