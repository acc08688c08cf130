"""Members of an address, which people and offices abbreviate each in their way."""

import re

from verification.evidence import ClaimedValue
from verification.matching.alignment import Step
from verification.matching.comparison import ClaimComparison, Match
from verification.matching.countries import alpha_3
from verification.matching.exact import written_form
from verification.matching.identity import DocumentIdentity
from verification.matching.letters import latin_forms
from verification.matching.policy import ClaimPolicy, Mode, Rule
from verification.matching.reasons import applied, verdict
from verification.matching.regions import region_code

MOST_CHARACTERS = 300
# Words of a street line, each under its usual abbreviation (USPS Publication 28, appendix C, and
# the German, French and Spanish ones in general use).
_STREET = {
    "STREET": "ST", "STR": "ST", "STRASSE": "ST", "AVENUE": "AVE", "AV": "AVE", "ROAD": "RD",
    "DRIVE": "DR", "LANE": "LN",
    "BOULEVARD": "BLVD", "BD": "BLVD", "COURT": "CT", "PLACE": "PL", "PLATZ": "PL",
    "SQUARE": "SQ", "TERRACE": "TER",
    "PARKWAY": "PKWY", "HIGHWAY": "HWY", "CIRCLE": "CIR", "TRAIL": "TRL", "CRESCENT": "CRES",
    "CLOSE": "CL",
    "NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W", "NORTHEAST": "NE", "NORTHWEST": "NW",
    "SOUTHEAST": "SE",
    "SOUTHWEST": "SW", "APARTMENT": "APT", "UNIT": "APT", "SUITE": "APT", "STE": "APT",
    "FLAT": "APT", "NO": "APT",
    "SAINT": "ST", "MOUNT": "MT", "FORT": "FT", "RUE": "R", "CALLE": "C",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_POST_BOX = re.compile(r"\bP\.?\s?O\.?\s?BOX\b", re.IGNORECASE)
# A place's letters beyond A-Z, as a document may write them: Köln, KOELN.
_EXPANDED = re.compile(r"(?<=[A-Z])(?:AE|OE|UE)")
_GLUED_STREET = re.compile(r"(?<=[A-Z]{3})(?:STRASSE|STR)$")


def compare_address(
    claim: str, claimed: ClaimedValue, identity: DocumentIdentity, policy: ClaimPolicy
) -> ClaimComparison:
    """Compare one member of the address with the document's."""
    member = claim.removeprefix("address.")
    stated = identity.address.get(member, "")
    if len(claimed.value) > MOST_CHARACTERS or len(stated) > MOST_CHARACTERS:
        return _answer(claim, Match.CANNOT_TELL, "too_long", "", "")
    mine, theirs = written_form(claimed.value), written_form(stated)
    if not theirs:
        return _answer(claim, Match.CANNOT_TELL, "not_on_document", mine, "")
    if mine == theirs:
        return _answer(claim, Match.MATCHED, "same", mine, theirs)
    fuzzy = claimed.fuzzy and policy.mode is Mode.FUZZY and Rule.ABBREVIATION in policy.rules
    # A document has alpha-3 codes only: comparing with alpha-2 is forced by the medium.
    if not fuzzy and member != "country":
        return _answer(claim, Match.NOT_MATCHED, "different", mine, theirs)
    form = _FORMS.get(member, _words)
    return _compare_forms(claim, member, form(claimed.value, identity), form(stated, identity))


def _compare_forms(claim: str, member: str, mine: str, theirs: str) -> ClaimComparison:
    if _agree(member, mine, theirs):
        step = applied(Step(Rule.ABBREVIATION, mine, theirs))
        return ClaimComparison(claim, Match.MATCHED, (step,), mine, theirs, 0.9)
    shared = set(mine.split()) & set(theirs.split()) - {"ST", "APT"}
    if member == "street_address" and shared:
        return _answer(claim, Match.CANNOT_TELL, "uncertain_address", mine, theirs)
    return _answer(claim, Match.NOT_MATCHED, "different", mine, theirs)


def _answer(claim: str, match: Match, note: str, mine: str, theirs: str) -> ClaimComparison:
    strength = 1.0 if match is Match.MATCHED else 0.0
    return ClaimComparison(claim, match, (verdict(note, mine, theirs),), mine, theirs, strength)


def _plain(value: str) -> list[str]:
    found = []
    for word in _WORD.findall(value):
        forms = latin_forms(word)
        found.append(forms[0] if forms else word.upper())
    return found


def _words(value: str, _identity: DocumentIdentity) -> str:
    return " ".join(_STREET.get(word, word) for word in _plain(value))


def _street(value: str, identity: DocumentIdentity) -> str:
    value = _POST_BOX.sub("POBOX", value.replace("#", " apt "))
    apart = (_GLUED_STREET.sub(" ST", word) for word in _plain(value))
    return _words(" ".join(apart), identity)


def _region(value: str, identity: DocumentIdentity) -> str:
    plain = " ".join(_plain(value))
    return region_code(plain, identity.country)


def _postal(value: str, _identity: DocumentIdentity) -> str:
    return "".join(_plain(value))


def _country(value: str, _identity: DocumentIdentity) -> str:
    return alpha_3(" ".join(_plain(value)))


def _agree(member: str, mine: str, theirs: str) -> bool:
    if mine == theirs:
        return bool(mine)
    if member in ("street_address", "locality"):
        return _folded(mine) == _folded(theirs)
    # ZIP and ZIP+4: five digits name the place, four more the side of the street.
    lengths = {len(mine), len(theirs)}
    us_codes = member == "postal_code" and lengths == {5, 9} and (mine + theirs).isdigit()
    return us_codes and mine[:5] == theirs[:5]


def _folded(words: str) -> str:
    return _EXPANDED.sub(lambda found: found[0][0], words)


_FORMS = {
    "street_address": _street,
    "locality": _words,
    "region": _region,
    "postal_code": _postal,
    "country": _country,
}
MEMBERS = tuple(_FORMS)
