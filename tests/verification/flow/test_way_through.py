"""The whole way over HTTP, with the readers at work."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from sandbox.specimens import Pictures
from tests.verification.conftest import work
from verification.models import Capture, Session


def at(name: str, session: Session) -> str:
    return reverse(f"verification:{name}", args=[session.pk])


def send(person: Client, session: Session, kind: str, picture: bytes) -> str:
    """Send a picture by the page's form; return where the browser is sent."""
    file = BytesIO(picture)
    file.name = "picture.jpg"
    response = person.post(at(kind, session), {"source": "upload", "picture": file})
    assert response.status_code == 303
    return str(response["Location"])


@pytest.mark.django_db(transaction=True)
def test_a_person_with_her_own_passport_is_verified(
    person: Client, session: Session, pictures: Callable[[str], Pictures]
) -> None:
    shown = pictures("right-person")

    assert person.post(at("welcome", session))["Location"] == at("document", session)
    assert send(person, session, "document", shown.passport) == at("document", session)
    work()
    assert person.get(at("resume", session))["Location"] == at("selfie", session)
    assert send(person, session, "selfie", shown.selfie) == at("selfie", session)
    work()

    session.refresh_from_db()
    assert session.status == Session.Status.VERIFIED
    assert person.get(at("resume", session))["Location"] == at("done", session)
    assert "Your identity is confirmed" in person.get(at("done", session)).text


@pytest.mark.django_db(transaction=True)
def test_a_blurred_picture_is_explained_and_can_be_taken_again(
    person: Client, session: Session, pictures: Callable[[str], Pictures]
) -> None:
    person.post(at("welcome", session))
    send(person, session, "document", pictures("blurred").passport)
    work()

    page = person.get(at("document", session)).text
    assert "blurred" in page
    assert 'type="file"' in page
    assert Capture.objects.get().status == Capture.Status.UNUSABLE

    send(person, session, "document", pictures("right-person").passport)
    work()
    assert person.get(at("resume", session))["Location"] == at("selfie", session)


@pytest.mark.django_db(transaction=True)
def test_somebody_elses_selfie_is_refused_without_telling_which_rule_fired(
    person: Client, session: Session, pictures: Callable[[str], Pictures]
) -> None:
    shown = pictures("wrong-person")
    person.post(at("welcome", session))
    for kind, picture in (("document", shown.passport), ("selfie", shown.selfie)):
        send(person, session, kind, picture)
        work()

    page = person.get(at("done", session)).text
    assert "We could not confirm your identity" in page
    assert "face" not in page.lower()
    assert "match" not in page.lower()
