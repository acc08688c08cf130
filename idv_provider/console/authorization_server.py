"""Settings → Authorization Server: every address, and the keys behind the signatures."""

from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from idv_provider.console.connection import SCOPES, Row, public_url
from idv_provider.console.pages import show
from oidc import endpoints
from oidc.key_states import key_state
from oidc.keys import ROTATE_EVERY
from oidc.models import SigningKey


def rows() -> tuple[Row, ...]:
    """Return every address that a relying party may ask for, as Okta names them."""
    at = endpoints.public()
    return (
        Row("issuer", "Issuer", at.issuer, "The iss of every ID token."),
        Row("par", "PAR request URL", at.par, "RFC 9126"),
        Row("authorize", "Authorize URL", at.authorize),
        Row("token", "Token URL", at.token),
        Row("jwks", "JWKS URL", at.jwks, "The public keys, RFC 7517"),
        Row("userinfo", "UserInfo URL", at.userinfo, "Okta does not use it."),
        Row("discovery", "Discovery document", at.discovery, "OpenID Connect Discovery 1.0"),
        Row("scopes", "Scope", SCOPES, "And idv_flow_{flow id} for one of the flows."),
        Row("eula", "End user license agreement URL", public_url("legal:terms")),
        Row("privacy", "Privacy statement URL", public_url("legal:privacy")),
    )


def _schedule(now: datetime) -> list[tuple[str, datetime]]:
    """Return by algorithm when its key is next rotated by itself: that of the last to take over."""
    taken = SigningKey.objects.filter(active_from__isnull=False)
    last = taken.values("algorithm").annotate(last=Max("active_from")).order_by("algorithm")
    return [(one["algorithm"], max(now, one["last"] + ROTATE_EVERY)) for one in last]


@require_safe
@permission_required("applications.view_application", raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    keys = [(key, key_state(key, now)) for key in SigningKey.objects.defer("private_sealed")]
    context = {"rows": rows(), "keys": keys, "schedule": _schedule(now)}
    return show(request, "console/authorization_server.html", "Authorization Server", context)
