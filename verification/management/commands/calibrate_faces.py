"""Measure the face engine on an operator's own labelled pictures, and write its thresholds."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from verification.readers import face_calibration, face_engine, face_folder
from verification.readers.face_calibration import Calibration, EngineUnfit
from verification.readers.face_folder import Acquired, FolderUnfit


class Command(BaseCommand):
    help = (
        "Measure the face engine on labelled pictures (FOLDER/person/picture, or FOLDER/pairs.csv"
        " with first, second, same) and write the thresholds for IDV_FACE_CALIBRATION."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--output", type=Path, default=Path("face-calibration.json"))
        parser.add_argument("--model", help="An ONNX model; without it the engine in use.")

    def handle(self, *args: object, **options: object) -> None:
        folder, output, model = (options[name] for name in ("folder", "output", "model"))
        try:
            engine = face_engine.engine_of(str(model)) if model else face_engine.engine()
            pairs = face_folder.labelled(Path(str(folder)))
        except (EngineUnfit, FolderUnfit, OSError) as error:
            raise CommandError(str(error)) from error
        acquired = face_folder.acquire(pairs.pictures, engine)
        calibration = face_calibration.calibrate(
            engine.name,
            face_folder.distances(pairs.mated, acquired),
            face_folder.distances(pairs.non_mated, acquired),
        )
        self.stdout.write("\n".join(_told(calibration, acquired)))
        if not calibration.rows:
            raise CommandError("Too few pairs to tell any rate; nothing was written.")
        face_calibration.write(calibration, Path(str(output)))
        self.stdout.write(f"Written to {output}.")


def _told(calibration: Calibration, acquired: Acquired) -> list[str]:
    """Return what was measured, as lines."""
    lines = [
        f"Engine {calibration.engine}: {len(acquired.embeddings)} faces.",
        f"Pictures without a face: {len(acquired.faceless)}, unreadable: {len(acquired.refused)}.",
    ]
    lines += [
        f"FMR {row.fmr:.2%}: distance {row.distance:.4f}; FMR {row.measured_fmr}; FNMR {row.fnmr}"
        for row in calibration.rows
    ]
    known = {row.fmr for row in calibration.rows}
    missing = (rate for rate in face_calibration.RATES if rate not in known)
    return [*lines, *(f"FMR {rate:.2%}: too few pairs of strangers." for rate in missing)]
