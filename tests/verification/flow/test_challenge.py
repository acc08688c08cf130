"""The active challenge over HTTP: who follows it is let in, and nothing else is."""

import secrets
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.clips.camera import any_camera, take
from benchmarks.clips.follower import Follower
from benchmarks.clips.head import photograph
from sandbox.specimens import Pictures
from sandbox.specimens.portraits import ASTRONAUT
from tests.policies import govern
from tests.verification.conftest import let_in, offered, work
from tests.verification.flow.addresses import at, send
from tests.verification.recorder import Film, begin, pass_time, record, send_frame
from tests.verification.templates_sought import assert_no_template
from tests.verification.test_services import picture, settle
from verification import liveness, recording_reading, recordings, services, upkeep, vault
from verification.challenge import gestures
from verification.challenge.gestures import FEWEST, Challenge, Gesture, draw
from verification.models import Flow, Recording, Session

Draw = Callable[[str], Pictures]
Status = Recording.Status


@pytest.fixture
def flow(db: None) -> Flow:
    return Flow.objects.create(slug="living", name="Living", liveness=Flow.Liveness.ACTIVE)


@pytest.fixture
def due(person: Client, session: Session) -> Client:
    """The person's browser, where only the challenge is missing; pictures are not at stake."""
    person.post(at("welcome", session))
    settle(session, "document")
    settle(session, "selfie")
    session.refresh_from_db()
    return person


def follows(seed: int) -> Film:
    """A living person does what is asked."""
    follower = Follower(ASTRONAUT, seed)

    def film(asked: str, seconds: float, colour: str | None) -> bytes:
        follower.sees(Gesture(asked), seconds, colour)
        return follower.frame(seconds + 0.19)

    return film


def replays(frames: list[bytes]) -> Film:
    """What was recorded before is sent, whatever is asked."""
    left: Iterator[bytes] = cycle(frames)
    return lambda asked, seconds, colour: next(left)


def begins_otherwise(first: str) -> Callable[..., Challenge]:
    """Draw few movements, and none that an earlier film shows, as it does once in 180 times."""

    def draw_again(randomness: bytes, **options: Any) -> Challenge:
        drawn = draw(randomness, **options)
        while drawn.gestures[0] == first or len(drawn.gestures) > FEWEST:
            drawn = draw(secrets.token_bytes(16), **options)
        return drawn

    return draw_again


def as_far_as_the_challenge(person: Client, session: Session, shown: Pictures) -> None:
    person.post(at("welcome", session))
    send(person, session, "document", shown.passport)
    send(person, session, "selfie", shown.selfie)
    work()
    session.refresh_from_db()
    assert session.status == Session.Status.CAPTURING
    assert person.get(at("resume", session))["Location"] == at("challenge", session)


def judged(person: Client, session: Session, film: Film, **options: Any) -> Recording:
    recording = record(person, session, film, **options)
    assert recording.status == Status.READING
    recording_reading.read_recording(str(recording.pk))
    work()
    recording.refresh_from_db()
    session.refresh_from_db()
    return recording


def test_a_living_person_who_does_what_is_asked_is_verified_and_her_film_is_not(
    person: Client,
    session: Session,
    flow: Flow,
    pictures: Draw,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recordings, "draw", begins_otherwise(""))
    monkeypatch.setattr(gestures, "FRAME_SECONDS", 0.3)  # fewer frames, as of a slow network
    as_far_as_the_challenge(person, session, pictures("right-person"))
    recording = judged(person, session, follows(3))
    while session.status == Session.Status.CAPTURING:  # a busy machine's frames may be late
        recording = judged(person, session, follows(3))

    assert session.status == Session.Status.VERIFIED, recording.guidance
    assert recording.status == Status.SETTLED
    assert_no_template(session, pictures("right-person").selfie)
    film = [vault.get(session, name) for name in recording.frame_names]
    assert len(film) >= 22

    monkeypatch.setattr(recordings, "draw", begins_otherwise(recording.gestures[0]))
    later = offered(flow)
    somebody = let_in(Client(), later)
    as_far_as_the_challenge(somebody, later, pictures("right-person"))
    while later.status == Session.Status.CAPTURING:
        judged(somebody, later, replays(film))

    assert later.status == Session.Status.FAILED
    assert not later.check_results.filter(code="presentation.attack", outcome="pass").exists()
    vault.shred(session)
    assert not session.vault_items.exists()


