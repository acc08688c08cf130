"""A challenge's frames for whoever judges it: a few, on demand, and every look is written down."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from audit import trail
from idv_provider.console.images import inline
from idv_provider.console.pages import show
from verification import kept, vault
from verification.challenge.contact_sheet import Shown, contact_sheet
from verification.challenge.gestures import Gesture
from verification.json_shape import ShapeError
from verification.models import Session, VaultItem

_ASKED = {
    Gesture.FRONT: "Looking ahead",
    Gesture.LEFT: "Turning to their left",
    Gesture.RIGHT: "Turning to their right",
    Gesture.UP: "Looking up",
    Gesture.CLOSER: "Coming closer",
}


@require_POST
@permission_required(("verification.view_session", "console.see_images"), raise_exception=True)
def frames(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show one frame of each movement inside the answer: they have no address."""
    session = get_object_or_404(Session, pk=session_id)
    trail.record(request.user, "session.picture_seen", session, kind="challenge")
    try:
        evidence = kept.challenge(session)
        files = kept.frames(session)
    except (vault.Shredded, VaultItem.DoesNotExist, ShapeError):
        evidence, files = None, []
    if evidence is None:
        messages.warning(request, "There are no frames: they were shredded, or never kept.")
        return redirect("admin:verification_session_change", session_id)
    pictures = [
        {
            "asked": _ASKED[one.gesture],
            "measured": _measured(one),
            "source": inline(files[one.frame]),
        }
        for one in contact_sheet(evidence)
    ]
    context = {"session": session, "pictures": pictures, "count": len(files)}
    response = show(request, "console/frames.html", "Movements", context)
    add_never_cache_headers(response)
    return response


def _measured(shown: Shown) -> str:
    if shown.angle is not None:
        return f"{shown.angle:.0f}° that way"
    if shown.closer is not None:
        return f"face {shown.closer:+.0%}"
    return "" if shown.gesture is Gesture.FRONT else "not measured"
