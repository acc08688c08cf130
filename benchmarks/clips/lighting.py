"""What lights a scene: ambient light, the page's colours, and a camera that adapts to both.

A screen at 30 to 50 cm gives about 30 lux, in a room of 100 to 500. A camera's curve is taken as a
power of 2.2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verification.challenge.light import LIGHT_OF, Colour
from verification.readers.images import Image

#: Red, green, blue, and how much of the page's light a place takes: shape (h, w, 4).
Lit = npt.NDArray[np.uint8]

_LATENCY = 0.12  # seconds from an answer to its light, and through the camera
_CURVE = 2.2
_EVERY = 16  # pixels; enough of them for what a camera measures

Tint = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lamp:
    """The page's light in one room, and the camera in it.

    Attributes:
        share: of the ambient light at the face, with all colours full; 0.05 to 0.3 indoors.
        behind: of the face's light that reaches the background.
        exposure: seconds in which the camera adapts its exposure by two thirds.
        balance: share of a tint that its white balance takes out in the end.
        drift: of the white balance by itself, of red and blue, over 15 seconds.
    """

    share: float
    behind: float
    exposure: float
    balance: float
    drift: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Glass:
    """A screen's surface. Shares are of the screen's white, under the page's full light.

    Attributes:
        dull: what comes back everywhere: one part in a hundred of the light, before a bright white.
        glare: what comes back where the page is seen as in a mirror.
        mirrored: where that is, 1, and elsewhere 0; shape (h, w).
    """

    dull: float
    glare: float
    mirrored: Image


def any_lamp(rng: np.random.Generator, least: float = 0.05, most: float = 0.3) -> Lamp:
    """Draw a room, a screen and a camera."""
    share = float(np.exp(rng.uniform(np.log(least), np.log(most))))
    drift = (float(rng.uniform(-0.06, 0.06)), float(rng.uniform(-0.06, 0.06)))
    behind, exposure, balance = rng.uniform(0.02, 0.2), rng.uniform(0.2, 1), rng.uniform(0, 0.5)
    return Lamp(share, behind, exposure, balance, drift)


class Room:
    """A lamp through one challenge; the camera's frames have to come in their order."""

    def __init__(self, lamp: Lamp, colour_at: Callable[[float], Colour | None]) -> None:
        self._lamp, self._colour_at = lamp, colour_at
        self._gain, self._balance = np.ones(1), np.ones(3)
        self._usual, self._before = 0.0, 0.0

    def of_skin(self, scene: Lit, seconds: float) -> Image:
        """Return what the camera sees of matt things, lit by the page as far as they face it."""
        weight = self._lamp.behind + (1 - self._lamp.behind) * np.arange(256) / 255
        light = 1 + self._lamp.share * weight[:, None] * self._colour(seconds)
        seen = scene[..., :3] * _powers(light)[scene[..., 3]]
        return self._adapted(seen, seconds)

    def of_glass(self, scene: Image, glass: Glass, seconds: float) -> Image:
        """Return what the camera sees of a screen that shows a scene."""
        light = (np.arange(256)[:, None] / 255) ** _CURVE
        colour = self._lamp.share * self._colour(seconds)
        dull, bright = (
            255 * (light + share * colour) ** (1 / _CURVE) for share in (glass.dull, glass.glare)
        )
        channels = np.arange(3)
        seen = np.where(glass.mirrored[..., None], bright[scene, channels], dull[scene, channels])
        return self._adapted(seen, seconds)

    def _colour(self, seconds: float) -> Tint:
        colour = self._colour_at(max(0.0, seconds - _LATENCY))
        return np.array(LIGHT_OF[colour]) if colour else np.zeros(3)

    def _adapted(self, seen: npt.NDArray[np.floating], seconds: float) -> Image:
        """Return the picture at the camera's present exposure and balance, which follow late."""
        small = seen[::_EVERY, ::_EVERY].clip(0, 255) / 255
        mean = (small**_CURVE).mean(axis=(0, 1))
        self._usual = self._usual or float(mean.mean())
        passed, self._before = seconds - self._before, seconds
        neutral = 1 + self._lamp.balance * (mean.mean() / mean - 1)
        self._balance += (neutral - self._balance) * (1 - np.exp(-passed / 2))
        exposed = self._usual / mean.mean()
        self._gain += (exposed - self._gain) * (1 - np.exp(-passed / self._lamp.exposure))
        red, blue = self._lamp.drift
        drifted = 1 + np.array([red, 0, blue]) * seconds / 15
        light = _powers(self._gain * self._balance * drifted)
        return np.asarray((seen * light).clip(0, 255), np.uint8)


def _powers(light: Tint) -> npt.NDArray[np.float32]:
    """Return by how much light changes the values of a camera's curve."""
    return np.asarray(light ** (1 / _CURVE), np.float32)
