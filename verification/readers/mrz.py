"""The machine-readable zone from pixels: any way round, tilted, among other print."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from verification.evidence import MrzReading
from verification.readers import text
from verification.readers.images import Image
from verification.readers.mrz_lines import Assembled, Strip, assemble, lines_of_a_zone
from verification.readers.mrz_looks import confirmed
from verification.readers.mrz_places import closely, groups, looks
from verification.readers.mrz_votes import ALPHABET
from verification.readers.straightening import cut_straight
from verification.readers.text import TextBox
from verification.readers.text_boxes import equally_long
from verification.readers.visual_zone import ZoneLine

_MOST_STRIPS = 36  # read for one picture, as each takes a twentieth of a second
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


def _attempts(
    image: Image, found: tuple[TextBox, ...], settled: Callable[[], bool]
) -> Iterator[Assembled]:
    """Read every likely place, both ways round, while there is time."""
    spent = 0
    tried: set[tuple[TextBox, ...]] = set()
    for look, boxes in enumerate(looks(image, found)):
        if look == _PLAIN_LOOKS and settled():
            return
        for group in groups(boxes):
            ways = (False, True) if tuple(group) not in tried else ()
            tried.add(tuple(group))
            for turned in ways:
                if spent >= _MOST_STRIPS:
                    return
                spent += len(group)
                one, lines = _read(image, _ordered(group, turned=turned))
                if lines:
                    one = _closer(image, lines, one)
                if one is not None:
                    yield one
                if lines:
                    break


def _closer(image: Image, lines: list[TextBox], first: Assembled | None) -> Assembled | None:
    """Look again where a zone lies that did not come out whole, as small fillers are lost."""
    if first is not None and first.is_complete:
        return first
    turned = abs(lines[0].angle) > 90
    again = (
        _read(image, _ordered(group, turned=turned))[0] for group in groups(closely(image, lines))
    )
    return _best(first, *again)


def _best(*read: Assembled | None) -> Assembled | None:
    """Return the first of those with the most check digits that agree."""
    found = (one for one in read if one is not None)
    return max(found, key=lambda one: one.agreeing, default=None)


def _read(image: Image, boxes: list[TextBox]) -> tuple[Assembled | None, list[TextBox]]:
    """Read the lines, and return those that look like a zone that lies this way round.

    Detectors lose the ends of lines, and a zone's lines are equally long: where a digit disagrees
    they are read again at one length.
    """
    strips = [_strip(image, box) for box in boxes]
    one = assemble(strips)
    lines = lines_of_a_zone(strips)
    if not lines:
        return one, []
    if one is not None and one.is_complete:
        return one, lines
    stretched = equally_long(lines)
    again = _best(one, assemble([_strip(image, box) for box in stretched]))
    if again is None or not again.is_complete:
        again = _best(again, assemble([_strip(image, box, bent=True) for box in stretched]))
    return again, lines


def _ordered(boxes: list[TextBox], *, turned: bool) -> list[TextBox]:
    """Sort top to bottom, as someone reading the lines would; ``turned``: from their other end."""
    facing = [replace(box, angle=box.angle + (180 if turned else 0)) for box in boxes]
    direction = np.deg2rad(facing[0].angle)
    return sorted(facing, key=lambda box: box.y * np.cos(direction) - box.x * np.sin(direction))


def _strip(image: Image, box: TextBox, *, bent: bool = False) -> Strip:
    straight = cut_straight(image, box) if bent else None
    pixels = text.cut(image, box) if straight is None else straight
    line = text.recognise(pixels, ALPHABET)
    return Strip(line, pixels, box)


def _found(best: Assembled) -> Found:
    box, columns = best.strips[0].box, len(best.reading.lines[0])
    direction = np.deg2rad(box.angle)
    half = np.array([np.cos(direction), np.sin(direction)]) * box.length / 2
    start = (float(box.x - half[0]), float(box.y - half[1]))
    line = ZoneLine(start, box.angle, box.length, columns)
    return Found(best.reading, round(box.angle / 90) % 4, line)
