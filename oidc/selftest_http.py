"""The self-test's HTTP: plain requests to our own public address, no redirect followed."""

import base64
import http.client
import socket
import ssl
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote_plus, urlencode, urlsplit

# Eight requests at most: an administrator waits for them.
_SECONDS = 5
_MOST_BYTES = 1024 * 1024


class Unreachable(Exception):
    """Nobody answers at the address; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. ``cookie``: what a browser would send back."""

    status: int
    headers: Message
    body: bytes

    @property
    def cookie(self) -> str:
        sent = self.headers.get_all("Set-Cookie", [])
        return "; ".join(one.partition(";")[0] for one in sent)


def get(url: str, headers: dict[str, str] | None = None) -> Answer:
    """Return the answer to a GET.

    Raises:
        Unreachable: there is none.
    """
    return _send("GET", url, None, headers or {})


def post(url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
    """Return the answer to a form that is posted.

    Raises:
        Unreachable: there is none.
    """
    media_type = {"Content-Type": "application/x-www-form-urlencoded"}
    return _send("POST", url, urlencode(form), headers | media_type)


def basic(client_id: str, secret: str) -> str:
    """Return an Authorization header (RFC 6749 section 2.3.1)."""
    text = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def _send(method: str, url: str, body: str | None, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read(_MOST_BYTES))
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(
            f"{url}: its certificate is not valid ({error.verify_message})."
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{url} cannot be reached: {_why(error)}.") from error
    finally:
        connection.close()


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return (
            f"it did not answer within {_SECONDS} s. A web server with a single thread cannot "
            "answer itself while it runs this test: give it two or more"
        )
    if isinstance(error, socket.gaierror):
        return "its host name is not known here"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there, or a firewall refuses us"
    return type(error).__name__
