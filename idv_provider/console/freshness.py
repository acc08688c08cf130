"""Is the person at the keyboard still who signed in? Asked again before what matters most."""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

ENROLLED = "console_enrolled"
# A form that was opened in time may be filled in without hurry.
_FORM_SECONDS = 30 * 60

# Pages that show or change secrets, keys, pictures, exports and who may do what. Forms first …
FORMS = frozenset(
    {
        "admin:add_integration",
        "admin:rotate_secret",
        "admin:rotate_signing_key",
        "admin:delete_application",
        "admin:add_token",
        "admin:add_webhook",
        "admin:rotate_webhook",
        "admin:auth_user_add",
        "admin:auth_user_change",
        "admin:auth_user_delete",
        "admin:auth_user_password_change",
        "admin:auth_group_add",
        "admin:auth_group_change",
        "admin:auth_group_delete",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }
)
# … then a page whose buttons show pictures; what is typed there is sent without hurry …
PAGES = frozenset({"admin:review"})
# … then what a single button does.
BUTTONS = frozenset(
    {
        "admin:revoke_secret",
        "admin:revoke_token",
        "admin:shred_evidence",
        "admin:session_image",
        "admin:session_frames",
        "admin:session_comparisons",
        "admin:session_id_token",
        "admin:session_receipt",
        "admin:session_export",
        "admin:flow_evidence",
        "admin:audit_export",
    }
)


def is_fresh(request: HttpRequest, *, more: int = 0) -> bool:
    """Return whether they gave a password or a factor within the time that the settings allow."""
    records = get_authentication_records(request, request.user)
    last = max((record["at"] for record in records), default=0)
    return bool(time.time() - last < settings.CONSOLE_REAUTHENTICATE_SECONDS + more)


def is_demanded(request: HttpRequest) -> bool:
    """Return whether this page wants them to say again who they are."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if name in FORMS:
        return not is_fresh(request, more=_FORM_SECONDS if request.method == "POST" else 0)
    opened = name in PAGES and request.method != "POST"
    return (opened or name in BUTTONS) and not is_fresh(request)


def is_strong(request: HttpRequest) -> bool:
    """Return whether a second factor, or the identity provider, stood behind this sign-in."""
    records = get_authentication_records(request, request.user)
    strong = any(record["method"] in {"mfa", "socialaccount"} for record in records)
    return strong or request.session.get(ENROLLED) == request.user.pk
