"""Presentation attack detection by ISO/IEC 30107-3: ``python -m benchmarks.pad FOLDER``.

``FOLDER/bona_fide/CLIP`` (or real, live, genuine) and ``FOLDER/SPECIES/CLIP``, where a clip is a
folder of frames in the order of their names, a film, or one picture. Species may have folders of
their own: ``FOLDER/attack/print/1.mp4`` counts as attack/print. What cannot be read is named and
left out. With ``challenge.json`` beside the frames the whole challenge is judged:

    {"gestures": ["left", "up", "right"], "pace": 1, "times": [[0.0, 0.2], [0.2, 0.4]],
     "colours": ["blue", "amber", "pink"]}

``times`` are issue and receipt of each frame in seconds; without them frames are a fifth of a
second apart. ``colours`` are those that the page showed, one a second; without them it showed
none, and the clip is judged as by a flow that lets people decline them.
``selfie.jpg`` beside them is what the face is compared with, else the first frame is.
Without ``challenge.json`` only the questions that need none are asked (``cues``). Instead of a
folder, ``--generated`` makes clips by code, judged as by a new flow, which requires colours.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.clips import curves
from benchmarks.clips import folder as clip_folder
from benchmarks.clips.species import GAPS, SPECIES, bona_fide, bona_fide_hasty
from benchmarks.clips.trial import Trial, judge
from verification.findings import Outcome
from verification.readers import faces
from verification.readers.face_calibration import share

_BONA_FIDE = "bona_fide"
_FIRST_SEED = 10_000


@dataclass(frozen=True, slots=True)
class Named:
    """A trial and what it was of."""

    species: str
    clip: str
    trial: Trial


def generated(count: int, seed: int, only: list[str]) -> Iterator[Named]:
    """Make and judge clips of every species, each from its own seeds."""
    hasty = {f"{_BONA_FIDE}_hasty": bona_fide_hasty}
    makers = {_BONA_FIDE: bona_fide, **hasty, **SPECIES, **GAPS}
    for number, (species, make) in enumerate(makers.items()):
        if only and species not in only:
            continue
        first = seed + number * 1000
        for one in range(first, first + count):
            yield Named(species, str(one), judge(make(one)))
        print(f"{species}: {count} clips", file=sys.stderr, flush=True)


def from_folder(folder: Path) -> Iterator[Named]:
    """Judge the clips of a folder."""
    for species, path, clip in clip_folder.clips(folder):
        yield Named(species, path.name, judge(clip, colours_required=False))


def by_species(trials: Iterable[Named]) -> dict[str, list[Trial]]:
    """Return the trials of each species; of those without a challenge by a name of their own."""
    rows: dict[str, list[Trial]] = {}
    for named in trials:
        kind = named.species if named.trial.challenged else f"{named.species} (cues)"
        rows.setdefault(kind, []).append(named.trial)
    return rows


def table(trials: Iterable[Named]) -> str:
    """Return APCER by species and BPCER, with intervals."""
    rows = by_species(trials)
    lines = [f"{'species':<28}{'clips':>6}  {'error rate, 95 % interval':<46}{'cannot tell':>12}"]
    for kind, found in rows.items():
        genuine = kind.startswith(_BONA_FIDE)
        wrong = sum((one.attack is Outcome.PASS) is not genuine for one in found)
        unsure = sum(one.attack is Outcome.INCONCLUSIVE for one in found)
        name = "BPCER" if genuine else "APCER"
        rate = f"{name} {share(wrong, len(found))}"
        lines.append(f"{kind:<28}{len(found):>6}  {rate:<46}{unsure / len(found):>12.1%}")
    seconds = [one.seconds for found in rows.values() for one in found]
    lines.append(f"CPU of one clip: {median(seconds):.2f} s, at most {max(seconds):.2f} s")
    return "\n".join(lines)


def causes(trials: Iterable[Named]) -> str:
    """Return for each species which questions it failed, or left open, and how often."""
    rows: dict[str, dict[str, int]] = {}
    for named in trials:
        row = rows.setdefault(named.species, {})
        for finding in named.trial.findings:
            if finding.outcome is not Outcome.PASS and finding.code != "presentation.attack":
                what = f"{finding.code.partition('.')[2]} {finding.outcome}"
                row[what] = row.get(what, 0) + 1
    return "\n".join(
        f"{species:<20}" + ", ".join(f"{what} {count}" for what, count in sorted(row.items()))
        for species, row in rows.items()
    )


def write_csv(trials: Iterable[Named], path: Path) -> None:
    """Write every measurement, for curves of one's own."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("species", "clip", "code", "outcome", "measured", "threshold"))
        for named in trials:
            for one in named.trial.findings:
                row = (one.code, one.outcome, one.measured, one.threshold)
                rows.writerow((named.species, named.clip, *row))


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--generated", action="store_true", help="make the clips by code")
    parser.add_argument("--clips", type=int, default=50, help="of each species, when generated")
    parser.add_argument("--species", nargs="+", default=[], help="only these, when generated")
    parser.add_argument("--seed", type=int, default=_FIRST_SEED, help="of the first clip")
    parser.add_argument("--csv", type=Path, help="write every measurement there")
    parser.add_argument("--plot", type=Path, metavar="PNG", help="draw errors over thresholds")
    options = parser.parse_args()
    if (options.folder is None) is not options.generated:
        parser.error("name a folder, or say --generated")
    faces.warm_up()
    begun = time.monotonic()
    source = (
        generated(options.clips, options.seed, options.species)
        if options.generated
        else from_folder(options.folder)
    )
    try:
        trials = list(source)
    except clip_folder.ClipUnfit as unfit:
        parser.error(str(unfit))
    print(table(trials), "", causes(trials), sep="\n")
    print(f"{time.monotonic() - begun:.0f} s in all", file=sys.stderr)
    if options.csv:
        write_csv(trials, options.csv)
    if options.plot:
        curves.plot(by_species(trials), _BONA_FIDE, options.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
