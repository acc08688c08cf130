"""Face comparison by ISO/IEC 19795-1: ``python -m benchmarks.faces FOLDER``.

Layouts that are understood:

    FOLDER/person/picture.jpg         folders below that count for the same person; one picture a
                                      person is enough for false matches
    FOLDER/pairs.csv                  first,second,same (or image1,image2,label): 1 or 0
    FOLDER/pairs.txt                  as that of Labeled Faces in the Wild
    FOLDER/person_1.jpg person_2.jpg  no folders: one person is what stands before the number

Pictures that cannot be read, or show no face, are named and left out. Prints the
detection rate, FNMR at fixed FMR and the equal error rate with 95 % intervals that allow for
comparisons of the same people, time and memory on one core.
"""

import argparse
import csv
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from matplotlib.figure import Figure

from verification.checks import thresholds
from verification.readers import face_acquiring, face_engine, face_folder, images, pipeline
from verification.readers.face_calibration import (
    Compared,
    Distances,
    EngineUnfit,
    false_matches,
    false_non_matches,
    few_people,
)
from verification.readers.face_engine import FaceEngine
from verification.readers.face_folder import FolderUnfit

_RATES = (0.01, 0.001, 0.0001)
_TIMED = 60  # pictures


@dataclass(frozen=True, slots=True)
class Curve:
    """FMR and FNMR at every distance that occurs; all three of one length."""

    thresholds: Distances
    fmr: Distances
    fnmr: Distances


def curve_of(mated: Distances, non_mated: Distances) -> Curve:
    """Return the trade-off between the two errors."""
    places = np.unique(np.concatenate([mated, non_mated]))
    fmr = np.searchsorted(np.sort(non_mated), places, side="right") / max(non_mated.size, 1)
    fnmr = 1 - np.searchsorted(np.sort(mated), places, side="right") / max(mated.size, 1)
    return Curve(places, fmr, fnmr)


def threshold_at(curve: Curve, rate: float) -> float:
    """Return the largest distance whose measured FMR is not above the rate."""
    allowed = curve.thresholds[curve.fmr <= rate]
    return float(allowed.max()) if allowed.size else float(curve.thresholds.min()) - 1e-6


def equal_error(curve: Curve) -> tuple[float, float]:
    """Return the rate at which both errors are nearest to each other, and its distance."""
    place = int(np.argmin(np.abs(curve.fmr - curve.fnmr)))
    return float((curve.fmr[place] + curve.fnmr[place]) / 2), float(curve.thresholds[place])


def report(engine: FaceEngine, mated: Compared, non_mated: Compared) -> str:
    """Return the error rates as lines."""
    curve = curve_of(mated.distances, non_mated.distances)
    people = np.unique(non_mated.people).size
    lines = [
        f"engine {engine.name}, {people} people",
        f"{mated.size} mated and {non_mated.size} non-mated comparisons",
    ]
    if warning := few_people(non_mated):
        lines.append(warning)
    if mated.size:
        rate, place = equal_error(curve)
        lines.append(f"equal error rate {rate:.3%} at distance {place:.4f}")
    else:
        lines.append("nobody has two pictures: the false non-match rate cannot be measured")
    lines += ["", "as measured:"]
    for wanted in _RATES:
        if non_mated.size * wanted < 1:
            lines.append(f"  FMR {wanted:.2%}: too few pairs to measure")
            continue
        lines.append(_line(wanted, threshold_at(curve, wanted), mated, non_mated))
    lines += ["", "with the thresholds in use:"]
    for wanted in _RATES:
        used = thresholds.face_distance(engine.name, wanted, engine.calibration)
        told = f"  FMR {wanted:.2%}: none"
        lines.append(told if used is None else _line(wanted, used, mated, non_mated))
    return "\n".join(lines)


def _line(wanted: float, threshold: float, mated: Compared, non_mated: Compared) -> str:
    fmr, fnmr = false_matches(non_mated, threshold), false_non_matches(mated, threshold)
    return f"  FMR {wanted:.2%}: distance {threshold:.4f}, FMR {fmr}, FNMR {fnmr}"


