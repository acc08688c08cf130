"""Who gets into the console."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import Entry
from tests.console.signing_in import LOGIN, PASSWORD, actions, give

pytestmark = pytest.mark.usefixtures("quick_hashes")


def test_the_right_password_opens_the_page_that_was_asked_for(client: Client, anna: User) -> None:
    asked = client.get("/console/audit/entry/")
    response = client.post(asked.headers["Location"], {"login": "anna", "password": PASSWORD})

    assert response.headers["Location"] == "/console/audit/entry/"
    assert client.get("/console/audit/entry/").status_code == 200
    assert actions() == ["sign_in.done"]


def test_nobody_is_led_to_another_site(client: Client, anna: User) -> None:
    response = client.post(
        f"{LOGIN}?next=https://evil.example/", {"login": "anna", "password": PASSWORD}
    )

    assert response.headers["Location"] == "/console/"


def test_there_is_no_way_to_sign_up_or_to_get_a_password_by_mail(client: Client, db: None) -> None:
    for path in ("signup/", "password/reset/", "email/", "confirm-email/", "login/code/"):
        assert client.get(f"/console/account/{path}").status_code in (302, 404)
        assert "Create" not in client.get(f"/console/account/{path}", follow=True).text
    assert not User.objects.exists()


def test_who_is_no_administrator_is_told_no_more_than_a_stranger(
    client: Client, anna: User
) -> None:
    User.objects.create_user("clerk", password=PASSWORD)

    pages = [
        client.post(LOGIN, {"login": name, "password": PASSWORD}) for name in ("clerk", "nobody")
    ]

    said = [re.findall(r'role="alert".*?</div>', page.text, re.DOTALL) for page in pages]
    assert said[0] == said[1] != []


def test_what_was_typed_wrong_is_in_no_log(client: Client, anna: User) -> None:
    give(client, "Hunter2-typed-wrong", name="anna")
    give(client, "x", name="Hunter2-in-the-wrong-field")

    assert actions() == ["sign_in.refused"] * 2
    assert "Hunter2" not in str([entry.row() for entry in Entry.objects.all()])
    assert Entry.objects.get(seq=1).object == f"auth.user:{anna.pk}"


def test_an_account_that_is_switched_off_is_out_at_once(client: Client, anna: User) -> None:
    give(client)
    User.objects.update(is_active=False)

    assert client.get("/console/").status_code == 302
    assert give(client) != "/console/"


@pytest.mark.parametrize(
    "path", [LOGIN, "/console/account/factors/", "/console/account/factors/totp/activate/",
             "/console/account/factors/webauthn/add/", "/console/account/reauthenticate/"]
)  # fmt: skip
def test_pages_of_signing_in_have_the_consoles_policy_and_no_inline_code(
    client: Client, anna: User, path: str
) -> None:
    if path != LOGIN:
        give(client)
    response = client.get(path)

    assert response.status_code == 200
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    for inline in ("<style", "<script>", " style=", " onclick=", "https://", "//cdn"):
        assert inline not in response.text.replace("https://unfoldadmin", ""), inline
