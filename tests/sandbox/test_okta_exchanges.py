"""Exchanges are shown whole, their secrets recognisable only."""

import json

from sandbox.okta_exchanges import mask, shown_request, shown_response

SECRET = "s3cr3t-0123456789-abcdefghij"


def test_a_form_is_shown_decoded_and_its_secrets_masked() -> None:
    shown = shown_request(
        "POST",
        "https://idv.example/oauth2/par",
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"client_id": "me", "client_secret": SECRET, "claims": '{"id_token": {"a": 1}}'},
    )

    assert shown.startswith("POST /oauth2/par HTTP/1.1\nHost: idv.example\n")
    assert "client_id=me\n&client_secret=s3cr…ghij" in shown
    assert SECRET not in shown
    assert '"id_token"' in shown


def test_a_json_body_is_masked_at_every_depth() -> None:
    shown = shown_request(
        "POST",
        "https://idv.example/par",
        {"Content-Type": "application/json"},
        {"client_secret": SECRET, "inner": [{"code_verifier": SECRET}]},
    )

    assert SECRET not in shown
    assert shown.count("s3cr…ghij") == 2


def test_a_query_and_a_redirect_are_masked() -> None:
    request = shown_request("GET", f"https://org.example/callback?code={SECRET}&state=abc", {})
    response = shown_response(302, "Found", {"Location": f"/callback?code={SECRET}&state=abc"}, "")

    assert SECRET not in request + response
    assert "state=abc" in request
    assert "state=abc" in response


def test_tokens_in_an_answer_are_masked_and_the_rest_is_indented() -> None:
    body = json.dumps({"id_token": SECRET, "access_token": SECRET, "expires_in": 300})
    shown = shown_response(200, "OK", {"Content-Type": "application/json", "Set-Cookie": "x"}, body)

    assert SECRET not in shown
    assert '\n  "expires_in": 300' in shown
    assert "Set-Cookie" not in shown


def test_an_answer_that_is_not_json_is_cut_short() -> None:
    assert len(shown_response(502, "Bad Gateway", {}, "<html>" + "x" * 10_000)) < 500


def test_a_short_secret_shows_nothing_of_itself() -> None:
    assert mask("hunter2") == "… (7 characters, masked)"
