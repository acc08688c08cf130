"""How django-unfold draws the console."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy

_static = lazy(static, str)

TITLE = "Identity verification"

UNFOLD = {
    "SITE_TITLE": TITLE,
    "SITE_HEADER": TITLE,
    "SITE_SUBHEADER": "Console",
    "SITE_SYMBOL": "verified_user",
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: _static("console/icon.svg"),
        }
    ],
    "STYLES": [lambda request: _static("console/console.css")],
    "SCRIPTS": [lambda request: _static("console/console.js")],
    # Colours come from console.css: the content policy allows no style element.
    "GLOBAL_CALLBACK": "idv_provider.console.site.without_inline_colours",
    "ENVIRONMENT": "idv_provider.console.site.environment",
    "DASHBOARD_CALLBACK": "idv_provider.console.dashboard.dashboard",
    "ACCOUNT": {"navigation": [{"title": "How you sign in", "link": reverse_lazy("mfa_index")}]},
    "SIDEBAR": {"navigation": "idv_provider.console.navigation.navigation"},
}
