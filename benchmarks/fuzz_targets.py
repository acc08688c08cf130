"""What ``benchmarks.fuzz`` calls: each parser of hostile input, with real payloads to mutate."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import PIL.Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # beside a file that is run

from sandbox.specimens.licence import STYLES
from sandbox.specimens.licence_payload import Holder, payload_of
from sandbox.specimens.people import holder
from sandbox.specimens.zones import zone_of
from verification import checks
from verification.documents import aamva, icao9303, printed_dates, printed_names
from verification.documents.aamva_identity import identity_of
from verification.documents.kinds import Accepted, DocumentType
from verification.documents.mrz_layouts import Format
from verification.evidence import (
    Barcode,
    Box,
    ClaimedValue,
    DocumentEvidence,
    Evidence,
    ImageMeasures,
    MrzReading,
    PrintedLine,
    VisualZone,
)
from verification.readers import images, jpeg_scans, recompression, signatures, traces
from verification.readers.images import ImageRefused

_ON = date(2026, 11, 24)
_MEASURES = ImageMeasures(1600, 1200, 400, 150, 0.0)
_LONGEST_LINE = 400  # characters; what the recogniser makes of the widest strip that it is given
_MOST_LINES = 120
_LONGEST_NAME = 39  # Doc 9303-4: a passport's name field
_ACCEPTED = Accepted(frozenset(DocumentType))
_CLAIMS = {
    "given_name": ClaimedValue("Anna Maria", fuzzy=True),
    "family_name": ClaimedValue("Eriksson", fuzzy=True),
    "birthdate": ClaimedValue("1974-08-12", fuzzy=False),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A function that takes hostile bytes.

    Attributes:
        name: for the table.
        seeds: real payloads.
        call: returns anything, or raises one of ``declared``.
        declared: errors that are answers.
        words: put into payloads, and repeated for the search of inputs that take too long.
        longest: bytes; what comes before the function keeps more away from it.
    """

    name: str
    seeds: tuple[bytes, ...]
    call: Callable[[bytes], object]
    declared: tuple[type[Exception], ...]
    words: tuple[bytes, ...]
    longest: int


def _zone(payload: bytes) -> object:
    zone = icao9303.parse(tuple(payload.decode("latin-1").split("\n")), _ON)
    return zone.valid, zone.solved


def _barcode(payload: bytes) -> object:
    licence = aamva.parse(payload)
    return identity_of(licence), licence.unexpected


def _lines(payload: bytes) -> tuple[PrintedLine, ...]:
    """Lines of print one below the other; blanks before one move it to the right."""
    texts = payload.decode("utf-8", "replace").split("\n")[:_MOST_LINES]
    return tuple(
        PrintedLine(
            text.strip()[:_LONGEST_LINE],
            0.99,
            Box(12.0 * (len(text) - len(text.lstrip())), 15.0 * row, 12.0 * len(text), 24),
        )
        for row, text in enumerate(texts)
    )


def _print(payload: bytes) -> object:
    """Every printed line as dates, and against the first one as a zone has names, and nearly so."""
    lines = _lines(payload)
    name = printed_names.forms(lines[0].text)[0][:_LONGEST_NAME]
    return [
        (
            printed_dates.dates_in(line.text),
            printed_names.likeness(name, line.text, truncated=True),
            printed_names.occurs(name, line.text),
            printed_names.occurs(f"{name[:-1]}X", line.text),
        )
        for line in lines
    ]


def _judgement(payload: bytes) -> object:
    """All checks: zone, print and barcode of one document, parted by an empty line."""
    zone, _, rest = payload.partition(b"\n\n")
    front, _, back = rest.partition(b"\n\n\n")
    reading = MrzReading(tuple(zone.decode("latin-1").split("\n")), 0.99, 30, 3000)
    side = DocumentEvidence(_MEASURES, reading, (), visual_zone=VisualZone(_lines(front)))
    other = DocumentEvidence(_MEASURES, None, (), barcode=Barcode(back.decode("latin-1"), 0.9))
    of_zone = Evidence(_ON, _CLAIMS, side, accepted=_ACCEPTED)
    of_barcode = replace(of_zone, document=replace(side, mrz=None), back=other)
    return checks.run(of_zone), checks.run(of_barcode)


