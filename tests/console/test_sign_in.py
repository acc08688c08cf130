"""Who gets into the console, and what they are asked on the way."""

import re
import time
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from audit.models import Entry
from idv_provider.console.models import WrongPassword
from tests.console import totp
from tests.console.conftest import sign_in
from tests.reviewing import referred
from verification import reviews
from verification.models import Flow

PASSWORD = "a long enough passphrase"
LOGIN = "/console/login/"
ACTIVATE = "/console/account/factors/totp/activate/"
CODE = "/console/account/factors/authenticate/"
CODES = "/console/account/factors/recovery-codes/"


@pytest.fixture
def anna(db: None) -> User:
    return User.objects.create_superuser("anna", password=PASSWORD)


@pytest.fixture
def demanded(settings: LazySettings) -> None:
    """A second factor is demanded, as in production."""
    settings.CONSOLE_SECOND_FACTOR = True


def give(browser: Client, password: str = PASSWORD, name: str = "anna", **extra: str) -> str:
    """Send the sign-in form; return where it leads, empty when nowhere."""
    response = browser.post(LOGIN, {"login": name, "password": password}, **extra)  # type: ignore[arg-type]  # headers
    return response.headers.get("Location", "")


def enrol(browser: Client) -> str:
    """Set up an authenticator app; return its secret."""
    found = re.search(r'id="totp-secret">([A-Z2-7]+)<', browser.get(ACTIVATE).text)
    assert found is not None
    browser.post(ACTIVATE, {"code": totp.code(found[1])})
    return found[1]


@pytest.fixture(autouse=True)
def quick_hashes(settings: LazySettings) -> None:
    """Passwords are checked hundreds of times here; how slowly is Django's business."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def actions() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("action", flat=True))


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


# --- Wrong passwords ------------------------------------------------------------------------------


def test_after_five_wrong_ones_even_the_right_one_waits(client: Client, anna: User) -> None:
    for _ in range(5):
        give(client, "wrong")

    response = client.post(LOGIN, {"login": "Anna", "password": PASSWORD})

    assert "Try again in 30 s" in response.text
    assert 'value="Anna"' in response.text
    assert client.get("/console/").status_code == 302


def test_whoever_guesses_elsewhere_does_not_lock_the_owner_out(client: Client, anna: User) -> None:
    for _ in range(12):
        give(client, "wrong", REMOTE_ADDR="203.0.113.9")

    assert give(client, REMOTE_ADDR="198.51.100.7") == "/console/"


def test_the_wait_doubles_and_ends(client: Client, anna: User) -> None:
    for _ in range(5):
        give(client, "wrong")
    WrongPassword.objects.update(blocked_until=timezone.now())
    give(client, "wrong")
    response = client.post(LOGIN, {"login": "anna", "password": "wrong"})
    assert "Try again in 60 s" in response.text

    WrongPassword.objects.update(blocked_until=timezone.now())
    assert give(client) == "/console/"
    client.logout()
    assert give(client, "wrong") == ""
    assert give(client) == "/console/"


def test_guessing_at_many_accounts_from_one_address_is_slowed_down(
    client: Client, anna: User
) -> None:
    for number in range(30):
        give(client, "wrong", name=f"user{number}")

    assert "Try again in" in client.post(LOGIN, {"login": "anna", "password": PASSWORD}).text
    assert give(client, REMOTE_ADDR="198.51.100.7") == "/console/"


def test_old_guesses_are_forgotten(client: Client, anna: User) -> None:
    give(client, "wrong")
    WrongPassword.objects.update(last_at=timezone.now() - timedelta(days=2), count=40)

    give(client, "wrong")

    assert set(WrongPassword.objects.values_list("count", flat=True)) == {1}


# --- The second factor ----------------------------------------------------------------------------


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


def test_a_code_works_once(client: Client, anna: User) -> None:
    give(client)
    code = totp.code(enrol(client))
    for works in (True, False):
        client.logout()
        give(client)
        client.post(CODE, {"code": code})
        assert (client.get("/console/").status_code == 200) is works


@pytest.mark.usefixtures("demanded")
def test_a_recovery_code_works_once(client: Client, anna: User) -> None:
    give(client)
    enrol(client)
    page = client.get(CODES).text
    code = re.findall(r"\d{8}", page)[0]
    assert code not in client.get(CODES).text
    for works in (True, False):
        client.logout()
        give(client)
        client.post(CODE, {"code": code})
        assert (client.get("/console/").status_code == 200) is works


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


# --- Time -----------------------------------------------------------------------------------------


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


# --- The first owner, and the last resort ---------------------------------------------------------


def command(*arguments: str) -> str:
    said = StringIO()
    call_command("administrator", *arguments, stdout=said)
    return said.getvalue()


def test_the_first_owner_is_made_on_the_server(client: Client, db: None) -> None:
    password = command("root", "--make-owner").strip().rpartition(" ")[2]

    assert give(client, password, name="root") == "/console/"
    assert client.get("/console/auth/user/").status_code == 200
    assert actions()[:2] == ["user.added", "password.reset"]
    assert password not in str([entry.row() for entry in Entry.objects.all()])
    with pytest.raises(CommandError, match="already"):
        command("root", "--make-owner")


@pytest.mark.usefixtures("demanded")
def test_a_lost_factor_is_reset_on_the_server(client: Client, anna: User) -> None:
    give(client)
    enrol(client)
    client.logout()

    command("anna", "--reset-factor")

    give(client)
    assert client.get("/console/").headers["Location"] == "/console/account/factors/"
    assert "factor.reset" in actions()
    with pytest.raises(CommandError, match="no administrator"):
        command("bert", "--reset-factor")
    with pytest.raises(CommandError, match="Say what to do"):
        command("anna")


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
