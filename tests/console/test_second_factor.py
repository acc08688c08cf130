"""What is asked beside the password: an app, a recovery code, a passkey."""

import re
import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from audit.models import Entry
from tests.console import totp
from tests.console.signing_in import CODE, CODES, LOGIN, actions, enrol, give

pytestmark = pytest.mark.usefixtures("quick_hashes")


@pytest.mark.usefixtures("demanded")
def test_the_first_sign_in_leads_to_setting_up_a_factor_and_nowhere_else(
    client: Client, anna: User
) -> None:
    give(client)

    for path in ("/console/", "/console/applications/application/", "/console/auth/user/"):
        assert client.get(path).headers["Location"] == "/console/account/factors/"
    assert client.post("/console/audit/export/").status_code == 302
    enrol(client)
    assert len(re.findall(r"\b\d{8}\b", client.get(CODES).text)) == 10
    assert client.get("/console/").status_code == 200
    assert "factor.added" in actions()


@pytest.mark.usefixtures("demanded")
def test_afterwards_the_password_alone_opens_nothing(client: Client, anna: User) -> None:
    give(client)
    secret = enrol(client)
    client.logout()

    assert give(client) == CODE
    assert client.get("/console/").status_code == 302
    wrong = client.post(CODE, {"code": "000000"})
    assert "Incorrect code" in wrong.text
    client.post(CODE, {"code": totp.code(secret)})

    assert client.get("/console/").status_code == 200
    assert Entry.objects.filter(action="sign_in.refused", facts__by="second factor").count() == 1
    assert Entry.objects.latest("seq").facts == {"by": ["password", "totp"]}


def assert_it_works_once(client: Client, code: str) -> None:
    for works in (True, False):
        client.logout()
        give(client)
        client.post(CODE, {"code": code})
        assert (client.get("/console/").status_code == 200) is works


def test_a_code_works_once(client: Client, anna: User) -> None:
    give(client)
    code = totp.code(enrol(client))
    assert_it_works_once(client, code)


@pytest.mark.usefixtures("demanded")
def test_a_recovery_code_works_once(client: Client, anna: User) -> None:
    give(client)
    enrol(client)
    page = client.get(CODES).text
    code = re.findall(r"\d{8}", page)[0]
    assert code not in client.get(CODES).text
    assert_it_works_once(client, code)


@pytest.mark.usefixtures("demanded")
def test_a_session_from_before_the_factor_ends(client: Client, anna: User) -> None:
    thief, another = Client(), Client()
    give(thief)
    give(another)
    give(client)
    enrol(client)

    assert (
        another.get("/console/account/factors/webauthn/add/").headers["Location"].startswith(LOGIN)
    )
    assert thief.get("/console/").headers["Location"].startswith(LOGIN)
    assert client.get("/console/").status_code == 200


def test_codes_cannot_be_guessed(client: Client, anna: User) -> None:
    give(client)
    enrol(client)
    client.logout()
    give(client)

    pages = [client.post(CODE, {"code": "000000"}).text for _ in range(11)]

    assert "Too many failed login attempts" in pages[-1]


def test_a_factors_secret_is_sealed(client: Client, anna: User) -> None:
    give(client)
    secret = enrol(client)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    call_command("reseal", stdout=StringIO())
    assert str(list(Authenticator.objects.values_list("data", flat=True))) != kept
    assert (
        Authenticator.objects.get(type="totp").wrap().validate_code(totp.code(secret, steps=1))
        is False
    )


def test_embedded_it_may_be_left_out(client: Client, anna: User) -> None:
    assert give(client) == "/console/"
    assert client.get("/console/").status_code == 200


@pytest.mark.parametrize("page", ["edit", "remove"])
def test_a_passkey_is_renamed_and_removed_on_pages_of_their_own(
    console: Client, owner: User, page: str
) -> None:
    data = {"name": "Key at the desk", "credential": {}}
    key = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data)
    session = console.session
    session["account_authentication_methods"].append({"method": "mfa", "at": time.time()})
    session.save()

    answer = console.get(f"/console/account/factors/webauthn/keys/{key.pk}/{page}/")

    assert answer.status_code == 200
    assert ("Key at the desk" in answer.text) == (page == "edit")
