"""Two journeys without a screen against the running demo, and whether they ended as they must."""

import json
import sys
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from idv_provider.embedded.web import end_of
from sandbox import journey
from sandbox.journey import Journey, JourneyFailed


@dataclass(frozen=True, slots=True)
class _Expected:
    """One journey: which selfie is handed in with Anna's own passport, and what must come of it."""

    selfie: str
    level: str
    result: str


_EXPECTED = (
    _Expected("right-person", "VERIFIED", "ALLOW"),
    _Expected("wrong-person", "FAILED", "DENY"),
)


def run_journeys(base_url: str, log: Path) -> int:
    """Run both, print their ID tokens and timings; return 0 only when both ended as they must.

    Where they did not, the end of the server's log is printed, since it goes with the data.
    """
    outcomes: list[Journey] = []
    for expected in _EXPECTED:
        _say(f"\nJourney: Anna's passport, the {expected.selfie.replace('-', ' ')}'s selfie")
        try:
            outcome = journey.run(base_url, selfie=expected.selfie)
        except JourneyFailed as failed:
            _say(f"  stopped: {failed}\n\nThe end of the log:\n{end_of(log)}")
            return 1
        outcomes.append(outcome)
        _say(_token(outcome))
        _say(f"  The org decided {outcome.result}: {outcome.reason}. {outcome.because}")
    _say(_timings(outcomes))
    good = all(_as_expected(*pair) for pair in zip(_EXPECTED, outcomes, strict=True))
    _say("\nBoth journeys ended as they must." if good else "\nA journey ended as it must not.")
    return 0 if good else 1


def _as_expected(expected: _Expected, outcome: Journey) -> bool:
    return (outcome.level, outcome.result) == (expected.level, expected.result)


def _token(outcome: Journey) -> str:
    text = json.dumps({"header": outcome.header, "payload": outcome.payload}, indent=2)
    return "  ID token:\n" + "\n".join(f"    {line}" for line in text.splitlines())


def _timings(outcomes: list[Journey]) -> str:
    """Return a table: a row for each step, a column for each journey, in seconds."""
    titles = "".join(f"{outcome.level:>10}" for outcome in outcomes)
    lines = [f"\n{'Step, in seconds':40}{titles}"]
    for row in zip_longest(*(outcome.steps for outcome in outcomes)):
        name = next(step.name for step in row if step is not None)
        times = "".join(f"{step.seconds:10.2f}" if step else f"{'-':>10}" for step in row)
        lines.append(f"{name:40}{times}")
    sums = "".join(f"{sum(step.seconds for step in one.steps):10.2f}" for one in outcomes)
    return "\n".join([*lines, f"{'All of it':40}{sums}"])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
