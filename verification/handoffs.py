"""The way onto a phone: a link that is good once, a question, and a number that joins both ends.

The threat is a link that is relayed: an attacker begins a check of the victim's account and has
the victim finish it on their phone. So the phone says who began it and asks; a number goes from
the phone to the first screen by the person's own eyes; and the result stays with that screen.
"""

import base64
import hashlib
import hmac
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from verification.ends import End, other_country, other_network
from verification.handoff_models import LINK_LIFE, Handoff, HandoffEvent
from verification.models import Flow, Session
from verification.secret_cookies import digest
from verification.services import lock

MOST_WRONG_NUMBERS = 3
# More links than anybody needs, fewer than a guesser would want.
MOST_LINKS = 10
DECLINED = "declined on the phone: not started by its user"
GUESSED = "wrong number on the first screen too often"
_TOKEN_BYTES = 20  # 160 random bits
_Status = Handoff.Status
_What = HandoffEvent.What


class NoMoreLinks(Exception):
    """This session made as many links as it may."""


def is_offered(session: Session) -> bool:
    """Whether the flow lets this session go on on a phone."""
    return session.policy.handoff


def live(session: Session) -> Handoff | None:
    """Return the session's hand-off, late or not; None once it ended."""
    return session.handoffs.filter(status__in=Handoff.LIVE).first()


def fatal(session: Session) -> Handoff | None:
    """Return the hand-off that ended the session, if one did."""
    return session.handoffs.filter(status__in=Handoff.FATAL).first()


def offer(session: Session, *, browser_secret: str, by: End) -> Handoff:
    """Make a link; the one before it is good no longer.

    Raises:
        NoMoreLinks: see ``MOST_LINKS``.
        ValueError: the session takes no pictures, or its flow forbids it.
    """
    with transaction.atomic():
        locked = lock(session)
        if locked.status != Session.Status.CAPTURING or not is_offered(locked):
            raise ValueError(f"{locked} is not handed over")
        if locked.handoffs.count() >= MOST_LINKS:
            raise NoMoreLinks
        for earlier in locked.handoffs.filter(status__in=Handoff.LIVE):
            earlier.advance(_Status.REPLACED, by=by)
        handoff = Handoff(session=locked, expires_at=timezone.now() + LINK_LIFE)
        handoff.token_digest = digest(token_of(handoff, browser_secret))
        handoff.save(force_insert=True)
        handoff.note(_What.OFFERED, by=by)
        _set_device(session, Session.Device.PHONE)
    return handoff


def take_here(session: Session, *, by: End) -> None:
    """Go on on the first screen; a phone that had it has it no longer."""
    with transaction.atomic():
        lock(session)
        for handoff in session.handoffs.filter(status__in=Handoff.LIVE):
            handoff.advance(_Status.WITHDRAWN, by=by)
        _set_device(session, Session.Device.HERE)


