"""When two Latin spellings are romanisations of one name, custom by custom.

Each fold brings the usual romanisations of a language to one spelling, and leaves apart what the
language keeps apart: Seo-yeon is not So-yeon, Hussein is not Hassan, Mahmoud is not Mohamed.
"""

import re

from verification.matching.customs import Custom
from verification.matching.tables import FORMAL_NAMES, ROMANISATIONS

_Steps = tuple[tuple[str, str], ...]

_SLAVIC: _Steps = (
    ("X", "KS"), ("TCH", "CH"), ("TZ", "C"), ("TC", "C"), ("TS", "C"), ("KH", "H"), ("DJ", "D"),
    ("W", "V"), ("PH", "F"),
    ("OU", "U"), ("YO", "E"), ("J", "I"), ("Y", "I"), ("II", "I"), ("IE", "E"), ("EE", "E"),
    ("II", "I"),
)  # fmt: skip
_GREEK: _Steps = (
    ("NTZ", "TZ"), ("MP", "B"), ("MB", "B"), ("GG", "NG"), ("GK", "NG"), ("NNG", "NG"),
    ("OU", "%"), ("CH", "H"), ("PH", "F"),
    ("EI", "I"), ("OI", "I"), ("Y", "I"), ("AI", "E"), ("X", "KS"), ("LL", "L"), ("NN", "N"),
    ("SS", "S"),
    ("DES$", "DIS$"),
)  # fmt: skip
_ARABIC: _Steps = (
    ("OU", "U"), ("OO", "U"), ("O", "U"), ("EE", "I"), ("IY", "I"), ("Y", "I"), ("II", "I"),
    ("DJ", "J"), ("CE", "SE"), ("CI", "SI"), ("CY", "SI"), ("CH", "SH"),
    ("KH", "X"), ("DH", "D"), ("TH", "T"), ("PH", "F"), ("Q", "K"), ("AH$", "A$"), ("EH$", "E$"),
    ("W", "V"),
    ("AA", "A"), ("UU", "U"),
)  # fmt: skip
# The article before a family name, with its consonant as it is said: Al-Sharif, Ash-Sharif.
_ARTICLE = re.compile(r"[AE](?:L|SH(?=SH)|([DNRSTZ])(?=\1))(?=[A-Z]{4})")
# The last part of Salah al-Din, Nur-ud-Din, Alaa Eddine.
_OF_FAITH = re.compile(r"[AEU](?:LD|DD)(?:I|EE)NE?$")
_INDIC: _Steps = (
    ("EE", "I"), ("OO", "U"), ("OU", "U"), ("AA", "A"), ("SH", "S"), ("TH", "T"), ("DH", "D"),
    ("BH", "B"), ("KSH", "X"),
    ("KS", "X"), ("W", "V"), ("Y", "I"), ("PH", "F"), ("II", "I"), ("CHH", "CH"), ("MK", "NK"),
    ("MG", "NG"), ("MD", "ND"), ("MT", "NT"),
)  # fmt: skip
_JAPANESE: _Steps = (
    ("OU", "O"), ("OO", "O"), ("UU", "U"), ("SHI", "SI"), ("CHI", "TI"), ("TSU", "TU"),
    ("FU", "HU"), ("JI", "ZI"),
    ("SH", "SY"), ("CH", "TY"), ("J", "ZY"), ("ZYY", "ZY"), ("MB", "NB"), ("MP", "NP"),
    ("MM", "NM"), ("OH$", "O$"),
)  # fmt: skip
_LONG_O = re.compile(r"OH(?=(?:TS|[KGSZTDNBPMRYWC])[AIUEOYH])")
_DOUBLED = re.compile(r"([B-DF-HJ-NP-TV-Z])\1")
_KOREAN = {
    "JEONG": "JUNG", "CHUNG": "JUNG", "JOUNG": "JUNG", "JOON": "JUN", "HOON": "HUN",
    "YOUNG": "YUNG", "YEONG": "YUNG",
    "HYEON": "HYUN", "HYOUN": "HYUN", "KYUNG": "GYUNG", "GYEONG": "GYUNG", "KYEONG": "GYUNG",
    "KYOUNG": "GYUNG",
    "WOO": "U", "SOO": "SU", "HEE": "HUI", "JOO": "JU", "CHEOL": "CHUL", "SEONG": "SUNG",
    "KEUN": "GEUN", "BEOM": "BUM",
    "SEOK": "SUK", "SEOG": "SUK", "KYU": "GYU", "YOON": "YUN", "YOUN": "YUN", "KOO": "GU",
    "KU": "GU", "SUH": "SEO",
    "HYEOK": "HYUK", "HYEOG": "HYUK", "BYEONG": "BYUNG", "MYEONG": "MYUNG", "KWANG": "GWANG",
    "KUK": "GUK", "KOOK": "GUK", "SOOK": "SUK", "SOON": "SUN",
    "TONG": "DONG", "MEE": "MI", "HI": "HUI", "HYI": "HUI", "KI": "GI", "KEON": "GEON",
    "GUN": "GEON", "KUN": "GEON", "SEUNGHYEON": "SEUNGHYUN",
    "SHI": "SI", "RYU": "YU", "EUI": "UI", "LEE": "I",
}  # fmt: skip
_KOREAN_PARTS = re.compile("|".join(sorted(_KOREAN, key=len, reverse=True)))
_KOREAN_SURNAMES = {
    spelling: number
    for number, line in enumerate((

        "LEE YI RHEE I YEE RI RHIE", "PARK PAK BAK BAG", "CHOI CHOE CHOY",
        "JUNG JEONG CHUNG CHONG JOUNG", "KIM GIM",
        "KANG GANG", "CHO JO", "YOON YUN YOUN", "JANG CHANG", "LIM IM RIM YIM", "OH O", "SEO SUH",
        "SHIN SIN",
        "KWON GWON", "AHN AN", "YOO YU RYU RYOO YOU", "JEON CHUN JUN", "KO GO KOH", "MOON MUN",
        "SON SOHN", "BAE PAE",
        "BAEK PAIK PAEK BAIK BAEG", "HEO HUR HUH", "SIM SHIM", "NOH ROH NO", "KWAK GWAK GWAG",
        "SUNG SEONG", "JOO JU",
        "WOO WU U", "GU KOO KU", "NA RA", "JIN CHIN", "EOM UM OHM", "BANG PANG", "KONG GONG",
        "HYUN HYEON",
        "BYUN BYEON", "YEOM YUM", "SEOK SUK SEOG", "GIL KIL", "MYUNG MYEONG",
    ))
    for spelling in line.split()
}  # fmt: skip
_PLAIN_FOLDS = ((Custom.SLAVIC, _SLAVIC), (Custom.GREEK, _GREEK), (Custom.INDIC, _INDIC))
SHORTEST = 4


