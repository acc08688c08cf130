"""APCER and BPCER over the threshold of each question that has one, drawn."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.clips.trial import Trial
from verification.checks import codes, thresholds

#: What is measured, the limit in use, and whether more of it passes.
_QUESTIONS = (
    (codes.PRESENTATION_DEPTH, "relief, of a face's", thresholds.MIN_RELIEF, True),
    (codes.PRESENTATION_MOTION, "largest step, of a turn's way", thresholds.MAX_JUMP, False),
    (codes.PRESENTATION_LIGHT, "likeness to the page's light", thresholds.MIN_LIKENESS, True),
)
_STEPS = 200


def plot(rows: Mapping[str, Sequence[Trial]], bona_fide: str, path: Path) -> None:
    """Draw for each question the share of clips that its measure alone takes for the other kind.

    Args:
        rows: trials by species; of an attack, those that would pass; of the bona fide, those
            that would not. What could not be measured does not pass; where nothing could, no line.
        bona_fide: how the names of what is no attack begin.
        path: of the picture.
    """
    figure = Figure(figsize=(12, 4.4), layout="constrained")
    for axes, (code, label, limit, more) in zip(
        figure.subplots(1, len(_QUESTIONS)), _QUESTIONS, strict=True
    ):
        for number, (species, trials) in enumerate(rows.items()):
            genuine = species.startswith(bona_fide)
            measured = np.array([_measured(one, code, more=more) for one in trials])
            if np.isinf(measured).all():
                continue
            _draw(axes, measured, species, number, genuine=genuine, more=more)
        axes.axvline(limit, color="grey", linestyle=":", linewidth=1)
        axes.set(xlabel=label, ylabel="error rate", title=code, ylim=(-0.02, 1.02))
        axes.grid(visible=True, alpha=0.3)
    drawn = {label: line for one in figure.axes for line, label in _lines(one)}
    figure.legend(list(drawn.values()), list(drawn), loc="outside right center", fontsize=8)
    figure.savefig(path, dpi=110)


def _lines(axes: Axes) -> list[tuple[Artist, str]]:
    return list(zip(*axes.get_legend_handles_labels(), strict=True))


def _draw(
    axes: Axes,
    measured: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    species: str,
    number: int,
    *,
    genuine: bool,
    more: bool,
) -> None:
    places = np.linspace(0, 1.2, _STEPS)
    passing = [(measured >= place if more else measured <= place).mean() for place in places]
    rates = [1 - one for one in passing] if genuine else passing
    style = "-" if genuine else ("--", ":", "-.")[number % 3]
    axes.plot(
        places, rates, style, color=f"C{number}", label=species, linewidth=2.4 if genuine else 1.2
    )


def _measured(trial: Trial, code: str, *, more: bool) -> float:
    """Return what a question measured; where it could not, what passes nowhere."""
    found = [one.measured for one in trial.findings if one.code == code]
    nowhere = -np.inf if more else np.inf
    return nowhere if not found or not isinstance(found[0], int | float) else float(found[0])
