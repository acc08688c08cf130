"""A receiver that plays a public one, and an endpoint that leads there."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from idv_provider.webhooks import endpoint_secrets
from idv_provider.webhooks.kinds import KINDS
from idv_provider.webhooks.models import Endpoint
from oidc import safe_fetch
from tests.tls import self_signed

HOST = "hooks.example"


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers ``status``."""

    got: list[tuple[dict[str, str], bytes]]
    status = 204
    location = ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), body))
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="package")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(HOST, tmp_path_factory.mktemp("tls"))


@pytest.fixture
def receiver(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, type[Receiver]]]:
    """Yield its origin, and what it got."""

    class Fresh(Receiver):
        got: list[tuple[dict[str, str], bytes]] = []

    served = HTTPServer(("127.0.0.1", 0), Fresh)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    served.socket = context.wrap_socket(served.socket, server_side=True)
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    monkeypatch.setattr(safe_fetch, "public_address", lambda host, port: "127.0.0.1")
    yield f"https://{HOST}:{served.server_port}", Fresh
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.fixture
def registered(db: None, receiver: tuple[str, type[Receiver]]) -> tuple[Endpoint, str]:
    """An endpoint that is told of everything, and its secret."""
    endpoint = Endpoint(url=f"{receiver[0]}/idv?a=1", kinds=[kind for kind, _ in KINDS])
    secret = endpoint_secrets.give(endpoint)
    endpoint.save()
    return endpoint, secret
