"""Checks J19 to J26: the keys, their publication and their rotation."""

import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from django.test import Client
from django.utils import timezone

from applications.models import Application
from oidc import keys
from oidc.models import SigningKey
from tests.oidc.relying_party import RelyingParty

pytestmark = pytest.mark.django_db


class Clock:
    """A time that a test sets; the keys' module reads no other."""

    def __init__(self) -> None:
        self.value = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.value

    def pass_by(self, interval: timedelta) -> None:
        self.value += interval
        keys.forget()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    # The column's default holds the function itself.
    monkeypatch.setattr(SigningKey._meta.get_field("created_at"), "default", clock.now)
    monkeypatch.setattr(SigningKey._meta.get_field("created_at"), "_get_default", clock.now)
    return clock


def published() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(keys.key_set())["keys"]
    return found


def kids() -> set[str]:
    return {key["kid"] for key in published()}


def test_the_key_set_holds_public_rsa_keys_only(client: Client) -> None:
    """Checks 19, 20."""
    keys.ensure_signing_key()

    response = client.get("/oauth2/jwks")

    assert response.headers["Content-Type"] == "application/json"
    found = response.json()["keys"]
    assert len({key["kid"] for key in found}) == len(found) == 2
    for key in found:
        assert key.keys() == {"kty", "n", "e", "kid", "use", "alg"}
        assert (key["kty"], key["use"], key["alg"]) == ("RSA", "sig", "RS256")
        assert jwt.PyJWK(key).key.key_size >= 2048


def test_the_key_set_is_never_empty_so_that_nobody_keeps_an_empty_one(client: Client) -> None:
    """Check 22: the first token's key was published when the key set was first asked for."""
    found = client.get("/oauth2/jwks").json()["keys"]

    assert keys.signer("RS256").kid in {key["kid"] for key in found}


def test_every_process_serves_the_same_bytes(client: Client) -> None:
    """Check 21."""
    keys.ensure_signing_key()
    first = client.get("/oauth2/jwks").content
    keys.forget()

    assert client.get("/oauth2/jwks").content == first


def test_the_key_that_signs_is_published(rp: RelyingParty) -> None:
    """Check 22."""
    token = rp.redeem(rp.code()).json()["id_token"]

    assert jwt.get_unverified_header(token)["kid"] in kids()


def test_the_key_set_is_kept_for_less_time_than_a_key_waits(client: Client) -> None:
    """Check 24."""
    cached = client.get("/oauth2/jwks").headers["Cache-Control"]

    assert timedelta(seconds=int(cached.removeprefix("public, max-age="))) < keys.PUBLISH_BEFORE


def test_a_rotation_waits_until_the_next_key_has_been_published_long_enough(clock: Clock) -> None:
    """Check 23."""
    first = keys.ensure_signing_key().kid
    [following] = kids() - {first}

    begins = keys.rotate()

    assert begins == clock.now() + keys.PUBLISH_BEFORE
    assert keys.signer("RS256").kid == first
    clock.pass_by(keys.PUBLISH_BEFORE)
    assert keys.signer("RS256").kid == following


def test_an_old_enough_key_takes_over_within_two_seconds(clock: Clock) -> None:
    """Check 23."""
    first = keys.ensure_signing_key().kid
    clock.pass_by(keys.PUBLISH_BEFORE)

    begins = keys.rotate()

    assert begins - clock.now() == timedelta(seconds=2)
    clock.pass_by(timedelta(seconds=2))
    assert keys.signer("RS256").kid != first


def test_a_retired_key_stays_published_as_long_as_its_last_token_lives(clock: Clock) -> None:
    """Check 23."""
    first = keys.ensure_signing_key().kid
    clock.pass_by(keys.PUBLISH_BEFORE)
    keys.rotate()
    clock.pass_by(keys.PUBLISH_AFTER)
    assert first in kids()

    clock.pass_by(timedelta(seconds=3))
    assert first not in kids()
    keys.rotate_due()
    assert not SigningKey.objects.filter(kid=first).exists()


def test_a_key_that_has_leaked_is_gone_at_once_with_all_before_it(clock: Clock) -> None:
    """Check 23: haste goes before caches then, and before the next key's half hour."""
    first = keys.ensure_signing_key().kid
    clock.pass_by(keys.PUBLISH_BEFORE)
    second = SigningKey.objects.get(active_from__isnull=True).kid
    keys.rotate()
    clock.pass_by(timedelta(minutes=1))
    third = SigningKey.objects.get(active_from__isnull=True).kid

    begins = keys.rotate(withdraw=True)

    assert begins - clock.now() == timedelta(seconds=2)
    assert keys.signer("RS256").kid == second
    clock.pass_by(timedelta(seconds=2))
    assert keys.signer("RS256").kid == third
    assert kids().isdisjoint({first, second})
    assert third in kids()


def test_a_rotation_that_was_decided_on_what_is_no_more_is_none(clock: Clock) -> None:
    keys.ensure_signing_key()
    seen = SigningKey.objects.get(active_from__isnull=True).kid
    keys.rotate(seen=seen)

    with pytest.raises(keys.AlreadyRotated):
        keys.rotate(seen=seen)

    assert SigningKey.objects.count() == 3


def test_there_is_always_a_next_key(clock: Clock) -> None:
    keys.ensure_signing_key()
    for _ in range(3):
        clock.pass_by(timedelta(days=1))
        keys.rotate()
        assert SigningKey.objects.filter(active_from__isnull=True).count() == 1


def test_the_schedule_rotates_a_key_that_has_served_its_time_once(clock: Clock) -> None:
    first = keys.ensure_signing_key().kid
    assert keys.rotate_due() == []
    clock.pass_by(keys.ROTATE_EVERY)

    assert keys.rotate_due() == ["RS256"]
    clock.pass_by(timedelta(minutes=1))
    assert keys.rotate_due() == []
    assert keys.signer("RS256").kid != first


def test_making_keys_twice_makes_them_once() -> None:
    assert keys.ensure_signing_key() == keys.ensure_signing_key()
    assert SigningKey.objects.count() == 2


@pytest.mark.parametrize("algorithm", ["ES256", "PS256"])
def test_an_application_can_have_another_algorithm(rp: RelyingParty, algorithm: str) -> None:
    Application.objects.update(algorithm=algorithm)

    response = rp.redeem(rp.code())

    token = response.json()["id_token"]
    assert jwt.get_unverified_header(token)["alg"] == algorithm
    assert rp.verify(token)["nonce"] == "nonce-1"


def test_the_private_part_is_sealed_in_the_database() -> None:
    """Check 26."""
    key = keys.ensure_signing_key()

    stored = bytes(SigningKey.objects.get(pk=key.pk).private_sealed)
    assert b'"d"' not in stored
    assert "d" not in key.public_jwk


@pytest.mark.parametrize(
    "path", ["/.env", "/.git/config", "/media/key.pem", "/static/../var/secrets.json", "/db.bak"]
)
def test_no_path_leads_to_a_file_of_ours(client: Client, path: str) -> None:
    """Check 26."""
    assert client.get("/", PATH_INFO=path).status_code == 404
