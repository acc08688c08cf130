"""The other side of the protocol, as the tests play it, with a JWT library of its own."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import jwt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from applications.models import Application
from verification import browser, services
from verification.findings import Finding, Outcome
from verification.models import CheckResult, Session

if TYPE_CHECKING:
    # What the test client returns has, by the stubs alone, a name.
    from django.test.client import _MonkeyPatchedWSGIResponse

    Response = _MonkeyPatchedWSGIResponse
else:
    Response = HttpResponse

REDIRECT_URI = "https://acme.okta.example/idp/identity-verification/callback"
AUTHORIZE = "/oauth2/idv-authorize"
FORM = "application/x-www-form-urlencoded"
VERIFIER = "a-verifier-of-43-characters-and-no-fewer-of-them"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
CLAIMS = {
    "given_name": {"value": "Patrick", "fuzzy": True},
    "family_name": {"value": "Jones", "fuzzy": True},
    "birthdate": {"value": "2000-01-01", "fuzzy": True},
}


def claims(
    asked: dict[str, Any] | None = None, *, framework: str = "IDV-DELEGATED", **verification: Any
) -> str:
    """Return the ``claims`` parameter as Okta writes it."""
    element = {
        "verification": {
            "trust_framework": {"value": framework, "essential": True},
            "assurance_level": {"value": "VERIFIED", "essential": True},
            **verification,
        },
        "claims": CLAIMS if asked is None else asked,
    }
    return json.dumps({"id_token": {"verified_claims": [element]}})


@dataclass
class RelyingParty:
    """Pushes, sends the browser, and redeems, as Okta does."""

    application: Application
    secret: str
    browser: Client
    machine: Client = field(default_factory=Client)

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """Return a valid request's parameters, with changes; None leaves one out."""
        params: dict[str, str | None] = {
            "client_id": self.application.client_id,
            "client_secret": self.secret,
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "scope": "openid profile identity_assurance",
            "state": "state-1",
            "nonce": "nonce-1",
            "login_hint": "00u1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "claims": claims(),
            **changes,
        }
        return {name: value for name, value in params.items() if value is not None}

    def post(self, path: str, body: str | bytes, **extra: Any) -> Response:
        content_type = extra.pop("content_type", FORM)
        return self.machine.post(path, body, content_type=content_type, **extra)

    def push(self, **changes: str | None) -> Response:
        return self.post("/oauth2/par", urlencode(self.parameters(**changes)))

    def request_uri(self, **changes: str | None) -> str:
        response = self.push(**changes)
        assert response.status_code == 201, response.content
        return str(response.json()["request_uri"])

    def authorize(self, request_uri: str, browser: Client | None = None) -> Response:
        return (browser or self.browser).get("/oauth2/idv-authorize", {"request_uri": request_uri})

    def begin(self, **changes: str | None) -> Session:
        """Push, arrive and begin: the session is this browser's."""
        response = self.authorize(self.request_uri(**changes))
        session = Session.objects.get(pk=session_id(response))
        assert services.begin(session, browser_secret=secret_in(self.browser, session.pk))
        return session

    def decided(self, status: str = "verified", **changes: str | None) -> Session:
        session = self.begin(**changes)
        decide(session, status)
        return session

    def complete(self, session: Session, browser: Client | None = None) -> Response:
        return (browser or self.browser).get(f"/oauth2/complete/{session.pk}")

    def code(self, status: str = "verified", **changes: str | None) -> str:
        response = self.complete(self.decided(status, **changes))
        return query(response)["code"]

    def redeem(self, code: str, **changes: str | None) -> Response:
        params: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "client_id": self.application.client_id,
            "client_secret": self.secret,
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": VERIFIER,
            **changes,
        }
        sent = {name: value for name, value in params.items() if value is not None}
        return self.post("/oauth2/token", urlencode(sent))

    def id_token(self, status: str = "verified", **changes: str | None) -> dict[str, Any]:
        """Go all the way, and return the verified ID token's claims."""
        response = self.redeem(self.code(status, **changes))
        assert response.status_code == 200, response.content
        return self.verify(response.json()["id_token"])

    def verify(self, token: str) -> dict[str, Any]:
        key_set = jwt.PyJWKSet.from_json(self.machine.get("/oauth2/jwks").content.decode())
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key_set[header["kid"]].key,
            algorithms=[header["alg"]],
            audience=self.application.client_id,
            issuer=settings.PUBLIC_URL,
        )
        return claims


def decide(session: Session, status: str, **matched: bool | None) -> None:
    """End a session as a worker does: findings for its claims, then the status."""
    session.refresh_from_db()
    assert session.advance(Session.Status.PROCESSING, reason="test")
    verified = status == "verified"
    found = {"given_name": verified, "family_name": True, "birthdate": True} | matched
    words = {True: Outcome.PASS, False: Outcome.FAIL, None: Outcome.INCONCLUSIVE}
    findings = [Finding(f"claim.{name}", words[one], "As told.") for name, one in found.items()]
    assert session.advance(Session.Status(status), reason="test", document_type="passport")
    CheckResult.objects.bulk_create(
        CheckResult(
            session=session,
            position=position,
            code=one.code,
            outcome=one.outcome,
            required=True,
            refused=one.outcome is Outcome.FAIL,
            message=one.message,
        )
        for position, one in enumerate(findings)
    )


def query(response: Response) -> dict[str, str]:
    """Return the parameters of the address that a response redirects to."""
    assert response.status_code in (302, 303), (response.status_code, response.content[:500])
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query, keep_blank_values=True))


def assert_page(response: Response) -> None:
    """Expect an error page that leads nowhere and names nobody."""
    assert 400 <= response.status_code < 500
    assert "Location" not in response.headers
    assert response.headers["Content-Type"].startswith("text/html")
    for personal in (b"Patrick", b"Jones", b"00u1", b"state-1", b"acme.okta"):
        assert personal not in response.content


def session_id(response: Response) -> UUID:
    """Return the session that a response leads into."""
    assert response.status_code == 303, (response.status_code, response.content[:500])
    return UUID(response.headers["Location"].rstrip("/").rpartition("/")[2])


def secret_in(client: Client, session_pk: UUID) -> str:
    """Return the secret of the cookie that a browser was offered."""
    request = HttpRequest()
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    secret = browser.secret_of(request, session_pk)
    assert secret is not None
    return secret


def random_text() -> str:
    return secrets.token_urlsafe(16)
