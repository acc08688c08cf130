"""The audit trail as a file."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from audit import export, trail
from idv_provider import audit_signing


@require_safe
@permission_required("verification.view_session", raise_exception=True)
def keys(request: HttpRequest) -> HttpResponse:
    """Send the public keys by which an exported trail, and a decision's receipt, are verified."""
    audit_signing.key()  # makes the first
    response = HttpResponse(audit_signing.public_keys(), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="audit-key.json"'
    return response


@require_POST
@permission_required(("audit.view_entry", "audit.export_entry"), raise_exception=True)
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Send the whole trail as JSON lines, signed up to its last entry, which tells of this."""
    trail.record(request.user, "audit.exported")
    audit_signing.sign()
    response = StreamingHttpResponse(export.lines(), content_type="application/x-ndjson")
    name = f"audit-{timezone.now():%Y%m%dT%H%M%SZ}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response
