"""The OpenAPI document, and what is answered where there is nothing."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from idv_provider.api import problems


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Tell everybody how the API is called; it is no secret."""
    return JsonResponse(schema(), json_dumps_params={"separators": (",", ":")})


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """Answer below /api/v1/ where nothing else does."""
    return problems.response(404, "There is nothing at this address.")


def only_ours(endpoints: list[Any]) -> list[Any]:
    """Leave out what the pages' own scripts call."""
    return [one for one in endpoints if one[0].startswith(problems.PREFIX)]


@cache
def schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made
