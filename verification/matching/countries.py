"""Country codes: ISO 3166-1 alpha-2, as directories have them, beside alpha-3, as documents do."""

from verification.matching.tables import COUNTRIES


def alpha_3(value: str) -> str:
    """Return the alpha-3 code of a country, or the value itself, upper case, when it is unknown."""
    plain = " ".join(value.upper().split())
    return COUNTRIES.get(plain, plain)
