"""Signing in by an identity provider: whoever it gives a role has one, and nobody else."""

from collections.abc import Iterator

import pytest
import requests
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from audit.models import Entry
from idv_provider import sso_settings
from idv_provider.env import Reader
from tests.console import openid_provider
from tests.console.openid_provider import CLIENT, SECRET, Provider

LOGIN = "/console/account/sso/sso/login/"


@pytest.fixture
def provider(settings: LazySettings, db: None) -> Iterator[Provider]:
    with openid_provider.running() as provider:
        env = Reader({"IDV_SSO_ROLES": "idv-owners=owner, idv-review = Reviewer",
                      "IDV_SSO_CLIENT_ID": CLIENT, "IDV_SSO_CLIENT_SECRET": SECRET})  # fmt: skip
        settings.SSO_ISSUER = provider.url
        settings.SSO_NAME = "Acme"
        settings.SSO_ROLES = sso_settings.role_mapping(env)
        settings.SOCIALACCOUNT_PROVIDERS = sso_settings.provider(
            env, issuer=provider.url, name="Acme", roles=settings.SSO_ROLES
        )
        settings.CONSOLE_SECOND_FACTOR = True
        assert not env.problems
        yield provider


def go(browser: Client, path: str = LOGIN) -> tuple[int, str]:
    """Go to the provider and back; return the status of the answer, and where it leads."""
    there = browser.get(path).headers["Location"]
    back = requests.get(there, allow_redirects=False, timeout=10).headers["Location"]
    answer = browser.get(back.removeprefix("http://testserver"))
    return answer.status_code, answer.headers.get("Location", "")


def test_a_role_by_its_group_makes_an_account_with_that_role(
    client: Client, provider: Provider
) -> None:
    provider.person["groups"] = ["staff", "idv-review"]

    assert "Acme" in client.get("/console/login/").text
    assert go(client, f"{LOGIN}?next=/console/verification/session/") == (
        302,
        "/console/verification/session/",
    )

    user = User.objects.get()
    assert (user.username, user.email, user.is_superuser) == ("vera", "", False)
    assert list(user.groups.values_list("name", flat=True)) == ["Reviewer"]
    assert not user.has_usable_password()
    assert client.get("/console/verification/session/").status_code == 200
    assert client.get("/console/applications/application/").status_code == 403
    assert Entry.objects.latest("seq").facts == {"by": ["socialaccount"]}


@pytest.mark.parametrize("groups", [None, [], ["others"], "idv", {"idv-owners": 1}])
def test_without_a_role_nobody_gets_in_and_no_account_is_made(
    client: Client, provider: Provider, groups: object
) -> None:
    provider.person["groups"] = groups

    assert go(client) == (403, "")
    assert not User.objects.exists()
    assert client.get("/console/").status_code == 302
    assert Entry.objects.latest("seq").action == "sign_in.refused"


def test_roles_follow_the_claim_at_each_sign_in(client: Client, provider: Provider) -> None:
    provider.person["groups"] = "idv-owners"
    go(client)
    assert User.objects.get().is_superuser

    provider.person["groups"] = ["idv-review"]
    go(client)
    assert not User.objects.get().is_superuser
    assert list(User.objects.get().groups.values_list("name", flat=True)) == ["Reviewer"]

    provider.person["groups"] = []
    client.logout()
    assert go(client)[0] == 403
    assert client.get("/console/").status_code == 302


def test_an_account_of_the_same_name_is_not_taken_over(client: Client, provider: Provider) -> None:
    User.objects.create_superuser("vera", email="vera@acme.example", password="passphrase of hers")
    provider.person |= {"groups": ["idv-review"], "email": "vera@acme.example",
                        "email_verified": True}  # fmt: skip

    go(client)

    assert client.get("/console/auth/user/").status_code == 403
    assert User.objects.count() == 2


