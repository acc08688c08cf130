"""What a person is asked to do, in which order and when; drawn from given randomness."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise, product
from math import ceil

from verification.challenge.light import COLOUR_SECONDS, Colour, draw_colours


class Gesture(StrEnum):
    """One movement. Left and right are the person's own; ``FRONT`` opens every challenge."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    CLOSER = "closer"


#: Movements from which parallax tells a face from a picture of one.
TURNS = frozenset({Gesture.LEFT, Gesture.RIGHT, Gesture.UP})
#: Movements in which a face can still be compared; seen from below it cannot.
SIDEWAYS = frozenset({Gesture.LEFT, Gesture.RIGHT})
ALL = (Gesture.LEFT, Gesture.RIGHT, Gesture.UP, Gesture.CLOSER)

FEWEST, MOST = 3, 5
MIN_TURNS = 2
FRONT_SECONDS = 2.0
STEP_SECONDS = 3.0
#: So often that a head which turns as slowly as it is asked to is seen on its way.
FRAME_SECONDS = 0.2
MAX_FRAMES = 140
MIN_RANDOMNESS = 16  # bytes; far more than there are sequences, so that each is as likely
SLOWEST = 3.0


class GesturesUnfit(ValueError):
    """No challenge can be drawn from these movements: they show no depth, or are too few."""


@dataclass(frozen=True, slots=True)
class Step:
    """One movement and when it is asked for: ``begin`` to ``end``, seconds since the start."""

    gesture: Gesture
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Challenge:
    """A sequence of movements, on the server's clock.

    Attributes:
        gestures: three to five of ``ALL``, never one twice in a row.
        pace: 1 is the usual time; up to ``SLOWEST`` for people who ask for more.
        colours: that the page lights the face with, one after the other; none where none are shown.
    """

    gestures: tuple[Gesture, ...]
    pace: float = 1.0
    colours: tuple[Colour, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The opening look into the camera, then the movements."""
        first = Step(Gesture.FRONT, 0.0, FRONT_SECONDS * self.pace)
        length = STEP_SECONDS * self.pace
        begins = (first.end + number * length for number in range(len(self.gestures)))
        asked = zip(self.gestures, begins, strict=True)
        return (first, *(Step(gesture, begin, begin + length) for gesture, begin in asked))

    @property
    def seconds(self) -> float:
        """When it is over; later frames are refused."""
        return self.steps[-1].end

    @property
    def frame_seconds(self) -> float:
        """How often the page takes a frame: less often where there is more time for them."""
        return FRAME_SECONDS * (1 + self.pace) / 2

    def asked_at(self, seconds: float) -> Gesture | None:
        """Return what is asked for at that time since the start; None when it is over."""
        return next((step.gesture for step in self.steps if seconds < step.end), None)

    def colour_at(self, seconds: float) -> Colour | None:
        """Return the colour that is shown at that time; None without one."""
        number = int(seconds / COLOUR_SECONDS)
        return self.colours[number] if number < len(self.colours) else None

    def lit(self, randomness: bytes) -> "Challenge":
        """Return the same with colours until its end, drawn from other randomness."""
        count = ceil(self.seconds / COLOUR_SECONDS)
        return Challenge(self.gestures, self.pace, draw_colours(randomness, count))


def draw(randomness: bytes, *, allowed: tuple[Gesture, ...] = ALL, pace: float = 1.0) -> Challenge:
    """Draw a challenge; every sequence is as likely as any other.

    Args:
        randomness: 16 bytes and more from a cryptographic source, used for nothing else.
        allowed: what the person can do; two of ``TURNS`` at least, and three in all.
        pace: 1 to ``SLOWEST``.

    Raises:
        GesturesUnfit: ``allowed`` makes no challenge.
        ValueError: too little randomness, or another pace.
    """
    if len(randomness) < MIN_RANDOMNESS:
        raise ValueError(f"a challenge needs {MIN_RANDOMNESS} random bytes and more")
    if not 1.0 <= pace <= SLOWEST:
        raise ValueError(f"the pace lies between 1 and {SLOWEST:g}")
    sequences = sequences_of(frozenset(allowed))
    return Challenge(sequences[int.from_bytes(randomness) % len(sequences)], pace)


@cache
def sequences_of(allowed: frozenset[Gesture]) -> tuple[tuple[Gesture, ...], ...]:
    """Return every sequence that can be drawn, in one order.

    Raises:
        GesturesUnfit: as ``draw``.
    """
    can = [gesture for gesture in ALL if gesture in allowed]
    if len(can) < FEWEST or len(TURNS & allowed) < MIN_TURNS:
        raise GesturesUnfit("three movements are needed, and two of them turns of the head")
    lengths = range(FEWEST, MOST + 1)
    found = (sequence for count in lengths for sequence in product(can, repeat=count))
    return tuple(sequence for sequence in found if _fit(sequence))


def _fit(sequence: tuple[Gesture, ...]) -> bool:
    repeats = any(one == other for one, other in pairwise(sequence))
    turns = sum(gesture in TURNS for gesture in sequence)
    return not repeats and turns >= MIN_TURNS and not SIDEWAYS.isdisjoint(sequence)
