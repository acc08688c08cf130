"""What a client is told when it is refused: one class for each registered error code.

``description`` is sent and safe to show; ``detail`` is for the protocol log only. Unknown, expired
and already used share one description.
"""

from http import HTTPStatus


class OAuthError(Exception):
    """A refusal in the form of RFC 6749 sections 4.1.2.1 and 5.2.

    Attributes:
        description: sent; ASCII without quotes or backslashes, as RFC 6749 demands.
        parameter: the parameter at fault, or nothing.
        detail: for the log; holds no personal data and no secret.
    """

    error = "server_error"
    status = HTTPStatus.BAD_REQUEST

    def __init__(self, description: str, *, parameter: str = "", detail: str = "") -> None:
        super().__init__(f"{self.error}: {description}")
        self.description = description
        self.parameter = parameter
        self.detail = detail


class InvalidRequest(OAuthError):
    error = "invalid_request"


class InvalidClient(OAuthError):
    error = "invalid_client"
    status = HTTPStatus.UNAUTHORIZED


class InvalidGrant(OAuthError):
    error = "invalid_grant"


class UnauthorizedClient(OAuthError):
    error = "unauthorized_client"


class InvalidScope(OAuthError):
    error = "invalid_scope"


class UnsupportedGrantType(OAuthError):
    error = "unsupported_grant_type"


class UnsupportedResponseType(OAuthError):
    error = "unsupported_response_type"


class RequestNotSupported(OAuthError):
    """OpenID Connect Core section 3.1.2.6."""

    error = "request_not_supported"


class InteractionRequired(OAuthError):
    """OpenID Connect Core section 3.1.2.6: ``prompt=none`` cannot be met."""

    error = "interaction_required"


class AccessDenied(OAuthError):
    error = "access_denied"


class ServerError(OAuthError):
    error = "server_error"
    status = HTTPStatus.INTERNAL_SERVER_ERROR


class InvalidToken(OAuthError):
    """RFC 6750 section 3.1."""

    error = "invalid_token"
    status = HTTPStatus.UNAUTHORIZED


class PayloadTooLarge(InvalidRequest):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnsupportedMediaType(InvalidRequest):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class TemporarilyUnavailable(OAuthError):
    """Not now, through no fault of the request.

    Attributes:
        retry_after: seconds until the next may succeed.
    """

    error = "temporarily_unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, description: str, *, retry_after: int, detail: str = "") -> None:
        super().__init__(description, detail=detail)
        self.retry_after = retry_after


class SlowDown(TemporarilyUnavailable):
    """Too many requests.

    Attributes:
        first: whether it is the first of its kind in this minute, to be written into the log.
    """

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(
        self, description: str, *, retry_after: int, first: bool = True, detail: str = ""
    ) -> None:
        super().__init__(description, retry_after=retry_after, detail=detail)
        self.first = first