def cost(engine: FaceEngine, pictures: list[Path]) -> str:
    """Return CPU time of a selfie's way, and the process's memory.

    It is decoded, read and kept when it comes; the kept one is decoded and embedded later.
    """
    steps = ("decode", "read", "keep", "decode again", "embed")
    seconds: dict[str, list[float]] = {step: [] for step in steps}
    for picture in pictures:
        marks = [time.process_time()]
        image = images.decode(picture.read_bytes(), side=images.SELFIE_SIDE)
        marks.append(time.process_time())
        selfie = pipeline.read_selfie(image)
        marks.append(time.process_time())
        kept = images.reencode(image)
        marks.append(time.process_time())
        image = images.decode(kept)
        marks.append(time.process_time())
        engine.embed(image, selfie.faces[0])
        marks.append(time.process_time())
        for name, begin, end in zip(seconds, marks, marks[1:], strict=False):
            seconds[name].append(end - begin)
    parts = ", ".join(f"{name} {median(took) * 1000:.0f} ms" for name, took in seconds.items())
    totals = [sum(took) for took in zip(*seconds.values(), strict=True)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    return (
        f"CPU for one picture, median of {len(pictures)}: {parts};"
        f" together {median(totals) * 1000:.0f} ms, at most {max(totals) * 1000:.0f} ms;"
        f" peak memory {peak:.0f} MiB"
    )


def plot(engine: FaceEngine, curve: Curve, has_mated: bool, path: Path) -> None:
    """Draw both errors over the distance, with the thresholds in use; FNMR over FMR beside it.

    Without mated pairs the false match rate alone.
    """
    figure = Figure(figsize=(9, 3.8) if has_mated else (6, 3.8), layout="constrained")
    axes = figure.subplots(1, 2 if has_mated else 1, squeeze=False)[0]
    axes[0].semilogy(curve.thresholds, curve.fmr, label="false match rate")
    if has_mated:
        axes[0].semilogy(curve.thresholds, curve.fnmr, label="false non-match rate")
    for wanted in _RATES:
        used = thresholds.face_distance(engine.name, wanted, engine.calibration)
        if used is not None:
            axes[0].axvline(used, color="grey", linestyle=":", linewidth=1)
            label = axes[0].annotate(f"{wanted:.2%}", (used, 0.8), rotation=90, fontsize=7)
            label.set(ha="right", va="top")
    axes[0].set(xlabel="distance", ylabel="rate", title=engine.name, ylim=(None, 2))
    axes[0].legend(loc="lower left", fontsize=7)
    if has_mated:
        seen = (curve.fmr > 0) & (curve.fnmr > 0)
        axes[1].loglog(curve.fmr[seen], curve.fnmr[seen])
        axes[1].set(xlabel="false match rate", ylabel="false non-match rate")
    for one in axes:
        one.grid(visible=True, which="major", alpha=0.3)
    figure.savefig(path, dpi=120)


def write_csv(curve: Curve, path: Path) -> None:
    """Write the curve."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("distance", "fmr", "fnmr"))
        rows.writerows(zip(curve.thresholds, curve.fmr, curve.fnmr, strict=True))


def main() -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="of the labelled pictures")
    parser.add_argument("--model", help="an ONNX model; without it the engine in use")
    parser.add_argument("--plot", type=Path, metavar="PNG", help="draw the curves")
    parser.add_argument("--csv", type=Path, metavar="CSV", help="write FMR and FNMR by distance")
    options = parser.parse_args()
    try:
        engine = face_engine.engine_of(options.model) if options.model else face_engine.engine()
        pairs = face_folder.labelled(options.folder)
    except (EngineUnfit, FolderUnfit, OSError) as unfit:
        parser.error(str(unfit))
    acquired = face_acquiring.acquire(pairs.pictures, engine)
    mated, non_mated = face_acquiring.compare(pairs, acquired)
    print(face_acquiring.told(acquired))
    if not non_mated.size:
        parser.error("there are no two people in whose pictures a face was found")
    print(report(engine, mated, non_mated), "", sep="\n")
    print(cost(engine, list(acquired.embeddings)[:_TIMED]))
    curve = curve_of(mated.distances, non_mated.distances)
    if options.plot:
        plot(engine, curve, bool(mated.size), options.plot)
    if options.csv:
        write_csv(curve, options.csv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
