"""Measure the barcode reader beside zxing-cpp alone.

    python -m benchmarks.barcodes [--cards N] [--picture FILE]   on drawn licences, step by step
    python -m benchmarks.barcodes FOLDER                          on pictures of anybody's

A folder may hold a manifest, as ``benchmarks.documents_manifest`` finds it, with a column ``file``
and any of ``expected`` (``none`` where no barcode is readable), ``document_number``,
``family_name``, ``given_name``, ``birthdate`` and ``expiry``: columns that are there are compared.
Without one, every JPEG, PNG and WebP is read.

A read is *right* when every compared field is; *wrong* is a value that is not. Rates come with
Wilson's 95 % interval. Seconds are CPU seconds of this process.
"""

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from matplotlib.figure import Figure
from PIL.Image import Image as Picture

from benchmarks import documents_manifest
from sandbox.specimens.licence import STYLES, draw_back
from sandbox.specimens.licence_defects import Defects, photograph
from sandbox.specimens.licence_payload import Holder, payload_of
from verification.documents.aamva import AamvaError, Licence, parse
from verification.readers.barcode import read_pdf417
from verification.readers.images import Image, ImageRefused, decode

_HOLDER = Holder(
    family_name="SPECIMEN",
    given_name="JANE",
    middle_name="ANN",
    birthdate=date(1986, 3, 14),
    issued=date(2023, 5, 16),
    expiry=date(2028, 3, 14),
    document_number="1234567",
    postal_code="V8W 3Y8",
)


def _changed(defects: Defects, field: str, value: float) -> Defects:
    change: dict[str, Any] = {field: value}
    return replace(defects, **change)


#: What is made worse, and step by step how much; everything else stays as ``Defects`` has it.
_LADDERS: dict[str, tuple[tuple[float, Defects], ...]] = {
    name: tuple((step, _changed(base, field, step)) for step in steps)
    for name, field, base, steps in (
        ("pixels per module", "pixels_per_module", Defects(), (4, 2, 1.5, 1.25, 1.1, 1, 0.9, 0.8)),
        ("rotation, degrees", "rotation", Defects(), (0, 1, 2, 3, 5, 10, 20, 45, 70, 90, 135, 180)),
        ("tilt", "tilt", Defects(rotation=8), (0, 0.1, 0.2, 0.3, 0.4)),
        ("blur, modules", "blur", Defects(rotation=2), (0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)),
        ("motion, modules", "motion", Defects(), (0, 1, 1.5, 1.75, 2, 2.5)),
        ("noise, grey levels", "noise", Defects(), (2, 10, 20, 40, 60, 80)),
        ("shade", "shade", Defects(), (0, 0.3, 0.6, 0.8, 0.9)),
        ("glare", "glare", Defects(rotation=2), (0, 0.5, 0.8, 0.9, 1)),
        ("ink's spread, modules", "spread", Defects(rotation=2), (-0.5, -0.25, 0.25, 0.5)),
        ("worn", "worn", Defects(), (0, 0.02, 0.04, 0.06, 0.08, 0.12)),
        ("JPEG quality", "jpeg", Defects(pixels_per_module=1.5), (90, 60, 30, 20, 10, 5)),
    )
}


@dataclass(slots=True)
class Tally:
    """What came of some pictures; ``seconds`` has one entry a picture."""

    pictures: int = 0
    right: int = 0
    wrong: int = 0
    alone_right: int = 0
    alone_wrong: int = 0
    both: int = 0
    seconds: list[float] | None = None

    def add(self, reader: bool | None, alone: bool | None, seconds: float) -> None:
        """Count one picture; each reader's answer is right, wrong or None for unread."""
        self.pictures += 1
        self.right += reader is True
        self.wrong += reader is False
        self.alone_right += alone is True
        self.alone_wrong += alone is False
        self.both += reader is True and alone is True
        self.seconds = [*(self.seconds or []), seconds]

    def line(self) -> str:
        """Return the counts in a row of the table."""
        low, high = interval(self.right, self.pictures)
        median, worst = _quantiles(self.seconds or [0.0])
        return (
            f"{self.right:4}/{self.pictures:<4} {low:5.1%}-{high:6.1%} {self.wrong:5}"
            f" {self.alone_right:7} {self.alone_wrong:5} {median:8.3f} {worst:7.3f}"
        )


def interval(hits: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval for a share; (0, 1) without any trial."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (centre - spread) / (1 + z * z / total)), (centre + spread) / (
        1 + z * z / total
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--cards", type=int, default=len(STYLES), help="drawn for each step")
    parser.add_argument("--picture", type=Path, help="write the curves to this file")
    options = parser.parse_args()
    print(f"{'':28} right      95 % interval wrong   alone wrong CPU s 50 %    95 %")
    if options.folder:
        try:
            _measure_folder(options.folder)
        except documents_manifest.ManifestError as error:
            sys.exit(f"{error}. --help tells what a folder may hold.")
    else:
        curves = _measure_drawn(options.cards)
        if options.picture:
            _draw(curves, options.picture)


def alone(image: Image) -> bytes | None:
    """Read as zxing-cpp does by itself, at its defaults."""
    symbols = zxingcpp.read_barcodes(
        np.ascontiguousarray(image[..., ::-1]),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.PDF417),
    )
    return max((bytes(each.bytes) for each in symbols), key=len, default=None)


