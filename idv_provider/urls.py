"""Every address of the deployment."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from idv_provider import health

urlpatterns = [
    path("", include("oidc.urls")),
    path("verify/", include("verification.urls")),
    path("brand/", include("applications.brand_views")),
    path("legal/", include("idv_provider.legal")),
    path("language", set_language, name="language"),
    path("console", RedirectView.as_view(pattern_name="admin:index")),
    path("console/", include("idv_provider.console.sign_in_urls")),
    path("console/", admin.site.urls),
    path("api/v1/", include("idv_provider.api.urls")),
    path("health/live", health.live),
    path("health/ready", health.ready),
    *([path("sandbox/", include("sandbox.urls"))] if settings.SANDBOX else []),
]

handler400 = "idv_provider.errors.bad_request"
handler403 = "idv_provider.errors.permission_denied"
handler404 = "idv_provider.errors.not_found"
handler500 = "idv_provider.errors.server_error"
