"""Talk to an address that somebody else chose, without becoming their proxy.

https only; the name is resolved once and every address it has must be public; the connection goes
to the address that was checked, so a name that resolves differently the next moment gains nothing;
redirects are not followed; time and size are capped.
"""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

_SECONDS = 3.0  # for each wait
_MOST_SECONDS = 6.0  # for everything after the name is resolved
_MOST_BYTES = 64 * 1024
_CHUNK = 8192
_NAT64 = IPv6Network("64:ff9b::/96")


class FetchRefused(Exception):
    """Nothing was fetched, or it is not known to have arrived; says why, for the log."""


class _PinnedConnection(http.client.HTTPSConnection):
    """Connects to ``address`` and asks for, and verifies, the certificate of ``host``."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=_SECONDS, context=context)
        self._address = address
        self._tls = context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=_SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)

    def hang_up(self) -> None:
        """End the conversation from outside, however slowly the other side goes on with it."""
        with suppress(OSError, AttributeError):  # it may be over, or not begun
            self.sock.shutdown(socket.SHUT_RDWR)


def get_json(url: str) -> Any:  # noqa: ANN401  # JSON
    """Return the JSON document at ``url``.

    Raises:
        FetchRefused: the address is not fit to be asked, or did not answer with JSON.
    """
    with _connected(url) as (connection, target):
        connection.request("GET", target, headers={"Accept": "application/json"})
        return _read_json(connection.getresponse())


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send JSON to ``url`` and return the status code; what else it answers is not read.

    Raises:
        FetchRefused: the address is not fit to be asked, or did not answer in time.
    """
    with _connected(url) as (connection, target):
        sent = {"Content-Type": "application/json", "User-Agent": "idv-webhooks", **headers}
        connection.request("POST", target, body, sent)
        return connection.getresponse().status


def check(url: str) -> None:
    """Say whether ``url`` is one that ``get_json`` and ``post`` would ask now.

    Raises:
        FetchRefused: it is not; the message can be shown to whoever typed it.
    """
    host, port, _ = _divided(url)
    public_address(host, port)


def _divided(url: str) -> tuple[str, int, str]:
    """Return host, port, and path with query."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise FetchRefused("not an https address") from error
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise FetchRefused("not an https address")
    path = parts.path or "/"
    return parts.hostname, port, f"{path}?{parts.query}" if parts.query else path


@contextmanager
def _connected(url: str) -> Iterator[tuple[_PinnedConnection, str]]:
    """Connect to the address that was checked; after ``_MOST_SECONDS`` in all, hang up."""
    host, port, target = _divided(url)
    address = public_address(host, port)
    connection = _PinnedConnection(host, port, address, ssl.create_default_context())
    hang_up = threading.Timer(_MOST_SECONDS, connection.hang_up)
    hang_up.daemon = True
    hang_up.start()
    try:
        yield connection, target
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchRefused(f"no usable answer ({type(error).__name__})") from error
    finally:
        hang_up.cancel()
        connection.close()


def public_address(host: str, port: int) -> str:
    """Return an address of ``host``, all of whose addresses must be public.

    Raises:
        FetchRefused: it has none, or one that is private, local, reserved or multicast.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchRefused("the name does not resolve") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(_is_public(address) for address in addresses):
        raise FetchRefused("the name resolves to an address that is not public")
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    return ip.is_global and not ip.is_multicast and not _carries_ipv4(ip)


def _carries_ipv4(ip: IPv4Address | IPv6Address) -> bool:
    """Return whether another address, perhaps a private one, hides in this one."""
    if isinstance(ip, IPv4Address):
        return False
    return bool(ip.ipv4_mapped or ip.sixtofour or ip.teredo) or ip in _NAT64


def _read_json(response: http.client.HTTPResponse) -> Any:  # noqa: ANN401  # JSON
    if response.status != http.HTTPStatus.OK:
        raise ValueError("not 200")
    body = b""
    while chunk := response.read(_CHUNK):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise ValueError("too large")
    return json.loads(body)