def token_of(handoff: Handoff, browser_secret: str) -> str:
    """Return the link's token: only the browser that made it can show it again, and we keep none.

    HMAC-SHA256 of the hand-off's random id under the browser's 256 random bits.
    """
    made = hmac.digest(browser_secret.encode(), f"handoff:{handoff.pk}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made[:_TOKEN_BYTES]).rstrip(b"=").decode()


def find(token: str) -> Handoff | None:
    """Return the hand-off of a link."""
    found = Handoff.objects.select_related("session__flow_version").filter(
        token_digest=digest(token)
    )
    return found.first()


def maker(handoff: Handoff) -> HandoffEvent:
    """Return the ledger's row about the end that made the link."""
    return handoff.events.get(what=_What.OFFERED)


def bind(handoff: Handoff, *, phone_secret: str, by: End) -> bool:
    """Give the link to the first phone that says yes; False when it is not, or not here."""
    if not handoff.is_live or handoff.status != _Status.OFFERED:
        return False
    differences = differing(handoff, by)
    with transaction.atomic():
        for what in differences:
            if _is_known(handoff, by, what):
                handoff.note(what, by=by)
        if any(_policy(handoff, what) == Flow.Mismatch.REFUSE for what in differences):
            handoff.advance(_Status.ELSEWHERE, by=by)
            return False
        return handoff.advance(
            _Status.BOUND,
            by=by,
            phone_digest=digest(phone_secret),
            number_digest=_number_digest(handoff, number_of(handoff, phone_secret)),
            expires_at=timezone.now() + LINK_LIFE,
        )


def differing(handoff: Handoff, phone: End) -> tuple[HandoffEvent.What, ...]:
    """Return in what the phone's place differs from that of the first screen."""
    first = maker(handoff).end
    country = (_What.OTHER_COUNTRY,) if other_country(first, phone) else ()
    network = (_What.OTHER_NETWORK,) if other_network(first, phone) else ()
    return country + network


def warnings(handoff: Handoff, phone: End) -> tuple[HandoffEvent.What, ...]:
    """Return the differences that the flow has the person warned of."""
    return tuple(
        what
        for what in differing(handoff, phone)
        if _policy(handoff, what) == Flow.Mismatch.WARN and _is_known(handoff, phone, what)
    )


def number_of(handoff: Handoff, phone_secret: str) -> str:
    """Return the two digits that this phone shows: 10 to 99."""
    drawn = hmac.digest(phone_secret.encode(), f"number:{handoff.pk}".encode(), hashlib.sha256)
    return str(10 + int.from_bytes(drawn) % 90)


def type_number(handoff: Handoff, number: str, *, by: End) -> bool:
    """Compare what was typed on the first screen; after too many wrong ones the session ends."""
    if not handoff.is_live or handoff.status != _Status.BOUND:
        return False
    right = secrets.compare_digest(
        _number_digest(handoff, number.strip()), bytes(handoff.number_digest)
    )
    with transaction.atomic():
        lock(handoff.session)  # before the hand-off's row, as everywhere
        if right:
            return handoff.advance(_Status.CONFIRMED, by=by)
        if handoff.count_wrong_number(MOST_WRONG_NUMBERS):
            handoff.note(_What.WRONG, by=by)
        if handoff.wrong_numbers >= MOST_WRONG_NUMBERS:
            _end(handoff, _Status.WRONG_NUMBER, by=by, reason=GUESSED)
    return False


def decline(handoff: Handoff, *, by: End) -> bool:
    """End the session at once: the phone's user did not start it."""
    if handoff.status not in Handoff.LIVE:
        return False
    with transaction.atomic():
        return _end(handoff, _Status.DECLINED, by=by, reason=DECLINED)


def _end(handoff: Handoff, to: Handoff.Status, *, by: End, reason: str) -> bool:
    """End hand-off and session together; what is being assessed already is not undone."""
    session = lock(handoff.session)
    if session.status != Session.Status.CAPTURING or not handoff.advance(to, by=by):
        return False
    return session.advance(Session.Status.CANCELLED, reason=reason)


def _policy(handoff: Handoff, what: HandoffEvent.What) -> str:
    flow = handoff.session.policy
    return flow.handoff_country if what == _What.OTHER_COUNTRY else flow.handoff_network


def _is_known(handoff: Handoff, phone: End, what: HandoffEvent.What) -> bool:
    """Whether both ends are known, so that it is true that they differ."""
    first = maker(handoff).end
    if what == _What.OTHER_COUNTRY:
        return bool(first.country and phone.country)
    return bool(first.network and phone.network)


def _number_digest(handoff: Handoff, number: str) -> bytes:
    """Return what is kept of the number: two digits need a key that is not in the database."""
    return salted_hmac(f"verification.handoff:{handoff.pk}", number, algorithm="sha256").digest()


def _set_device(session: Session, device: Session.Device) -> None:
    Session.objects.filter(pk=session.pk).update(device=device)
    session.device = device