def romanised_alike(
    claimed: str, document: str, customs: frozenset[Custom], *, family: bool
) -> bool:
    """Return whether two Latin spellings (``A``-``Z``) can stand for one original."""
    mine, theirs = ROMANISATIONS.get(claimed), ROMANISATIONS.get(document)
    if mine and theirs:
        return bool(mine & theirs)
    if tabled_alike(claimed, document, family=family):
        return True
    if min(len(claimed), len(document)) < SHORTEST - 1 or len(claimed) + len(document) < 7:
        return False
    if Custom.JAPANESE in customs and _japanese(claimed) == _japanese(document):
        return True
    if len(claimed) < SHORTEST or len(document) < SHORTEST:
        return False
    return _folded_alike(claimed, document, customs, family=family)


def _folded_alike(claimed: str, document: str, customs: frozenset[Custom], *, family: bool) -> bool:
    if Custom.KOREAN in customs and not family and _korean(claimed) == _korean(document):
        return True
    if Custom.ARABIC in customs and _arabic_alike(claimed, document, family=family):
        return True
    return any(
        custom in customs and _fold(claimed, steps) == _fold(document, steps)
        for custom, steps in _PLAIN_FOLDS
    )


def _fold(name: str, steps: _Steps) -> str:
    folded = name + "$"
    for spelling, plain in steps:
        if spelling in folded:
            folded = folded.replace(spelling, plain)
    return folded


def _japanese(name: str) -> str:
    return _fold(_LONG_O.sub("O", name), _JAPANESE)


def tabled_alike(claimed: str, document: str, *, family: bool) -> bool:
    """Return whether the tables have two spellings as one name, however far apart they look."""
    mine = ROMANISATIONS.get(claimed)
    if mine and mine & ROMANISATIONS.get(document, frozenset()):
        return True
    if not family:
        return False
    surname = _KOREAN_SURNAMES.get(claimed)
    return surname is not None and surname == _KOREAN_SURNAMES.get(document)


def _korean(name: str) -> str:
    return _KOREAN_PARTS.sub(lambda found: _KOREAN[found[0]], name)


def has_article(name: str) -> bool:
    """Return whether a family name may begin with the Arabic article, written as one word."""
    return _ARTICLE.match(name) is not None


def without_article(name: str) -> str:
    """Return a family name without the Arabic article that is written as one word with it."""
    return _ARTICLE.sub("", name, count=1) if has_article(name) else name


def _arabic(name: str) -> str:
    return _DOUBLED.sub(r"\1", _fold(_OF_FAITH.sub("UDDIN", name), _ARABIC))


def _arabic_alike(claimed: str, document: str, *, family: bool) -> bool:
    """Compare letter by letter; ``E`` stands for ``I`` too, and doubling is not written alike."""
    if family and has_article(claimed) and has_article(document):
        claimed, document = without_article(claimed), without_article(document)
    mine, theirs = _arabic(claimed), _arabic(document)
    if mine == theirs:
        return True
    if len(mine) != len(theirs) or not FORMAL_NAMES.isdisjoint((claimed, document)):
        return False
    # The last letter, before the end mark, tells a woman's name from a man's.
    if mine[-2:] != theirs[-2:]:
        return False
    unlike = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    # One open vowel only: with more, Salem and Salma, Hatem and Hatima come near each other.
    return len(unlike) == 1 and "E" in unlike[0] and set(unlike[0]) == {"E", "I"}
