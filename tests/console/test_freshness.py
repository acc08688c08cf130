"""How long a sign-in lasts, and what asks again who they are."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from applications.models import Application
from audit.models import Entry
from tests.console.conftest import sign_in
from tests.console.signing_in import LOGIN, PASSWORD, give
from tests.reviewing import referred
from verification import reviews
from verification.models import Flow

pytestmark = pytest.mark.usefixtures("quick_hashes")


def test_an_idle_session_ends(client: Client, anna: User) -> None:
    give(client)
    client.get("/console/")
    session = client.session
    session["console_seen"] -= 31 * 60
    session.save()

    response = client.get("/console/audit/entry/", follow=True)

    assert "nothing was done for 30 minutes" in response.text
    assert response.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fconsole%2Faudit%2Fentry%2F"


FORMS = ("rotate_secret", "auth_user_add", "auth_group_add", "add_integration")


@pytest.mark.parametrize("page", FORMS)
def test_what_matters_most_asks_again_who_they_are(
    client: Client, anna: User, application: Application, page: str
) -> None:
    sign_in(client, anna, ago=16 * 60)
    path = reverse(f"admin:{page}", args=[application.pk] if page == "rotate_secret" else [])

    asked = client.get(path)
    where = asked.headers["Location"]
    assert where.startswith("/console/account/reauthenticate/?next=")
    assert client.post(where, {"password": "wrong"}).status_code == 200
    back = client.post(where, {"password": PASSWORD})

    assert back.headers["Location"] == path
    assert client.get(path).status_code == 200


def test_a_review_asks_before_its_pictures_are_offered_and_never_for_what_was_typed(
    client: Client, anna: User, flow: Flow
) -> None:
    sign_in(client, anna, ago=100 * 60)
    session = referred(flow)
    reviews.claim(session.pk, by=anna)
    path = f"/console/reviews/{session.pk}/"

    assert client.get(path).status_code == 302
    assert "Choose a decision" in client.post(path, {"note": "half a thought"}).text


def test_a_form_that_was_opened_in_time_may_be_filled_in_slowly(
    client: Client, anna: User, application: Application
) -> None:
    sign_in(client, anna, ago=40 * 60)
    path = reverse("admin:rotate_secret", args=[application.pk])

    assert client.post(path, {}).status_code == 200
    assert client.get(path).status_code == 302


def test_a_button_leads_back_to_the_page_that_it_was_on(client: Client, anna: User) -> None:
    sign_in(client, anna, ago=16 * 60)

    response = client.post(
        "/console/audit/export/", headers={"referer": "http://testserver/console/audit/entry/"}
    )
    foreign = client.post(
        "/console/audit/export/", headers={"referer": "https://evil.example/console/audit/"}
    )

    assert response.headers["Location"].endswith("?next=%2Fconsole%2Faudit%2Fentry%2F")
    assert foreign.headers["Location"].endswith("?next=%2Fconsole%2F")
    assert not Entry.objects.filter(action="audit.exported").exists()
