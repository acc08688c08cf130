"""The light of the page: colours in a drawn order, and what a frame shows of them. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Colour(StrEnum):
    """What the page is filled with. None of them is a saturated red (WCAG 2.3.1)."""

    AMBER = "amber"
    BLUE = "blue"
    GREEN = "green"
    PINK = "pink"


#: Seconds of each; no more than three changes a second may be shown (WCAG 2.3.1).
COLOUR_SECONDS = 1.0
#: Of red, green and blue light, 0 to 1, as the page's style sheet has them in sRGB.
LIGHT_OF = MappingProxyType(
    {
        Colour.AMBER: (1.0, 0.52, 0.05),
        Colour.BLUE: (0.05, 0.22, 1.0),
        Colour.GREEN: (0.06, 1.0, 0.30),
        Colour.PINK: (1.0, 0.14, 0.75),
    }
)


@dataclass(frozen=True, slots=True)
class FaceLight:
    """Light as a camera has it: natural logarithms of linear red, green and blue.

    Attributes:
        face: of the face: the middle one of its places.
        beside: of what is beside it.
        places: of the face, from brow to chin, always in the same order; None for one that is out
            of the picture or too dark.
    """

    face: "Light"
    beside: "Light"
    places: tuple["Light | None", ...] = ()


@dataclass(frozen=True, slots=True)
class Light:
    """Natural logarithms of linear light."""

    red: float
    green: float
    blue: float


def draw_colours(randomness: bytes, count: int) -> tuple[Colour, ...]:
    """Draw colours, none twice in a row; every sequence is as likely as any other.

    Args:
        randomness: 16 bytes and more from a cryptographic source, used for nothing else.
        count: how many; 60 at most.
    """
    number = int.from_bytes(randomness)
    colours = list(Colour)
    number, first = divmod(number, len(colours))
    drawn = [colours[first]]
    while len(drawn) < count:
        others = [colour for colour in colours if colour is not drawn[-1]]
        number, next_ = divmod(number, len(others))
        drawn.append(others[next_])
    return tuple(drawn)
