"""A document that somebody else showed is known again; a person who tries again is no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone

from sandbox.specimens import Pictures
from tests.verification.checks import evidences
from tests.verification.conftest import PERSON
from tests.verification.test_assessment import through
from verification import services, sightings
from verification.checks import codes
from verification.checks.seen import known_by, seen_elsewhere
from verification.evidence import Seen
from verification.findings import Outcome
from verification.models import Flow, Session, Sighting

NUMBER = Seen.DOCUMENT_NUMBER
Draw = Callable[[str], Pictures]


def about(flow: Flow, subject: str, *, sandbox: bool = True) -> Session:
    return services.start(
        flow,
        claims=PERSON,
        organisation="Acme",
        return_path="/",
        sandbox=sandbox,
        subject=subject,
    )


def shown(session: Session, *values: str) -> list[bytes]:
    digests = [sightings.digest(NUMBER, value) for value in values]
    sightings.note(session, NUMBER, digests)
    return digests


def test_what_another_person_showed_is_counted_by_sessions(flow: Flow) -> None:
    digests = shown(about(flow, "app eve"), "UTO L898902C3")
    shown(about(flow, ""), "UTO L898902C3")
    mine = about(flow, "app anna")

    assert sightings.elsewhere(mine, NUMBER, digests) == 2
    assert sightings.elsewhere(mine, NUMBER, [sightings.digest(NUMBER, "UTO L898902C4")]) == 0
    assert sightings.elsewhere(mine, Seen.DOCUMENT_IMAGE, digests) == 0


@pytest.mark.parametrize(
    ("first", "again", "count"),
    [
        pytest.param("app anna", "app anna", 0, id="the same person"),
        pytest.param("app anna", "other anna", 1, id="another relying party's person"),
        pytest.param("", "", 1, id="nobody said who"),
    ],
)
def test_a_person_who_tries_again_is_no_other_person(
    flow: Flow, first: str, again: str, count: int
) -> None:
    digests = shown(about(flow, first), "UTO L898902C3")
    later = about(flow, again)
    shown(later, "UTO L898902C3")

    assert sightings.elsewhere(later, NUMBER, digests) == count


def test_the_sandbox_is_not_held_against_real_sessions(flow: Flow) -> None:
    digests = shown(about(flow, "app eve"), "UTO L898902C3")

    assert sightings.elsewhere(about(flow, "app anna", sandbox=False), NUMBER, digests) == 0


def test_a_look_must_be_shared_in_more_than_one_part(flow: Flow) -> None:
    digests = shown(about(flow, "app eve"), "a", "b", "c", "d")
    mine = about(flow, "app anna")
    one_shared = [digests[0], *shown(mine, "x", "y", "z")]

    assert sightings.elsewhere(mine, NUMBER, one_shared, least=2) == 0
    assert sightings.elsewhere(mine, NUMBER, digests[:2], least=2) == 1


def test_noting_twice_notes_once_and_names_nobody(flow: Flow) -> None:
    session = about(flow, "app anna")
    shown(session, "UTO L898902C3")
    shown(session, "UTO L898902C3")

    (sighting,) = Sighting.objects.all()
    assert b"L898902" not in bytes(sighting.digest)
    assert "L898902" not in str(sighting)
    assert b"anna" not in bytes(session.subject_digest)


def test_what_is_old_does_not_count_and_is_purged(flow: Flow) -> None:
    digests = shown(about(flow, "app eve"), "UTO L898902C3")
    Sighting.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert sightings.elsewhere(about(flow, "app anna"), NUMBER, digests) == 0
    assert sightings.purge() == 1
    assert not Sighting.objects.exists()


def test_with_no_days_nothing_is_noted(flow: Flow, settings: LazySettings) -> None:
    settings.SIGHTING_DAYS = 0
    shown(about(flow, "app eve"), "UTO L898902C3")

    assert not Sighting.objects.exists()


def test_a_digest_needs_the_deployments_key(settings: LazySettings) -> None:
    before = sightings.digest(NUMBER, "UTO L898902C3")
    settings.ENCRYPTION_KEYS = [bytes(32)]

    assert sightings.digest(NUMBER, "UTO L898902C3") != before


def test_shredding_on_request_forgets_what_was_seen(flow: Flow) -> None:
    session = about(flow, "app anna")
    shown(session, "UTO L898902C3")
    services.cancel(session)

    call_command("shred", str(session.pk), stdout=StringIO())

    assert not Sighting.objects.exists()


def test_a_number_that_may_be_misread_is_not_held_against_anybody() -> None:
    read = evidences.numbered_zone("L89B902C3", "L898902C3")

    assert known_by(evidences.GOOD) == "UTO L898902C3"
    assert known_by(evidences.with_zone(read)) is None
    assert known_by(evidences.with_zone(None)) is None


def test_a_document_of_many_people_is_found_and_one_that_was_not_looked_for_is_not() -> None:
    seen = {Seen.DOCUMENT_NUMBER: 2, Seen.DOCUMENT_IMAGE: 0}
    number, image = seen_elsewhere(replace(evidences.GOOD, seen=seen))

    assert (number.code, number.outcome, number.measured) == (
        codes.DOCUMENT_NUMBER_SEEN,
        Outcome.FAIL,
        2,
    )
    assert (image.code, image.outcome) == (codes.DOCUMENT_IMAGE_SEEN, Outcome.PASS)
    assert not list(seen_elsewhere(evidences.GOOD))


def test_one_document_for_two_people_is_told_and_for_one_person_twice_is_not(
    flow: Flow, pictures: Draw
) -> None:
    def seen(subject: str) -> dict[str, float | None]:
        decided = through(about(flow, subject), pictures("right-person"))
        found = decided.check_results.filter(code__in=asked)
        return dict(found.values_list("code", "measured"))

    asked = (codes.DOCUMENT_NUMBER_SEEN, codes.DOCUMENT_IMAGE_SEEN)
    assert seen("app anna") == dict.fromkeys(asked, 0)
    assert seen("app anna") == dict.fromkeys(asked, 0)
    assert seen("app eve") == dict.fromkeys(asked, 2)
