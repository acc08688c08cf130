"""Fetching a client's key set from an address that the client chose."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import caches
from jwcrypto import jwk

from applications.models import Application
from oidc import client_key_sets, safe_fetch
from tests.oidc.relying_party import RelyingParty, random_text
from tests.tls import self_signed

HOST = "keys.client.example"
KEY = ec.generate_private_key(ec.SECP256R1())
KEY_SET = {"keys": [jwk.JWK.from_pyca(KEY.public_key()).export_public(as_dict=True)]}


class Handler(BaseHTTPRequestHandler):
    requests: list[str]
    away = False

    def do_GET(self) -> None:
        self.requests.append(f"{self.headers['Host']} {self.path}")
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", f"https://{HOST}/keys")
            self.end_headers()
            return
        bodies = {
            "/keys?v=1": json.dumps(KEY_SET).encode(),
            "/large": b" " * 100_000,
            "/text": b"hello",
        }
        self.send_response(200 if self.path in bodies and not self.away else 404)
        self.end_headers()
        self.wfile.write(bodies.get(self.path, b""))

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(HOST, tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that plays a public one; yields its origin."""
    Handler.requests = []
    served = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    served.socket = context.wrap_socket(served.socket, server_side=True)
    thread = threading.Thread(target=served.serve_forever, args=(0.01,))
    thread.start()
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    monkeypatch.setattr(safe_fetch, "public_address", lambda host, port: "127.0.0.1")
    yield f"https://{HOST}:{served.server_port}"
    served.shutdown()
    thread.join()
    served.server_close()


def test_a_document_is_fetched_from_the_address_that_was_checked(server: str) -> None:
    assert safe_fetch.get_json(f"{server}/keys?v=1") == KEY_SET
    assert Handler.requests == [f"{server.removeprefix('https://')} /keys?v=1"]


@pytest.mark.parametrize("path", ["/elsewhere", "/large", "/text", "/missing"])
def test_redirects_floods_and_rubbish_are_refused(server: str, path: str) -> None:
    with pytest.raises(safe_fetch.FetchRefused):
        safe_fetch.get_json(f"{server}{path}")
    assert len(Handler.requests) == 1


def test_a_certificate_of_another_name_is_refused(server: str) -> None:
    with pytest.raises(safe_fetch.FetchRefused):
        safe_fetch.get_json(server.replace(HOST, "other.example") + "/keys?v=1")
    assert Handler.requests == []


def test_a_clients_keys_are_kept_and_not_asked_for_again_at_once(server: str) -> None:
    application = Application(pk=1, jwks_uri=f"{server}/keys?v=1")

    first = [len(keys) for keys in client_key_sets.candidates(application)]
    second = [len(keys) for keys in client_key_sets.candidates(application)]

    assert (first, second) == ([1], [1])
    assert len(Handler.requests) == 1


def test_a_client_whose_address_fails_has_no_keys(server: str) -> None:
    application = Application(pk=1, jwks_uri=f"{server}/missing")

    assert [keys for keys in client_key_sets.candidates(application) if keys] == []


@pytest.mark.django_db
def test_a_client_proves_itself_by_the_keys_behind_its_address(
    server: str, rp: RelyingParty
) -> None:
    """Checks 35, 106: they are fetched once for many requests; another key proves nobody."""
    method = Application.Authentication.PRIVATE_KEY
    Application.objects.update(authentication=method, jwks_uri=f"{server}/keys?v=1")

    def push(key: ec.EllipticCurvePrivateKey) -> int:
        names = dict.fromkeys(("iss", "sub"), rp.application.client_id)
        claims = names | {"aud": "http://testserver", "exp": time.time() + 60}
        assertion = jwt.encode(claims | {"jti": random_text()}, key, algorithm="ES256")
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return rp.push(
            client_secret=None, client_assertion=assertion, client_assertion_type=kind
        ).status_code

    stranger = ec.generate_private_key(ec.SECP256R1())
    assert [push(key) for key in (KEY, KEY, stranger, KEY)] == [201, 201, 401, 201]
    assert len(Handler.requests) == 1


def test_keys_are_kept_while_their_address_is_away(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = Application(pk=1, jwks_uri=f"{server}/keys?v=1")
    name = f"oidc.jwks:1:{application.jwks_uri}"
    assert len(list(client_key_sets.candidates(application))) == 1
    caches["process"].delete(f"{name}:asked")
    monkeypatch.setattr(Handler, "away", True)

    found = [[len(keys) for keys in client_key_sets.candidates(application)] for _ in range(2)]

    assert found == [[1], [1]]
    assert len(Handler.requests) == 2


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)

    with pytest.raises(safe_fetch.FetchRefused, match="not public"):
        safe_fetch.public_address("rebinding.example", 443)
    del answers[1]
    assert safe_fetch.public_address("rebinding.example", 443) == "93.184.216.34"
