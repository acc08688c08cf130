"""A second look at a zone that was read: no check digit covers names, states and sex.

The same line cut out a little wider or narrower reaches the recogniser as another picture. What
both looks say stands; where they differ a third one decides, or the reading is not sure.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from verification.documents import icao9303
from verification.documents.countries import is_fictional, is_nationality
from verification.readers import text
from verification.readers.images import Image
from verification.readers.mrz_lines import Assembled, fit
from verification.readers.straightening import cut_straight
from verification.readers.text import TextBox

_MARGINS = (0.045, 0.015)  # shares of the length, at each end; the first look has 0.03
_HEIGHTS = (1.18, 0.9)  # times the first look's

_CERTAIN = 0.6  # probability of the weakest character
_LETTERS = str.maketrans("01258", "OIZSB")


def confirmed(image: Image, first: Assembled, alphabet: str) -> Assembled:
    """Return the reading that most looks agree on, and whether every line has two that do."""
    lines, sure = [], True
    for line, box in zip(first.reading.lines, first.boxes, strict=True):
        said, agreed = _most_said(image, box, line, alphabet)
        lines.append(said)
        sure = sure and agreed
    sure = sure and _is_plausible(tuple(lines))
    return replace(first, reading=replace(first.reading, lines=tuple(lines), sure=sure))


def _most_said(image: Image, box: TextBox, line: str, alphabet: str) -> tuple[str, bool]:
    """Count the looks; digits count as the letters they look like, which the fields' types tell.

    Looks of one recogniser err together: where a character is doubtful in every one of them, that
    they agree proves nothing.
    """
    said, surest = [line], {line.translate(_LETTERS): 0.0}
    for strip in _looks(image, box):
        read = text.recognise(strip, alphabet)
        again = fit(read.text, len(line))
        if again is None:
            continue
        said.append(again)
        key = again.translate(_LETTERS)
        surest[key] = max(surest.get(key, 0.0), read.weakest)
        (best, count), *_ = Counter(one.translate(_LETTERS) for one in said).most_common(1)
        if count > 1 and surest[best] >= _CERTAIN:
            return next(one for one in said if one.translate(_LETTERS) == best), True
    return line, False


def _is_plausible(lines: tuple[str, ...]) -> bool:
    """Whether what no check digit covers can be: the states' codes and the sex."""
    try:
        zone = icao9303.parse(lines, icao9303.ANY_DAY)
    except icao9303.MrzError:
        return False
    states = (zone.issuing_state, zone.nationality)
    known = all(is_nationality(state) or is_fictional(state) for state in states)
    return known and zone.sex in {"M", "F", "X"}


def _looks(image: Image, box: TextBox) -> Iterator[Image]:
    """Yield the line's own bend straightened where it has one, then other cuts."""
    for margin in _MARGINS:
        straight = cut_straight(image, box, margin=margin)
        if straight is not None:
            yield straight
    for margin, height in zip(_MARGINS, _HEIGHTS, strict=True):
        yield text.cut(image, replace(box, height=box.height * height), margin=margin)
