"""The machine-readable zone from pixels: any way round, tilted, among other print."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from verification.evidence import MrzReading
from verification.readers import text
from verification.readers.images import Image
from verification.readers.mrz_lines import (
    Assembled,
    Strip,
    assemble,
    lines_of_a_zone,
    may_be_of_a_zone,
)
from verification.readers.mrz_looks import confirmed
from verification.readers.mrz_places import closely, groups, looks
from verification.readers.mrz_votes import ALPHABET
from verification.readers.straightening import cut_straight
from verification.readers.text import TextBox
from verification.readers.text_boxes import equally_long
from verification.readers.visual_zone import ZoneLine

_MOST_SPENT = 30_000  # pixels of strips for one picture: a thousand take a twentieth of a second
_LOOK = 4_000  # what one more look takes, in the same measure
_SAMPLE = 4  # of the longest lines that lie together
_PLAIN_LOOKS = 2  # these cost nothing but the strips that are read
_ENOUGH = 3  # check digits that agree: no other place is looked at


@dataclass(frozen=True, slots=True)
class Found:
    """A reading, and where it lies.

    Attributes:
        reading: what the zone says.
        quarter_turns: how many against the clock make the picture upright.
        first_line: where the zone's first line lies in the picture.
    """

    reading: MrzReading
    quarter_turns: int
    first_line: ZoneLine


def find(
    image: Image,
    boxes: Iterable[TextBox] | None = None,
    *,
    settled: Callable[[], bool] = lambda: False,
) -> Found | None:
    """Read the zone; None when nothing in the picture has the shape of one.

    What comes back has at least one check digit that agrees. It is not yet believed.

    Args:
        image: any way round.
        boxes: its lines of text, where they are known already.
        settled: asked once, when the first look at the picture found nothing and further ones
            would take time: True ends the search, as something else tells what this is.
    """
    best: Assembled | None = None
    for one in _attempts(image, text.find_boxes(image) if boxes is None else tuple(boxes), settled):
        if best is None or one.agreeing > best.agreeing:
            best = one
        if best.agreeing >= _ENOUGH:
            break
    if best is None:
        return None
    return _found(replace(best, reading=confirmed(image, best)))


class _Reader:
    """Reads strips of one picture, each of them once.

    Attributes:
        spent: pixels of strips that were read, and what looks took.
    """

    def __init__(self, image: Image) -> None:
        self.image = image
        self.spent = 0
        self._read: dict[tuple[TextBox, bool], Strip] = {}

    def strip(self, box: TextBox, *, bent: bool = False) -> Strip:
        """Read what is in the box; ``bent``: along the line's own bend, where it has one."""
        if (box, bent) not in self._read:
            straight = cut_straight(self.image, box) if bent else None
            pixels = text.cut(self.image, box) if straight is None else straight
            self._read[box, bent] = Strip(text.recognise(pixels, ALPHABET), pixels, box)
            self.spent += pixels.shape[1]
        return self._read[box, bent]


def _attempts(
    image: Image, found: tuple[TextBox, ...], settled: Callable[[], bool]
) -> Iterator[Assembled]:
    """Read every likely place, both ways round, while there is time."""
    reader = _Reader(image)
    tried: set[tuple[TextBox, ...]] = set()
    for look, boxes in enumerate(looks(image, found)):
        if look == _PLAIN_LOOKS and settled():
            return
        reader.spent += _LOOK if look >= _PLAIN_LOOKS else 0
        for group in groups(boxes):
            if tuple(group) not in tried:
                tried.add(tuple(group))
                yield from _both_ways(reader, group)
        if reader.spent + _LOOK > _MOST_SPENT:
            return


def _both_ways(reader: _Reader, group: list[TextBox]) -> Iterator[Assembled]:
    """Read lines that lie together from either end, all of them where some may be a zone's."""
    for turned in (False, True):
        if reader.spent >= _MOST_SPENT:
            return
        sample = [reader.strip(box) for box in _ordered(group[:_SAMPLE], turned=turned)]
        if not any(may_be_of_a_zone(strip) for strip in sample):
            continue
        one, lines = _read(reader, _ordered(group, turned=turned))
        if lines:
            one = _closer(reader, lines, one)
        if one is not None:
            yield one
        if lines:
            return


def _closer(reader: _Reader, lines: list[TextBox], first: Assembled | None) -> Assembled | None:
    """Look again where a zone lies that did not come out whole, as small fillers are lost."""
    if first is not None and first.is_complete:
        return first
    turned = abs(lines[0].angle) > 90
    again = (
        _read(reader, _ordered(group, turned=turned))[0]
        for group in groups(closely(reader.image, lines))
    )
    return _best(first, *again)


def _best(*read: Assembled | None) -> Assembled | None:
    """Return the first of those with the most check digits that agree."""
    found = (one for one in read if one is not None)
    return max(found, key=lambda one: one.agreeing, default=None)


def _read(reader: _Reader, boxes: list[TextBox]) -> tuple[Assembled | None, list[TextBox]]:
    """Read the lines, and return those that look like a zone that lies this way round.

    Detectors lose the ends of lines, and a zone's lines are equally long: where a digit disagrees
    they are read again at one length.
    """
    strips = [reader.strip(box) for box in boxes]
    one = assemble(strips)
    lines = lines_of_a_zone(strips)
    if not lines:
        return one, []
    if one is not None and one.is_complete:
        return one, lines
    stretched = equally_long(lines)
    again = _best(one, assemble([reader.strip(box) for box in stretched]))
    if again is None or not again.is_complete:
        again = _best(again, assemble([reader.strip(box, bent=True) for box in stretched]))
    return again, lines


def _ordered(boxes: list[TextBox], *, turned: bool) -> list[TextBox]:
    """Sort top to bottom, as someone reading the lines would; ``turned``: from their other end."""
    facing = [replace(box, angle=box.angle + (180 if turned else 0)) for box in boxes]
    direction = np.deg2rad(facing[0].angle)
    return sorted(facing, key=lambda box: box.y * np.cos(direction) - box.x * np.sin(direction))


def _found(best: Assembled) -> Found:
    box, columns = best.strips[0].box, len(best.reading.lines[0])
    direction = np.deg2rad(box.angle)
    half = np.array([np.cos(direction), np.sin(direction)]) * box.length / 2
    start = (float(box.x - half[0]), float(box.y - half[1]))
    line = ZoneLine(start, box.angle, box.length, columns)
    return Found(best.reading, round(box.angle / 90) % 4, line)
