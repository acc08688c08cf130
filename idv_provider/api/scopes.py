"""What a token may do, and which rights in the console its maker must hold for it. Pure."""

APPLICATIONS_READ = "applications:read"
APPLICATIONS_WRITE = "applications:write"
FLOWS_READ = "flows:read"
FLOWS_WRITE = "flows:write"
SESSIONS_READ = "sessions:read"
SESSIONS_ERASE = "sessions:erase"
WEBHOOKS_READ = "webhooks:read"
WEBHOOKS_WRITE = "webhooks:write"
AUDIT_EXPORT = "audit:export"

# Scope, what it allows, and the rights without which nobody may give it, or go on using it.
SCOPES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (APPLICATIONS_READ, "Read applications", ("applications.view_application",)),
    (
        APPLICATIONS_WRITE,
        "Add, change, disable and delete applications, and rotate their secrets",
        (
            "applications.add_application",
            "applications.change_application",
            "applications.delete_application",
        ),
    ),
    (FLOWS_READ, "Read flows", ("verification.view_flow",)),
    (FLOWS_WRITE, "Add and change flows", ("verification.add_flow", "verification.change_flow")),
    (SESSIONS_READ, "Read verifications, without personal data", ("verification.view_session",)),
    (
        SESSIONS_ERASE,
        "Shred the evidence of verifications",
        ("verification.view_session", "api.erase_session"),
    ),
    (
        WEBHOOKS_READ,
        "Read webhooks and what became of their messages",
        ("webhooks.view_endpoint", "webhooks.view_delivery"),
    ),
    (
        WEBHOOKS_WRITE,
        "Send messages again",
        ("webhooks.view_delivery", "webhooks.change_endpoint"),
    ),
    (AUDIT_EXPORT, "Export the audit trail", ("audit.view_entry", "audit.export_entry")),
)
_RIGHTS = {scope: rights for scope, _, rights in SCOPES}


def rights(scope: str) -> tuple[str, ...] | None:
    """Return the rights that a scope stands for; None for one that does not exist."""
    return _RIGHTS.get(scope)
