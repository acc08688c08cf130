"""A receipt tells a decision, is followed again by anybody, and shows when it was altered."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from jwcrypto import jwk

from idv_provider import audit_signing
from tests.console import journeys
from verification import assessment, reviews, sampling, services, vault
from verification.checks import codes
from verification.decision import Requirements, decide
from verification.findings import Finding, Outcome
from verification.models import Flow, Session

DEMANDED = Requirements(
    frozenset({codes.FACE_MATCH, codes.MRZ_PRESENT}),
    frozenset({codes.DOCUMENT_GLARE}),
    frozenset({codes.FACE_MATCH}),
)
GLARE = Finding(codes.DOCUMENT_GLARE, Outcome.FAIL, "Reflections.", 0.4, 0.12, "share")


@pytest.fixture
def flow(db: None) -> Flow:
    return Flow.objects.create(slug="passport", name="Passport", attempts=1)


def assessed(flow: Flow, face: Outcome, zone: Outcome | None = Outcome.PASS) -> Session:
    """A session that was found out to be so; without a zone's answer, nobody gave one."""
    session, _ = journeys.captured(flow)
    session.advance(Session.Status.PROCESSING, reason="submitted", submitted_at=session.created_at)
    found = [GLARE, Finding(codes.FACE_MATCH, face, "As it is.", 0.5, 0.55, "distance")]
    if zone is not None:
        found.append(Finding(codes.MRZ_PRESENT, zone, "A zone."))
    policy = session.policy
    drawn = sampling.is_drawn(session, policy.review_share)
    demanded = replace(DEMANDED, everybody=policy.review_everybody, sampled=drawn)
    assessment.record(session, tuple(found), demanded, decide(found, demanded))
    return session


def receipt_of(browser: Client, session: Session) -> str:
    response = browser.post(f"/console/verification/session/{session.pk}/receipt/")
    assert "attachment" in response["Content-Disposition"]
    return response.text


@pytest.fixture
def replay(tmp_path: Path, db: None) -> Callable[[str], str]:
    """Run the command on a receipt's text, and return what it says."""

    def run(text: str, keys: str = "") -> str:
        file, key, said = tmp_path / "receipt.json", tmp_path / "keys.json", StringIO()
        file.write_text(text)
        key.write_text(keys or audit_signing.public_keys())
        call_command("replay_decision", str(file), "--key", str(key), stdout=said)
        return said.getvalue()

    return run


@pytest.mark.parametrize(
    ("zone", "level"),
    [
        pytest.param(Outcome.PASS, "VERIFIED", id="verified"),
        pytest.param(Outcome.FAIL, "FAILED", id="failed"),
        pytest.param(None, "FAILED", id="never answered"),
    ],
)
def test_a_receipt_leads_to_the_same_verdict_also_when_the_pictures_are_gone(
    console: Client,
    flow: Flow,
    replay: Callable[[str], str],
    zone: Outcome | None,
    level: str,
) -> None:
    session = assessed(flow, Outcome.PASS, zone)
    before = replay(receipt_of(console, session))
    vault.shred(session)

    after = replay(receipt_of(console, session))

    assert before == after
    assert f"in the end {level}, by passport version 1" in after
    assert ("Was the machine-readable zone read?" in after) is (level == "FAILED")


def test_a_receipt_of_an_earlier_version_leads_to_the_verdict_of_then(
    replay: Callable[..., str],
) -> None:
    """It says nothing of who sees everybody, and has a finding that no check reports any more."""
    kept = Path(__file__).with_name("receipts")
    text, keys = ((kept / name).read_text() for name in ("first_form.json", "keys.json"))

    said = replay(text, keys)

    assert '"everybody"' not in text
    assert "the checks VERIFIED, in the end VERIFIED, by passport version 1" in said


@pytest.mark.parametrize(
    "judged",
    [
        pytest.param((Outcome.FAIL, "verify", "same_person"), id="verified"),
        pytest.param((Outcome.FAIL, "refuse", "not_live"), id="refused"),
        pytest.param((Outcome.PASS, "verify", "genuine"), id="passed, drawn and verified"),
        pytest.param((Outcome.PASS, "refuse", "doubtful_document"), id="passed and refused"),
    ],
)
def test_a_receipt_tells_what_reviewers_said(
    console: Client,
    owner: User,
    flow: Flow,
    replay: Callable[[str], str],
    judged: tuple[Outcome, str, str],
) -> None:
    face, verdict, reason = judged
    flow.review_everybody = face is Outcome.PASS and verdict == "refuse"
    flow.review_share = 100 if face is Outcome.PASS and verdict == "verify" else 0
    flow.save()
    session = assessed(flow, face)
    reviews.claim(session.pk, by=owner)
    reviews.decide(session.pk, by=owner, verdict=verdict, reason=reason, note=journeys.CANARY)

    text = receipt_of(console, session)

    level = "VERIFIED" if verdict == "verify" else "FAILED"
    assert f"the checks REVIEW, in the end {level}" in replay(text)
    assert json.loads(text)["receipt"]["reviews"][0]["reason"] == reason
    assert journeys.CANARY not in text


def altered(text: str, **changes: Any) -> str:  # JSON
    body = json.loads(text)
    body["receipt"] |= changes
    return json.dumps(body)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"level": "VERIFIED"}, id="level"),
        pytest.param({"findings": []}, id="findings"),
        pytest.param({"flow_version": 7}, id="version"),
        pytest.param({"note": "added"}, id="added"),
    ],
)
def test_a_receipt_that_was_altered_is_said_to_be(
    console: Client,
    flow: Flow,
    replay: Callable[[str], str],
    change: dict[str, Any],
) -> None:
    text = receipt_of(console, assessed(flow, Outcome.PASS, Outcome.FAIL))

    with pytest.raises(CommandError, match="altered: what can be read in it is not what was"):
        replay(altered(text, **change))


def test_a_receipt_of_another_key_or_kind_is_none(
    console: Client,
    flow: Flow,
    replay: Callable[..., str],
) -> None:
    text = receipt_of(console, assessed(flow, Outcome.PASS))
    other = jwk.JWK.generate(kty="OKP", crv="Ed25519").export_public()

    with pytest.raises(CommandError, match="a key that was not given"):
        replay(text, other)
    for broken in ("", "[]", "{}", '{"receipt": 1, "signature": "a.b.c"}'):
        with pytest.raises(CommandError, match="altered"):
            replay(broken)


def test_what_is_not_decided_has_no_receipt(console: Client, flow: Flow) -> None:
    session = assessed(flow, Outcome.FAIL)  # a person has yet to judge
    answer = console.post(f"/console/verification/session/{session.pk}/receipt/", follow=True)
    assert "nothing was decided" in answer.text

    services.cancel(session)
    answer = console.post(f"/console/verification/session/{session.pk}/receipt/", follow=True)
    assert "nothing was decided" in answer.text