def test_userinfo_of_somebody_else_is_refused(client: Client, provider: Provider) -> None:
    provider.person["groups"] = ["idv-review"]
    provider.info = {"sub": "2", "groups": ["idv-owners"]}

    assert go(client)[0] == 403
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "change", [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}, {"nonce": "x"}]
)
def test_a_token_that_is_not_for_us_is_refused(
    client: Client, provider: Provider, change: dict[str, object]
) -> None:
    provider.person |= {"groups": ["idv-owners"], **change}

    status, _ = go(client)

    assert status in (401, 403)
    assert not User.objects.exists()


def test_an_answer_without_our_question_is_refused(client: Client, provider: Provider) -> None:
    page = client.get(f"{LOGIN}callback/?code=x&state=y")

    assert "not one to sign in with" in page.text
    assert client.get("/console/").status_code == 302


def test_who_stops_there_is_told_so(client: Client, provider: Provider) -> None:
    provider.refuses = True

    assert go(client) == (302, "/console/account/sso/cancelled/")
    assert "You stopped" in client.get("/console/account/sso/cancelled/").text


def test_what_matters_most_sends_them_there_again(client: Client, provider: Provider) -> None:
    provider.person["groups"] = ["idv-owners"]
    go(client)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 16 * 60
    session.save()

    asked = client.get("/console/auth/user/add/").headers["Location"]
    assert asked.startswith(LOGIN)
    assert go(client, asked) == (302, "/console/auth/user/add/")
    assert provider.asked[-1]["prompt"] == "login"
    assert client.get("/console/auth/user/add/").status_code == 200


NEEDS_PROOF = "/console/auth/user/add/"


def test_a_sign_in_is_as_old_as_what_it_rests_on(client: Client, provider: Provider) -> None:
    provider.person["groups"] = ["idv-owners"]
    provider.since = 16 * 60
    go(client)
    assert client.get("/console/").status_code == 200
    assert client.get(NEEDS_PROOF).status_code == 302

    provider.since = 60
    go(client)
    assert client.get(NEEDS_PROOF).status_code == 200


@pytest.mark.parametrize("told", [None, 1, True, "now"])
def test_who_was_not_asked_again_is_shown_nothing_that_matters(
    client: Client, provider: Provider, told: object
) -> None:
    provider.person |= {"groups": ["idv-owners"], "auth_time": told}
    go(client)
    asked = client.get(NEEDS_PROOF).headers["Location"]

    assert go(client, asked) == (403, "")
    assert client.get(NEEDS_PROOF).status_code == 302


def test_what_the_browser_would_have_us_ask_is_not_asked(
    client: Client, provider: Provider
) -> None:
    provider.person["groups"] = ["idv-owners"]
    go(client, f"{LOGIN}?again=1&auth_params=prompt%3Dnone%26nonce%3Dmine&scope=admin")

    asked = provider.asked[-1]
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert asked["nonce"] != "mine"
    assert "admin" not in asked["scope"]


def test_an_answer_is_good_once_and_in_the_browser_that_asked(
    client: Client, provider: Provider
) -> None:
    provider.person["groups"] = ["idv-owners"]
    go(client)
    provider.person["nonce"] = provider.asked[-1]["nonce"]

    assert go(client)[0] == 403
    assert go(Client())[0] == 403


def test_without_the_setting_there_is_no_such_way(client: Client, db: None) -> None:
    assert client.get(LOGIN).status_code == 404
    assert "sso" not in client.get("/console/login/").text


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({}, "IDV_SSO_ISSUER needs IDV_SSO_CLIENT_ID"),
        ({"IDV_SSO_ROLES": "a=king"}, "the roles are: Owner, Integration manager, Reviewer"),
        ({"IDV_SSO_ROLES": "owner"}, "must be value=role pairs"),
        ({"IDV_SSO_CLIENT_ID": "x", "IDV_SSO_CLIENT_SECRET": "y"}, "needs IDV_SSO_ROLES"),
    ],
)
def test_half_a_set_of_settings_is_a_problem(variables: dict[str, str], problem: str) -> None:
    env = Reader(variables)
    roles = sso_settings.role_mapping(env)
    sso_settings.provider(env, issuer="https://op.example", name="", roles=roles)

    assert any(problem in one for one in env.problems)