def _measure_drawn(cards: int) -> dict[str, list[tuple[float, Tally]]]:
    curves: dict[str, list[tuple[float, Tally]]] = {}
    total = Tally()
    for name, ladder in _LADDERS.items():
        for step, defects in ladder:
            tally = Tally()
            for number in range(cards):
                payload, back = _drawn(number % len(STYLES))
                image = photograph(back, defects, seed=number)
                _judge(image, partial(bytes.__eq__, payload), (tally, total))
            curves.setdefault(name, []).append((step, tally))
            print(f"{name:20} {step:7} {tally.line()}", flush=True)
    print(f"{'all':28} {total.line()}")
    return curves


@cache
def _drawn(number: int) -> tuple[bytes, Picture]:
    style = STYLES[number]
    payload = payload_of(_HOLDER, style)
    return payload, draw_back(payload, style)


def _judge(image: Image, right: Callable[[bytes], bool], tallies: Iterable[Tally]) -> bytes | None:
    """Read a picture both ways and count it; return what our reader read."""
    begun = time.process_time()
    reading = read_pdf417(image)
    seconds = time.process_time() - begun
    payload = reading.payload if reading else None
    other = alone(image)
    answers = [None if read is None else right(read) for read in (payload, other)]
    for tally in tallies:
        tally.add(answers[0], answers[1], seconds)
    return payload


def _measure_folder(folder: Path) -> None:
    readable, nothing = Tally(), Tally()
    licences = agree = 0
    for path, row in _rows(folder):
        try:
            image = decode(path.read_bytes())
        except ImageRefused as refused:
            print(f"{path.name:28.28} refused: {refused.code}")
            continue
        other = alone(image)
        tally = nothing if row.get("expected", "").lower() == "none" else readable
        payload = _judge(image, partial(_fits, row, other), [tally])
        licences += payload is not None and _licence(payload) is not None
        agree += payload is not None and payload == other
        print(f"{path.name:28.28} {_words(payload)}; zxing-cpp alone: {_words(other)}")
    print(f"{'with a barcode':28} {readable.line()}")
    print(f"{'without':28} {nothing.line()}")
    low, high = interval(readable.both, readable.alone_right)
    print(
        f"Of {readable.alone_right} that zxing-cpp reads right alone, read right: {readable.both}"
        f" ({low:.1%}-{high:.1%}). Byte for byte the same: {agree}. Licences: {licences}."
    )


def _rows(folder: Path) -> Iterator[tuple[Path, Mapping[str, str]]]:
    for row in documents_manifest.rows(folder):
        path = documents_manifest.file_of(folder, row["file"])
        if path.is_file():
            yield path, row
        else:
            print(f"{path.name:28.28} left out: no such file")


def _fits(row: Mapping[str, str], other: bytes | None, payload: bytes) -> bool:
    """Compare with the manifest; without one, with zxing-cpp where it read something."""
    compared = {name: row[name] for name in _FIELDS if row.get(name)}
    if row.get("expected", "").lower() == "none":
        return False
    licence = _licence(payload)
    if not compared:
        return licence is not None and (other is None or _licence(other) in {None, licence})
    return licence is not None and all(
        _FIELDS[name](licence).casefold() == value.casefold() for name, value in compared.items()
    )


_FIELDS: dict[str, Callable[[Licence], str]] = {
    "document_number": lambda licence: licence.document_number,
    "family_name": lambda licence: licence.names.family,
    "given_name": lambda licence: licence.names.given,
    "birthdate": lambda licence: str(licence.birth),
    "expiry": lambda licence: str(licence.expiry),
}


def _licence(payload: bytes) -> Licence | None:
    try:
        return parse(payload)
    except AamvaError:
        return None


def _words(payload: bytes | None) -> str:
    """Say what was read without any of it: pictures of a stranger's are of real people."""
    if payload is None:
        return "nothing"
    licence = _licence(payload)
    if licence is None:
        return f"{len(payload)} bytes that are no licence"
    unexpected = ", ".join(sorted(licence.unexpected)) or "none"
    return f"{licence.jurisdiction.code} version {licence.version}, unexpected: {unexpected}"


def _quantiles(seconds: list[float]) -> tuple[float, float]:
    ordered = sorted(seconds)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _draw(curves: dict[str, list[tuple[float, Tally]]], path: Path) -> None:
    figure = Figure(figsize=(12, 9), layout="constrained")
    for number, (name, steps) in enumerate(curves.items(), start=1):
        axes = figure.add_subplot(4, 3, number)
        places = range(len(steps))
        for label, colour, hits in (
            ("this reader", "tab:blue", [tally.right for _, tally in steps]),
            ("zxing-cpp alone", "tab:gray", [tally.alone_right for _, tally in steps]),
        ):
            shares = [hit / tally.pictures for hit, (_, tally) in zip(hits, steps, strict=True)]
            axes.plot(places, shares, "o-", color=colour, label=label)
        axes.set_xticks(places, [f"{step:g}" for step, _ in steps], fontsize=7)
        axes.set_ylim(-0.05, 1.05)
        axes.set_title(name, fontsize=9)
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="lower right")
    figure.suptitle("Share of drawn licence backs read right")
    figure.savefig(path, dpi=100)


if __name__ == "__main__":
    main()
