"""Measure the reading of machine-readable zones and of the print above them.

    python -m benchmarks.documents FOLDER              pictures of anybody's, with a manifest
    python -m benchmarks.documents --generated [--number N] [--picture FILE]    drawn specimens

FOLDER holds pictures and a manifest (``manifest.csv``, ``.tsv``, ``.json`` or ``.jsonl``; other
names are found, too: ``benchmarks.documents_manifest``) with ``file`` and any of ``expected``
(``none``: no valid zone is to be read), ``lines`` (the zone, parted by ``/``, ``|``, blanks or line
ends, or in one piece; or ``line1``, ``line2``, ``line3``), ``family_name``, ``given_name``,
``document_number``, ``birthdate``, ``expiry``, ``issuing_state``, ``nationality``, ``sex``,
``document_code``. Columns may be called otherwise: ``surname``, ``dob``, ``passport number``,
``image`` … Fields that are there are compared: names with or without diacritics, dates as ISO 8601,
documents or the zone have them, states by ISO 3166 or ICAO's codes. Without a manifest every JPEG,
PNG and WebP is read and nothing compared.

A zone is read when all check digits agree and its names stand on two readings: two looks at it,
or the print. It is repaired when characters were replaced; doubtful when its names stand on one
reading, so that the flow asks for another picture; wrong when it counts as read and a compared
field is another: the worst error. A file that is refused counts as unread. Barcodes are counted
beside those that zxing-cpp finds in the same picture by itself. Rates come with Wilson's 95 %
interval; seconds are CPU seconds of one core.
"""

import argparse
import math
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import zxingcpp
from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a file, too

from benchmarks import documents_manifest
from benchmarks.documents_generated import GENTLE, LADDERS, specimen
from sandbox.specimens.taking import Taking
from verification.checks.visual_zone import left_open, visual_zone
from verification.documents import aamva, icao9303
from verification.documents.countries import issuer_of
from verification.documents.icao9303 import Mrz, MrzError
from verification.documents.mrz_dates import read_birth, read_expiry
from verification.documents.printed_dates import dates_in
from verification.documents.printed_names import likeness
from verification.evidence import DocumentEvidence, Evidence
from verification.findings import Outcome
from verification.readers import images, pipeline
from verification.readers.images import Image, ImageRefused

_FIELDS = (
    "document_code", "issuing_state", "family_name", "given_name", "document_number",
    "nationality", "birthdate", "sex", "expiry",
)  # fmt: skip

_CODE = 3  # letters of a state

_PDF417 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.PDF417)

#: A file's name, its bytes or its pixels, what its manifest says.
Case = tuple[str, bytes | Image, Mapping[str, str]]


@dataclass(slots=True)
class Tally:
    """What came of a set of pictures."""

    pictures: int = 0
    expected: int = 0
    read: int = 0
    repaired: int = 0
    wrong: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    zxing: int = 0
    barcodes: int = 0
    same_barcode: int = 0
    licences: int = 0
    caught: int = 0
    none: int = 0
    accepted: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    print: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def main() -> int:
    """Measure a folder or drawn specimens, and print the result."""
    options = _options()
    pipeline.warm_up()
    if options.generated:
        _generated(options.number, options.picture)
    elif options.folder:
        try:
            tally = measured(_of_folder(options.folder))
        except documents_manifest.ManifestError as error:
            print(f"{error}. --help tells what a folder may hold.")
            return 2
        _report(options.folder.resolve().name, tally, errors=options.errors)
    else:
        print("Name a folder, or say --generated.")
        return 2
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"peak memory: {peak:.0f} MiB")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--generated", action="store_true", help="draw specimens instead")
    parser.add_argument("--number", type=int, default=8, help="drawn pictures of each step")
    parser.add_argument("--picture", type=Path, help="write the degraded sets' curves to this file")
    parser.add_argument("--errors", action="store_true", help="name the files that were not right")
    return parser.parse_args()


def measured(cases: Iterable[Case]) -> Tally:
    """Read every picture and compare it with what is expected of it."""
    tally = Tally()
    for name, picture, expected in cases:
        begun = time.process_time()
        try:
            image = images.decode(picture) if isinstance(picture, bytes) else picture
        except ImageRefused as refused:
            print(f"refused: {name}: {refused.message}")
            _count(tally, name, None, expected)
            continue
        document = pipeline.read_document(image)
        tally.seconds.append(time.process_time() - begun)
        _count_barcode(tally, image, document)
        _count(tally, name, document, expected)
    return tally


