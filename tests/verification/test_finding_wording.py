"""A reviewer reads a question, never a code alone."""

from verification.checks import codes
from verification.finding_wording import QUESTIONS, question
from verification.requirements import REVIEWABLE


def test_every_code_has_a_question_and_no_two_the_same() -> None:
    asked = [question(code) for code in (*codes.ALL, *REVIEWABLE)]

    assert set(codes.ALL) == QUESTIONS.keys()
    assert all(one.endswith("?") for one in asked)
    assert len(set(asked)) == len({*codes.ALL, *REVIEWABLE})


def test_a_code_of_an_older_version_stands_for_itself() -> None:
    assert question("document.colour") == "document.colour"
