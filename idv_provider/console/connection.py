"""What an administrator types into Okta, in the order of Okta's own form."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications import okta
from applications.models import Application
from idv_provider.console import okta_api
from idv_provider.console.pages import show
from idv_provider.console.unfold import TITLE
from oidc import endpoints
from oidc.models import ApplicationFlow

SCOPES = "openid profile identity_assurance"


@dataclass(frozen=True, slots=True)
class Row:
    """One field of Okta's form.

    Attributes:
        key: names the row in the page.
        label: what Okta calls the field.
        value: what to type; empty when nobody can say it any more.
        note: what there is to know about it.
        secret: whether the value is shown this once only.
    """

    key: str
    label: str
    value: str
    note: str = ""
    secret: bool = False


def card(application: Application, secret: str = "") -> tuple[Row, ...]:
    """Return the rows to type into Okta; ``secret`` only where it was just made."""
    at = endpoints.public()
    gone = "" if secret else "Shown when it was made, and never again. Rotate it for a new one."
    return (
        Row("name", "Instance name", application.name, "Any name that is unique in your org."),
        Row("vendor", "Vendor name", TITLE, "Any name. Your users see it when they sign in."),
        Row("eula", "End user license agreement URL", public_url("legal:terms")),
        Row("privacy", "Privacy statement URL", public_url("legal:privacy")),
        Row("client-id", "Client ID", application.client_id),
        Row("client-secret", "Client secret", secret, gone, secret=True),
        Row("scopes", "Scope", SCOPES, "Okta has filled these in already."),
        Row("issuer", "Issuer", at.issuer),
        Row("par", "PAR request URL", at.par),
        Row("authorize", "Authorize URL", at.authorize),
        Row("token", "Token URL", at.token),
        Row("jwks", "JWKS URL", at.jwks),
    )


def context(application: Application, secret: str = "") -> dict[str, Any]:
    """Return what a page with the card is drawn from."""
    identity_provider = okta_api.identity_provider(
        application,
        endpoints.public(),
        vendor=TITLE,
        terms=public_url("legal:terms"),
        privacy=public_url("legal:privacy"),
        secret=secret,
    )
    return {
        "application": application,
        "rows": card(application, secret),
        "flow_rows": flow_rows(application),
        "advice": okta.advice(application.registered_redirect_uris),
        "identity_provider": identity_provider,
        "rules": okta_api.rules(),
    }


def flow_rows(application: Application) -> tuple[Row, ...]:
    """Return the scope that asks for each of the application's flows."""
    allowed = ApplicationFlow.objects.filter(application=application).select_related("flow")
    return tuple(
        Row(
            f"flow-{one.flow.pk}",
            one.flow.name,
            f"idv_flow_{one.flow.slug}",
            "Runs when no flow is named." if one.is_default else "",
        )
        for one in allowed.order_by("-is_default", "flow__name")
    )


def public_url(name: str) -> str:
    """Return the address of a page of ours as the world sees it."""
    path = reverse(name).removeprefix(settings.FORCE_SCRIPT_NAME or "")
    return f"{settings.PUBLIC_URL}{path}"


@require_safe
@permission_required("applications.view_application", raise_exception=True)
def connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card again, without the secret."""
    application = get_object_or_404(Application, pk=pk)
    return show(request, "console/connection.html", f"Connect {application}", context(application))
