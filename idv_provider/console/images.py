"""A verification's pictures: shown one at a time, on demand, and every look is written down."""

import base64
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from audit import trail
from idv_provider.console.pages import show
from verification import vault
from verification.models import Capture, VaultItem


@require_POST
@permission_required(("verification.view_session", "console.see_images"), raise_exception=True)
def image(request: HttpRequest, session_id: UUID, capture_id: UUID) -> HttpResponse:
    """Show one picture inside the answer: it has no address, and nobody keeps it."""
    captures = Capture.objects.select_related("session")
    capture = get_object_or_404(captures, pk=capture_id, session=session_id)
    picture_id = str(capture_id)
    trail.record(
        request.user, "session.picture_seen", capture.session, picture=picture_id, kind=capture.kind
    )
    try:
        picture = vault.get(capture.session, capture.image_name)
    except (vault.Shredded, VaultItem.DoesNotExist):
        messages.warning(request, "This picture is gone: it was shredded, or never kept.")
        return redirect("admin:verification_session_change", session_id)
    context = {
        "session": capture.session,
        "capture": capture,
        "source": inline(picture),
    }
    response = show(request, "console/image.html", capture.get_kind_display(), context)
    add_never_cache_headers(response)
    return response


def inline(picture: bytes) -> str:
    """Return a JPEG as an address that holds it, so that no other one is needed."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