def _count(
    tally: Tally, name: str, document: DocumentEvidence | None, expected: Mapping[str, str]
) -> None:
    tally.pictures += 1
    zone = _zone(document) if document else None
    if expected.get("expected") == documents_manifest.NONE:
        tally.none += 1
        tally.accepted += [name] if zone else []
        return
    tally.expected += 1
    if document is None or zone is None:
        tally.unread.append(name)
        return
    agreement = _print_agreement(document)
    if left_open(Evidence(_today(), {}, document)):
        tally.doubtful.append(name)
        return
    tally.read += not zone.repairs
    tally.repaired += bool(zone.repairs)
    wrong = _compare(tally, zone, expected)
    tally.print.update(agreement.items())
    if wrong:
        tally.wrong.append(f"{name} ({', '.join(wrong)})")
        # Strict findings that disagree refuse.
        tally.caught += Outcome.FAIL in agreement.values()


def _count_barcode(tally: Tally, image: Image, document: DocumentEvidence) -> None:
    """Count what zxing-cpp finds by itself, and what we find; ours only where it is a licence's."""
    by_itself = zxingcpp.read_barcodes(image, formats=_PDF417)
    texts = {bytes(symbol.bytes) for symbol in by_itself}
    ours = document.barcode.payload.encode("iso-8859-1") if document.barcode else None
    tally.zxing += bool(texts)
    tally.barcodes += ours is not None
    tally.same_barcode += ours in texts
    try:
        tally.licences += ours is not None and bool(aamva.parse(ours))
    except aamva.AamvaError:
        return


def _zone(document: DocumentEvidence) -> Mrz | None:
    """Return the zone if its check digits agree."""
    if document.mrz is None:
        return None
    try:
        zone = icao9303.parse(document.mrz.lines, _today())
    except MrzError:
        return None
    return zone if zone.valid else None


def _compare(tally: Tally, zone: Mrz, expected: Mapping[str, str]) -> list[str]:
    said, wrong = _said(zone), []
    for name, value in _wanted(expected).items():
        right = _means(name, value, said[name], truncated=zone.names.truncated)
        tally.compared[name] += 1
        tally.right[name] += right
        wrong += [] if right else [name]
    return wrong


def _said(zone: Mrz) -> dict[str, str]:
    return {
        "document_code": zone.document_code,
        "issuing_state": zone.issuing_state,
        "family_name": zone.names.primary,
        "given_name": zone.names.secondary,
        "document_number": zone.document_number,
        "nationality": zone.nationality,
        "birthdate": str(zone.birth.value or ""),
        "sex": zone.sex,
        "expiry": str(zone.expiry.value or ""),
    }


def _wanted(expected: Mapping[str, str]) -> dict[str, str]:
    """Return the fields to compare: from the whole zone where the manifest has it."""
    lines = documents_manifest.zone_lines(expected.get("lines", ""))
    if lines:
        try:
            return _said(icao9303.parse(lines, _today()))
        except MrzError:
            print(f"warning: the manifest's lines are no zone: {expected.get('file')}")
    given = {name: expected.get(name, "").strip().upper() for name in _FIELDS}
    countries = {"issuing_state", "nationality"}
    return {
        name: value
        for name, value in given.items()
        if value and not (name in countries and len(value) > _CODE)  # a country's name
    }


def _means(name: str, wanted: str, said: str, *, truncated: bool) -> bool:
    """Whether a manifest's value means what the zone says: other letters, orders and codes."""
    match name:
        case "family_name" | "given_name":
            wanted = wanted.replace("<", " ")
            return likeness(said, wanted, truncated=truncated) == 1.0 or not (said or wanted)
        case "birthdate" | "expiry":
            read = read_birth if name == "birthdate" else read_expiry
            six = wanted.isdigit() and len(wanted) == 6
            dates = {read(wanted, _today()).value} if six else dates_in(wanted)
            return wanted == said or said in map(str, dates)
        case "issuing_state" | "nationality":
            return said == (issuer_of(wanted) or wanted.replace("<", ""))
        case "sex":
            return said == (wanted[0] if wanted[0] in "MF" else "X")
        case "document_number":
            return _alphanumeric(said) == _alphanumeric(wanted)
        case _:
            return said == wanted.replace("<", "")


