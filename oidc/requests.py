"""From parameters to an authorization request that may be trusted, or a refusal. Pure.

Pushed requests and plain ones go through the same rules, so they cannot drift apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from oidc import claims, pkce, strict_json
from oidc.errors import (
    InvalidRequest,
    InvalidScope,
    RequestNotSupported,
    UnsupportedResponseType,
)

SCOPES = ("openid", "profile", "identity_assurance")
FLOW_SCOPE = "idv_flow_"
TRUST_FRAMEWORKS = ("IDV-DELEGATED", "IDV_DELEGATED")
_MOST_STATE = 2048
_MOST_NONCE = 512
_MOST_LOGIN_HINT = 256
_VISIBLE = re.compile(r"[\x20-\x7e]*")  # VSCHAR, RFC 6749 appendix A
_SCOPE_TOKEN = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
_PROMPTS = frozenset({"none", "login", "consent", "select_account"})


@dataclass(frozen=True, slots=True)
class ClientPolicy:
    """What a client may ask for.

    Attributes:
        redirect_uris: registered, compared as exact strings.
        flows: slugs of the flows it may name.
        default_flow: slug of the flow that runs otherwise.
        okta: speaks the okta dialect.
        require_pkce: a request without ``code_challenge`` is refused.
    """

    redirect_uris: frozenset[str]
    flows: frozenset[str]
    default_flow: str
    okta: bool
    require_pkce: bool


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What the client asked for, after validation; empty text: not asked.

    Attributes:
        claims: the ``claims`` parameter as it was sent; ``claims.parse`` accepts it.
        flow: slug of the flow to run.
        max_age: seconds, or None.
        silent: ``prompt=none`` was asked, which no verification can meet.
    """

    redirect_uri: str
    state: str
    nonce: str
    login_hint: str
    code_challenge: str
    claims: str
    flow: str
    ui_locales: str
    max_age: int | None
    silent: bool


def parse(params: Mapping[str, str], client: ClientPolicy) -> AuthorizationRequest:
    """Validate the parameters of an authorization request.

    Raises:
        OAuthError: the first rule that is broken, with the parameter at fault.
    """
    _check_no_request_object(params)
    redirect_uri = parse_redirect_uri(params, client)
    _check_response(params)
    return AuthorizationRequest(
        redirect_uri=redirect_uri,
        state=_visible(params, "state", _MOST_STATE),
        nonce=_visible(params, "nonce", _MOST_NONCE),
        login_hint=_login_hint(params),
        code_challenge=_code_challenge(params, client),
        flow=_flow(params, client),
        claims=_claims(params, client),
        ui_locales=_visible(params, "ui_locales", 100),
        max_age=_max_age(params),
        silent=_silent(params),
    )


def parse_redirect_uri(params: Mapping[str, str], client: ClientPolicy) -> str:
    """Return the redirect URI, which must be one of the registered, character by character.

    Raises:
        InvalidRequest: it is not; nobody may then be redirected anywhere.
    """
    redirect_uri = params.get("redirect_uri", "")
    if not redirect_uri:
        raise InvalidRequest("redirect_uri is missing.", parameter="redirect_uri")
    if redirect_uri not in client.redirect_uris:
        raise InvalidRequest(
            "redirect_uri is not registered for this client.", parameter="redirect_uri"
        )
    return redirect_uri


def _check_no_request_object(params: Mapping[str, str]) -> None:
    if "request" in params:
        raise RequestNotSupported("Request objects are not supported.", parameter="request")
    if "request_uri" in params:
        raise InvalidRequest("request_uri cannot be pushed.", parameter="request_uri")


def _check_response(params: Mapping[str, str]) -> None:
    if "response_type" not in params:
        raise InvalidRequest("response_type is missing.", parameter="response_type")
    if params["response_type"] != "code":
        raise UnsupportedResponseType(
            "The only response_type supported is code.", parameter="response_type"
        )
    if params.get("response_mode", "query") != "query":
        raise InvalidRequest(
            "The only response_mode supported is query.", parameter="response_mode"
        )


