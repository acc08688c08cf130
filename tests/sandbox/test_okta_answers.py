"""Okta's rules on a vendor's answers, before there is a token."""

from typing import Any

import pytest

from sandbox.okta_answers import refuse_pushed, refuse_redeemed, refuse_returned
from sandbox.okta_rules import Reason, Refusal

ISSUER = "https://idv.example"


def reason_of(refusal: Refusal | None) -> Reason | None:
    return refusal.reason if refusal else None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (None, None),
        (200, {"request_uri": "urn:x", "expires_in": 60}),
        (400, {"error": "invalid_scope", "error_description": "No such flow."}),
        (502, None),
        (201, None),
        (201, ["urn:x"]),
        (201, {"expires_in": 60}),
        (201, {"request_uri": 5, "expires_in": 60}),
        (201, {"request_uri": "urn:x"}),
        (201, {"request_uri": "urn:x", "expires_in": "60"}),
        (201, {"request_uri": "urn:x", "expires_in": True}),
    ],
)
def test_anything_but_a_proper_answer_to_the_push_is_denied(
    status: int | None, body: object
) -> None:
    assert reason_of(refuse_pushed(status, body)) is Reason.RESPONSE_PROCESSING_ERROR_PAR


def test_a_proper_answer_to_the_push_goes_on() -> None:
    assert refuse_pushed(201, {"request_uri": "urn:x", "expires_in": 60}) is None


def test_a_refused_push_repeats_what_the_vendor_said() -> None:
    refusal = refuse_pushed(400, {"error": "invalid_scope", "error_description": "No such flow."})

    assert refusal is not None
    assert "invalid_scope: No such flow." in refusal.because


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"iss": []}, Reason.RESPONSE_PROCESSING_ERROR),
        ({"iss": ["https://other.example"]}, Reason.RESPONSE_PROCESSING_ERROR),
        ({"iss": [f"{ISSUER}/"]}, Reason.RESPONSE_PROCESSING_ERROR),
        ({"code": []}, Reason.RESPONSE_PROCESSING_ERROR),
        ({"code": [""]}, Reason.RESPONSE_PROCESSING_ERROR),
        ({"code": ["c", "c"]}, Reason.RESPONSE_PROCESSING_ERROR),
        ({"code": [], "error": ["access_denied"]}, Reason.ERROR_RESPONSE),
        ({"error": ["access_denied"]}, Reason.ERROR_RESPONSE),
        ({"error": ["server_error"], "iss": []}, Reason.RESPONSE_PROCESSING_ERROR),
    ],
)
def test_what_the_browser_brings_back_is_judged(
    changes: dict[str, list[str]], expected: Reason | None
) -> None:
    parameters = {"code": ["c"], "state": ["s"], "iss": [ISSUER]} | changes
    present = {name: values for name, values in parameters.items() if values}

    assert reason_of(refuse_returned(present, issuer=ISSUER)) == expected


def test_an_error_that_came_back_is_repeated() -> None:
    parameters = {
        "error": ["access_denied"], "error_description": ["The user cancelled."],
        "iss": [ISSUER], "state": ["s"],
    }  # fmt: skip
    refusal = refuse_returned(parameters, issuer=ISSUER)

    assert refusal is not None
    assert refusal.because == "The vendor returned access_denied: The user cancelled."


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"id_token": "a.b.c", "expires_in": 300}, None),
        (None, None, Reason.RESPONSE_PROCESSING_ERROR),
        (400, {"error": "invalid_grant"}, Reason.ERROR_RESPONSE_TOKEN),
        (302, None, Reason.ERROR_RESPONSE_TOKEN),
        (200, None, Reason.PARSING_ERROR),
        (200, [], Reason.PARSING_ERROR),
        (200, {"expires_in": 300}, Reason.MISSING),
        (200, {"id_token": {}, "expires_in": 300}, Reason.MISSING),
        (200, {"id_token": "a.b.c"}, Reason.MISSING),
        (200, {"id_token": "a.b.c", "expires_in": 0}, Reason.MISSING),
    ],
)
def test_the_token_answer_is_judged(status: int | None, body: Any, expected: Reason | None) -> None:
    assert reason_of(refuse_redeemed(status, body)) == expected
