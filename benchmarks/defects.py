"""Documents with one defect each, through the real readers and checks: which finding tells it?

Draws passports of many names and styles, photographs each with another hand, and makes one thing
wrong. Prints for each defect how often a finding that is about it failed, how often it was left
open, and how often the person was verified all the same; in the first line, of documents in order,
how often any of these findings spoke. Run it as ``python -m benchmarks.defects --help``.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # beside a file that is run

from benchmarks.editing_species import saved
from sandbox.specimens.captions import STYLES
from sandbox.specimens.documents import draw_document
from sandbox.specimens.mrz import Passport, tampered
from sandbox.specimens.people import holder
from sandbox.specimens.portraits import ADMIRAL, ASTRONAUT, Sitter, portrait_of
from sandbox.specimens.scenes import take_selfie
from sandbox.specimens.taking import Taking, take_picture
from sandbox.specimens.zones import zone_of
from verification import checks
from verification.checks import codes
from verification.decision import AssuranceLevel, decide
from verification.evidence import ClaimedValue, Evidence, SelfieEvidence
from verification.findings import Outcome
from verification.readers import images, pipeline
from verification.readers.images import Image
from verification.requirements import requirements_for

_ON = date(2026, 11, 24)
_SITTERS = (ASTRONAUT, ADMIRAL)


@dataclass(frozen=True, slots=True)
class Made:
    """One document to be: its holder, what is printed, the zone, whose portrait, how taken."""

    holder: Passport
    printed: Passport
    lines: tuple[str, ...]
    portrait: Sitter
    taking: Taking


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, how it comes about, and which findings are about it."""

    name: str
    spoil: Callable[[Made], Made]
    told_by: frozenset[str]


def _zone_altered(made: Made) -> Made:
    return replace(made, lines=tampered(made.lines))  # type: ignore[arg-type]  # TD3 has two


def _name_altered(made: Made) -> Made:
    printed = replace(made.printed, family_name="Quixano", given_name="Alonso")
    return replace(made, printed=printed)


def _birth_altered(made: Made) -> Made:
    birth = made.printed.birthdate
    printed = replace(made.printed, birthdate=birth.replace(year=birth.year - 9))
    return replace(made, printed=printed)


def _expired(made: Made) -> Made:
    over = replace(made.holder, expiry=_ON - timedelta(days=200))
    return replace(made, printed=over, lines=zone_of(over))


def _another_person(made: Made) -> Made:
    other = replace(made.holder, family_name="Quixano", given_name="Alonso")
    return replace(made, printed=other, lines=zone_of(other))


def _swapped(made: Made) -> Made:
    return replace(made, portrait=next(one for one in _SITTERS if one is not made.portrait))


def _taken(**how: float) -> Callable[[Made], Made]:
    return lambda made: replace(made, taking=replace(made.taking, **how))  # type: ignore[arg-type]  # numbers


def _small(made: Made) -> Made:
    return replace(made, taking=replace(made.taking, size=(560, 420)))


_ZONE = frozenset({codes.MRZ_PRESENT, codes.MRZ_NAMES})
_POOR = _ZONE | {codes.DOCUMENT_PORTRAIT}
DEFECTS = (
    Defect("none", lambda made: made, frozenset()),
    Defect(
        "wrong check digit",
        _zone_altered,
        frozenset({codes.MRZ_BIRTHDATE, codes.MRZ_COMPOSITE}),
    ),
    Defect(
        "another name printed",
        _name_altered,
        frozenset({codes.VISUAL_ZONE_FAMILY_NAME, codes.VISUAL_ZONE_GIVEN_NAME}),
    ),
    Defect("another birth printed", _birth_altered, frozenset({codes.VISUAL_ZONE_BIRTHDATE})),
    Defect("expired", _expired, frozenset({codes.DOCUMENT_EXPIRY})),
    Defect(
        "another person's",
        _another_person,
        frozenset({"claim.given_name", "claim.family_name"}),
    ),
    Defect("swapped portrait", _swapped, frozenset({codes.FACE_MATCH})),
    Defect("screen", _taken(moire=1.0), frozenset({codes.DOCUMENT_GRID})),
    Defect("glare over the zone", _taken(glare=1.0), _ZONE | {codes.DOCUMENT_GLARE}),
    Defect("blur of 6 pixels", _taken(blur=6.0), _POOR | {codes.DOCUMENT_ZONE_SHARPNESS}),
    Defect("JPEG 10", _taken(jpeg=10), _POOR),
    Defect("560 pixels", _small, _POOR | {codes.DOCUMENT_RESOLUTION}),
)

