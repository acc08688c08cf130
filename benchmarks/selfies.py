"""What one selfie tells, on photographs: ``python -m benchmarks.selfies FOLDER``.

FOLDER holds photographs of faces, in folders or not, one face each. On every one of them things
are drawn by code, and looked at through a drawn camera (noise, blur, light, JPEG):

- what hides a face (dark glasses, a mask, closed lids): who is told, and who is told wrongly;
- series of two shots, each of which may be shaken or blinked in: how often the person is taken for
  somebody else by the first shot, and by the one that is chosen;
- pictures of pictures (a screen, a halftone print, a phone or a print in front of the camera, one
  picture sent twice): which cue of the passive level notices.

Rates with 95 % intervals. Drawn things flatter: real glasses reflect and real prints are better.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from benchmarks.clips.camera import any_camera, screen_grid, take
from benchmarks.clips.camera import shown as on_screen
from benchmarks.clips.occlusion import black_mask, closed_eyes, mask, sunglasses
from benchmarks.clips.shown import halftone, held_phone, held_print
from verification.checks import selfie_quality, thresholds
from verification.checks.selfie_guidance import guide_selfie
from verification.evidence import SelfieEvidence
from verification.readers import (
    face_detection,
    face_engine,
    face_mesh,
    faces,
    images,
    pipeline,
    presentation,
)
from verification.readers.face_calibration import share
from verification.readers.face_folder import PICTURES
from verification.readers.face_mesh import Mesh
from verification.readers.images import Image

Drawn = Callable[[Image, Mesh, np.random.Generator], Image]
Counts = dict[str, Counter[str]]

_SIDE = 640  # pixels of the longer side: of a face, as much as a selfie has
_HIDING = ("selfie.eyes_hidden", "selfie.mouth_hidden", "selfie.eyes_closed")


def _bare(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    return image


def _screen(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    return _on_screen(image, rng.uniform(0.7, 1.3), rng)


def _dense_screen(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    return _on_screen(image, rng.uniform(1.6, 2.2), rng)


def _on_screen(image: Image, density: float, rng: np.random.Generator) -> Image:
    height, width = image.shape[:2]
    return on_screen(image, screen_grid(width, height, density, rng.uniform(-4, 4)))


WORN: dict[str, Drawn] = {
    "bare": _bare,
    "dark glasses": sunglasses,
    "light mask": mask,
    "black mask": black_mask,
    "closed lids": closed_eyes,
}
SHOWN: dict[str, Drawn] = {
    "bona fide": _bare,
    "screen, 0.7 to 1.3 of the camera": _screen,
    "screen, 1.6 to 2.2 of the camera": _dense_screen,
    "halftone print, close up": halftone,
    "phone held up": held_phone,
    "print held up": held_print,
}


def photographs(folder: Path, most: int) -> Iterator[tuple[Image, Mesh]]:
    """Yield photographs that have one face, at one size, with its mesh."""
    files = sorted(one for one in folder.rglob("*") if one.suffix.lower() in PICTURES)
    np.random.default_rng(1).shuffle(files)
    found = 0
    for file in files:
        if found == most:
            return
        try:
            image = images.decode(file.read_bytes())
        except (OSError, images.ImageRefused):
            continue
        image = _sized(image)
        detected = face_detection.detect_near(image)
        mesh = face_mesh.fit(image, detected[0]) if len(detected) == 1 else None
        if mesh is not None and mesh.eye_distance >= thresholds.SELFIE_MIN_EYES:
            found += 1
            yield image, mesh


def seen(scene: Image, rng: np.random.Generator) -> Image:
    """Look at it through a drawn camera."""
    return images.decode(take(scene, any_camera(rng), rng))


def worn(photos: list[tuple[Image, Mesh]], rng: np.random.Generator) -> Counts:
    """Count what each is told."""
    told: Counts = defaultdict(Counter)
    for name, draw in WORN.items():
        for image, mesh in photos:
            selfie = pipeline.read_selfie(seen(draw(image, mesh, rng), rng))
            codes = {one.code for one in guide_selfie(selfie)}
            told[name].update(codes & set(_HIDING) or {"no face" if not selfie.faces else ""})
    return told


def shown(photos: list[tuple[Image, Mesh]], rng: np.random.Generator) -> Counts:
    """Count which cue notices."""
    noticed: Counts = defaultdict(Counter)
    for name, draw in SHOWN.items():
        for image, mesh in photos:
            picture = seen(draw(image, mesh, rng), rng)
            selfie = pipeline.read_selfie(picture)
            grid = pipeline.selfie_grid(picture, selfie)
            border = pipeline.selfie_border(picture, selfie)
            cues = {
                "no face": grid is None,
                "grid": grid is not None and grid > thresholds.MAX_GRID,
                "border": border is not None and border >= thresholds.BORDER,
            }
            noticed[name].update(cue for cue, is_seen in cues.items() if is_seen)
    return noticed


def series(photos: list[tuple[Image, Mesh]], rng: np.random.Generator) -> str:
    """Compare first shots and chosen ones with the photograph itself."""
    first, chosen, differences = [], [], []
    for image, mesh in photos:
        reference = _embedding(image, pipeline.read_selfie(image))
        camera = any_camera(rng)
        shots = [images.decode(take(_moment(image, mesh, rng), camera, rng)) for _ in range(2)]
        read = [pipeline.read_selfie(shot) for shot in shots]
        distances = [
            _distance(reference, _embedding(shot, one))
            for shot, one in zip(shots, read, strict=True)
        ]
        still = [images.decode(take(image, camera, rng)) for _ in range(2)]
        differences.append(presentation.difference(*still))
        first.append(distances[0])
        chosen.append(distances[selfie_quality.best(read)])
    name = faces.engine_name()
    lines = []
    for fmr in (0.01, 0.001, 0.0001):
        limit = thresholds.face_distance(name, fmr, face_engine.engine().calibration)
        if limit is None:
            continue
        missed = [sum(one > limit for one in some) for some in (first, chosen)]
        of = len(photos)
        lines.append(
            f"  FNMR at FMR {fmr:.2%}: first shot {share(missed[0], of)};"
            f" the better one {share(missed[1], of)}"
        )
    lines.append(
        f"  two shots of a scene that stands still differ by {min(differences):.2f} and more,"
        f" {np.median(differences):.2f} in the median; one picture sent twice by 0.00"
    )
    return "\n".join(lines)


def _moment(image: Image, mesh: Mesh, rng: np.random.Generator) -> Image:
    """Shake one shot in three, and close the eyes in another."""
    what = rng.integers(3)
    if what == 0:
        return closed_eyes(image, mesh, rng)
    if what == 1:
        return _shaken(image, int(mesh.eye_distance * rng.uniform(0.2, 0.6)), rng)
    return image


def _shaken(image: Image, length: int, rng: np.random.Generator) -> Image:
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = (length - 1) / 2 * np.array([np.cos(angle), np.sin(angle)])
    ends = [(length // 2 + sign * reach).round().astype(int).tolist() for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA)
    return np.asarray(cv2.filter2D(image, -1, kernel / max(float(kernel.sum()), 1e-6)), np.uint8)


def _sized(image: Image) -> Image:
    scale = _SIDE / max(image.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), np.uint8)


def _embedding(image: Image, selfie: SelfieEvidence) -> faces.Embedding | None:
    return faces.embed(image, selfie.faces[0]) if selfie.faces else None


def _distance(one: faces.Embedding | None, other: faces.Embedding | None) -> float:
    return float("inf") if one is None or other is None else face_engine.distance(one, other)


def table(counts: Counts, of: int) -> str:
    """Return a line for each kind of picture."""
    return "\n".join(
        f"  {name}: "
        + ("; ".join(_cell(what, some[what], of) for what in sorted(some)) or "nothing")
        for name, some in counts.items()
    )


def _cell(what: str, count: int, of: int) -> str:
    return f"{what or 'nothing told'} {share(count, of)}"


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=100, help="photographs (default: 100)")
    options = parser.parse_args()
    photos = list(photographs(options.folder, options.most))
    if not photos:
        parser.error(
            f"{options.folder} holds no photographs with one face of 60 px between the eyes"
        )
    rng = np.random.default_rng(7)
    print(f"{len(photos)} photographs", "", "what hides a face, and what is told:", sep="\n")
    print(table(worn(photos, rng), len(photos)))
    print("", "two shots, each shaken or blinked in twice in three times:", sep="\n")
    print(series(photos, rng))
    print("", "pictures of pictures, and which cue notices:", sep="\n")
    print(table(shown(photos, rng), len(photos)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
