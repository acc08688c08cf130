"""The menu: only what exists, and only what its reader may open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    icon: str
    view: str
    permission: str = ""


_SECTIONS: tuple[tuple[str, tuple[_Entry, ...]], ...] = (
    (
        "",
        (
            _Entry("Dashboard", "monitoring", "index"),
            _Entry(
                "Applications",
                "apps",
                "applications_application_changelist",
                "applications.view_application",
            ),
            _Entry("Flows", "rule", "verification_flow_changelist", "verification.view_flow"),
            _Entry(
                "Verifications",
                "badge",
                "verification_session_changelist",
                "verification.view_session",
            ),
            _Entry("Review queue", "rate_review", "reviews", "verification.review_session"),
            _Entry(
                "Protocol log",
                "receipt_long",
                "oidc_protocolevent_changelist",
                "oidc.view_protocolevent",
            ),
            _Entry("Audit", "history", "audit_entry_changelist", "audit.view_entry"),
        ),
    ),
    (
        "Settings",
        (
            _Entry(
                "Authorization Server",
                "dns",
                "authorization_server",
                "applications.view_application",
            ),
            _Entry("Signing keys", "key", "oidc_signingkey_changelist", "oidc.view_signingkey"),
            _Entry("Branding", "palette", "branding", "applications.view_application"),
            _Entry("Legal pages", "gavel", "legal_text", "console.view_legaltext"),
            _Entry("Retention", "auto_delete", "retention", "verification.view_session"),
            _Entry("API tokens", "api", "api_token_changelist", "api.view_token"),
            _Entry("Webhooks", "webhook", "webhooks_endpoint_changelist", "webhooks.view_endpoint"),
            _Entry(
                "Webhook deliveries",
                "outbox",
                "webhooks_delivery_changelist",
                "webhooks.view_delivery",
            ),
            _Entry("Administrators", "manage_accounts", "auth_user_changelist", "auth.view_user"),
            _Entry("Roles", "groups", "auth_group_changelist", "auth.view_group"),
            _Entry("Sandbox", "science", "sandbox_page", "applications.view_application"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the menu in Unfold's form."""
    return [
        {
            "title": title,
            "separator": bool(title),
            "items": [_item(entry) for entry in entries if _may(request, entry)],
        }
        for title, entries in _SECTIONS
    ]


def _item(entry: _Entry) -> dict[str, str]:
    link = reverse(f"admin:{entry.view}")
    return {"title": entry.title, "icon": entry.icon, "link": link}


def _may(request: HttpRequest, entry: _Entry) -> bool:
    return not entry.permission or request.user.has_perm(entry.permission)
