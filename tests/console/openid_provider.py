"""A small OpenID provider over HTTP, of the tests alone: shares no code with ours."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from jwcrypto import jwk, jwt

_KEY = jwk.JWK.generate(kty="RSA", size=2048, kid="k", use="sig", alg="RS256")
CLIENT, SECRET = "console", "a secret of the console's"


class Provider:
    """What it knows, and what somebody who signs in there is like.

    Attributes:
        url: the issuer.
        person: the claims of whoever signs in next.
        info: UserInfo in place of those claims.
        asked: the parameters of each authorization request.
        since: for how many seconds whoever signs in next has been signed in there.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.person: dict[str, Any] = {"sub": "1", "preferred_username": "vera"}
        self.info: dict[str, Any] | None = None
        self.refuses = False
        self.since = 60
        self.asked: list[dict[str, str]] = []
        self.key = _KEY
        self._codes: dict[str, dict[str, str]] = {}

    def metadata(self) -> dict[str, Any]:
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        addresses = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in ends.items()}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return addresses | methods | {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"}

    def authorize(self, asked: dict[str, str]) -> str:
        self.asked.append(asked)
        if self.refuses:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe()
            self._codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self._codes.pop(sent.get("code", ""), None)
        if asked is None or (sent["client_id"], sent["client_secret"]) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60}
        again = asked.get("prompt") == "login" and asked.get("max_age") == "0"
        claims |= {"nonce": asked.get("nonce"), "auth_time": now if again else now - self.since}
        claims |= self.person
        token = jwt.JWT(header={"alg": "RS256", "kid": "k"}, claims=claims)
        token.make_signed_token(self.key)
        return {"access_token": "t", "token_type": "Bearer", "id_token": token.serialize()}


@contextmanager
def running() -> Iterator[Provider]:
    """Serve on a free port until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if url.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_single(url.query)))
                self.end_headers()
                return
            self._send({
                "/.well-known/openid-configuration": provider.metadata(),
                "/jwks": {"keys": [provider.key.export_public(as_dict=True)]},
                "/userinfo": provider.info or provider.person,
            }[url.path])  # fmt: skip

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(provider.token(_single(body)))

        def _send(self, body: dict[str, Any] | None) -> None:
            data = json.dumps(body or {"error": "invalid_grant"}).encode()
            self.send_response(400 if body is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
