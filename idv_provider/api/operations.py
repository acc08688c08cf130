"""What the OpenAPI document says of each operation beyond its own words: scope and refusals."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from idv_provider.api.problems import MEDIA_TYPE

_ALWAYS = {
    "401": "No valid token: `Authorization: Bearer …` is missing, unknown, ended or revoked.",
    "403": "The token has not the scope, or its maker has not the right any more.",
    "429": "Too many requests in this minute: wait as `Retry-After` says.",
}
_BY_PLACE = {
    "path": ("404", "There is no such thing."),
    "query": ("400", "A filter, `limit` or `cursor` is none; `errors` names which."),
    "header": ("422", "This `Idempotency-Key` came with another request before."),
}
_OF_BODIES = {
    "400": "The body is not valid; `errors` says where, by JSON pointers.",
    "413": "The body is too large.",
    "415": "The body is not `application/json`.",
}
_REFUSAL = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


class DescribedSchema(AutoSchema):
    """Names each operation's scope, and each status with which it may be refused."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:  # noqa: ANN401  # its own
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            scope = getattr(self.view, "scopes", {}).get(self.method)
            operation["description"] += f"\n\nNeeds the scope `{scope}`."
            told = operation["responses"]
            for status, words in sorted(_refusals(operation).items()):
                told.setdefault(status, {"description": words} | _REFUSAL)
            operation["responses"] = dict(sorted(told.items()))
        return operation


def _refusals(operation: dict[str, Any]) -> dict[str, str]:
    places = {one["in"] for one in operation.get("parameters", ())}
    found = _ALWAYS | dict(said for place, said in _BY_PLACE.items() if place in places)
    return found | (_OF_BODIES if "requestBody" in operation else {})
