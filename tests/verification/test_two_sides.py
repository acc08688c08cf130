"""A card's two sides, whichever comes first: asked for, read, and held against each other."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from sandbox.specimens import CARDS, Card, Claimed, Pictures
from tests.policies import govern
from tests.verification.conftest import work
from tests.verification.test_assessment import refused_for
from verification import services
from verification.checks import codes
from verification.models import Capture, Flow, Session
from verification.views import steps

Draw = Callable[[str], Pictures]
_CLAIMED = Claimed(
    "Anna Maria", "Eriksson", datetime(1974, 8, 12, tzinfo=UTC).date(), datetime.now(UTC).date()
)


@pytest.fixture(scope="module")
def cards() -> Callable[[str], Card]:
    drawn: dict[str, Card] = {}
    draws = {outcome.slug: outcome.draw for outcome in CARDS}

    def draw(slug: str) -> Card:
        if slug not in drawn:
            drawn[slug] = draws[slug](_CLAIMED)
        return drawn[slug]

    return draw


@pytest.fixture
def flow(flow: Flow) -> Flow:
    flow.documents = ["passport", "identity_card", "driving_licence"]
    flow.save()
    return flow


def show(session: Session, kind: str, data: bytes) -> Capture:
    capture = services.accept_capture(session, kind, Capture.Source.UPLOAD, data)
    work()
    capture.refresh_from_db()
    session.refresh_from_db()
    return capture


def decided(session: Session, selfie: bytes, *sides: bytes) -> Session:
    for kind, data in zip(("document", "back"), sides, strict=False):
        assert show(session, kind, data).guidance == []
    assert steps.current(session) == "selfie"
    show(session, "selfie", selfie)
    return session


@pytest.mark.parametrize(
    ("slug", "back_first"), [("identity-card", False), ("driving-licence", True)]
)
def test_a_card_verifies_whichever_side_comes_first(
    begun: Session, pictures: Draw, cards: Callable[[str], Card], slug: str, back_first: bool
) -> None:
    card, selfie = cards(slug), pictures("right-person").selfie
    sides = (card.back, card.front) if back_first else (card.front, card.back)

    assert decided(begun, selfie, *sides).status == Session.Status.VERIFIED
    sides_agree = begun.check_results.get(code=codes.DOCUMENT_SIDES)
    assert (sides_agree.outcome, sides_agree.required) == ("pass", True)


def test_an_altered_front_with_somebody_elses_portrait_is_refused_for_both(
    begun: Session, pictures: Draw, cards: Callable[[str], Card]
) -> None:
    front, back = cards("altered-licence").front, cards("driving-licence").back

    decided(begun, pictures("wrong-person").selfie, front, back)

    assert begun.status == Session.Status.FAILED
    assert {codes.DOCUMENT_SIDES, codes.FACE_MATCH} <= refused_for(begun)


def test_a_passport_is_not_asked_for_a_back(begun: Session, pictures: Draw) -> None:
    shown = pictures("right-person")

    assert decided(begun, shown.selfie, shown.passport).status == Session.Status.VERIFIED
    assert services.needed(begun) == ("document", "selfie")


def test_the_same_side_twice_is_told_and_another_document_may_be_begun(
    begun: Session, pictures: Draw, cards: Callable[[str], Card]
) -> None:
    licence = cards("driving-licence")
    show(begun, "document", licence.front)
    assert steps.current(begun) == "back"

    assert show(begun, "back", licence.front).guidance[0] == "document.same_side"
    assert steps.current(begun) == "back"
    show(begun, "back", licence.back)
    assert steps.current(begun) == "selfie"

    # The first picture again, by its other side: now both show the back, and one is not enough.
    show(begun, "document", licence.back)
    assert steps.current(begun) == "back"
    show(begun, "document", pictures("right-person").passport)
    assert steps.current(begun) == "selfie"


def test_a_card_where_only_passports_are_accepted_is_told_at_once(
    begun: Session, flow: Flow, cards: Callable[[str], Card]
) -> None:
    govern(documents=["passport"])
    begun = Session.objects.get(pk=begun.pk)

    assert "document.no_zone" in show(begun, "document", cards("identity-card").front).guidance
    govern(documents=["identity_card"])
    begun = Session.objects.get(pk=begun.pk)
    assert show(begun, "document", cards("driving-licence").back).guidance == [
        "document.not_accepted"
    ]
