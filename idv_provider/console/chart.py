"""A stacked bar chart as rectangles, drawn by the template as SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from idv_provider.console.statistics import Outcomes

WIDTH = 700
HEIGHT = 180
_GAP = 8
SERIES = ("verified", "failed", "unfinished", "errored", "open")


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle, in the units of a ``WIDTH`` by ``HEIGHT`` view box."""

    series: str
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The rectangles, and what the full height stands for."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def chart(days: Sequence[Outcomes]) -> Chart:
    """Lay out one column for each day, the series from the bottom up."""
    most = max((sum(_counts(day)) for day in days), default=0)
    column = WIDTH / max(len(days), 1)
    bars: list[Bar] = []
    for number, day in enumerate(days):
        below = 0
        for series, count in zip(SERIES, _counts(day), strict=True):
            if not count:
                continue
            below += count
            bars.append(
                Bar(
                    series,
                    round(number * column + _GAP / 2, 1),
                    round(HEIGHT * (1 - below / most), 1),
                    round(column - _GAP, 1),
                    round(HEIGHT * count / most, 1),
                    f"{day.day}: {count} {series}",
                )
            )
    return Chart(tuple(bars), most)


def _counts(day: Outcomes) -> tuple[int, ...]:
    return tuple(getattr(day, series) for series in SERIES)
