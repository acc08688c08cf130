"""What an ID token said can be read again for a day, exactly, by those who may see names."""

import json

from django.contrib.auth.models import User
from django.test import Client

from audit.models import Entry
from oidc import issued
from oidc.models import AuthorizationCode, PushedRequest
from tests.console.conftest import sign_in
from tests.oidc.relying_party import RelyingParty
from verification.models import Session


def test_it_is_the_payload_that_was_signed(rp: RelyingParty) -> None:
    told = rp.verify(json.loads(rp.redeem(rp.code()).content)["id_token"])

    assert issued.id_token_payload(Session.objects.get().pk) == told


def test_without_a_token_there_is_none(rp: RelyingParty) -> None:
    rp.code()
    session = Session.objects.get()
    assert issued.id_token_payload(session.pk) is None

    AuthorizationCode.objects.all().delete()
    PushedRequest.objects.all().delete()
    assert issued.id_token_payload(session.pk) is None


def test_the_console_shows_it_on_demand_and_writes_that_down(
    rp: RelyingParty, client: Client
) -> None:
    rp.redeem(rp.code())
    session = Session.objects.get()
    sign_in(client, User.objects.create(username="owner", is_staff=True, is_superuser=True))
    page = f"/console/verification/session/{session.pk}/"
    assert "Patrick" not in client.get(f"{page}change/").text

    shown = client.post(f"{page}id-token/")

    assert "Patrick" in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.filter(action="session.token_seen").count() == 1
