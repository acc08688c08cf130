"""What somebody asks the sandbox org for, and the actions that Okta guards with verification."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sandbox.okta_requests import Attribute, Style


class Action(NamedTuple):
    """One action of an account management policy.

    Attributes:
        slug: for forms.
        label: as a person would say it.
        allowed: what Okta does after ALLOW.
        denied: what Okta does after DENY.
    """

    slug: str
    label: str
    allowed: str
    denied: str


ACTIONS = (
    Action(
        "recover",
        "Recover a password",
        "Okta lets the user choose a new password.",
        "The password stays as it is.",
    ),
    Action(
        "enrol",
        "Enrol an authenticator",
        "Okta goes on to enrol the new authenticator.",
        "No authenticator is enrolled.",
    ),
    Action(
        "unenrol",
        "Unenrol an authenticator",
        "Okta removes the authenticator.",
        "The authenticator stays enrolled.",
    ),
    Action(
        "unlock",
        "Unlock an account",
        "Okta unlocks the account.",
        "The account stays locked.",
    ),
)


@dataclass(frozen=True, slots=True)
class Order:
    """A valid start form.

    Attributes:
        action: slug of one of ``ACTIONS``.
        login: as entered.
        user_id: Okta's id of the user.
        attributes: the claims to send, with their values.
        style: how the request is written.
        flow: id of the vendor's flow, or empty.
        entered: the form as it was filled in, to fill it in again.
    """

    action: str
    login: str
    user_id: str
    attributes: tuple[Attribute, ...]
    style: Style
    flow: str
    entered: dict[str, Any]


def action_of(slug: str) -> Action:
    """Return the action with this slug.

    Raises:
        StopIteration: there is none; the form lets no other through.
    """
    return next(action for action in ACTIONS if action.slug == slug)
