"""A second look at a zone that was read: no check digit covers names, states and sex.

The same line cut out a little wider or narrower reaches the recogniser as another picture. What
both looks say stands; where they differ a third one decides, or the reading is not sure.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from verification.readers import text
from verification.readers.images import Image
from verification.readers.mrz_lines import Assembled, fit
from verification.readers.straightening import cut_straight
from verification.readers.text import TextBox

_MARGINS = (0.045, 0.015)  # shares of the length, at each end; the first look has 0.03
_HEIGHTS = (1.18, 0.9)  # times the first look's


def confirmed(image: Image, first: Assembled, alphabet: str) -> Assembled:
    """Return the reading that most looks agree on, and whether every line has two that do."""
    lines, sure = [], True
    for line, box in zip(first.reading.lines, first.boxes, strict=True):
        said, agreed = _most_said(image, box, line, alphabet)
        lines.append(said)
        sure = sure and agreed
    return replace(first, reading=replace(first.reading, lines=tuple(lines), sure=sure))


def _most_said(image: Image, box: TextBox, line: str, alphabet: str) -> tuple[str, bool]:
    said = Counter([line])
    for strip in _looks(image, box):
        again = fit(text.recognise(strip, alphabet).text, len(line))
        if again is not None:
            said[again] += 1
        (best, count), *_ = said.most_common(1)
        if count > 1:
            return best, True
    return line, False


def _looks(image: Image, box: TextBox) -> Iterator[Image]:
    """Yield the line's own bend straightened where it has one, then other cuts."""
    for margin in _MARGINS:
        straight = cut_straight(image, box, margin=margin)
        if straight is not None:
            yield straight
    for margin, height in zip(_MARGINS, _HEIGHTS, strict=True):
        yield text.cut(image, replace(box, height=box.height * height), margin=margin)
