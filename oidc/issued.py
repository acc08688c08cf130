"""What an ID token said, made anew from its code and access token, which are kept for a day."""

from typing import Any
from uuid import UUID

from oidc import codes, tokens
from oidc.models import AuthorizationCode


def id_token_payload(session_id: UUID) -> dict[str, Any] | None:
    """Return the payload of the session's ID token, as it was signed; None where none is known.

    Everything in it is in the frozen answer or follows from the rows: ``iat`` is when the code was
    redeemed, and ``at_hash`` half of the digest that is kept of the access token.
    """
    found = AuthorizationCode.objects.select_related("application", "token")
    code = found.filter(request=session_id, redeemed_at__isnull=False, token__isnull=False).first()
    if code is None or code.redeemed_at is None:
        return None
    claims = codes.open_answer(code)["id_token"]
    at_hash = tokens.half(bytes(code.token.digest))
    return tokens.payload(code.application, claims, at_hash, code.redeemed_at)
