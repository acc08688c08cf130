"""How Okta judges a vendor's HTTP answers, before there is a token to judge. Pure."""

from collections.abc import Mapping
from typing import Any

from sandbox.okta_rules import Reason, Refusal

PUSHED = 201
OK = 200


def refuse_pushed(status: int | None, body: object) -> Refusal | None:
    """Judge the answer to the pushed request; status None: there was no answer."""
    reason = Reason.RESPONSE_PROCESSING_ERROR_PAR
    if status is None:
        return Refusal(reason, "The vendor's PAR endpoint did not answer.")
    if status != PUSHED:
        return Refusal(reason, f"The PAR endpoint answered {status}{_named(body)}.")
    if not isinstance(body, dict) or not _text(body, "request_uri"):
        return Refusal(reason, "The PAR answer holds no request_uri.")
    if not _whole(body.get("expires_in")):
        return Refusal(reason, "The PAR answer holds no expires_in in seconds.")
    return None


def refuse_returned(parameters: Mapping[str, list[str]], *, issuer: str) -> Refusal | None:
    """Judge what the browser brought back, once its state was recognised.

    Args:
        parameters: the query, every value of every parameter.
        issuer: as configured; RFC 9207 has the vendor repeat it.
    """
    if any(len(values) != 1 for values in parameters.values()):
        return Refusal(Reason.RESPONSE_PROCESSING_ERROR, "A parameter came back more than once.")
    single = {name: values[0] for name, values in parameters.items()}
    if single.get("iss") != issuer:
        return Refusal(Reason.RESPONSE_PROCESSING_ERROR, "iss is not the configured issuer.")
    if single.get("error"):
        said = single.get("error_description", "").rstrip(".")
        because = f"The vendor returned {single['error']}" + (f": {said}." if said else ".")
        return Refusal(Reason.ERROR_RESPONSE, because)
    if not single.get("code"):
        return Refusal(Reason.RESPONSE_PROCESSING_ERROR, "There is neither a code nor an error.")
    return None


def refuse_redeemed(status: int | None, body: object) -> Refusal | None:
    """Judge the token endpoint's answer; status None: there was no answer."""
    if status is None:
        return Refusal(
            Reason.RESPONSE_PROCESSING_ERROR, "The vendor's token endpoint did not answer."
        )
    if status != OK:
        return Refusal(
            Reason.ERROR_RESPONSE_TOKEN, f"The token endpoint answered {status}{_named(body)}."
        )
    if not isinstance(body, dict):
        return Refusal(Reason.PARSING_ERROR, "The token endpoint's answer is not a JSON object.")
    if not _text(body, "id_token"):
        return Refusal(Reason.MISSING, "The token endpoint's answer holds no id_token.")
    if not _whole(body.get("expires_in")):
        return Refusal(Reason.MISSING, "The token endpoint's answer holds no expires_in.")
    return None


def _named(body: object) -> str:
    if isinstance(body, dict) and isinstance(body.get("error"), str):
        said = body.get("error_description")
        return f", {body['error']}" + (f": {said.rstrip('.')}" if isinstance(said, str) else "")
    return ""


def _text(body: dict[str, Any], name: str) -> bool:
    return isinstance(body.get(name), str) and bool(body[name])


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