def test_nobody_moving_is_asked_again_in_kind_words_and_refused_after_the_last_try(
    person: Client,
    session: Session,
    flow: Flow,
    pictures: Draw,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recordings, "draw", begins_otherwise(""))
    monkeypatch.setattr(gestures, "FRAME_SECONDS", 1.0)  # nobody's way is followed
    govern(challenge_tries=2)
    as_far_as_the_challenge(person, session, pictures("right-person"))
    rng = np.random.default_rng(4)
    still = [take(photograph(ASTRONAUT), any_camera(rng), rng) for _ in range(16)]

    recording = judged(person, session, replays(still))

    assert session.status == Session.Status.CAPTURING
    told = person.get(at("status", session)).json()["challenge"]
    assert told["status"] == "unusable"
    assert told["tries_left"] == 1
    assert "did not see every movement" in told["advice"][0]
    assert told["advice"][0] in person.get(at("challenge", session)).text
    assert not session.vault_items.filter(name__in=recording.frame_names).exists()

    judged(person, session, replays(still))

    assert session.status == Session.Status.FAILED
    refused = session.check_results.filter(refused=True).values_list("code", "outcome")
    assert list(refused) == [("presentation.attack", "inconclusive")]


def test_a_flow_without_liveness_asks_for_no_challenge(due: Client, session: Session) -> None:
    govern(liveness=Flow.Liveness.NONE)

    assert begin(due, session).json()["code"] == "not_due"
    assert due.get(at("status", session)).json()["challenge"] is None


def test_a_real_session_never_goes_without_whatever_its_flow_says(flow: Flow) -> None:
    govern(liveness=Flow.Liveness.NONE)
    real = offered(flow, sandbox=False)
    somebody = let_in(Client(), real)
    somebody.post(at("welcome", real))
    settle(real, "document")
    settle(real, "selfie")
    real.refresh_from_db()

    assert not services.submit(real)
    assert somebody.get(at("resume", real))["Location"] == at("challenge", real)


def test_the_answers_never_name_a_movement_ahead_of_its_time(due: Client, session: Session) -> None:
    answer = begin(due, session)
    recording = Recording.objects.get()

    assert answer.status_code == 201
    assert answer.json()["ask"] == "front"
    assert set(answer.json()) == {"frames", "nonce", "ask", "colour", "every"}
    assert not any(gesture in answer.text for gesture in recording.gestures)
    assert answer.json()["colour"] == recording.colours[0]
    assert not any(
        colour in answer.text for colour in {*recording.colours} - {recording.colours[0]}
    )
    assert bytes(recording.nonce_key)
    assert answer.json()["nonce"] not in str(vars(recording))
    told = due.get(at("status", session)).json()["challenge"]
    assert told == {"status": "running", "advice": [], "tries_left": 2}


def test_a_frame_is_taken_once_in_its_turn_with_the_nonce_that_asked_for_it(
    due: Client, session: Session
) -> None:
    begun = begin(due, session).json()
    address, first = begun["frames"], begun["nonce"]

    assert send_frame(due, address, "", picture()).status_code == 422
    for made_up in ("0" * 32, "\u0441" * 32, first[:-1]):
        assert send_frame(due, address, made_up, picture()).status_code == 409
    second = send_frame(due, address, first, picture()).json()["nonce"]
    assert send_frame(due, address, first, picture()).status_code == 409
    assert send_frame(due, address, second, picture()).status_code == 200

    recording = Recording.objects.get()
    assert len(recording.times) == 2
    (one, other) = recording.times
    assert 0 <= one[0] <= one[1] <= other[0] <= other[1]
    assert session.vault_items.filter(name__in=recording.frame_names).count() == 2


def test_a_nonce_of_an_earlier_challenge_or_of_another_session_is_worth_nothing(
    due: Client, session: Session, flow: Flow
) -> None:
    before = begin(due, session).json()
    send_frame(due, before["frames"], before["nonce"], picture())
    begun = begin(due, session).json()

    assert send_frame(due, before["frames"], before["nonce"], picture()).status_code == 409
    assert send_frame(due, begun["frames"], before["nonce"], picture()).status_code == 409
    first, second = Recording.objects.all()
    assert first.status == Status.SUPERSEDED
    assert not session.vault_items.filter(name__in=first.frame_names).exists()

    other = offered(flow)
    stranger = let_in(Client(), other)
    stranger.post(at("welcome", other))
    elsewhere = reverse("verification:frame", args=[other.pk, second.pk])
    assert send_frame(stranger, elsewhere, begun["nonce"], picture()).status_code == 409
    assert send_frame(stranger, begun["frames"], begun["nonce"], picture()).status_code == 403
    assert second.times == Recording.objects.get(pk=second.pk).times == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "no_frame", id="nothing"),
        pytest.param(b"\xff\xd8 no picture", "image.", id="no picture"),
        pytest.param(picture() + b"0" * 250_001, "image.too_many_bytes", id="too large"),
    ],
)
def test_what_is_no_frame_is_refused_and_changes_nothing(
    due: Client, session: Session, data: bytes, code: str
) -> None:
    begun = begin(due, session).json()

    answer = send_frame(due, begun["frames"], begun["nonce"], data)

    assert answer.status_code == 422
    assert answer.json()["code"].startswith(code)
    assert send_frame(due, begun["frames"], begun["nonce"], picture()).status_code == 200


