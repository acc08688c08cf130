"""The org's side of the wire: real HTTP to the vendor's public URLs, all of it written down."""

import time
from dataclasses import dataclass
from http.client import responses
from typing import Any

import requests

from sandbox import okta_answers, okta_notes
from sandbox.models import Vendor
from sandbox.okta_exchanges import Exchange, shown_request, shown_response
from sandbox.okta_requests import authorize_address
from sandbox.okta_rules import READABLE, Asked, Judgement, Reason, Refusal, deny, judge
from sandbox.okta_tokens import IdToken, TokenRefused, validated

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
# To connect, and between two bytes of the answer; in seconds.
_TIMEOUT = (3.05, 15)


@dataclass(frozen=True, slots=True)
class Answer:
    """A vendor's answer; status and body are None where there was none, or none in JSON."""

    status: int | None
    body: Any
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Finish:
    """How a transaction ended."""

    judgement: Judgement
    exchanges: tuple[Exchange, ...]
    token: IdToken | None = None
    compact_token: str = ""
    notes: tuple[str, ...] = ()


def push(vendor: Vendor, parameters: dict[str, Any], *, json_body: bool) -> Answer:
    """Push an authorization request."""
    return _send("Okta pushes the request", "POST", vendor.par, parameters, json_body=json_body)


def sent_browser(address: str) -> Exchange:
    """Return the exchange in which the browser goes to the vendor; the org sees no answer."""
    request = shown_request("GET", address, {})
    return Exchange("Okta sends the browser to the vendor", "browser", request, None, "", None)


def returned_browser(address: str) -> Exchange:
    """Return the exchange in which the browser comes back to the org's callback."""
    request = shown_request("GET", address, {})
    return Exchange("The vendor sends the browser back", "browser", request, None, "", None)


def address_for(vendor: Vendor, request_uri: str, *, with_client_id: bool) -> str:
    """Return where the browser is to go."""
    client_id = vendor.client_id if with_client_id else ""
    return authorize_address(vendor.authorize, request_uri, client_id)


def finish(
    vendor: Vendor, asked: Asked, *, code: str, code_verifier: str, redirect_uri: str
) -> Finish:
    """Redeem the code, fetch the keys, validate the token and judge it."""
    redeemed = _send(
        "Okta redeems the code",
        "POST",
        vendor.token,
        {
            "grant_type": "authorization_code",
            "client_id": vendor.client_id,
            "client_secret": vendor.secret,
            "code": code,
            "code_verifier": code_verifier,
            "redirect_uri": redirect_uri,
        },
    )
    refusal = okta_answers.refuse_redeemed(redeemed.status, redeemed.body)
    if refusal is not None:
        return Finish(deny(refusal), (redeemed.exchange,))
    keys = _send("Okta fetches the vendor's keys", "GET", vendor.jwks)
    exchanges = (redeemed.exchange, keys.exchange)
    if keys.status != okta_answers.OK:
        refusal = Refusal(Reason.RESPONSE_PROCESSING_ERROR, "The vendor's keys cannot be fetched.")
        return Finish(deny(refusal), exchanges)
    compact = redeemed.body["id_token"]
    try:
        token = validated(compact, keys.body, issuer=vendor.issuer, audience=vendor.client_id)
    except TokenRefused as refused:
        return Finish(deny(Refusal(Reason.ERROR_RESPONSE_TOKEN, str(refused))), exchanges)
    judgement = judge(token.payload, asked)
    readable = READABLE in judgement.held
    notes = okta_notes.notes(token.payload, asked) if readable else ()
    return Finish(judgement, exchanges, token, compact, notes)


def _send(
    title: str,
    method: str,
    address: str,
    body: dict[str, Any] | None = None,
    *,
    json_body: bool = False,
) -> Answer:
    """Send one request, follow no redirect, and write the exchange down."""
    content_type = {"Content-Type": JSON if json_body else FORM} if body is not None else {}
    shown = shown_request(method, address, {**content_type, "Accept": JSON}, body)
    began = time.monotonic()
    with requests.Session() as session:
        # Neither a proxy for the vendor next door, nor a password from somebody's .netrc.
        session.trust_env = False
        try:
            response = session.request(
                method,
                address,
                data=None if json_body else body,
                json=body if json_body else None,
                headers={"Accept": JSON},
                timeout=_TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            words = f"No answer: {type(error).__name__}."
            return Answer(None, None, Exchange(title, "org", shown, None, words, _since(began)))
    status, reason = response.status_code, responses.get(response.status_code, "")
    answer = shown_response(status, reason, response.headers, response.text)
    exchange = Exchange(title, "org", shown, status, answer, _since(began))
    return Answer(status, _json(response), exchange)


def _json(response: requests.Response) -> object:
    try:
        return response.json()
    except ValueError:
        return None


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
