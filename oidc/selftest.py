"""A relying party's set-up, tried out: a whole flow over the deployment's own public addresses.

Runs as Okta would, from wherever this process is, and names the value that is wrong. The flow
proves nobody: its ID token has no ``verified_claims``.
"""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from jwcrypto import jwk, jws
from jwcrypto.common import JWException

from applications import credentials
from applications.models import Application, ClientSecret
from oidc import codes, endpoints, pkce, selftest_http
from oidc.models import ProtocolEvent, PushedRequest
from oidc.protocol_log import Trace
from oidc.selftest_http import Answer, Unreachable, basic
from verification import services
from verification.models import Session

OKTA_CALLBACK = "/idp/identity-verification/callback"
_MOST_CLOCK_DIFFERENCE = timedelta(seconds=30)
_SECRET_LIVES = timedelta(minutes=2)
_MOST_SECONDS = 20
_TOO_SLOW = f"Not tried: what came before took over {_MOST_SECONDS} s. Okta gives up sooner."
_STAND_ALONE = ("Issuer", "Redirect URIs", "Clock")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried.

    Attributes:
        name: what was tried.
        passed: whether it was as Okta needs it.
        message: what was seen; when it did not pass, what is wrong and where to mend it.
    """

    name: str
    passed: bool
    message: str


class Wrong(Exception):
    """A step did not pass; says what is wrong."""


def run(application: Application) -> Iterator[Step]:
    """Yield the steps as they are done; the first that the next ones need, and fails, is the last.

    Client secrets cannot be read again, so a secret of two minutes is made, used and deleted.
    An application that authenticates by private_key_jwt is tried up to that point. No step begins
    after 20 seconds, and each request is given 5.
    """
    tried = _Attempt(application)
    until = time.monotonic() + _MOST_SECONDS
    steps = [
        ("Issuer", tried.issuer),
        ("Redirect URIs", tried.redirect_uris),
        ("Discovery document", tried.discovery),
        ("Clock", tried.clock),
        ("Keys", tried.keys),
    ]
    if application.authentication != Application.Authentication.PRIVATE_KEY:
        steps += [
            ("Pushed request", tried.push),
            ("Authorization", tried.authorize),
            ("Return to the relying party", tried.complete),
            ("ID token", tried.token),
        ]
    with _secret_of(application) as tried.secret:
        for name, step in steps:
            if time.monotonic() > until:
                yield Step(name, passed=False, message=_TOO_SLOW)
                return
            try:
                yield Step(name, passed=True, message=step())
            except (Wrong, Unreachable) as problem:
                yield Step(name, passed=False, message=str(problem))
                if name not in _STAND_ALONE:
                    return


class _Attempt:
    """One run; each method is a step, returns what it saw, and leaves it to the next."""

    secret: str = ""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._public = endpoints.public()
        self._state, self._nonce = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        self._verifier = secrets.token_urlsafe(48)
        self._key_set: Any = None
        self._date = ""
        self._request_uri = self._cookie = ""
        self._session: Session | None = None

    def issuer(self) -> str:
        issuer = self._public.issuer
        if not issuer.startswith("https://"):
            raise Wrong(f"IDV_PUBLIC_URL is {issuer}: Okta takes an issuer with https:// only.")
        return f"The issuer is {issuer}."

    def redirect_uris(self) -> str:
        uris = self._application.registered_redirect_uris
        if not uris:
            raise Wrong("No redirect URI is registered.")
        odd = [uri for uri in uris if urlsplit(uri).path != OKTA_CALLBACK]
        if odd and self._application.dialect == Application.Dialect.OKTA:
            raise Wrong(f"{odd[0]} is not Okta's: its path is {OKTA_CALLBACK}.")
        return f"{len(uris)} registered."

    def discovery(self) -> str:
        answer = selftest_http.get(self._public.discovery)
        found = _json(answer, self._public.discovery)
        if found.get("issuer") != self._public.issuer:
            raise Wrong(
                f"The document names the issuer {found.get('issuer')}, IDV_PUBLIC_URL is "
                f"{self._public.issuer}: another deployment answers there."
            )
        self._date = answer.headers.get("Date", "")
        return "It answers, and names our issuer."

    def clock(self) -> str:
        if not self._date:
            raise Wrong("The answer has no Date header: a proxy removes it.")
        try:
            web_server = parsedate_to_datetime(self._date).astimezone(UTC) - datetime.now(UTC)
        except ValueError as error:
            raise Wrong("The answer's Date header is no date: a proxy changes it.") from error
        _check_clock(web_server, "web server")
        _check_clock(_database_time() - datetime.now(UTC), "database")
        return "It agrees with the web server's and the database's within 30 s."

    def keys(self) -> str:
        self._key_set = _json(selftest_http.get(self._public.jwks), self._public.jwks)
        return f"{len(self._key_set.get('keys', ()))} keys are published."

    def push(self) -> str:
        by_body = self._pushed(in_header=False)
        if self._application.authentication == Application.Authentication.SECRET:
            by_header = self._push(in_header=True)
            if by_body and by_header.status == 401:
                raise Wrong("HTTP Basic fails: a proxy removes the Authorization header.")
        return "It is taken in."

    def authorize(self) -> str:
        query = urlencode({"request_uri": self._request_uri})
        answer = selftest_http.get(f"{self._public.authorize}?{query}")
        location, self._cookie = answer.headers.get("Location", ""), answer.cookie
        if answer.status != 303 or "/verify/" not in location:
            raise Wrong(f"The authorize URL answers {answer.status}, not a redirect to our pages.")
        if not self._cookie:
            raise Wrong("The answer sets no cookie: a proxy removes Set-Cookie.")
        if "Content-Security-Policy" not in answer.headers:
            raise Wrong("The answer has no Content-Security-Policy: a proxy removes it.")
        page = selftest_http.get(f"{_origin()}{urlsplit(location).path}", {"Cookie": self._cookie})
        if page.status != 200:
            raise Wrong(f"The first page of the flow answers {page.status}: is /verify/ routed?")
        self._session = _session_at(location)
        return "It leads to the first page of the flow."

    def complete(self) -> str:
        session = self._started()
        services.cancel(session)
        address = f"{self._public.issuer}/{endpoints.COMPLETE}/{session.pk}"
        answer = selftest_http.get(address, {"Cookie": self._cookie})
        location = urlsplit(answer.headers.get("Location", ""))
        found = {name: values[0] for name, values in parse_qs(location.query).items()}
        if answer.status != 303 or found.get("error") != "access_denied":
            raise Wrong(f"After a cancellation it answers {answer.status}, not with access_denied.")
        for name, expected in (("state", self._state), ("iss", self._public.issuer)):
            if found.get(name) != expected:
                raise Wrong(f"{name} comes back changed.")
        return "A cancelled flow returns with error, state and iss."

    def token(self) -> str:
        row = PushedRequest.objects.get(pk=self._started().pk)
        PushedRequest.objects.filter(pk=row.pk).update(completed_at=None)
        trace = Trace(ProtocolEvent.Endpoint.COMPLETE, row.pk, self._application)
        frozen = {
            "redirect_uri": self._redirect_uri(),
            "code_challenge": pkce.challenge_of(self._verifier),
            "id_token": {"sub": f"selftest:{row.pk}", "nonce": self._nonce},
            "userinfo": {"sub": f"selftest:{row.pk}"},
        }
        form = {
            "grant_type": "authorization_code",
            "code": codes.issue(row, frozen, trace, timezone.now()) or "",
            "redirect_uri": self._redirect_uri(),
            "code_verifier": self._verifier,
        }
        answer = selftest_http.post(self._public.token, *self._proven(form, in_header=False))
        claims = self._signed_claims(_json(answer, self._public.token).get("id_token", ""))
        if claims.get("iss") != self._public.issuer:
            raise Wrong(f"The ID token names the issuer {claims.get('iss')}.")
        if claims.get("nonce") != self._nonce:
            raise Wrong("The ID token has another nonce.")
        return "It is signed with a published key, and names our issuer."

    def _pushed(self, *, in_header: bool) -> bool:
        answer = self._push(in_header=in_header)
        found = _json(answer, self._public.par, expected=201)
        self._request_uri = str(found.get("request_uri", ""))
        return True

    def _push(self, *, in_header: bool) -> Answer:
        form = {
            "response_type": "code",
            "redirect_uri": self._redirect_uri(),
            "scope": "openid profile identity_assurance",
            "state": self._state,
            "nonce": self._nonce,
            "code_challenge": pkce.challenge_of(self._verifier),
            "code_challenge_method": "S256",
        }
        return selftest_http.post(self._public.par, *self._proven(form, in_header=in_header))

    def _proven(
        self, form: dict[str, str], *, in_header: bool
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return a form and headers with the secret in one of them, as the application must."""
        only_header = Application.Authentication.SECRET_BASIC
        client_id = self._application.client_id
        if in_header or self._application.authentication == only_header:
            return form, {"Authorization": basic(client_id, self.secret)}
        return {**form, "client_id": client_id, "client_secret": self.secret}, {}

    def _signed_claims(self, token: str) -> dict[str, Any]:
        parsed = jws.JWS()
        try:
            parsed.deserialize(token)
            keys = jwk.JWKSet.from_json(json.dumps(self._key_set))
            key = keys.get_key(parsed.jose_header["kid"])
            if key is None:
                raise Wrong("The ID token's key is not in the key set: an old one is being served.")
            parsed.verify(key)
        except (JWException, KeyError, ValueError) as error:
            raise Wrong("The ID token's signature does not hold.") from error
        claims: dict[str, Any] = json.loads(parsed.payload)
        return claims

    def _redirect_uri(self) -> str:
        if not self._application.registered_redirect_uris:
            raise Wrong("Without a redirect URI nothing can be pushed.")
        return self._application.registered_redirect_uris[0]

    def _started(self) -> Session:
        if self._session is None:
            raise Wrong("No session was started.")
        return self._session


