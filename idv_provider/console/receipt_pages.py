"""What a decided verification leaves behind: its receipt, and the ID token that told of it."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from audit import trail
from idv_provider import receipt_file
from idv_provider.console.pages import show
from oidc import issued
from verification.models import Session
from verification.receipts import NoReceipt, receipt_of


@require_POST
@permission_required("verification.view_session", raise_exception=True)
def receipt(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Send the signed receipt; it holds no personal data."""
    session = get_object_or_404(
        Session.objects.select_related("flow", "flow_version"), pk=session_id
    )
    try:
        text = receipt_file.write(receipt_of(session))
    except NoReceipt:
        messages.warning(request, "There is no receipt: nothing was decided.")
        return redirect("admin:verification_session_change", session_id)
    trail.record(request.user, "session.receipt_taken", session)
    response = HttpResponse(text, content_type="application/json")
    name = f"decision-{session_id}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response


@require_POST
@permission_required(("verification.view_session", "console.see_images"), raise_exception=True)
def id_token(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the ID token's payload inside the answer: it names the person."""
    session = get_object_or_404(Session, pk=session_id)
    trail.record(request.user, "session.token_seen", session)
    payload = issued.id_token_payload(session_id)
    if payload is None:
        messages.warning(
            request, "No ID token was issued, or it was more than a day ago and is forgotten."
        )
        return redirect("admin:verification_session_change", session_id)
    text = json.dumps(payload, indent=2, ensure_ascii=False)
    context = {"session": session, "payload": text}
    response = show(request, "console/id_token.html", "The ID token", context)
    add_never_cache_headers(response)
    return response
