"""The org against vendors that answer wrongly, each of them a real HTTP server."""

import json
import threading
import time
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox import okta_client
from sandbox.models import Vendor
from sandbox.okta_client import Finish
from sandbox.okta_rules import Asked, Reason, Result

ASKED = Asked("n-1", "IDV-DELEGATED", "VERIFIED", {"given_name": "P", "family_name": "J"})
CODE, VERIFIER, SECRET = (
    "code-0123456789abcdef",
    "verifier-0123456789abcdef",
    "secret-0123456789abc",
)


class Page(NamedTuple):
    status: int
    body: bytes
    location: str = ""


class Liar(NamedTuple):
    """A vendor and what it was asked; ``pages`` are its answers by path, and may be changed."""

    vendor: Vendor
    pages: dict[str, Page]
    seen: list[tuple[str, str, str]]


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def liar() -> Iterator[Liar]:
    pages: dict[str, Page] = {}
    seen: list[tuple[str, str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(pages, seen))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    vendor = Vendor(
        client_id="me", issuer=base, par=f"{base}/par", token=f"{base}/token", jwks=f"{base}/jwks"
    )
    vendor.keep_secret(SECRET)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key(), as_dict=True)
    pages["/jwks"] = Page(200, json.dumps({"keys": [{**public, "kid": "k"}]}).encode())
    pages["/token"] = answer(base)
    yield Liar(vendor, pages, seen)
    server.shutdown()
    thread.join()
    server.server_close()


def _handler(
    pages: dict[str, Page], seen: list[tuple[str, str, str]]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            seen.append((self.command, self.path, body))
            page = pages[self.path]
            self.send_response(page.status)
            if page.location:
                self.send_header("Location", page.location)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

        do_GET = do_POST = _answer  # noqa: N815  # http.server's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    return Handler


def answer(issuer: str, **changes: Any) -> Page:
    now = int(time.time())
    payload = {
        "iss": issuer, "aud": "me", "sub": "u", "iat": now, "exp": now + 60, "nonce": "n-1",
        "verified_claims": [{
            "verification": {"trust_framework": "IDV-DELEGATED", "assurance_level": "VERIFIED"},
            "claims": {"given_name": "P", "family_name": "J"},
        }],
    } | changes  # fmt: skip
    token = jwt.encode(payload, key(), algorithm="RS256", headers={"kid": "k"})
    return Page(200, json.dumps({"id_token": token, "expires_in": 60}).encode())


def finish(liar: Liar) -> Finish:
    return okta_client.finish(
        liar.vendor, ASKED, code=CODE, code_verifier=VERIFIER, redirect_uri="https://org.example/cb"
    )


def test_an_honest_vendor_is_believed(liar: Liar) -> None:
    found = finish(liar)

    assert found.judgement.result is Result.ALLOW
    assert [(method, path) for method, path, _ in liar.seen] == [
        ("POST", "/token"), ("GET", "/jwks"),
    ]  # fmt: skip
    assert f"code={CODE}" in liar.seen[0][2]
    assert f"code_verifier={VERIFIER}" in liar.seen[0][2]
    assert "grant_type=authorization_code" in liar.seen[0][2]


def test_the_exchanges_hold_no_secret(liar: Liar) -> None:
    shown = "".join(f"{each.request}{each.response}" for each in finish(liar).exchanges)

    assert "client_secret=secr…" in shown
    for secret in (CODE, VERIFIER, SECRET, json.loads(liar.pages["/token"].body)["id_token"]):
        assert secret not in shown


@pytest.mark.parametrize(
    ("path", "page", "reason"),
    [
        ("/token", Page(500, b"<h1>Sorry</h1>"), Reason.ERROR_RESPONSE_TOKEN),
        ("/token", Page(400, b'{"error": "invalid_grant"}'), Reason.ERROR_RESPONSE_TOKEN),
        ("/token", Page(302, b"", "/jwks"), Reason.ERROR_RESPONSE_TOKEN),
        ("/token", Page(200, b"<h1>Welcome</h1>"), Reason.PARSING_ERROR),
        ("/token", Page(200, b'{"expires_in": 60}'), Reason.MISSING),
        ("/token", Page(200, b"\xff\xfe\x00"), Reason.PARSING_ERROR),
        (
            "/token",
            Page(200, b'{"id_token": "a.b.c", "expires_in": 60}'),
            Reason.ERROR_RESPONSE_TOKEN,
        ),
        ("/jwks", Page(404, b"{}"), Reason.RESPONSE_PROCESSING_ERROR),
        ("/jwks", Page(200, b'{"keys": []}'), Reason.ERROR_RESPONSE_TOKEN),
        ("/jwks", Page(200, b"not JSON"), Reason.ERROR_RESPONSE_TOKEN),
    ],
)
def test_a_vendor_that_answers_wrongly_is_denied(
    liar: Liar, path: str, page: Page, reason: Reason
) -> None:
    liar.pages[path] = page

    judgement = finish(liar).judgement
    assert (judgement.result, judgement.reason) == (Result.DENY, reason)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://other.example"}, Reason.ERROR_RESPONSE_TOKEN),
        ({"aud": "somebody"}, Reason.ERROR_RESPONSE_TOKEN),
        ({"exp": 1}, Reason.ERROR_RESPONSE_TOKEN),
        ({"nonce": "n-2"}, Reason.ERROR_RESPONSE_TOKEN),
        ({"verified_claims": []}, Reason.PARSING_ERROR),
    ],
)
def test_a_token_that_is_not_for_this_request_is_denied(
    liar: Liar, changes: dict[str, Any], reason: Reason
) -> None:
    liar.pages["/token"] = answer(liar.vendor.issuer, **changes)

    assert finish(liar).judgement.reason is reason


@pytest.mark.parametrize("endpoint", ["token", "jwks"])
def test_a_vendor_that_is_not_there_is_denied(liar: Liar, endpoint: str) -> None:
    setattr(liar.vendor, endpoint, "http://127.0.0.1:1/")
    found = finish(liar)

    assert found.judgement.reason is Reason.RESPONSE_PROCESSING_ERROR
    assert found.exchanges[-1].response == "No answer: ConnectionError."


@pytest.mark.parametrize(
    ("json_body", "start"), [(False, "response_type=code&"), (True, '{"response_type": "code"')]
)
def test_a_push_goes_as_a_form_or_as_json(liar: Liar, json_body: bool, start: str) -> None:
    liar.pages["/par"] = Page(201, b'{"request_uri": "urn:x", "expires_in": 60}')
    members = {"response_type": "code", "claims": {} if json_body else "{}"}

    pushed = okta_client.push(liar.vendor, members, json_body=json_body)

    assert pushed.status == 201
    assert pushed.body["request_uri"] == "urn:x"
    assert liar.seen[0][2].startswith(start)


def test_a_redirect_of_the_push_is_not_followed(liar: Liar) -> None:
    liar.pages["/par"] = Page(307, b"", "/jwks")

    assert okta_client.push(liar.vendor, {"a": "b"}, json_body=False).status == 307
    assert [path for _, path, _ in liar.seen] == ["/par"]
