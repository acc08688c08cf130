"""Who may read UserInfo: the bearer of a live access token (RFC 6750)."""

from datetime import datetime

from oidc import clients, codes
from oidc.errors import InvalidToken
from oidc.models import AccessToken, AuthorizationCode

_REFUSED = "The access token is missing, invalid, expired or revoked."
_LONGEST = 200


def bearer(authorization: str, now: datetime) -> AuthorizationCode:
    """Return the code that the token in an Authorization header came from.

    Raises:
        InvalidToken: there is no live token; only a header is looked at.
    """
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "bearer" or not value or len(value) > _LONGEST:
        raise InvalidToken(_REFUSED, detail="no bearer token")
    digest = codes.digest_of(value.strip())
    tokens = AccessToken.objects.select_related("code__application").filter(digest=digest)
    token = tokens.filter(expires_at__gt=now, revoked_at__isnull=True).first()
    if token is None or not clients.is_live(token.code.application):
        raise InvalidToken(_REFUSED, detail="no live token")
    return token.code
