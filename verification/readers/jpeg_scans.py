"""Whether a JPEG's pixels come only after the whole file was held: ITU-T T.81, annex B.

A decoder keeps six bytes and more for each pixel of a progressive JPEG, and of one whose colours
come one after the other, however small the picture is that is wanted.
"""

from collections.abc import Iterator

_START_OF_SCAN = 0xDA
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MOST_SEGMENTS = 2000


def is_held_whole(data: bytes) -> bool:
    """Whether the decoder must hold all coefficients; True for a file that does not tell."""
    components = None
    for marker, body in _segments(data):
        if marker in _PROGRESSIVE:
            return True
        if marker in _FRAMES and len(body) > 5:
            components = body[5]
        if marker == _START_OF_SCAN:
            return components is None or not body or body[0] < components
    return True


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield markers with the first bytes of their segments, up to the first scan."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while data[at : at + 2] == b"\xff\xff":
            at += 1  # fill bytes
        if len(data) < at + 4 or data[at] != 0xFF:
            return
        marker = data[at + 1]
        yield marker, data[at + 4 : at + 12]
        if marker == _START_OF_SCAN:
            return
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
