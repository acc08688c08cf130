"""The fuzz run finds what it looks for, and finds nothing in our parsers in a short run."""

import random

import pytest

from benchmarks.fuzz import fuzzed
from benchmarks.fuzz_targets import TARGETS, Target


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_parsers_give_values_or_declared_errors(target: Target) -> None:
    tally = fuzzed(target, 0.2, random.Random(3))  # noqa: S311  # a search, not a secret

    assert tally.found == []
    assert tally.values >= len(target.seeds)


def _takes_no_quotes(payload: bytes) -> str:
    if b"'" in payload:
        raise KeyError(payload)
    return payload.decode("ascii")


def test_an_error_that_is_no_answer_is_found() -> None:
    target = Target("broken", (b"O,Neill",), _takes_no_quotes, (UnicodeDecodeError,), (b"'",), 50)

    tally = fuzzed(target, 0.1, random.Random(3))  # noqa: S311

    assert {what.partition(":")[0] for what, _ in tally.found} == {"KeyError"}
    assert tally.refused
