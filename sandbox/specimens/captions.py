"""How specimens are printed: captions in the languages of many states, and where they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MOIS = ("JAN", "FÉV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOÛT", "SEPT", "OCT", "NOV", "DÉC")


@dataclass(frozen=True, slots=True)
class Style:
    """One state's habits.

    Attributes:
        name: for benchmarks.
        family: caption of the family name, and so on.
        beside: values stand to the right of their captions, not below.
        font: of the values; a file of matplotlib's.
        print_date: how dates are printed.
    """

    name: str
    family: str
    given: str
    number: str
    birthdate: str
    expiry: str
    nationality: str
    print_date: Callable[[date], str]
    beside: bool = False
    font: str = "DejaVuSans.ttf"


def _short(day: date) -> str:
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def _two_languages(day: date) -> str:
    return f"{day.day:02} {_MONTHS[day.month - 1]}/{_MOIS[day.month - 1]} {day.year % 100:02}"


def _dotted(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _slashed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _spaced(day: date) -> str:
    return f"{day:%d %m %Y}"


STYLES = (
    Style(
        name="English",
        family="Surname",
        given="Given names",
        number="Passport No.",
        birthdate="Date of birth",
        expiry="Date of expiry",
        nationality="Nationality",
        print_date=_short,
    ),
    Style(
        name="English and French",
        family="Surname/Nom",
        given="Given names/Prénoms",
        number="Passport No./N° de passeport",
        birthdate="Date of birth/Date de naissance",
        expiry="Date of expiry/Date d'expiration",
        nationality="Nationality/Nationalité",
        print_date=_two_languages,
        font="DejaVuSans-Bold.ttf",
    ),
    Style(
        name="German, English and French",
        family="1. Name/Surname/Nom",
        given="2. Vornamen/Given names/Prénoms",
        number="Pass-Nr./Passport No./Passeport No",
        birthdate="3. Geburtstag/Date of birth/Date de naissance",
        expiry="8. Gültig bis/Date of expiry/Date d'expiration",
        nationality="4. Staatsangehörigkeit/Nationality/Nationalité",
        print_date=_dotted,
    ),
    Style(
        name="Spanish and English",
        family="Apellidos/Surname",
        given="Nombres/Given names",
        number="Pasaporte No./Passport No.",
        birthdate="Fecha de nacimiento/Date of birth",
        expiry="Fecha de caducidad/Date of expiry",
        nationality="Nacionalidad/Nationality",
        print_date=_spaced,
        font="DejaVuSerif.ttf",
    ),
    Style(
        name="Polish and English",
        family="Nazwisko/Surname",
        given="Imiona/Given names",
        number="Nr paszportu/Passport No.",
        birthdate="Data urodzenia/Date of birth",
        expiry="Data ważności/Date of expiry",
        nationality="Obywatelstwo/Nationality",
        print_date=_spaced,
        beside=True,
    ),
    Style(
        name="French alone",
        family="Nom",
        given="Prénoms",
        number="Passeport n°",
        birthdate="Date de naissance",
        expiry="Date d'expiration",
        nationality="Nationalité",
        print_date=_slashed,
        font="DejaVuSerif-Bold.ttf",
    ),
)