def _picture(payload: bytes) -> object:
    signatures.name_of_format(payload)
    jpeg_scans.is_held_whole(payload)
    traces.names_editor(payload)
    images.inspect(payload)
    clean = images.reencode(images.decode(payload))
    recompression.foreign_part(payload)
    with PIL.Image.open(io.BytesIO(clean)) as image:
        if not set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}:
            raise AssertionError("metadata survived")
    return clean


def _pictures() -> tuple[bytes, ...]:
    pixels = np.random.default_rng(1).integers(0, 255, (30, 32, 3), np.uint8)
    image = PIL.Image.fromarray(pixels).resize((260, 240))
    exif = PIL.Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "SPECIMEN"
    return (
        _saved(image, "JPEG", exif=exif, progressive=True),
        *(_saved(image, kind, exif=exif) for kind in ("JPEG", "PNG", "WEBP")),
    )


def _saved(image: PIL.Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


_HOLDER = Holder("ERIKSSON", "ANNA", date(1974, 8, 12), date(2024, 1, 9), date(2032, 8, 12))
_BARCODES = tuple(payload_of(_HOLDER, style) for style in STYLES)
_ZONES = tuple(
    "\n".join(zone_of(holder(number, _ON), format_)).encode()
    for number, format_ in enumerate((*Format, *Format))
)
_PRINTS = (
    (
        "UTOPIA PASSPORT\nSurname/Nom\nERIKSSON\nGiven names\nANNA MARIA\nDate of birth"
        "\n12 AUG/AOÛT 74\nDate of expiry      15.04.2031\nPassport No.\nL898902C3"
    ).encode(),
    "MÜLLER\n1 Name/Surname/Nom\nMÜLLER-LÜDENSCHEIDT\n2 Vornamen\nJÖRG\n3. DOB 08/12/1974".encode(),
)
_FILLERS = (b"<", b"0O", b"1I", b"<<", b"A<")
_ELEMENTS = (
    b"DAQ", b"\nDCS", b"\nDBB00000000", b"\nDBA99999999", b"\r", b"\x1e", b"ANSI ", b"DL00310000",
    b"ZV", b"\nDAA,,,", b"$", b"\nDCUIII", b"DLDAQ1", b" BC ", b"^", b"%BC", b"\xc3", b" ", b"?",
)  # fmt: skip
_PRINTED = (
    "å ".encode(), "Ä".encode(), "ö-".encode(), b"A", b"1.1.", b"12 AUG ", b"JAN", b"/", b" ",
    b"\nSurname", b"\nSurname\nA", b"\n  A", b"1 ", b"a1", "ﬁ".encode(), "\u202e".encode(), b"\n",
)  # fmt: skip

TARGETS = (
    Target("zone", _ZONES, _zone, (icao9303.MrzError,), _FILLERS, 200),
    Target("barcode", _BARCODES, _barcode, (aamva.AamvaError,), _ELEMENTS, aamva.MAX_BYTES),
    Target("print", _PRINTS, _print, (), _PRINTED, 4000),
    Target(
        "all checks",
        tuple(
            b"\n\n".join((zone, front)) + b"\n\n\n" + back
            for zone, front, back in zip(_ZONES, _PRINTS * 5, _BARCODES, strict=True)
        ),
        _judgement,
        (),
        (*_FILLERS, *_ELEMENTS, *_PRINTED),
        6000,
    ),
    Target("picture", _pictures(), _picture, (ImageRefused,), (b"\xff", b"\0", b"Exif"), 400_000),
)
