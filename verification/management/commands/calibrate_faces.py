"""Measure the face engine on an operator's own labelled pictures, and write its thresholds."""

import argparse
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from verification.readers import face_acquiring, face_calibration, face_engine, face_folder
from verification.readers.face_calibration import Calibration, EngineUnfit
from verification.readers.face_folder import FolderUnfit

_HELP = """\
Measure the face engine on labelled pictures, and write the thresholds for IDV_FACE_CALIBRATION.

FOLDER holds one of:
  a folder for each person, with pictures in it; one a person is enough for the false match rate
  pictures named person_1.jpg, person_2.jpg
  pairs.csv with the columns first, second and same (1 or 0), or pairs.txt as LFW's

A rate is written only where the whole 95 % interval of the measured false match rate stays below
it: 381 pairs of two people without an error for 1 %, 3,838 for 0.1 %, 38,411 for 0.01 %.
Pictures that cannot be read, or show no face, are named and left out. Nothing of the people is
written: counts and distances alone.
"""


class Command(BaseCommand):
    help = _HELP

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("folder", type=Path, help="of the labelled pictures")
        parser.add_argument(
            "--output",
            type=Path,
            default=Path("face-calibration.json"),
            help="where the thresholds are written (default: %(default)s)",
        )
        parser.add_argument("--model", help="an ONNX model; without it the engine in use")

    def handle(self, *args: object, **options: object) -> None:
        folder, output = Path(str(options["folder"])), Path(str(options["output"]))
        if not output.absolute().parent.is_dir():
            raise CommandError(f"{output.absolute().parent} is no folder to write to.")
        try:
            engine = _engine(options["model"])
            pairs = face_folder.labelled(folder)
        except (EngineUnfit, FolderUnfit, OSError) as error:
            raise CommandError(str(error)) from error
        acquired = face_acquiring.acquire(
            pairs.pictures, engine, self._counted(len(pairs.pictures))
        )
        measured = face_acquiring.compare(pairs, acquired)
        calibration = face_calibration.calibrate(engine.name, *measured)
        self.stdout.write(f"{engine.name}: {len(pairs.pictures)} pictures")
        self.stdout.write(face_acquiring.told(acquired))
        self.stdout.write("\n".join(_told(calibration)))
        if not calibration.rows:
            raise CommandError("Too few pairs of two people for any rate; nothing was written.")
        face_calibration.write(calibration, output)
        if warning := face_calibration.few_people(measured[1]):
            self.stderr.write(self.style.WARNING(f"Warning: {warning}."))
        self.stdout.write(f"Written to {output}. Set IDV_FACE_CALIBRATION to its path.")

    def _counted(self, of: int) -> face_acquiring.Done:
        """Return what counts pictures on a terminal: thousands of them take their time."""
        seen = 0

        def done(picture: Path) -> None:
            nonlocal seen
            seen += 1
            if sys.stderr.isatty():
                self.stderr.write(f"\r{seen} of {of}", ending="\n" if seen == of else "")

        return done


def _engine(model: object) -> face_engine.FaceEngine:
    return face_engine.engine_of(str(model)) if model else face_engine.engine()


def _told(calibration: Calibration) -> list[str]:
    """Return what was measured, as lines."""
    lines = [
        f"FMR {row.fmr:.2%}: distance {row.distance:.4f}; FMR {row.measured_fmr}; FNMR {row.fnmr}"
        for row in calibration.rows
    ]
    known = {row.fmr for row in calibration.rows}
    missing = (rate for rate in face_calibration.RATES if rate not in known)
    return [*lines, *(f"FMR {rate:.2%}: too few pairs of two people" for rate in missing)]
