"""HTTP exchanges as they are shown: in full, but for secrets, which stay recognisable only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

SECRETS = frozenset(
    {"client_secret", "code", "code_verifier", "access_token", "id_token", "refresh_token"}
)
_SHOWN_HEADERS = (
    "Content-Type", "Cache-Control", "Location", "WWW-Authenticate", "Retry-After", "Allow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, secrets masked.

    Attributes:
        title: what happens, in a few words.
        sender: ``org`` (server to server) or ``browser``.
        request: start line, headers and body, one parameter a line.
        status: None when there was no answer.
        response: status line, headers and body; why there was none.
        milliseconds: until the answer was complete; None where the browser waited, not we.
    """

    title: str
    sender: str
    request: str
    status: int | None
    response: str
    milliseconds: int | None


def mask(secret: str) -> str:
    """Return the ends of a secret, enough to recognise it by, and its length.

    >>> mask("0123456789abcdef")
    '0123…cdef (16 characters, masked)'
    """
    ends = f"{secret[:4]}…{secret[-4:]}" if len(secret) >= 16 else "…"
    return f"{ends} ({len(secret)} characters, masked)"


def shown_request(
    method: str, address: str, headers: Mapping[str, str], body: Mapping[str, Any] | None = None
) -> str:
    """Return a request as text, its parameters decoded and one a line, as in Okta's guide."""
    parts = urlsplit(address)
    target = urlunsplit(("", "", parts.path or "/", _shown_query(parts.query), ""))
    lines = [f"{method} {target} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is None:
        return "\n".join(lines)
    return "\n".join([*lines, "", _shown_body(headers.get("Content-Type", ""), body)])


def shown_response(status: int, reason: str, headers: Mapping[str, str], body: str) -> str:
    """Return a response as text; a JSON body is indented, anything else is cut short."""
    lines = [f"HTTP/1.1 {status} {reason}".rstrip()]
    for name in _SHOWN_HEADERS:
        if name in headers:
            value = _shown_address(headers[name]) if name == "Location" else headers[name]
            lines.append(f"{name}: {value}")
    return "\n".join([*lines, "", _shown_answer(body)]).rstrip()


def pretty(value: object) -> str:
    """Return JSON for people."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def _shown_address(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=_shown_query(parts.query)))


def _shown_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(f"{name}={_shown_value(name, value)}" for name, value in pairs)


def _shown_value(name: str, value: str) -> str:
    return mask(value) if name in SECRETS else quote(value, safe=":/-._~")


def _shown_body(content_type: str, body: Mapping[str, Any]) -> str:
    if content_type == "application/json":
        return pretty(_masked(body))
    return "\n&".join(f"{name}={_shown_parameter(name, value)}" for name, value in body.items())


def _shown_parameter(name: str, value: str) -> str:
    if name == "claims":
        return pretty(json.loads(value))
    return mask(value) if name in SECRETS else value


def _shown_answer(body: str) -> str:
    try:
        return pretty(_masked(json.loads(body)))
    except ValueError:
        return body[:400]


def _masked(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _masked_member(name, member) for name, member in value.items()}
    if isinstance(value, list):
        return [_masked(member) for member in value]
    return value


def _masked_member(name: str, member: object) -> object:
    return mask(member) if name in SECRETS and isinstance(member, str) else _masked(member)
