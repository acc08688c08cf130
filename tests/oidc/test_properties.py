"""No input makes anything of the parsers but a value or a refusal."""

import json
import string
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oidc import claims, parameters, pkce, requests
from oidc.answers import okta, standard
from oidc.errors import OAuthError
from oidc.requests import ClientPolicy
from tests.oidc.ida_schema import problems
from tests.oidc.relying_party import CHALLENGE, REDIRECT_URI, VERIFIER
from tests.oidc.test_answers import verdict

POLICY = ClientPolicy(
    redirect_uris=frozenset({REDIRECT_URI}),
    flows=frozenset({"passport"}),
    default_flow="passport",
    okta=True,
    require_pkce=True,
)
NAMES = (*claims.CLAIMS, *claims.ADDRESS, "address", "unknown", "value", "values", "fuzzy")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
elements = st.fixed_dictionaries(
    {
        "verification": st.fixed_dictionaries(
            {},
            optional={
                "trust_framework": json_values | st.sampled_from(requests.TRUST_FRAMEWORKS),
                "assurance_level": json_values,
                "time": json_values,
                "evidence": json_values | st.lists(json_values, max_size=2),
            },
        ),
        "claims": st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6),
    }
)
asked = st.builds(lambda element: {"id_token": {"verified_claims": [element]}}, elements)


def outcome(parse: Callable[..., Any], *args: object) -> Any:
    """Return what a parser makes of its input: a value, or the refusal itself."""
    try:
        return parse(*args)
    except OAuthError as error:
        return error


def assert_tellable(refused: OAuthError) -> None:
    """RFC 6749 section 5.2: printable ASCII without quotes and backslashes."""
    assert refused.description.isascii()
    assert refused.description.isprintable()
    assert not set('"\\') & set(refused.description)


@given(st.text() | json_values.map(json.dumps) | asked.map(json.dumps))
@settings(max_examples=300, deadline=None)
def test_claims_are_understood_or_refused(text: str) -> None:
    found = outcome(claims.parse, text)

    if isinstance(found, OAuthError):
        assert found.error == "invalid_request"
        assert_tellable(found)
    else:
        assert isinstance(found, claims.ClaimsRequest)


@given(asked.map(json.dumps), st.dictionaries(st.sampled_from(NAMES), st.booleans() | st.none()))
@settings(max_examples=200, deadline=None)
def test_only_what_was_asked_is_answered_and_only_proof_verifies(
    text: str, matched: dict[str, bool | None]
) -> None:
    request = outcome(claims.parse, text)
    if isinstance(request, OAuthError) or request.id_token is None:
        return
    names = {claim.name for claim in request.id_token.claims}
    told = verdict(matched=matched)

    [element] = okta(request.id_token, told)
    plain = standard(request.id_token, told, now=told.at)

    flat = set(element["claims"]) | {
        f"address.{name}" for name in element["claims"].get("address", ())
    }
    assert flat - {"address"} <= names | {name.partition(".")[2] for name in names}
    if element["verification"]["assurance_level"] == "VERIFIED":
        assert "null" not in json.dumps(element["claims"])
    assert plain is None or problems(plain) == []
    for name in plain["claims"] if plain else ():
        assert name == "address" or matched.get(name) is True


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_bytes_become_parameters_or_are_refused(body: bytes) -> None:
    for parse in (parameters.from_form, parameters.from_json):
        found = outcome(parse, body)
        if isinstance(found, OAuthError):
            assert found.error == "invalid_request"
            assert_tellable(found)
        else:
            assert all(isinstance(value, str) and value for value in found.values())


@given(
    st.dictionaries(
        st.sampled_from(
            [
                *("response_type", "response_mode", "scope", "state", "nonce", "login_hint"),
                *("code_challenge", "code_challenge_method", "max_age", "prompt", "ui_locales"),
                *("redirect_uri", "request", "request_uri", "claims"),
            ]
        ),
        st.text(min_size=1, max_size=50) | st.sampled_from(["code", "openid", "S256", "none"]),
        max_size=4,
    )
)
@settings(max_examples=300, deadline=None)
def test_parameters_become_a_request_or_are_refused(changes: dict[str, str]) -> None:
    good = {
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid identity_assurance",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    found = outcome(requests.parse, good | changes, POLICY)

    if isinstance(found, OAuthError):
        assert found.parameter
        assert_tellable(found)
    else:
        assert found.redirect_uri == REDIRECT_URI
        assert found.flow in POLICY.flows
        assert pkce.is_challenge(found.code_challenge)


@given(st.text(alphabet=string.printable, max_size=140))
@settings(max_examples=200, deadline=None)
def test_one_verifier_proves_a_challenge(text: str) -> None:
    assert pkce.proves(text, CHALLENGE) is (text == VERIFIER)


def test_json_of_a_form_and_of_a_body_mean_the_same() -> None:
    members: dict[str, Any] = {"state": "x", "claims": {"id_token": None}, "max_age": 5, "a": None}

    assert parameters.from_json(json.dumps(members).encode()) == {
        "state": "x",
        "claims": '{"id_token": null}',
        "max_age": "5",
    }
