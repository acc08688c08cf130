"""A whole journey over HTTP, without a screen: from the org, through the hosted flow, and back.

It does what a person with a browser does, against whatever answers at the base address: pages are
read, forms are sent with their CSRF tokens, the specimens are handed in by their buttons, and the
progress is asked for as the pages' own script asks for it.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from sandbox.journey_pages import Form, Page, read
from sandbox.people import ANNA

_POLL_SECONDS = 0.1
# To connect, and between two bytes of an answer; in seconds.
_TIMEOUT = (3.05, 30)
_READING = "reading"
_USABLE = "usable"
_UNDECIDED = frozenset({"offered", "capturing", "processing"})


class JourneyFailed(Exception):
    """The journey did not get to the org's decision; the message says where it stopped."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a journey and how long it took."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Journey:
    """What came of a journey.

    Attributes:
        result: ``ALLOW`` or ``DENY``.
        reason: the System Log's word.
        because: the same in a sentence.
        header: of the validated ID token, decoded; None when there was none.
        payload: likewise; its ``verified_claims`` hold VERIFIED or FAILED.
        address: the org's page about the transaction.
        steps: in order.
    """

    result: str
    reason: str
    because: str
    header: dict[str, Any] | None
    payload: dict[str, Any] | None
    address: str
    steps: tuple[Step, ...]

    @property
    def level(self) -> str | None:
        """The token's assurance level; None when there is no token, or none in it."""
        try:
            level = (self.payload or {})["verified_claims"][0]["verification"]["assurance_level"]
        except (KeyError, IndexError, TypeError):
            return None
        return str(level)


@dataclass(slots=True)
class _Visitor:
    """A browser without a screen, at some page, with a stopwatch."""

    http: requests.Session
    patience: float
    page: Page
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.steps.append(Step(name, time.monotonic() - began))

    def open(self, address: str) -> None:
        self._arrive(self.http.get(address, timeout=_TIMEOUT), "GET", address)

    def send(self, form: Form | None, what: str, **fields: str) -> None:
        if form is None:
            raise JourneyFailed(f"There is no form for {what} at {self.page.path}.")
        response = self.http.post(form.action, data=form.fields | fields, timeout=_TIMEOUT)
        self._arrive(response, "POST", form.action)

    def _arrive(self, response: requests.Response, method: str, address: str) -> None:
        if not response.ok:
            path = urlsplit(address).path
            raise JourneyFailed(f"{method} {path} was answered with {response.status_code}.")
        self.page = read(response.url, response.status_code, response.text)

    def data(self, address: str) -> dict[str, Any]:
        response = self.http.get(address, timeout=_TIMEOUT, headers={"Accept": "application/json"})
        if not response.ok:
            path = urlsplit(address).path
            raise JourneyFailed(f"GET {path} was answered with {response.status_code}.")
        data: dict[str, Any] = response.json()
        return data


def run(
    base_url: str,
    *,
    person: Mapping[str, str] = ANNA,
    document: str = "right-person",
    back: str = "",
    selfie: str = "right-person",
    patience: float = 60.0,
) -> Journey:
    """Go the whole way once.

    Args:
        base_url: of the deployment, without a trailing slash.
        person: values for the org's start form, by field.
        document: slug of the specimen document.
        back: slug of the specimen of its other side; empty for a passport, which has none.
        selfie: slug of the specimen selfie.
        patience: seconds to wait for the workers at each step.

    Raises:
        JourneyFailed: it stopped on the way.
    """
    try:
        with requests.Session() as http:
            # Straight to the deployment: neither a proxy nor a password from somebody's .netrc.
            http.trust_env = False
            visitor = _Visitor(http, patience, Page(base_url, 0, (), ()))
            shown = {"document": document, "back": back, "selfie": selfie}
            _go(visitor, base_url, person, {kind: slug for kind, slug in shown.items() if slug})
            return _result(visitor)
    except requests.RequestException as error:
        raise JourneyFailed(f"{base_url} did not answer: {type(error).__name__}.") from error


def _go(
    visitor: _Visitor, base_url: str, person: Mapping[str, str], specimens: Mapping[str, str]
) -> None:
    with visitor.step("Open the org's start page"):
        visitor.open(f"{base_url}/sandbox/okta/")
    with visitor.step("Push the request, go to the vendor"):
        visitor.send(visitor.page.form_to("/sandbox/okta/"), "the org", **person)
    if "/verify/" not in visitor.page.path:
        raise JourneyFailed(f"The org did not send the browser on: see {visitor.page.address}.")
    flow = visitor.page.address
    with visitor.step("Consent"):
        visitor.send(visitor.page.form_to(visitor.page.path), "consent")
    if visitor.page.path.endswith("/choose/"):
        visitor.send(visitor.page.form_to("/choose/"), "the choice of a device", device="here")
    for kind, outcome in specimens.items():
        _hand_in(visitor, flow, kind, outcome)
    with visitor.step("Assess"):
        _wait(visitor, flow, "the assessment", lambda said: said["status"] not in _UNDECIDED)
    with visitor.step("Return, redeem the code, judge"):
        visitor.open(urljoin(flow, "done/"))
        back = visitor.page.link_to("/oauth2/complete/")
        if back is None:
            raise JourneyFailed("The flow's last page does not lead back to the org.")
        visitor.open(back)


def _hand_in(visitor: _Visitor, flow: str, kind: str, outcome: str) -> None:
    """Hand a specimen in, and wait until it is read.

    Raises:
        JourneyFailed: the readers want another picture.
    """
    with visitor.step(f"Hand in the {kind}"):
        visitor.send(visitor.page.form_to(f"/{kind}/{outcome}/"), f"the specimen {kind}")
    with visitor.step(f"Read the {kind}"):
        said = _wait(visitor, flow, f"the {kind}", lambda now: _state(now, kind) != _READING)
    if _state(said, kind) != _USABLE:
        advice = " ".join((said["captures"][kind] or {}).get("advice", []))
        raise JourneyFailed(f"The {kind} was not usable: {advice}")
    visitor.open(urljoin(flow, "next/"))


def _wait(
    visitor: _Visitor, flow: str, what: str, over: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Ask for the session's status until ``over`` says so; return what was said last."""
    until = time.monotonic() + visitor.patience
    while time.monotonic() < until:
        said = visitor.data(urljoin(flow, "status"))
        if over(said):
            return said
        time.sleep(_POLL_SECONDS)
    raise JourneyFailed(f"Nothing came of {what} within {visitor.patience:.0f} s: is a worker up?")


def _state(said: Mapping[str, Any], kind: str) -> str:
    return str((said["captures"][kind] or {}).get("status", _READING))


def _result(visitor: _Visitor) -> Journey:
    """Return what the org decided, as its page's data says."""
    if "/sandbox/okta/transactions/" not in visitor.page.path:
        raise JourneyFailed(f"The vendor led back to {visitor.page.path}.")
    record = visitor.data(urljoin(visitor.page.address, "record.json"))
    judgement, token = record["judgement"], record["token"] or {}
    return Journey(
        result=judgement["result"],
        reason=judgement["reason"],
        because=judgement["because"],
        header=token.get("header"),
        payload=token.get("payload"),
        address=visitor.page.address,
        steps=tuple(visitor.steps),
    )
