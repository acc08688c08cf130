"""The provider's metadata (OpenID Connect Discovery, RFC 8414, RFC 9126, RFC 9207, OIDC4IDA 9).

What is listed works, and what has a misleading default is stated.
"""

import json
from typing import Any

from django.conf import settings

from applications.models import Application
from oidc import endpoints, evidence
from oidc.requests import SCOPES, TRUST_FRAMEWORKS

MAX_AGE_SECONDS = 300
VERIFIABLE = ("given_name", "family_name", "middle_name", "birthdate")


def document() -> bytes:
    """Return the metadata as JSON."""
    return json.dumps(metadata(), indent=2).encode()


def metadata() -> dict[str, Any]:
    """Return the metadata by name."""
    public = endpoints.public()
    methods = ["client_secret_post", "client_secret_basic"]
    signed = Application.Authentication.PRIVATE_KEY
    enabled = Application.objects.filter(enabled=True)
    found: dict[str, Any] = {
        "issuer": public.issuer,
        "authorization_endpoint": public.authorize,
        "pushed_authorization_request_endpoint": public.par,
        "token_endpoint": public.token,
        "userinfo_endpoint": public.userinfo,
        "jwks_uri": public.jwks,
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": list(Application.Algorithm.values),
        "token_endpoint_auth_methods_supported": methods,
        "code_challenge_methods_supported": ["S256"],
        "require_pushed_authorization_requests": not enabled.filter(require_par=False).exists(),
        "authorization_response_iss_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "claims_parameter_supported": True,
        "claim_types_supported": ["normal"],
        "ui_locales_supported": [code for code, _ in settings.LANGUAGES],
        "op_policy_uri": f"{public.issuer}/legal/privacy",
        "op_tos_uri": f"{public.issuer}/legal/terms",
        "claims_supported": ["sub", "auth_time", "verified_claims"],
        "verified_claims_supported": True,
        "trust_frameworks_supported": list(TRUST_FRAMEWORKS),
        "evidence_supported": list(evidence.TYPES),
        "documents_supported": list(evidence.DOCUMENTS),
        "documents_check_methods_supported": list(evidence.CHECK_METHODS),
        "claims_in_verified_claims_supported": list(VERIFIABLE),
    }
    if enabled.filter(authentication=signed).exists():
        found["token_endpoint_auth_methods_supported"] = [*methods, signed.value]
        found["token_endpoint_auth_signing_alg_values_supported"] = ["RS256", "PS256", "ES256"]
    return found
