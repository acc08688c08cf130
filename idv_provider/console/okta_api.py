"""The requests that set Okta up by its API instead of its console.

Sources: Okta's guides "Add an identity verification vendor as an identity provider" and "Configure
an Okta account management policy".
"""

import json
from dataclasses import dataclass
from typing import Any

from applications.models import Application
from oidc.endpoints import Endpoints

SECRET_PLACE = "the client secret"  # noqa: S105  # stands where the secret goes
_IDP_PLACE = "the id that Okta answered"
_GROUP_PLACE = "the id of a group"
_OPERATIONS = (
    ("recover", "Recover a password"),
    ("enroll", "Enrol an authenticator"),
    ("unenroll", "Unenrol an authenticator"),
    ("unlockAccount", "Unlock an account"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of Okta's account management policy, for one thing that people want to do."""

    key: str
    title: str
    expression: str
    body: str


def identity_provider(
    application: Application, at: Endpoints, *, vendor: str, terms: str, privacy: str, secret: str
) -> str:
    """Return the body of ``POST /api/v1/idps``."""
    client = {"client_id": application.client_id, "client_secret": secret or SECRET_PLACE}
    body = {
        "type": "IDV_STANDARD",
        "name": application.name,
        "protocol": {
            "type": "ID_PROOFING",
            "issuer": {"url": at.issuer},
            "endpoints": {
                "par": {"url": at.par, "binding": "HTTP-REDIRECT"},
                "authorization": {"url": at.authorize, "binding": "HTTP-REDIRECT"},
                "token": {"url": at.token, "binding": "HTTP-POST"},
                "jwks": {"url": at.jwks, "binding": "HTTP-REDIRECT"},
            },
            "scopes": ["openid", "profile", "identity_assurance"],
            "credentials": {"client": client},
        },
        "policy": {
            "provisioning": {"action": "DISABLED", "profileMaster": False, "groups": None},
            "accountLink": {"action": "AUTO", "filter": None},
            "subject": {
                "userNameTemplate": {"template": "source.userName"},
                "filter": None,
                "matchType": "USERNAME",
                "matchAttribute": None,
            },
            "maxClockSkew": 0,
        },
        "properties": {
            "idvMetadata": {
                "vendorDisplayName": vendor,
                "termsOfUse": terms,
                "privacyPolicy": privacy,
            }
        },
    }
    return _text(body)


def rules() -> tuple[Rule, ...]:
    """Return the body of ``POST /api/v1/policies/{policy}/rules`` for each operation."""
    return tuple(_rule(operation, title) for operation, title in _OPERATIONS)


def _rule(operation: str, title: str) -> Rule:
    expression = f"accessRequest.operation == '{operation}'"
    body = {
        "name": f"{title} with identity verification",
        "priority": 1,
        "type": "ACCESS_POLICY",
        "system": False,
        "conditions": {
            "people": {"groups": {"include": [_GROUP_PLACE]}},
            "network": {"connection": "ANYWHERE"},
            "riskScore": {"level": "ANY"},
            "elCondition": {"condition": expression},
            "userType": {"include": [], "exclude": []},
        },
        "actions": {
            "appSignOn": {
                "access": "ALLOW",
                "verificationMethod": {"id": _IDP_PLACE, "type": "ID_PROOFING"},
            }
        },
    }
    return Rule(operation, title, expression, _text(body))


def _text(body: dict[str, Any]) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False)