_TOLD_BY_ANY = frozenset[str]().union(*(one.told_by for one in DEFECTS))


def main() -> None:
    options = _options()
    wanted = [one for one in DEFECTS if options.only in {None, one.name}]
    print(f"{'defect':22} {'failed':>7} {'open':>6} {'silent':>7} {'verified':>9}   told by")
    for defect in wanted:
        _measure(defect, options.number)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--number", type=int, default=10, help="documents of each defect")
    parser.add_argument("--only", choices=[one.name for one in DEFECTS])
    return parser.parse_args()


def _measure(defect: Defect, number: int) -> None:
    tally, told = Counter[str](), Counter[str]()
    for one in range(number):
        made = defect.spoil(_in_order(one))
        evidence = _evidence(made, one)
        findings = checks.run(evidence)
        spoken = {
            finding.code: finding.outcome
            for finding in findings
            if finding.outcome is not Outcome.PASS
            and finding.code in (defect.told_by or _TOLD_BY_ANY)
        }
        told.update(f"{code} {outcome}" for code, outcome in spoken.items())
        strongest = "failed" if Outcome.FAIL in spoken.values() else "open" if spoken else "silent"
        tally[strongest] += 1
        demanded = requirements_for(evidence.claims, liveness="none", sandbox=True)
        tally["verified"] += decide(findings, demanded).level is AssuranceLevel.VERIFIED
    print(
        f"{defect.name:22} {tally['failed']:7} {tally['open']:6} {tally['silent']:7} "
        f"{tally['verified']:9}   " + ", ".join(f"{what} {n}" for what, n in told.most_common()),
        flush=True,
    )


def _in_order(one: int) -> Made:
    rng = np.random.default_rng(one)
    person = holder(one, _ON)
    taking = Taking(
        rotation=float(rng.uniform(-4, 4)),
        tilt=float(rng.uniform(0, 0.1)),
        blur=float(rng.uniform(0.4, 1.2)),
        noise=float(rng.uniform(1, 5)),
        light=float(rng.uniform(0.75, 1.05)),
        shadow=float(rng.uniform(0, 0.3)),
        jpeg=int(rng.integers(70, 95)),
    )
    return Made(person, person, zone_of(person), _SITTERS[one % 2], taking)


def _evidence(made: Made, one: int) -> Evidence:
    style = STYLES[one % len(STYLES)]
    page = draw_document(made.printed, made.lines, portrait_of(made.portrait), style=style)
    scene = take_picture(page, replace(made.taking, jpeg=None), one)
    file = saved(scene, made.taking.jpeg)
    picture = images.decode(file)
    selfie, person = _selfie(_SITTERS[one % 2])
    document = pipeline.read_document(picture)
    document = replace(document, traces=pipeline.read_traces(file, picture, document))
    return Evidence(
        on=_ON,
        claims={
            "given_name": ClaimedValue(made.holder.given_name, fuzzy=True),
            "family_name": ClaimedValue(made.holder.family_name, fuzzy=True),
            "birthdate": ClaimedValue(made.holder.birthdate.isoformat(), fuzzy=False),
        },
        document=document,
        selfie=person,
        comparison=pipeline.compare_faces(picture, document, selfie, person),
    )


@cache
def _selfie(sitter: Sitter) -> tuple[Image, SelfieEvidence]:
    selfie = np.asarray(take_selfie(sitter), np.uint8)
    return selfie, pipeline.read_selfie(selfie)


if __name__ == "__main__":
    main()
