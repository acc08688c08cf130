"""Pages speak the language of whoever reads them."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.verification.flow.addresses import at
from verification.models import Session


@pytest.mark.parametrize(
    ("accepted", "language", "direction", "heading"),
    [
        ("de-AT,en;q=0.5", "de", "ltr", "Bestätigen Sie, wer Sie sind"),
        ("pt-BR", "pt", "ltr", "Confirme quem você é"),
        ("ar-EG", "ar", "rtl", "أكّد هويتك"),
        ("ja", "ja", "ltr", "ご本人であることを確認します"),
        ("xx, fr;q=0.8", "fr", "ltr", "Confirmez qui vous êtes"),
        ("es-419", "es", "ltr", "Confirme quién es"),
        ("zh-Hant-TW", "en", "ltr", "Confirm who you are"),
        ("zh, ar-EG;q=0.8", "ar", "rtl", "أكّد هويتك"),
    ],
)
def test_the_flow_speaks_the_browser_s_language(  # noqa: PLR0917  # two are fixtures
    person: Client, session: Session, accepted: str, language: str, direction: str, heading: str
) -> None:
    answer = person.get(at("welcome", session), headers={"accept-language": accepted})

    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert f"<h1>{heading}</h1>" in answer.text
    assert answer["Content-Language"] == language


def test_a_chosen_language_is_kept_and_loses_nothing(person: Client, session: Session) -> None:
    page = person.get(at("welcome", session)).text
    assert f'action="{reverse("language")}"' in page

    chosen = person.post(reverse("language"), {"language": "es", "next": at("welcome", session)})

    assert (chosen.status_code, chosen["Location"]) == (302, at("welcome", session))
    cookie = chosen.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("es", True, "Lax")
    german = {"accept-language": "de"}
    assert "Confirme quién es" in person.get(at("welcome", session), headers=german).text
    person.post(at("welcome", session))
    assert "Fotografíe su" in person.get(at("document", session), headers=german).text


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_choosing_a_language_leads_nowhere_else(client: Client, away: str) -> None:
    answer = client.post(reverse("language"), {"language": "de", "next": away})

    assert answer["Location"] == "/"


def test_what_is_refused_is_refused_in_the_person_s_language(
    person: Client, session: Session
) -> None:
    person.post(at("welcome", session))
    data = {"source": "upload"}
    headers = {"accept": "application/json", "accept-language": "fr"}

    answer = person.post(at("document", session), data, headers=headers)

    assert answer.json()["message"] == "Veuillez d\u2019abord choisir une image."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/legal/privacy", "Datenschutz"),
        ("/legal/terms", "Nutzungsbedingungen"),
        ("/nowhere", "Unter dieser Adresse gibt es nichts"),
        ("/oauth2/idv-authorize?request_uri=x", "Dieser Link ist nicht oder nicht mehr gültig"),
    ],
)
def test_other_pages_speak_it_too(client: Client, address: str, heading: str) -> None:
    answer = client.get(address, headers={"accept-language": "de"})

    assert f"<h1>{heading}</h1>" in answer.text
    assert '<html lang="de" dir="ltr">' in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/console/login/", "/sandbox/"])
def test_the_console_and_the_sandbox_speak_english(client: Client, address: str) -> None:
    answer = client.get(address, headers={"accept-language": "ar"}, follow=True)

    assert not re.search(r"[\u0600-\u06ff]", answer.text)
    assert '<html lang="en"' in answer.text
