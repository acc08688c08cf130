"""The data elements of an AAMVA barcode, by id; DL/ID Card Design Standard, annex D.12.5.

Ids stay inside the parser: ``aamva`` gives them names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from verification.documents.aamva_errors import AamvaError
from verification.documents.aamva_header import Header, Subfile
from verification.documents.aamva_quirks import Deviation

_CARDS = ("DL", "ID")
_LINE_ENDS = re.compile(r"[\n\r\x1e]+")
_ELEMENT = re.compile(r"D[A-Z]{2}")
_OTHER_ELEMENT = re.compile(r"(?:Z[A-Z]){1,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Mandatory for a person's identity in every version; annex D.12.5.1.
MANDATORY = ("DAQ", "DBA", "DBB", "DBD", "DBC", "DAG", "DAI", "DAJ", "DAK")
MANDATORY_SINCE_2003 = (*MANDATORY, "DCF", "DCG")
# What a card must not state in two ways: whoever reads the other one would read another person.
_STATED_ONCE = re.compile(r"DA[A-EG-Q]|DB[A-D]|DC[FGSTU]|DD[EFG]")
# What the standard writes where a mandatory element does not apply or is not known.
_ABSENT = {"NONE", "UNAVL", "UNAVAIL"}


@dataclass(frozen=True, slots=True)
class Elements:
    """One card's elements.

    Attributes:
        card: ``DL`` or ``ID``.
        values: by element id, stripped of padding; ``""`` where the card states nothing.
        deviations: from the standard.
    """

    card: str
    values: Mapping[str, str]
    deviations: frozenset[Deviation]

    def first(self, *ids: str) -> str:
        """Return the first of these elements that states something, else ``""``."""
        return next((value for id_ in ids if (value := self.values.get(id_, ""))), "")


def read_elements(text: str, header: Header) -> Elements:
    """Read the elements of the card's subfile, the first ``DL`` or ``ID`` of the header.

    Raises:
        AamvaError: no such subfile, a control character in an element, or one element twice
            with different values.
    """
    subfile = next((entry for entry in header.subfiles if entry.type in _CARDS), None)
    if subfile is None:
        raise AamvaError("The barcode holds no licence and no identity card.")
    deviations = set(_placing(text, header, subfile))
    values: dict[str, str] = {}
    for id_, value in _elements(text[header.end :], header, subfile.type, deviations):
        plain = _plain(value)
        if values.setdefault(id_, plain) != plain and _STATED_ONCE.fullmatch(id_):
            raise AamvaError("The barcode states one element twice, with different values.")
    wanted = MANDATORY if header.version == 1 else MANDATORY_SINCE_2003
    if any(not values.get(id_) for id_ in wanted):
        deviations.add(Deviation.MISSING_ELEMENT)
    return Elements(subfile.type, values, frozenset(deviations))


def _placing(text: str, header: Header, subfile: Subfile) -> Iterator[Deviation]:
    """Compare offset and length with where the subfile is."""
    if header.subfiles[0] is not subfile:
        if subfile.offset is None or not text.startswith(subfile.type, subfile.offset):
            yield Deviation.OFFSET
        return
    begins = text.startswith(subfile.type, header.end)
    if not begins or text[header.end + 2 : header.end + 3] in {"\n", "\r"}:
        yield Deviation.DESIGNATOR
    if subfile.offset != header.end:
        yield Deviation.OFFSET
    terminator = text.find("\r", header.end)
    end = len(text) if terminator < 0 else terminator + 1
    if subfile.length is not None and subfile.length != end - header.end:
        yield Deviation.LENGTH


def _elements(
    body: str, header: Header, card: str, deviations: set[Deviation]
) -> Iterator[tuple[str, str]]:
    """Yield ids and values of the card's ``D…`` elements; other subfiles' are passed over."""
    others = tuple({entry.type for entry in header.subfiles} - {card})
    mine = True
    for raw in _LINE_ENDS.split(body):
        content = line = raw.lstrip(" ")
        if line != raw and _ELEMENT.match(line):
            deviations.add(Deviation.STRAY_TEXT)
        if line.startswith((card, *others)) and (len(line) == 2 or _ELEMENT.match(line, 2)):
            mine = line.startswith(card)
            content = line[2:]
        if _ELEMENT.match(content):
            if mine:
                yield content[:3], content[3:]
        elif content.strip() and not _OTHER_ELEMENT.match(content):
            deviations.add(Deviation.STRAY_TEXT)


def _plain(value: str) -> str:
    if _CONTROL.search(value):
        raise AamvaError("An element holds a control character.")
    stripped = " ".join(value.split())
    return "" if stripped.upper() in _ABSENT else stripped
