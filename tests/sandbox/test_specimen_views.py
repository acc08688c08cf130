"""Specimens in the hosted flow: for a sandbox session, in its own browser, and nowhere else."""

from functools import partial
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from sandbox.specimen_drawing import choices
from verification import browser, services, vault
from verification.evidence import ClaimedValue
from verification.models import Capture, Flow, Session

pytestmark = pytest.mark.django_db
RIGHT = ("document", "right-person")


def claims(given_name: str = "Anna Maria") -> dict[str, ClaimedValue]:
    names = {"given_name": given_name, "family_name": "Eriksson", "birthdate": "1974-08-12"}
    return {name: ClaimedValue(value, fuzzy=True) for name, value in names.items()}


@pytest.fixture
def flow() -> Flow:
    return Flow.objects.create(slug="sandbox", name="Sandbox", liveness=Flow.Liveness.NONE)


@pytest.fixture
def session(flow: Flow, client: Client) -> Session:
    """A session of the sandbox that ``client`` has begun."""
    session = start(flow)
    begin(session, client)
    return session


def start(flow: Flow, *, sandbox: bool = True, given_name: str = "Anna Maria") -> Session:
    return services.start(
        flow,
        claims=claims(given_name),
        organisation="Acme",
        return_path="/back",
        sandbox=sandbox,
    )


def begin(session: Session, client: Client) -> None:
    """Offer the session to the client's browser, and consent."""
    response = HttpResponse()
    browser.offer(response, session)
    client.cookies.update(response.cookies)
    request = partial(client.post, reverse("verification:welcome", args=[session.pk]))
    assert request().status_code == 303
    session.refresh_from_db()


def address(session: Session, kind: str, outcome: str, name: str = "specimen") -> str:
    return reverse(f"sandbox:{name}", args=[session.pk, kind, outcome])


@pytest.mark.parametrize(("kind", "outcome"), [RIGHT, ("selfie", "wrong-person")])
def test_a_button_hands_a_picture_in_and_returns_to_the_flow(
    client: Client, session: Session, kind: str, outcome: str
) -> None:
    response = client.post(address(session, kind, outcome))

    assert response.status_code == 302
    assert response["Location"] == reverse("verification:resume", args=[session.pk])
    capture = Capture.objects.get()
    assert (capture.kind, capture.source) == (kind, Capture.Source.SPECIMEN)
    assert vault.get(session, capture.image_name).startswith(b"\xff\xd8")


def test_a_specimen_can_be_looked_at_and_saved(client: Client, session: Session) -> None:
    shown = client.get(address(session, *RIGHT, "specimen-file"))
    saved = client.get(address(session, *RIGHT, "specimen-file"), {"download": ""})

    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"] == (
        'attachment; filename="specimen-document-right-person.jpg"'
    )
    assert "no-store" in shown["Cache-Control"]
    assert not Capture.objects.exists()


def test_the_specimen_is_drawn_for_whom_the_session_is_about(
    client: Client, session: Session, flow: Flow
) -> None:
    other = start(flow, given_name="Zoë")
    begin(other, client)
    pictures = {
        client.get(address(each, *RIGHT, "specimen-file")).content for each in (session, other)
    }

    assert len(pictures) == 2


@pytest.mark.parametrize("name", ["specimen", "specimen-file"])
def test_a_session_that_is_not_a_sandboxs_has_no_specimens(
    client: Client, flow: Flow, name: str
) -> None:
    real = start(flow, sandbox=False)
    begin(real, client)

    answer = client.post if name == "specimen" else client.get
    assert answer(address(real, *RIGHT, name)).status_code == 404
    assert not Capture.objects.exists()


@pytest.mark.parametrize("name", ["specimen", "specimen-file"])
def test_another_browser_gets_none(session: Session, name: str) -> None:
    other = Client()

    answer = other.post if name == "specimen" else other.get
    assert answer(address(session, *RIGHT, name)).status_code == 404
    assert not Capture.objects.exists()


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("document", "best-person"), ("selfie", "expired"), ("fingerprint", "right-person")],
)
def test_what_no_step_offers_is_not_there(
    client: Client, session: Session, kind: str, outcome: str
) -> None:
    assert client.post(address(session, kind, outcome)).status_code == 404
    assert client.get(address(session, kind, outcome, "specimen-file")).status_code == 404


def test_an_unknown_session_is_not_there(client: Client) -> None:
    unknown = reverse("sandbox:specimen", args=[uuid4(), *RIGHT])

    assert client.post(unknown).status_code == 404


def test_a_shredded_session_has_no_specimens(client: Client, session: Session) -> None:
    vault.shred(session)

    assert client.post(address(session, *RIGHT)).status_code == 404


def test_a_session_that_takes_no_pictures_says_so(client: Client, session: Session) -> None:
    services.cancel(session)
    response = client.post(address(session, *RIGHT))

    assert response.status_code == 409
    assert "takes no more pictures" in response.content.decode()
    assert not Capture.objects.exists()


def test_a_link_hands_nothing_in(client: Client, session: Session) -> None:
    assert client.get(address(session, *RIGHT)).status_code == 405
    assert not Capture.objects.exists()


def test_a_form_without_its_token_is_refused(session: Session, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(client.cookies)

    assert strict.post(address(session, *RIGHT)).status_code == 403
    assert not Capture.objects.exists()


@pytest.mark.parametrize("kind", ["document", "selfie"])
def test_the_flow_offers_a_button_for_each(session: Session, kind: str) -> None:
    page = render_to_string("sandbox/_specimens.html", {"session": session, "kind": kind})

    for choice in choices(session, kind):
        assert address(session, kind, choice.slug) in page
        assert choice.label in page
        assert escape(choice.explanation) in page
    assert "no outcome is scripted" in " ".join(page.split())


def test_every_outcome_has_a_passport_and_two_have_a_selfie_of_their_own(session: Session) -> None:
    assert [choice.slug for choice in choices(session, "document")] == [
        "right-person", "wrong-person", "expired", "wrong-name", "tampered", "altered-name",
        "blurred",
    ]  # fmt: skip
    assert [choice.slug for choice in choices(session, "selfie")] == [
        "right-person",
        "wrong-person",
    ]


def test_where_cards_are_accepted_both_of_their_sides_are_offered(
    session: Session, client: Client
) -> None:
    Flow.objects.update(documents=["identity_card", "driving_licence"])
    session = Session.objects.select_related("flow").get(pk=session.pk)
    fronts = [choice.slug for choice in choices(session, "document")]
    backs = [choice.slug for choice in choices(session, "back")]

    assert backs == ["identity-card", "driving-licence"]
    assert {*backs, "altered-licence", "swapped-identity-card"} <= set(fronts)
    sides = {
        client.get(address(session, kind, "driving-licence", "specimen-file")).content
        for kind in ("document", "back")
    }
    assert len(sides) == 2
