"""Authorization codes: issued once for a request, redeemed once, with the answer frozen in them.

Each of the two steps is one SQL statement that changes the old row only if nobody did, and makes
the new row, and the log's, only if it changed the old one.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from applications.models import Application
from oidc import pkce, protocol_log, sql
from oidc.errors import InvalidGrant, InvalidRequest
from oidc.models import AccessToken, AuthorizationCode, PushedRequest
from oidc.protocol_log import Trace
from verification import sealing

LIFETIME = timedelta(seconds=60)
TOKEN_LIFETIME = timedelta(seconds=300)
# A stolen code cannot be tried with verifier after verifier.
_MOST_FAILURES = 5
_REFUSED = "The code is invalid, expired, already used, or not for this request."

_code = sql.Table(AuthorizationCode, "c")
_FIND = f"SELECT {_code.columns} FROM oidc_authorizationcode c WHERE c.digest = %s"  # noqa: S608  # columns of our models
_ISSUE = f"""
    WITH completed AS (
        UPDATE oidc_pushedrequest SET completed_at = %(now)s
        WHERE session_id = %(request)s AND completed_at IS NULL
        RETURNING session_id
    ), done AS (
        INSERT INTO oidc_authorizationcode
            (request_id, digest, application_id, answer_sealed, expires_at, failures)
        SELECT session_id, %(digest)s, %(application)s, %(answer)s, %(expires)s, 0 FROM completed
        RETURNING id
    ) {protocol_log.ACCEPTED_IF_DONE}
"""  # noqa: S608  # fixed parts only
_REDEEM = f"""
    WITH redeemed AS (
        UPDATE oidc_authorizationcode SET redeemed_at = %(now)s
        WHERE id = %(code)s AND redeemed_at IS NULL AND expires_at > %(now)s
        RETURNING id
    ), done AS (
        INSERT INTO oidc_accesstoken (code_id, digest, expires_at)
        SELECT id, %(digest)s, %(expires)s FROM redeemed
        RETURNING id
    ) {protocol_log.ACCEPTED_IF_DONE}
"""  # noqa: S608  # fixed parts only


def issue(
    request: PushedRequest, answer: Mapping[str, Any], trace: Trace, now: datetime
) -> str | None:
    """End the request with a code for ``answer``; None when it had ended before."""
    code = secrets.token_urlsafe(32)
    digest = digest_of(code)
    values = protocol_log.row(trace) | {
        "now": now,
        "request": request.pk,
        "digest": digest,
        "application": request.application_id,
        "answer": sealing.seal(json.dumps(answer).encode(), context=_context(digest)),
        "expires": now + LIFETIME,
    }
    return code if sql.change(_ISSUE, values) == 1 else None


def find(params: Mapping[str, str]) -> AuthorizationCode:
    """Return the row of the code that was sent.

    Raises:
        InvalidRequest: none was sent.
        InvalidGrant: there is none like it.
    """
    code = params.get("code", "")
    if not code:
        raise InvalidRequest("code is missing.", parameter="code")
    rows = sql.select(_FIND, [digest_of(code)])
    row = _code.take(rows[0]) if rows else None
    if row is None:
        raise _refused("unknown code")
    return row


def redeem(
    row: AuthorizationCode,
    application: Application,
    params: Mapping[str, str],
    trace: Trace,
    now: datetime,
) -> tuple[str, dict[str, Any]]:
    """Use the code up; return a new access token and the answer that the code stood for.

    A second use revokes the first one's access token (RFC 6749 section 4.1.2).

    Raises:
        InvalidRequest: ``redirect_uri`` or ``code_verifier`` is missing.
        InvalidGrant: the code is not good for this request.
    """
    if row.application_id != application.pk:
        raise _refused("the code is another client's")
    if row.redeemed_at is not None:
        _revoke(row, now)
        raise _refused("the code was used before")
    if row.expires_at <= now:
        raise _refused("the code has expired")
    answer = open_answer(row)
    _check_binding(row, answer, params, now)
    token = secrets.token_urlsafe(32)
    values = protocol_log.row(trace) | {
        "now": now,
        "code": row.pk,
        "digest": digest_of(token),
        "expires": now + TOKEN_LIFETIME,
    }
    if sql.change(_REDEEM, values) != 1:
        _revoke(row, now)
        raise _refused("the code was used at the same moment")
    return token, answer


def open_answer(row: AuthorizationCode) -> dict[str, Any]:
    """Return the answer as it was frozen when the code was made."""
    digest = bytes(row.digest)
    opened: dict[str, Any] = json.loads(
        sealing.unseal(bytes(row.answer_sealed), context=_context(digest))
    )
    return opened


def digest_of(secret: str) -> bytes:
    """Return what is kept of a code or a token: SHA-256, as it has 256 random bits."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def _check_binding(
    row: AuthorizationCode, answer: Mapping[str, Any], params: Mapping[str, str], now: datetime
) -> None:
    """Check that the sender is who asked: same redirect URI, and the verifier of its challenge."""
    if "redirect_uri" not in params:
        raise InvalidRequest("redirect_uri is missing.", parameter="redirect_uri")
    if params["redirect_uri"] != answer["redirect_uri"]:
        raise _refused("redirect_uri differs", parameter="redirect_uri")
    verifier, challenge = params.get("code_verifier", ""), answer["code_challenge"]
    if not challenge and not verifier:
        return
    if not verifier:
        raise InvalidRequest("code_verifier is missing.", parameter="code_verifier")
    if not pkce.proves(verifier, challenge):
        _count_failure(row, now)
        raise _refused("code_verifier is wrong", parameter="code_verifier")


def _count_failure(row: AuthorizationCode, now: datetime) -> None:
    same = AuthorizationCode.objects.filter(pk=row.pk)
    same.update(failures=F("failures") + 1)
    same.filter(failures__gte=_MOST_FAILURES, redeemed_at__isnull=True).update(redeemed_at=now)


def _revoke(row: AuthorizationCode, now: datetime) -> None:
    AccessToken.objects.filter(code=row, revoked_at__isnull=True).update(revoked_at=now)


def _refused(detail: str, *, parameter: str = "code") -> InvalidGrant:
    return InvalidGrant(_REFUSED, parameter=parameter, detail=detail)


def _context(digest: bytes) -> str:
    return f"code:{digest.hex()}"
