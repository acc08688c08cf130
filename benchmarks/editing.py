"""Measure the cue of editing: what is noticed, by how picture and edit were saved, false alarms.

    python -m benchmarks.editing [--number N]

Passports are drawn and photographed with cameras of four JPEG qualities, edited, and saved anew.
Edits that were made before a photograph was taken leave no trace in the file and are not counted
here: no cue can notice them. Unedited pictures go through what happens to honest ones: nothing,
saved again, cropped, turned, made smaller by a messenger. So do a few real photographs.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a file, too

from benchmarks.editing_species import (
    SPECIES,
    Pixels,
    opened,
    photographs,
    real_photographs,
    saved,
)
from verification.checks.thresholds import MAX_FOREIGN_PART
from verification.readers import recompression

CAMERAS = (75, 85, 92, 96)
SAVES: tuple[int | None, ...] = (None, 98, 95, 90, 80)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=8, help="of photographs (%(default)s)")
    number = parser.parse_args().number
    taken = photographs(number)
    print(f"noticed of {number}, by the camera's quality, and how the edited picture was saved")
    print(f"{'':<26}" + "".join(f"{_named(save):>8}" for save in SAVES))
    for name, edit in SPECIES:
        for camera in CAMERAS:
            edited = [edit(opened(saved(one.image, camera)), one) for one in taken]
            row = (noticed([saved(image, save) for image in edited]) for save in SAVES)
            print(f"{name:<20}{camera:>4}  " + "".join(f"{count:>8}" for count in row), flush=True)
    print("\nfalse alarms")
    _false_alarms("drawn passports", [one.image for one in taken])
    _false_alarms("real photographs", real_photographs())
    data = saved(np.asarray(cv2.resize(taken[0].image, (4032, 3024)), np.uint8), 92)
    begun = time.process_time()
    recompression.foreign_part(data)
    print(f"\nCPU of a picture of 12 megapixels: {time.process_time() - begun:.2f} s")


def _false_alarms(name: str, pictures: Iterable[Pixels]) -> None:
    for how, files in _honest(list(pictures)):
        label = f"{name}, {how}"
        print(f"{label:<38}{noticed(files):>4} of {len(files)}", flush=True)


def _honest(pictures: list[Pixels]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield what happens to pictures that nobody edits."""
    once = [opened(saved(image, camera)) for image in pictures for camera in CAMERAS]
    yield "as taken", [saved(image, camera) for image in pictures for camera in CAMERAS]
    yield "saved again", [saved(image, save) for image in once for save in SAVES]
    cropped = [np.ascontiguousarray(image[13:-9, 21:-6]) for image in once]
    yield "cropped", [saved(image, save) for image in cropped for save in (95, 85)]
    turned = [np.ascontiguousarray(np.rot90(image)) for image in once]
    yield "turned", [saved(image, save) for image in turned for save in (95, 85)]
    smaller = [cv2.resize(image, None, fx=0.7, fy=0.7) for image in once]
    yield "made smaller", [saved(np.asarray(image, np.uint8), 75) for image in smaller]


def noticed(files: list[bytes]) -> int:
    """Return in how many files ``document.compression`` fails."""
    parts = (recompression.foreign_part(data) for data in files)
    return sum(part is not None and part > MAX_FOREIGN_PART for part in parts)


def _named(save: int | None) -> str:
    return "PNG" if save is None else f"q {save}"


if __name__ == "__main__":
    main()
