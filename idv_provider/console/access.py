"""What stands between a signed-in administrator and a page of the console."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from idv_provider.console.csp import CONSOLE
from idv_provider.console.freshness import is_demanded, is_strong
from idv_provider.console.sso_request import AGAIN

_SEEN = "console_seen"
_SEEN_EVERY = 60  # seconds; a write to the session for each click would be a waste
# What somebody needs who has no second factor yet.
_BEFORE_THE_FACTOR = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "account_reauthenticate",
        "admin:logout",
        "admin:jsi18n",
    }
)
_TITLES = {
    "account_login": "Sign in",
    "account_inactive": "This account is switched off",
    "account_reauthenticate": "Is it still you?",
    "mfa_authenticate": "Your second factor",
    "mfa_reauthenticate": "Is it still you?",
    "mfa_reauthenticate_webauthn": "Is it still you?",
    "mfa_index": "How you sign in",
    "mfa_activate_totp": "Add an authenticator app",
    "mfa_deactivate_totp": "Remove the authenticator app",
    "mfa_view_recovery_codes": "Recovery codes",
    "mfa_generate_recovery_codes": "New recovery codes",
    "mfa_list_webauthn": "Passkeys",
    "mfa_add_webauthn": "Add a passkey",
    "mfa_edit_webauthn": "Rename a passkey",
    "mfa_remove_webauthn": "Remove a passkey",
    "socialaccount_login_cancelled": "Not signed in",
}


class ConsoleAccess:
    """Middleware: ends idle sessions, asks for a second factor, and whether it is still them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if not request.path_info.startswith(CONSOLE) or not request.user.is_authenticated:
            return None
        return _idle(request) or _without_factor(request) or _stale(request)


def _idle(request: HttpRequest) -> HttpResponse | None:
    now = int(time.time())
    seen = request.session.get(_SEEN, now)
    if now - seen > settings.CONSOLE_IDLE_SECONDS:
        logout(request)
        minutes = settings.CONSOLE_IDLE_SECONDS // 60
        messages.info(request, f"You were signed out: nothing was done for {minutes} minutes.")
        return _sign_in(request)
    if _SEEN not in request.session or now - seen > _SEEN_EVERY:
        request.session[_SEEN] = now
    return None


def _without_factor(request: HttpRequest) -> HttpResponse | None:
    if is_strong(request):
        return None
    if is_mfa_enabled(request.user):
        # Signed in before the factor was set up, perhaps by somebody who had the password alone.
        logout(request)
        return _sign_in(request)
    if not settings.CONSOLE_SECOND_FACTOR or _named(_BEFORE_THE_FACTOR, request):
        return None
    messages.warning(request, "Set up a second factor first. You will need it each time.")
    return HttpResponseRedirect(reverse("mfa_index"))


def _stale(request: HttpRequest) -> HttpResponse | None:
    """Ask again who they are, and come back. What was sent is not kept: it may hold a password."""
    if not is_demanded(request):
        return None
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    if not methods:
        raise PermissionDenied("nothing to prove oneself with")
    if request.method == "POST":
        messages.info(request, "First say that it is still you; then do it again.")
    asked = {"next": _way_back(request)}
    if methods[0]["id"] == "sso":
        asked[AGAIN] = "1"
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode(asked)}")


def _way_back(request: HttpRequest) -> str:
    """Return the page itself, or for a button the page that it was on."""
    if request.method != "POST":
        return request.get_full_path()
    referer = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    path = urlsplit(referer).path
    return path if ours and path.startswith(reverse("admin:index")) else reverse("admin:index")


def _sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({'next': back})}")


def _named(names: frozenset[str], request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in names


def frame(request: HttpRequest) -> dict[str, object]:
    """Give allauth's pages the console's frame; a context processor."""
    match = request.resolver_match
    if match is None or match.view_name not in _TITLES | {"openid_connect_callback": ""}:
        return {}
    title = _TITLES.get(match.view_name, "Not signed in")
    sso = settings.SSO_NAME if settings.SSO_ISSUER else ""
    return {**admin.site.each_context(request), "title": title, "sso_name": sso}
