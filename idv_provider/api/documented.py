"""What every operation of the OpenAPI document says alike."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from idv_provider.api.problems import MEDIA_TYPE


class MistakeSerializer(serializers.Serializer[Any]):
    """One mistake in what was sent."""

    detail = serializers.CharField()
    pointer = serializers.CharField(help_text="A JSON pointer (RFC 6901) as a URI fragment.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = MistakeSerializer(many=True, required=False)  # type: ignore[assignment]  # DRF's own name


# What each operation refuses with beside this is added by ``operations``.
PROBLEMS: dict[Any, Any] = {
    ("default", MEDIA_TYPE): OpenApiResponse(ProblemSerializer, "Any other refusal.")
}
CONFLICT: dict[Any, Any] = {
    (409, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, "Not in the state that it is in now.")
}
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="8 to 200 visible characters, new for each thing to do. Sent again with the same "
    "body within a day, the same answer comes back and nothing is done.",
)


def paged(*more: OpenApiParameter) -> list[OpenApiParameter]:
    """Return the parameters of a list."""
    return [
        OpenApiParameter("cursor", str, description="From `next` or `previous` of another page."),
        OpenApiParameter("limit", int, description="Rows a page, 1 to 200; 50 when not given."),
        *more,
    ]
