"""One slip of a finger or of a reader, where the rest of the name is long enough to carry it.

Never the first or the last letter: there the name of a brother, a sister or another family begins
(Daniel and Daniela, Marin and Martin, Petersen and Peterson, Christian and Christina).
"""

from itertools import pairwise

from verification.matching.tables import FORMAL_NAMES

# What a reader takes for a letter. A name holds no digit, so that a digit is always a misreading.
_DIGITS = str.maketrans("0123456789", "OIZBASGTBG")
_LIKE_LETTERS = (
    ("RN", "M"),
    ("VV", "W"),
    ("CL", "D"),
    ("LI", "U"),
    ("I", "L"),
    ("O", "Q"),
    ("NI", "M"),
)
_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_BESIDE = frozenset(
    pair
    for row in _ROWS
    for left, right in pairwise(row)
    for pair in ((left, right), (right, left))
)
_VOWELS = frozenset("AEIOUY")
# McDonald and MacDonald are two families.
_SONS = ("MC", "MAC")
SHORTEST_READ = 6
SHORTEST_SWAPPED = 6
SHORTEST_TYPED = 9


def misread(claimed: str, document: str) -> bool:
    """Return whether an optical reader can have made ``document`` of ``claimed``."""
    if not document.isalpha():
        read = document.translate(_DIGITS)
        return claimed in (read, document.replace("1", "L").translate(_DIGITS))
    gap = len(claimed) - len(document)
    if not -1 <= gap <= 1 or not claimed.isalpha() or len(claimed) - max(gap, 0) < SHORTEST_READ:
        return False
    if claimed in FORMAL_NAMES and document in FORMAL_NAMES:
        return False
    return any(_read_once(claimed, document, *pair) for pair in _LIKE_LETTERS)


def _read_once(claimed: str, document: str, one: str, other: str) -> bool:
    for mine, theirs in ((one, other), (other, one)):
        place = claimed.find(mine, 1)
        while place > 0:
            if claimed[:place] + theirs + claimed[place + len(mine) :] == document:
                return place + len(mine) < len(claimed)
            place = claimed.find(mine, place + 1)
    return False


def mistyped(claimed: str, document: str, *, family: bool) -> bool:
    """Return whether one slip of typing can have made ``claimed`` of ``document``."""
    if claimed[:1] != document[:1] or claimed[-1:] != document[-1:]:
        return False
    if (claimed in FORMAL_NAMES and document in FORMAL_NAMES) or _two_clans(claimed, document):
        return False
    longer, shorter = sorted((claimed, document), key=len, reverse=True)
    gap = len(longer) - len(shorter)
    if gap > 1 or len(longer) < SHORTEST_SWAPPED:
        return False
    start = _common_start(longer, shorter)
    if gap:
        return _one_missing(longer, shorter, start, family=family)
    if longer[start + 2 :] == shorter[start + 2 :] and start + 2 < len(longer):
        return longer[start : start + 2] == shorter[start + 1] + shorter[start]
    return (
        len(longer) >= SHORTEST_TYPED
        and longer[start + 1 :] == shorter[start + 1 :]
        and (longer[start], shorter[start]) in _BESIDE
        and longer[start] not in _VOWELS
        and shorter[start] not in _VOWELS
    )


def _two_clans(one: str, other: str) -> bool:
    return one.startswith(_SONS) and other.startswith(_SONS) and one[1] != other[1]


def _common_start(one: str, other: str) -> int:
    start = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        start += 1
    return start


def _one_missing(longer: str, shorter: str, start: int, *, family: bool) -> bool:
    if longer[start + 1 :] != shorter[start:] or len(longer) < SHORTEST_TYPED:
        return False
    # A vowel more or less makes another given name: Alexandra, Alexandria; Christine, Christiane.
    return family or longer[start] not in _VOWELS
