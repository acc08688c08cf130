"""The menu: only what exists, and only what its reader may open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    icon: str
    view: str
    permission: str = ""


_SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry("Dashboard", "monitoring", "index"),
            Entry(
                "Applications",
                "apps",
                "applications_application_changelist",
                "applications.view_application",
            ),
            Entry("Flows", "rule", "verification_flow_changelist", "verification.view_flow"),
            Entry(
                "Verifications",
                "badge",
                "verification_session_changelist",
                "verification.view_session",
            ),
            Entry("Review queue", "rate_review", "reviews", "verification.review_session"),
            Entry(
                "Protocol log",
                "receipt_long",
                "oidc_protocolevent_changelist",
                "oidc.view_protocolevent",
            ),
            Entry("Audit", "history", "audit_entry_changelist", "audit.view_entry"),
        ),
    ),
    (
        "Settings",
        (
            Entry(
                "Authorization Server",
                "dns",
                "authorization_server",
                "applications.view_application",
            ),
            Entry("Signing keys", "key", "oidc_signingkey_changelist", "oidc.view_signingkey"),
            Entry("Branding", "palette", "branding", "applications.view_application"),
            Entry("Legal pages", "gavel", "legal_text", "console.view_legaltext"),
            Entry("Retention", "auto_delete", "retention", "verification.view_session"),
            Entry("API tokens", "api", "api_token_changelist", "api.view_token"),
            Entry("Webhooks", "webhook", "webhooks_endpoint_changelist", "webhooks.view_endpoint"),
            Entry(
                "Webhook deliveries",
                "outbox",
                "webhooks_delivery_changelist",
                "webhooks.view_delivery",
            ),
            Entry("Administrators", "manage_accounts", "auth_user_changelist", "auth.view_user"),
            Entry("Roles", "groups", "auth_group_changelist", "auth.view_group"),
            Entry("Sandbox", "science", "sandbox_page", "applications.view_application"),
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


def place_of(view: str) -> tuple[str, Entry] | None:
    """Return the section and the entry of the menu that lead to a page; None where none does."""
    found = ((title, entry) for title, entries in _SECTIONS for entry in entries)
    return next((place for place in found if place[1].view == view), None)


def _item(entry: Entry) -> dict[str, str]:
    link = reverse(f"admin:{entry.view}")
    return {"title": entry.title, "icon": entry.icon, "link": link}


def _may(request: HttpRequest, entry: Entry) -> bool:
    return not entry.permission or request.user.has_perm(entry.permission)