def test_after_its_time_a_challenge_takes_no_frame_and_is_judged_once(
    due: Client, session: Session
) -> None:
    begun = begin(due, session).json()
    pass_time(60)

    over = send_frame(due, begun["frames"], begun["nonce"], picture())

    assert over.json() == {"ask": None, "nonce": "", "colour": None}
    recording = Recording.objects.get()
    assert (recording.status, recording.times) == (Status.READING, [])
    assert bytes(recording.nonce_key) == b""
    assert send_frame(due, begun["frames"], begun["nonce"], picture()).status_code == 409
    assert begin(due, session).json()["code"] == "reading"


def test_every_challenge_begun_uses_a_try_and_only_one_runs(due: Client, session: Session) -> None:
    for _ in range(session.flow.challenge_tries):
        assert begin(due, session).status_code == 201
        assert session.recordings.filter(status=Status.RUNNING).count() == 1

    refused = begin(due, session)

    assert refused.status_code == 409
    assert refused.json()["code"] == "too_many"


def test_a_challenge_whose_page_went_away_is_ended_and_found_by_the_clock(
    due: Client, session: Session
) -> None:
    begin(due, session)
    pass_time(90)

    upkeep.end_recordings()

    recording = Recording.objects.get()
    assert recording.status == Status.READING
    assert upkeep.lost_recordings() == []  # its message may be waiting in a busy queue
    Recording.objects.update(ended_at=timezone.now() - 4 * upkeep.PATIENCE)
    assert upkeep.lost_recordings() == [recording.pk]


@pytest.mark.parametrize("movement", ["left", "right", "up", "closer"])
def test_who_cannot_make_a_movement_is_asked_for_the_others_and_may_take_longer(
    due: Client, session: Session, movement: str
) -> None:
    answer = begin(due, session, cannot=movement, pace="3")

    recording = Recording.objects.get()
    assert movement not in recording.gestures
    assert answer.json()["every"] == pytest.approx(0.4)


def test_colours_are_named_in_their_time_and_shown_to_nobody_who_wants_none(
    due: Client, session: Session, flow: Flow
) -> None:
    begun = begin(due, session).json()
    pass_time(1.2)
    answer = send_frame(due, begun["frames"], begun["nonce"], picture()).json()
    assert answer["colour"] == Recording.objects.get().colours[1]

    assert begin(due, session, colours="no").json()["colour"] is None
    govern(colours=Flow.Colours.OFF)
    assert begin(due, session).json()["colour"] is None
    assert "colour" not in due.get(at("challenge", session)).text
    assert [len(one.colours) for one in Recording.objects.all()][1:] == [0, 0]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"cannot": ["left", "up"]}, id="too few movements"),
        pytest.param({"cannot": "nodding"}, id="an unknown movement"),
        pytest.param({"pace": "9"}, id="too slow"),
        pytest.param({"pace": "nan"}, id="no number"),
    ],
)
def test_what_makes_no_challenge_is_told_and_costs_no_try(
    due: Client, session: Session, options: dict[str, object]
) -> None:
    answer = begin(due, session, **options)

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Recording.objects.exists()


def test_a_person_may_judge_instead_only_where_the_flow_leaves_it_to_one(
    due: Client, session: Session, flow: Flow
) -> None:
    page = due.get(at("challenge", session)).text
    assert "Have a person look" not in page
    assert due.post(at("other_way", session))["Location"] == at("challenge", session)

    flow.review = ["presentation.attack"]
    flow.save()
    lenient = offered(flow)
    somebody = let_in(Client(), lenient)
    somebody.post(at("welcome", lenient))
    settle(lenient, "document")
    settle(lenient, "selfie")
    assert "Have a person look" in somebody.get(at("challenge", lenient)).text

    begin(somebody, lenient)
    answer = somebody.post(at("other_way", lenient))

    assert answer["Location"] == at("progress", lenient)
    lenient.refresh_from_db()
    assert lenient.status == Session.Status.PROCESSING
    assert not liveness.is_due(lenient)
    assert lenient.recordings.get().status == Status.SUPERSEDED


def test_another_selfie_has_another_challenge(due: Client, session: Session) -> None:
    begin(due, session)
    Recording.objects.update(status=Status.SETTLED)
    settle(session, "selfie")

    assert due.get(at("resume", session))["Location"] == at("challenge", session)
    assert not services.submit(Session.objects.get(pk=session.pk))


def test_a_challenge_needs_the_page_s_form_and_its_own_browser(
    due: Client, session: Session
) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies.update(due.cookies)
    assert begin(careful, session).status_code == 403
    assert begin(Client(), session).status_code == 403
    unknown = reverse("verification:frame", args=[session.pk, uuid4()])
    assert send_frame(due, unknown, "0" * 32, picture()).status_code == 409
    assert not Recording.objects.exists()
