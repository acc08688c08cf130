"""What a registered redirect URI must look like. They are compared as exact strings."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

_MOST = 20
_FORBIDDEN = (
    ("#", "a fragment (RFC 6749 section 3.1.2)"),
    ("@", "a user name"),
    ("*", "a wildcard: it is compared as it is"),
)


def problems(uris: Sequence[str], *, allow_loopback: bool) -> list[str]:
    """Return a sentence for each thing wrong with ``uris``, none when they are fit to register.

    Args:
        uris: as the administrator typed them.
        allow_loopback: accept ``http://`` to this machine, as the sandbox needs.
    """
    if not uris:
        return ["Give at least one redirect URI."]
    if len(uris) > _MOST:
        return [f"Give {_MOST} redirect URIs at most."]
    return [problem for uri in uris if (problem := _problem(uri, allow_loopback=allow_loopback))]


def _problem(uri: str, *, allow_loopback: bool) -> str:
    if not uri.isascii() or not uri.isprintable() or len(uri) > 1000 or "\\" in uri:
        return "A redirect URI holds printable ASCII characters only, 1000 at most."
    for character, reason in _FORBIDDEN:
        if character in uri:
            return f"{uri} must not hold {reason}."
    if "://" not in uri:
        return f"{uri} must begin with https://."
    host = _host(uri)
    if not host:
        return f"{uri} names no host."
    parts = urlsplit(uri)
    local = parts.scheme == "http" and allow_loopback and is_loopback(host)
    return "" if parts.scheme == "https" or local else f"{uri} must begin with https://."


def _host(uri: str) -> str:
    try:
        parts = urlsplit(uri)
        return "" if parts.port == 0 else parts.hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Return whether ``host`` names this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
