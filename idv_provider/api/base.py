"""What every view of the API has in common: who may, how often, and in which form."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from idv_provider.api import problems, tokens
from idv_provider.api.models import Token
from oidc import strict_json
from verification import limits


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer`` (RFC 6750). A browser's cookie counts for nothing here."""

    def authenticate(self, request: Request) -> tuple[User, Token]:
        scheme, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
        token = tokens.find(text.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise exceptions.AuthenticationFailed("Send a valid API token as a bearer token.")
        return token.made_by, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="idv"'


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry's
    """How the OpenAPI document says it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class InsufficientScope(exceptions.PermissionDenied):
    """The token lives, and may not do this (RFC 6750 section 3.1)."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"This needs the scope {scope}, and a maker of the token who may give it.")
        self.auth_header = f'Bearer error="insufficient_scope", scope="{scope}"'


class HasScope(BasePermission):
    """The token has the scope that the view names for the method; absence is refusal."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        scope: str | None = getattr(view, "scopes", {}).get(_method(request))
        if scope is None:
            raise exceptions.MethodNotAllowed(_method(request))
        if not isinstance(request.auth, Token):
            return False
        if not tokens.may(request.auth, scope):
            raise InsufficientScope(scope)
        return True


class StrictJSONParser(JSONParser):
    """JSON that is unambiguous and that the database takes; of bounded size and depth."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:  # noqa: ANN401  # DRF's own
        try:
            return strict_json.loads(stream.read().decode())
        except ValueError as error:
            raise exceptions.ParseError(
                f"The body is not JSON that is read here: {error}"
            ) from error


class TooLarge(exceptions.APIException):
    """A body that is larger than anything that has to be said."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."


class BadCursor(exceptions.ParseError):
    """A cursor that this list did not give, which DRF takes for a page that is not there."""

    default_detail = "This cursor is none of this list's: take next or previous as they are."


_MEMBERS = {b"p", b"o", b"r"}  # what DRF puts into a cursor: position, offset, reverse


class Pages(CursorPagination):
    """Newest first, from a cursor on: a page stays what it is while rows are added."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200

    def get_page_size(self, request: Request) -> int | None:
        """Refuse a limit that is none, which DRF would leave out of account."""
        sent = request.query_params.get(self.page_size_query_param, "")
        if sent and not (sent.isascii() and sent.isdigit() and int(sent)):
            raise exceptions.ValidationError({"limit": ["A whole number from 1 on."]})
        return super().get_page_size(request)

    def decode_cursor(self, request: Request) -> Any:  # noqa: ANN401  # DRF's own
        """Refuse what DRF would read as nothing: whoever sent it got the first page for ever."""
        sent = request.query_params.get(self.cursor_query_param, "")
        if sent and not parse_qs(b64decode(sent, validate=True)).keys() & _MEMBERS:
            raise BadCursor
        return super().decode_cursor(request)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Say it in OpenAPI 3.1, where ``null`` is a type; DRF says it in 3.0."""
        other = {"type": ["string", "null"], "format": "uri", "description": "Another page."}
        properties = {"next": other, "previous": other, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}


class ApiView(APIView):
    """A view of the API.

    Attributes:
        scopes: what each method demands; a method without one is refused.
    """

    scopes: ClassVar[Mapping[str, str]] = {}
    authentication_classes = (TokenAuthentication,)
    permission_classes = (HasScope,)
    renderer_classes = (JSONRenderer,)
    parser_classes = (StrictJSONParser,)
    pagination_class = Pages
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.handle

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # DRF's own
        """Refuse a token in the clear, hold off floods, then look who asks."""
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            raise exceptions.ParseError("Use https. This token was sent in the clear: end it.")
        address = limits.address_of(request._request)  # noqa: SLF001  # DRF's way to Django's own
        _hold_off(f"api:address:{address}", settings.ADDRESS_REQUESTS_PER_MINUTE)
        super().initial(request, *args, **kwargs)
        _hold_off(f"api:token:{token_of(request).pk}", settings.API_REQUESTS_PER_MINUTE)
        try:
            request._request.body  # noqa: B018, SLF001  # read once, by Django's limit
        except RequestDataTooBig as error:
            raise TooLarge from error

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # DRF's own
        """Have nobody keep an answer."""
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers.setdefault("Cache-Control", "no-store")
        return finished


def token_of(request: Request) -> Token:
    """Return the token that passed ``HasScope``."""
    if not isinstance(request.auth, Token):
        raise exceptions.NotAuthenticated
    return request.auth


def actor(request: Request) -> str:
    """Return how the audit trail names who did it."""
    return f"token:{token_of(request).public_id}"


def page_of(view: ApiView, request: Request, rows: Any, shown: Callable[[Any], Any]) -> Response:  # noqa: ANN401  # a queryset
    """Return one page of rows, each as ``shown`` tells it; ``rows`` has its ordering."""
    pages = view.pagination_class()
    pages.ordering = tuple(rows.query.order_by)
    try:
        found: list[Any] = pages.paginate_queryset(rows, request, view=view) or []
    except (exceptions.NotFound, DjangoValidationError, ValueError) as error:
        raise BadCursor from error
    return pages.get_paginated_response([shown(row) for row in found])


def _method(request: Request) -> str:
    return "GET" if request.method == "HEAD" else str(request.method)


def _hold_off(name: str, most: int) -> None:
    wait = limits.hit(name, most)
    if wait:
        raise exceptions.Throttled(wait)
