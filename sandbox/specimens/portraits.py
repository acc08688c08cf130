"""The two people of the sandbox: public-domain photographs that installed packages ship."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person and a photograph of them.

    Attributes:
        package: ships the photograph.
        path: inside the package.
        portrait: crop for a document, 7:9 as ICAO Doc 9303-3 section 3.9 wants it.
        selfie: wider crop for a selfie, 3:4.
    """

    package: str
    path: str
    portrait: tuple[int, int, int, int]
    selfie: tuple[int, int, int, int]


#: Eileen Collins, photographed by NASA.
ASTRONAUT = Sitter("skimage", "data/astronaut.png", (133, 0, 315, 234), (92, 0, 362, 360))
#: Grace Hopper, photographed by the US Navy.
ADMIRAL = Sitter(
    "matplotlib", "mpl-data/sample_data/grace_hopper.jpg", (86, 15, 443, 474), (56, 0, 476, 560)
)


def portrait_of(sitter: Sitter) -> Image.Image:
    """Return the crop for a document; RGB."""
    return _photograph(sitter).crop(sitter.portrait)


def selfie_crop_of(sitter: Sitter) -> Image.Image:
    """Return the wider crop for a selfie; RGB."""
    return _photograph(sitter).crop(sitter.selfie)


@cache
def _photograph(sitter: Sitter) -> Image.Image:
    with Image.open(package_file(sitter.package, sitter.path)) as image:
        return image.convert("RGB")


def package_file(package: str, path: str) -> Path:
    """Find a file that an installed package ships, without importing the package.

    Raises:
        FileNotFoundError: the package or the file is not installed.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations if spec else None) or ():
        if (Path(folder) / path).is_file():
            return Path(folder) / path
    raise FileNotFoundError(f"{package}: {path}")
