"""``evidence`` as OIDC4IDA has it: one document, checked from its picture. Pure.

Nothing of what the document says is in it: no number, no date, no picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oidc.constraints import acceptable, malformed

# Predefined values of OIDC4IDA: the document looked at in a picture under visible light, and the
# holder compared with it remotely by biometrics.
TYPES = ("document",)
_DOCUMENTS = {
    "passport": "passport",
    "identity_card": "idcard",
    "driving_licence": "driving_permit",
    "visa": "visa",
}
DOCUMENTS = tuple(_DOCUMENTS.values())
CHECK_METHODS = ("vri", "bvr")


@dataclass(frozen=True, slots=True)
class AskedEvidence:
    """What one element of ``verification.evidence`` asks for.

    Attributes:
        possible: its constraints on all but the kind of document are met.
        documents: acceptable kinds of document; none: any is.
        check_details: how it was checked is to be told.
        document_details: what kind of document it was is to be told.
    """

    possible: bool
    documents: tuple[str, ...]
    check_details: bool
    document_details: bool


def parse(evidence: object) -> tuple[AskedEvidence, ...]:
    """Return what is asked of evidence; nothing for ``null``.

    Raises:
        InvalidRequest: it is malformed.
    """
    if evidence is None:
        return ()
    if not isinstance(evidence, list) or not all(isinstance(one, dict) for one in evidence):
        raise malformed("verification.evidence is not an array of objects.")
    return tuple(_element(one) for one in evidence)


def answer(asked: tuple[AskedEvidence, ...], document: str) -> list[dict[str, Any]] | None:
    """Return ``evidence``; None when none of the elements asked for is what we have.

    Args:
        asked: in the order of preference.
        document: the provider's word for what was shown; empty when it is not known.
    """
    kind = _DOCUMENTS.get(document, "")
    first = next((one for one in asked if one.possible and _fits(kind, one.documents)), None)
    if first is None:
        return None
    found: dict[str, Any] = {"type": TYPES[0]}
    if first.check_details:
        found["check_details"] = [{"check_method": method} for method in CHECK_METHODS]
    if first.document_details and kind:
        found["document_details"] = {"type": kind}
    return [found]


def _element(element: Mapping[str, object]) -> AskedEvidence:
    details = element.get("document_details")
    checks = element.get("check_details")
    possible = _meets(element, "type", TYPES)
    documents: tuple[str, ...] = ()
    if isinstance(details, dict):
        documents = acceptable(details, "type")
    elif details is not None:
        raise malformed("evidence.document_details is not an object.")
    if checks is not None and not isinstance(checks, list):
        raise malformed("evidence.check_details is not an array.")
    for check in checks or ():
        if not isinstance(check, dict):
            raise malformed("evidence.check_details is not an array of objects.")
        possible = possible and _meets(check, "check_method", CHECK_METHODS)
    return AskedEvidence(
        possible=possible,
        documents=documents,
        check_details="check_details" in element,
        document_details="document_details" in element,
    )


def _fits(kind: str, documents: tuple[str, ...]) -> bool:
    return not documents or kind in documents


def _meets(members: Mapping[str, object], name: str, ours: tuple[str, ...]) -> bool:
    wanted = acceptable(members, name)
    return not wanted or bool(set(wanted) & set(ours))
