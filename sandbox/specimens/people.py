"""Names that specimens bear: many scripts and customs, diacritics, long, short and alone."""
# ruff: noqa: RUF001  # letters of other scripts are what this file is about

import random
import string
from datetime import date, timedelta

from sandbox.specimens.mrz import Passport

#: Family name and given names; made up, and common enough to be nobody's.
NAMES = (
    ("Eriksson", "Anna Maria"),
    ("Müller-Lüdenscheidt", "Jörg"),
    ("O'Neill", "Siobhán"),
    ("van der Meer", "Pieter Jan"),
    ("García Márquez", "José Ángel"),
    ("Łukaszewicz", "Żaneta"),
    ("Þórðardóttir", "Guðrún"),
    ("Åström", "Bjørn"),
    ("Горбачёв", "Михаил Сергеевич"),
    ("Шевченко", "Оксана"),
    ("Παπαδόπουλος", "Γεώργιος"),
    ("Nguyễn", "Thị Minh Khai"),
    ("Yılmaz", "İbrahim"),
    ("Silva dos Santos", "Maria João"),
    ("Dvořák", "Jiří"),
    ("Szőke", "Ágnes"),
    ("Li", "Na"),
    ("Kim", "Seo Yeon"),
    ("Okonkwo", "Chukwuemeka"),
    ("Al Farsi", "Fatima"),
    ("Wickramasinghe", "Don Anura Bandara"),
    ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang"),
    ("Smith", "John"),
    ("Rakotomalala", "Hery"),
)


def holder(number: int, on: date) -> Passport:
    """Return the same holder for the same number and day, with a valid document.

    Document numbers hold digits and letters, and no O or I, as most states print them.
    """
    rng = random.Random(number)  # noqa: S311  # specimens want the same each time
    family, given = NAMES[number % len(NAMES)]
    letters = "".join(rng.choice("ABCDEFGHJKLMNPRTUVWXY") for _ in range(2))
    digits = "".join(rng.choice(string.digits) for _ in range(7))
    return Passport(
        family_name=family,
        given_name=given,
        birthdate=on - timedelta(days=rng.randrange(18 * 365, 80 * 365)),
        expiry=on + timedelta(days=rng.randrange(30, 10 * 365)),
        document_number=letters + digits,
        sex=rng.choice("MFX").replace("X", "F"),
    )
