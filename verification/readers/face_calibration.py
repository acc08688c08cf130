"""From labelled distances to thresholds at given false match rates, with intervals.

Terms and method by ISO/IEC 19795-1: FMR and FNMR over all comparisons, failures to acquire
counted apart. Intervals are Wilson's, 95 %, and take comparisons for independent, which those
of one person's pictures are not: they are too narrow where a few people have many pictures.
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
_Z = 1.959964  # of the normal distribution, for 95 %

Rows = tuple[tuple[float, float], ...]
Distances = npt.NDArray[np.float64]


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


def share(count: int, of: int) -> Share:
    """Return a share with Wilson's interval; of nothing, anything is possible."""
    if of == 0:
        return Share(count, of, 0.0, 1.0)
    p, z = count / of, _Z
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return Share(count, of, low, 1.0 if count == of else min(1.0, middle + half))


def calibrate(
    engine: str, mated: Distances, non_mated: Distances, rates: Sequence[float] = RATES
) -> Calibration:
    """Choose for each rate the largest distance at which the FMR's interval stays below it.

    Args:
        engine: name of the engine that measured the distances.
        mated: between pictures of one person.
        non_mated: between pictures of different people.
        rates: false match rates, 0 to 1.
    """
    chosen = ((rate, _threshold(non_mated, rate)) for rate in sorted(rates))
    rows = tuple(
        Row(rate, distance, false_matches(non_mated, distance), false_non_matches(mated, distance))
        for rate, distance in chosen
        if distance is not None
    )
    return Calibration(engine, rows)


def false_matches(non_mated: Distances, threshold: float) -> Share:
    """Return the FMR at a threshold."""
    return share(int((non_mated <= threshold).sum()), non_mated.size)


def false_non_matches(mated: Distances, threshold: float) -> Share:
    """Return the FNMR at a threshold."""
    return share(int((mated > threshold).sum()), mated.size)


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


def _threshold(non_mated: Distances, rate: float) -> float | None:
    """Return a distance just below that of the first stranger who would be one too many."""
    ordered = np.sort(non_mated)
    allowed = -1
    while allowed + 1 < ordered.size and share(allowed + 1, ordered.size).high <= rate:
        allowed += 1
    if allowed < 0:
        return None
    if allowed >= ordered.size:
        return float(ordered[-1])
    return math.floor(float(ordered[allowed]) * 1e4 - 1e-6) / 1e4


def _is_row(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    numbers = (row.get("fmr"), row.get("distance"))
    plain = all(isinstance(one, int | float) and math.isfinite(one) for one in numbers)
    return plain and 0 < float(row["fmr"]) <= 1 and float(row["distance"]) > 0
