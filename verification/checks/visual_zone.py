"""The zone or barcode against the printed face, field by field.

No check digit covers names. Two readings of one document that agree are worth more than one; two
that clearly differ are a misreading or an alteration. What was not read says nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from verification.checks import codes, thresholds
from verification.checks.stated import Stated, stated
from verification.checks.zone import parsed
from verification.documents.captions import Field
from verification.documents.printed_dates import dates_in
from verification.documents.printed_fields import PrintedField, fields_of, squash
from verification.documents.printed_names import as_printed, likeness, occurs
from verification.evidence import Evidence, PrintedLine
from verification.findings import Finding, Outcome

_LOOK_ALIKE = str.maketrans("OQDIZSB", "0001258")

_Fields = Mapping[Field, PrintedField]
_Lines = tuple[PrintedLine, ...]


def visual_zone(evidence: Evidence) -> Iterator[Finding]:
    """Report for names, number and dates whether the print says what zone or barcode says."""
    document = stated(evidence)
    if document is None or evidence.document is None:
        return
    zone = evidence.document.visual_zone
    lines = zone.lines if zone else ()
    fields = fields_of(lines)
    yield _family_name(document, fields, lines)
    yield _given_name(document, fields, lines)
    yield _document_number(document.document_number, fields, lines)
    birth, expiry = document.birth, document.expiry
    field = fields.get(Field.BIRTHDATE)
    yield _date(codes.VISUAL_ZONE_BIRTHDATE, birth, field, lines, other=expiry)
    field = fields.get(Field.EXPIRY)
    yield _date(codes.VISUAL_ZONE_EXPIRY, expiry, field, lines, other=birth)


def names(evidence: Evidence) -> Iterator[Finding]:
    """Report whether all that no check digit covers stands on two readings."""
    if parsed(evidence) is None:
        return
    open_ = left_open(evidence)
    if not open_:
        yield Finding(codes.MRZ_NAMES, Outcome.PASS, "Two readings of the names say the same.")
        return
    fields = ", ".join(name.replace("_", " ") for name in sorted(open_))
    message = f"Looks at the zone leave open, and the print does not settle: {fields}."
    yield Finding(codes.MRZ_NAMES, Outcome.INCONCLUSIVE, message)


def left_open(evidence: Evidence) -> frozenset[str]:
    """Return the fields that looks at the zone leave open and that the print does not settle."""
    sides = (side.mrz for side in (evidence.document, evidence.back) if side and side.mrz)
    reading = next(sides, None)
    doubtful = frozenset(reading.doubtful if reading else ())
    if not doubtful:
        return doubtful
    passed = {one.code for one in visual_zone(evidence) if one.outcome is Outcome.PASS}
    settling = {
        "family_name": codes.VISUAL_ZONE_FAMILY_NAME,
        "given_name": codes.VISUAL_ZONE_GIVEN_NAME,
    }
    return frozenset(name for name in doubtful if settling.get(name) not in passed)


def _family_name(document: Stated, fields: _Fields, lines: _Lines) -> Finding:
    name, other = _in_zone_letters(document.family_name), _in_zone_letters(document.given_name)
    field = fields.get(Field.FAMILY_NAME)
    code = codes.VISUAL_ZONE_FAMILY_NAME
    return _name(code, name, field, lines, other, document=document)


def _given_name(document: Stated, fields: _Fields, lines: _Lines) -> Finding:
    """Cards often print one given name in full and the others as initials, or not at all."""
    code, field = codes.VISUAL_ZONE_GIVEN_NAME, fields.get(Field.GIVEN_NAME)
    other = _in_zone_letters(document.family_name)
    names = dict.fromkeys((document.given_name, document.first_name))
    found = [
        _name(code, _in_zone_letters(name), field, lines, other, document=document)
        for name in names
    ]
    order = (Outcome.PASS, Outcome.INCONCLUSIVE, Outcome.FAIL)
    return min(found, key=lambda finding: order.index(finding.outcome))


def _in_zone_letters(name: str) -> str:
    """Return a name as a zone would have it; a barcode's may have diacritics and apostrophes."""
    return " ".join(filter(None, (squash(word) for word in name.split())))


