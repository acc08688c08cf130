"""From labelled distances to thresholds at given false match rates, with intervals.

Terms and method by ISO/IEC 19795-1: FMR and FNMR over all comparisons, failures to acquire
counted apart. Intervals are Wilson's, 95 %. Comparisons that share a person are not independent:
the interval is that of as many independent ones as tell as much (``independent``).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

VERSION = 1
RATES = (0.0001, 0.001, 0.01)
ENOUGH_PEOPLE = 50
_Z = 1.959964  # of the normal distribution, for 95 %

Rows = tuple[tuple[float, float], ...]
Distances = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.int64]


class EngineUnfit(Exception):
    """A face model or its calibration cannot be used. The text names files, nothing else."""


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``of``, and between which shares the true one lies with 95 % confidence."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.count / self.of if self.of else math.nan

    def __str__(self) -> str:
        if not self.of:
            return "not measured"
        return f"{self.value:.3%} ({self.low:.3%} to {self.high:.3%}, {self.count} of {self.of})"


@dataclass(frozen=True, slots=True)
class Row:
    """One threshold.

    Attributes:
        fmr: which the upper end of the measured interval does not exceed.
        distance: the largest that is a match.
        measured_fmr: at that distance.
        fnmr: at that distance.
    """

    fmr: float
    distance: float
    measured_fmr: Share
    fnmr: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured for one engine. A rate that too few pairs could show has no row."""

    engine: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Comparisons of one kind: all of one person, or all of two.

    Attributes:
        distances: shape (n,).
        people: shape (n, 2), which two people each compares, as numbers; the same one twice where
            they are mated.
    """

    distances: Distances
    people: Pairs

    @property
    def size(self) -> int:
        return self.distances.size


def few_people(non_mated: Compared) -> str | None:
    """Return a warning where so few people were compared that every interval is too narrow."""
    people = np.unique(non_mated.people).size
    if people >= ENOUGH_PEOPLE:
        return None
    return f"only {people} people: the intervals are too narrow, take them for a hint"


def share(count: int, of: int, independent: float | None = None) -> Share:
    """Return a share with Wilson's interval; of nothing, anything is possible.

    Args:
        count: of errors.
        of: comparisons.
        independent: as how many of them the interval takes; None for all.
    """
    if of == 0:
        return Share(count, of, 0.0, 1.0)
    p, z, n = count / of, _Z, independent or of
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return Share(count, of, low, 1.0 if count == of else min(1.0, middle + half))


def independent(wrong: npt.NDArray[np.bool_], people: Pairs) -> float:
    """Return how many independent comparisons tell as much of the rate; at most all.

    The rate's variance is summed over all pairs of comparisons that share a person (Aronow, Samii
    and Assenova, Cluster-robust variance estimation for dyadic data, 2015). Without an error, or
    with errors alone, it is unknown, and all count.
    """
    n, p = wrong.size, float(wrong.mean()) if wrong.size else 0.0
    if not 0 < p < 1:
        return float(n)
    residual = wrong - p
    most = int(people.max()) + 1
    sums = np.bincount(people[:, 0], residual, most)
    two = people[:, 0] != people[:, 1]
    sums += np.bincount(people[two, 1], residual[two], most)
    twice = float((residual[two] ** 2).sum())  # a pair shares both of its people with itself
    variance = (float((sums**2).sum()) - twice) / n**2
    return float(n * min(1.0, p * (1 - p) / n / max(variance, 1e-300)))


def calibrate(
    engine: str, mated: Compared, non_mated: Compared, rates: Sequence[float] = RATES
) -> Calibration:
    """Choose for each rate the largest distance at which the FMR's interval stays below it.

    Args:
        engine: name of the engine that measured the distances.
        mated: pictures of one person; none where nobody has two, and the FNMR is unknown.
        non_mated: pictures of different people.
        rates: false match rates, 0 to 1.
    """
    chosen = ((rate, _threshold(non_mated, rate)) for rate in sorted(rates))
    rows = tuple(
        Row(rate, distance, false_matches(non_mated, distance), false_non_matches(mated, distance))
        for rate, distance in chosen
        if distance is not None
    )
    return Calibration(engine, rows)


def false_matches(non_mated: Compared, threshold: float) -> Share:
    """Return the FMR at a threshold."""
    return _share_of(non_mated.distances <= threshold, non_mated.people)


def false_non_matches(mated: Compared, threshold: float) -> Share:
    """Return the FNMR at a threshold."""
    return _share_of(mated.distances > threshold, mated.people)


def _share_of(wrong: npt.NDArray[np.bool_], people: Pairs) -> Share:
    return share(int(wrong.sum()), wrong.size, independent(wrong, people))


def write(calibration: Calibration, path: Path) -> None:
    """Write the calibration for ``rows_for``; no picture, name or embedding is in it."""
    body = {"version": VERSION, **asdict(calibration)}
    path.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")


def rows_for(engine: str, path: Path) -> Rows:
    """Return false match rates and distances that were measured for this engine.

    Raises:
        EngineUnfit: unreadable, of another version or engine, or without any row.
    """
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EngineUnfit(f"{path} cannot be read as a calibration") from error
    if not isinstance(body, dict) or body.get("version") != VERSION:
        raise EngineUnfit(f"{path} is no calibration of version {VERSION}")
    if body.get("engine") != engine:
        raise EngineUnfit(f"{path} was measured with another model than the one in use")
    rows = body.get("rows")
    if not isinstance(rows, list) or not rows or not all(_is_row(row) for row in rows):
        raise EngineUnfit(f"{path} holds no thresholds: too few pairs were measured")
    return tuple((float(row["fmr"]), float(row["distance"])) for row in rows)


def _threshold(non_mated: Compared, rate: float) -> float | None:
    """Return a distance just below that of the first stranger who would be one too many."""
    ordered = np.sort(non_mated.distances)
    allowed = -1
    while allowed + 1 < ordered.size and share(allowed + 1, ordered.size).high <= rate:
        allowed += 1
    while allowed >= 0:
        threshold = _just_below(ordered, allowed)
        if false_matches(non_mated, threshold).high <= rate:
            return threshold
        allowed -= 1 + allowed // 50  # as if comparisons were independent, that is too many
    return None


def _just_below(ordered: Distances, allowed: int) -> float:
    """Return a distance at which as many strangers match, or a few less."""
    if allowed >= ordered.size:
        return float(ordered[-1])
    return math.floor(float(ordered[allowed]) * 1e4 - 1e-6) / 1e4


def _is_row(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    numbers = (row.get("fmr"), row.get("distance"))
    plain = all(isinstance(one, int | float) and math.isfinite(one) for one in numbers)
    return plain and 0 < float(row["fmr"]) <= 1 and float(row["distance"]) > 0