@contextmanager
def _secret_of(application: Application) -> Iterator[str]:
    """Make a secret that lives for the test."""
    secret = credentials.issue(application, expires_at=timezone.now() + _SECRET_LIVES)
    made = ClientSecret.objects.filter(application=application, hint=secret[-4:]).latest(
        "created_at"
    )
    try:
        yield secret
    finally:
        made.delete()


def _json(answer: Answer, url: str, *, expected: int = 200) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise Wrong(f"{url} answers {answer.status}, and not with JSON.") from error
    if answer.status != expected or not isinstance(found, dict):
        reason = found.get("error_description", "") if isinstance(found, dict) else ""
        raise Wrong(f"{url} answers {answer.status}. {reason}".strip())
    return found


def _check_clock(difference: timedelta, whose: str) -> None:
    if abs(difference) > _MOST_CLOCK_DIFFERENCE:
        seconds = round(difference.total_seconds())
        word = "behind" if seconds > 0 else "ahead"
        raise Wrong(f"Our clock is {abs(seconds)} s {word} of the {whose}'s: set both by NTP.")


def _database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _session_at(location: str) -> Session:
    try:
        return Session.objects.get(pk=location.rstrip("/").rpartition("/")[2])
    except (Session.DoesNotExist, ValidationError) as error:
        raise Wrong(
            "It leads to a session that is not ours: another deployment answers."
        ) from error


def _origin() -> str:
    parts = urlsplit(settings.PUBLIC_URL)
    return f"{parts.scheme}://{parts.netloc}"