def _name(
    code: str,
    name: str,
    field: PrintedField | None,
    lines: _Lines,
    other: str,
    *,
    document: Stated,
) -> Finding:
    cut = document.truncated
    readings = [way for one in _readings(field) for way in as_printed(one, document.issuer)]
    alike = max((likeness(name, one, truncated=cut) for one in readings), default=0.0)
    short = len(name) < thresholds.SHORT_NAME
    anywhere = not short and any(occurs(name, line.text) for line in lines)
    if alike == 1.0 or anywhere:
        return _finding(code, Outcome.PASS, "The print says the same", 1.0)
    if field is None or not readings:
        return _unread(code)
    # What stands where a caption of one name was read may be the other.
    elsewhere = max((likeness(other, one, truncated=cut) for one in readings), default=0.0)
    mistaken = elsewhere >= thresholds.MIN_PRINTED_LIKENESS
    unsure = field.confidence < thresholds.MIN_PRINT_CONFIDENCE
    if alike >= thresholds.MIN_PRINTED_LIKENESS or mistaken or unsure or short:
        return _finding(code, Outcome.INCONCLUSIVE, "The print may say the same", alike)
    return _finding(code, Outcome.FAIL, "The print clearly says something else", alike)


def _readings(field: PrintedField | None) -> tuple[str, ...]:
    """Return each line, its parts between slashes, and all lines together."""
    if field is None:
        return ()
    parts = [part for value in field.values for part in (value, *value.split("/"))]
    readings = (*parts, " ".join(field.values))
    return tuple(one for one in readings if sum(char.isalpha() for char in one) > 1)


def _document_number(stated_: str, fields: _Fields, lines: _Lines) -> Finding:
    code, number = codes.VISUAL_ZONE_DOCUMENT_NUMBER, _folded(stated_)
    if number and any(number in _folded(line.text) for line in lines):
        return Finding(code, Outcome.PASS, "The print says the same.")
    field = fields.get(Field.DOCUMENT_NUMBER)
    values = [value for value in field.values if _is_number(value)] if field else []
    if field is None or not values or field.confidence < thresholds.MIN_PRINT_CONFIDENCE:
        return _unread(code)
    return Finding(code, Outcome.FAIL, "The print clearly says something else.")


def _folded(text: str) -> str:
    letters = "".join(char for char in text.upper() if char.isalnum())
    return letters.translate(_LOOK_ALIKE)


def _is_number(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 3 and len(text.replace(" ", "")) >= 6


def _date(
    code: str, wanted: date | None, field: PrintedField | None, lines: _Lines, *, other: date | None
) -> Finding:
    if wanted is None:
        return _unread(code)
    if any(wanted in dates_in(line.text) for line in lines):
        return Finding(code, Outcome.PASS, "The print says the same.")
    dates = [meant for value in field.values if (meant := dates_in(value))] if field else []
    if field is None or not dates or field.confidence < thresholds.MIN_PRINT_CONFIDENCE:
        return _unread(code)
    if any(other in meant for meant in dates):
        return _unread(code)  # the caption of another date
    if any(_a_century_from(wanted, day) for meant in dates for day in meant):
        return _unread(code)  # two digits of a year tell no century
    return Finding(code, Outcome.FAIL, "The print clearly says something else.")


def _a_century_from(one: date, other: date) -> bool:
    alike = (one.month, one.day) == (other.month, other.day)
    return alike and abs(one.year - other.year) == 100


def _finding(code: str, outcome: Outcome, message: str, alike: float) -> Finding:
    threshold = thresholds.MIN_PRINTED_LIKENESS
    return Finding(code, outcome, f"{message}.", round(alike, 3), threshold, "likeness")


def _unread(code: str) -> Finding:
    return Finding(code, Outcome.INCONCLUSIVE, "The print could not be read with certainty.")
