"""What a flow says of its documents is judged before it is saved, whatever JSON it is."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from verification.documents.kinds import DocumentType
from verification.models import Flow

WRONG: list[tuple[str, Any, str]] = [
    ("documents", 5, "A list of kinds"),
    ("documents", None, "A list of kinds"),
    ("documents", True, "A list of kinds"),
    ("documents", "passport", "A list of kinds"),
    ("documents", {"passport": 1}, "A list of kinds"),
    ("documents", [["passport"]], "A list of kinds"),
    ("documents", [], "Choose one kind"),
    ("documents", ["passport", "library_card"], "“library_card” is no kind"),
    ("documents", ["passport", "passport"], "more than once"),
    ("countries", 5, "A list of codes"),
    ("countries", None, "A list of codes"),
    ("countries", "USA", "A list of codes"),
    ("countries", {"USA": 1}, "A list of codes"),
    ("countries", [840], "A list of codes"),
    ("countries", ["USA", "DE", "XYZ"], "under DE, XYZ"),
    ("countries", ["USA", "USA"], "more than once"),
    ("review", 5, "A list of codes"),
    ("review", None, "A list of codes"),
    ("review", "face.match", "A list of codes"),
    ("review", {"face.match": 1}, "A list of codes"),
    ("review", [["face.match"]], "A list of codes"),
]


@pytest.mark.parametrize(("field", "value", "told"), WRONG)
def test_a_field_that_is_no_list_of_known_words_is_named(
    flow: Flow, field: str, value: object, told: str
) -> None:
    setattr(flow, field, value)

    with pytest.raises(ValidationError) as refused:
        flow.full_clean()

    assert told in " ".join(refused.value.message_dict[field])


def test_every_kind_and_every_way_to_name_a_country_can_be_chosen(flow: Flow) -> None:
    flow.documents, flow.countries = list(DocumentType), ["D", "UTO", "XPO"]

    flow.full_clean()

    assert flow.accepted.types == frozenset(DocumentType)