def _alphanumeric(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _print_agreement(document: DocumentEvidence) -> dict[str, Outcome]:
    findings = visual_zone(Evidence(_today(), {}, document))
    return {finding.code.partition(".")[2]: finding.outcome for finding in findings}


def _of_folder(folder: Path) -> Iterator[Case]:
    for expected in documents_manifest.rows(folder):
        name = str(expected["file"])
        try:
            path = documents_manifest.file_of(folder, name)
            yield name, path.read_bytes(), expected
        except OSError as error:
            print(f"left out: {name}: {error.strerror}")


def _generated(number: int, picture: Path | None) -> None:
    clean = measured(_drawn(GENTLE, 5 * number))
    _report("clean", clean, errors=True)
    curves = {}
    for name, steps in LADDERS.items():
        tallies = [(at, measured(_drawn(taking, number))) for at, taking in steps]
        curves[name] = [(at, _share(tally)) for at, tally in tallies]
        for at, tally in tallies:
            _report(f"{name} {at:g}", tally, errors=False)
    if picture:
        _plot(curves, picture)


def _drawn(taking: Taking, number: int) -> Iterator[Case]:
    """Draw in a process of their own: what that takes is not the reader's memory."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as other:
        for one in other.map(partial(specimen, taking), range(number)):
            yield one.name, one.image, {"lines": "/".join(one.lines)}


def _share(tally: Tally) -> float:
    return (tally.read + tally.repaired) / max(1, tally.expected)


def _report(title: str, tally: Tally, *, errors: bool) -> None:
    print(f"\n{title}: {tally.pictures} pictures")
    agreeing = tally.read + tally.repaired
    print(f"  wrong, digits agreeing   {_rate(len(tally.wrong), agreeing)}")
    print(f"    the print disagrees    {_rate(tally.caught, len(tally.wrong))}")
    for name in tally.wrong:
        print(f"    WRONG: {name}")
    print(f"  all check digits agree   {_rate(agreeing, tally.expected)}")
    print(f"    of these repaired      {_rate(tally.repaired, agreeing)}")
    print(f"  doubtful, asked again    {_rate(len(tally.doubtful), tally.expected)}")
    if tally.none:
        print(f"  read where none is       {_rate(len(tally.accepted), tally.none)}")
    for name in _FIELDS:
        if tally.compared[name]:
            print(f"  {name:<24} {_rate(tally.right[name], tally.compared[name])}")
    for name in sorted({name for name, _ in tally.print}):
        counts = {str(outcome): tally.print[name, outcome] for outcome in Outcome}
        print(f"  print: {name:<17} {counts}")
    if tally.zxing or tally.barcodes:
        print(f"  PDF417 that zxing-cpp has{_rate(tally.same_barcode, tally.zxing):>6}")
        print(f"    all that we read       {tally.barcodes}, {tally.licences} of them licences")
    _report_time(tally)
    if errors:
        for kind in ("accepted", "doubtful", "unread"):
            for name in getattr(tally, kind):
                print(f"  {kind}: {name}")


def _report_time(tally: Tally) -> None:
    if tally.seconds:
        ranked = sorted(tally.seconds)
        p95 = ranked[min(len(ranked) - 1, math.ceil(0.95 * len(ranked)) - 1)]
        print(f"  CPU seconds              median {statistics.median(ranked):.2f}, p95 {p95:.2f}")


def _rate(count: int, of: int) -> str:
    if not of:
        return "-"
    low, high = wilson(count, of)
    return f"{count}/{of} = {count / of:.1%} [{low:.1%} to {high:.1%}]"


def wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval for a rate."""
    share = count / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _plot(curves: Mapping[str, list[tuple[float, float]]], picture: Path) -> None:
    columns = 4
    figure = Figure(figsize=(12, 2.6 * math.ceil(len(curves) / columns)), layout="constrained")
    for place, (name, curve) in enumerate(curves.items(), start=1):
        axes = figure.add_subplot(math.ceil(len(curves) / columns), columns, place)
        axes.plot([at for at, _ in curve], [share for _, share in curve], marker="o")
        axes.set_title(name, fontsize=9)
        axes.set_ylim(-0.05, 1.05)
        axes.grid(visible=True, alpha=0.3)
    figure.suptitle("Share of zones read with all check digits agreeing, by how bad the picture is")
    figure.savefig(picture)


def _today() -> date:
    return datetime.now(UTC).date()


if __name__ == "__main__":
    sys.exit(main())
