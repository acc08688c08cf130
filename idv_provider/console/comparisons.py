"""What was compared, both values of it: shown on demand, and every look is written down."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from audit import trail
from idv_provider.console.pages import show
from verification import explanations, vault
from verification.matching import ClaimComparison, Match, explained
from verification.models import Review, Session, VaultItem
from verification.rule_wording import CLAIMS

_OUTCOMES = {
    Match.MATCHED: ("pass", "Matched"),
    Match.NOT_MATCHED: ("fail", "Not matched"),
    Match.CANNOT_TELL: ("inconclusive", "Could not tell"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim as the page shows it.

    Attributes:
        label: the claim's name.
        colour: class of the outcome's tag.
        outcome: the answer, in words.
        strength: 0 to 1; how little had to be forgiven.
        rows: the two values, part beside part.
    """

    label: str
    colour: str
    outcome: str
    strength: float
    rows: tuple[explained.Row, ...]


@require_POST
@permission_required(("verification.view_session", "console.see_images"), raise_exception=True)
def comparisons(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show both values of every claim inside the answer: it has no address, and nobody keeps it."""
    session = get_object_or_404(Session, pk=session_id)
    trail.record(request.user, "session.names_seen", session)
    try:
        claims = [_shown(one) for one in explanations.of(session)]
        notes = _notes(session)
    except (vault.Shredded, VaultItem.DoesNotExist):
        messages.warning(request, "What was compared is gone: it was shredded, or never kept.")
        return redirect("admin:verification_session_change", session_id)
    context = {"session": session, "claims": claims, "notes": notes}
    response = show(request, "console/comparisons.html", "What was compared", context)
    add_never_cache_headers(response)
    return response


def _notes(session: Session) -> list[tuple[Review, str]]:
    """Return the reviewers' notes; a second reviewer judges without the first one's."""
    if session.is_open:
        return []
    kept = set(session.vault_items.values_list("name", flat=True))
    return [
        (one, vault.get(session, one.note_name).decode())
        for one in session.reviews.select_related("reviewer")
        if one.note_name in kept
    ]


def _shown(comparison: ClaimComparison) -> Compared:
    colour, outcome = _OUTCOMES[comparison.match]
    label = CLAIMS.get(comparison.claim, comparison.claim)
    rows = explained.rows(comparison)
    return Compared(label, colour, outcome, comparison.strength, rows)
