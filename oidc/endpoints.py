"""The public addresses of the protocol, built from PUBLIC_URL and from no header."""

from typing import NamedTuple

from django.conf import settings

PAR = "oauth2/par"
AUTHORIZE = "oauth2/idv-authorize"
COMPLETE = "oauth2/complete"
TOKEN = "oauth2/token"  # noqa: S105  # a path
USERINFO = "oauth2/userinfo"
JWKS = "oauth2/jwks"
DISCOVERY = ".well-known/openid-configuration"
_FOR_MACHINES = frozenset(f"/{path}" for path in (PAR, TOKEN, USERINFO, JWKS, DISCOVERY))


class Endpoints(NamedTuple):
    """Absolute URLs, as an administrator types them into Okta."""

    issuer: str
    par: str
    authorize: str
    token: str
    jwks: str
    userinfo: str
    discovery: str


def is_for_machines(path: str) -> bool:
    """Return whether whoever calls ``path``, below the issuer, reads JSON and not a page."""
    return path in _FOR_MACHINES


def public() -> Endpoints:
    """Return every address that a relying party needs."""
    base = settings.PUBLIC_URL
    return Endpoints(
        issuer=base,
        par=f"{base}/{PAR}",
        authorize=f"{base}/{AUTHORIZE}",
        token=f"{base}/{TOKEN}",
        jwks=f"{base}/{JWKS}",
        userinfo=f"{base}/{USERINFO}",
        discovery=f"{base}/{DISCOVERY}",
    )