def _visible(params: Mapping[str, str], name: str, most: int) -> str:
    value = params.get(name, "")
    if len(value) > most or _VISIBLE.fullmatch(value) is None:
        raise InvalidRequest(
            f"{name} must hold printable ASCII characters only, {most} at most.", parameter=name
        )
    return value


def _login_hint(params: Mapping[str, str]) -> str:
    value = params.get("login_hint", "")
    if len(value) > _MOST_LOGIN_HINT or not strict_json.is_text(value):
        raise InvalidRequest(
            f"login_hint must be a text of at most {_MOST_LOGIN_HINT} characters.",
            parameter="login_hint",
        )
    return value


def _code_challenge(params: Mapping[str, str], client: ClientPolicy) -> str:
    challenge = params.get("code_challenge", "")
    method = params.get("code_challenge_method", "")
    if not challenge and not method and not client.require_pkce:
        return ""
    if not challenge:
        raise InvalidRequest("code_challenge is missing.", parameter="code_challenge")
    if method != "S256":
        raise InvalidRequest(
            "code_challenge_method must be S256.", parameter="code_challenge_method"
        )
    if not pkce.is_challenge(challenge):
        raise InvalidRequest(
            "code_challenge must be 43 characters of base64url.", parameter="code_challenge"
        )
    return challenge


def _flow(params: Mapping[str, str], client: ClientPolicy) -> str:
    """Check the scope, and return the slug of the flow that it names, or the default's."""
    scope = params.get("scope", "").split(" ")
    if "openid" not in scope:
        raise _invalid_scope("scope must hold openid.")
    if client.okta and "identity_assurance" not in scope:
        raise _invalid_scope("scope must hold identity_assurance.")
    named = [one.removeprefix(FLOW_SCOPE) for one in scope if one.startswith(FLOW_SCOPE)]
    others = [one for one in scope if not one.startswith(FLOW_SCOPE)]
    if not all(_SCOPE_TOKEN.fullmatch(one) for one in scope) or not set(others) <= set(SCOPES):
        raise _invalid_scope(f"scope may hold {', '.join(SCOPES)} and one idv_flow_{{id}}.")
    if len(named) > 1:
        raise _invalid_scope("scope names more than one flow.")
    if named and named[0] not in client.flows:
        raise _invalid_scope("scope names a flow that is not this client's.")
    if not named and not client.default_flow:
        raise _invalid_scope("scope names no flow, and this client has no default flow.")
    return named[0] if named else client.default_flow


def _invalid_scope(description: str) -> InvalidScope:
    return InvalidScope(description, parameter="scope")


def _claims(params: Mapping[str, str], client: ClientPolicy) -> str:
    text = params.get("claims", "")
    if not text:
        return ""
    wanted = claims.parse(text)
    for asked in (wanted.id_token, wanted.userinfo):
        frameworks = asked.trust_frameworks if asked else ()
        if client.okta and frameworks and not set(frameworks) & set(TRUST_FRAMEWORKS):
            raise InvalidRequest(
                "claims: the only trust_framework supported is IDV-DELEGATED.", parameter="claims"
            )
    return text


def _max_age(params: Mapping[str, str]) -> int | None:
    value = params.get("max_age", "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise InvalidRequest("max_age is not a number of seconds.", parameter="max_age")
    return int(value)


def _silent(params: Mapping[str, str]) -> bool:
    prompts = set(params.get("prompt", "").split(" ")) - {""}
    if not prompts <= _PROMPTS:
        raise InvalidRequest("prompt holds an unknown value.", parameter="prompt")
    if "none" in prompts and len(prompts) > 1:
        raise InvalidRequest("prompt cannot hold none and another value.", parameter="prompt")
    return "none" in prompts
