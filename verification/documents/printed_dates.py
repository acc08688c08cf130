"""Dates as documents print them, in every way that they can be meant. Pure; hostile text."""

import re
from datetime import date
from types import MappingProxyType

from verification.documents.printed_fields import squash

# By the beginnings of the months' names in English, French, Spanish, German, Italian, Portuguese,
# Dutch, Polish, Czech, the Scandinavian languages, Turkish; squashed.
_BEGINNINGS = """
    JAN:1 GEN:1 ENE:1 STY:1 LED:1 OCA:1 FEB:2 FEV:2 FVR:2 LUT:2 UNO:2 SUB:2 MAR:3 MRZ:3 MAA:3 BRE:3
    MRT:3 APR:4 AVR:4 ABR:4 KWI:4 DUB:4 NIS:4 MAY:5 MAI:5 MAJ:5 MEI:5 MAG:5 KVE:5 JUN:6 JUIN:6 GIU:6
    CZE:6 HAZ:6 JUL:7 JUIL:7 LUG:7 LIP:7 TEM:7 AUG:8 AOU:8 AGO:8 SIE:8 SRP:8 AGU:8 SEP:9 SET:9
    WRZ:9 ZAR:9 EYL:9 OCT:10 OKT:10 OTT:10 OUT:10 PAZ:10 RIJ:10 EKI:10 NOV:11 LIS:11 KAS:11 DEC:12
    DEZ:12 DES:12 DIC:12 GRU:12 PRO:12 ARA:12
"""
_MONTHS = MappingProxyType(
    {name: int(month) for name, month in (pair.split(":") for pair in _BEGINNINGS.split())}
)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s?[-./ ]\s?(\d{1,2})\s?[-./ ]\s?(\d{4}|\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[ .-]*([^\d\s][^\d]{2,24}?)[ .-]*(\d{4}|\d{2})(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,10})[ .]*(\d{1,2})[ ,.]+(\d{4})(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_LONGEST = 60


def dates_in(text: str) -> frozenset[date]:
    """Return every date that the text may mean; two-digit years in both centuries.

    >>> sorted(dates_in("12 AUG/AOÛT 74"))
    [datetime.date(1974, 8, 12), datetime.date(2074, 8, 12)]
    >>> sorted(dates_in("03.04.1990"))
    [datetime.date(1990, 3, 4), datetime.date(1990, 4, 3)]
    """
    text = text[:_LONGEST]
    found = {day for numbers in _NUMBERS.findall(text) for day in _numeric(*numbers)}
    found |= {day for numbers in _TOGETHER.findall(text) for day in _numeric(*numbers)}
    for day, month, year in _DAY_FIRST.findall(text):
        found |= _named(day, month, year)
    for month, day, year in _MONTH_FIRST.findall(text):
        found |= _named(day, month, year)
    return frozenset(found)


def _numeric(one: str, two: str, three: str) -> set[date]:
    if len(one) == 4:
        return _dates(one, int(two), three) if len(three) == 2 else set()
    if len(one) == 3:
        return set()
    return _dates(three, int(two), one) | _dates(three, int(one), two)


def _named(day: str, month: str, year: str) -> set[date]:
    """Two languages give one month, or the text is no date."""
    parts = [squash(part) for part in re.split(r"[/ .-]", month)]
    months = {number for part in parts if part and (number := _month(part))}
    return _dates(year, months.pop(), day) if len(months) == 1 else set()


def _month(squashed: str) -> int | None:
    return _MONTHS.get(squashed[:4]) or _MONTHS.get(squashed[:3])


def _dates(year: str, month: int, day: str) -> set[date]:
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found = set()
    for one in years:
        try:
            found.add(date(one, month, int(day)))
        except ValueError:
            continue
    return found
