"""Who issues North American licences: AAMVA's issuer identification numbers (IIN).

From AAMVA's published list (aamva.org, "Issuer Identification Numbers"). Codes are those of the
postal services; ``country`` is ISO 3166-1 alpha-3, territories under the country they belong to.
"""

from dataclasses import dataclass

USA, CANADA, MEXICO = "USA", "CAN", "MEX"


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A state, province or territory that issues licences.

    Attributes:
        iin: six digits, as the barcode begins with.
        code: two letters, unique among all three countries.
        name: in English.
        country: ISO 3166-1 alpha-3.
    """

    iin: str
    code: str
    name: str
    country: str


JURISDICTIONS = tuple(
    Jurisdiction(*row)
    for row in (
        ("604426", "PE", "Prince Edward Island", CANADA),
        ("604427", "AS", "American Samoa", USA),
        ("604428", "QC", "Quebec", CANADA),
        ("604429", "YT", "Yukon", CANADA),
        ("604430", "MP", "Northern Mariana Islands", USA),
        ("604431", "PR", "Puerto Rico", USA),
        ("604432", "AB", "Alberta", CANADA),
        ("604433", "NU", "Nunavut", CANADA),
        ("604434", "NT", "Northwest Territories", CANADA),
        ("636000", "VA", "Virginia", USA),
        ("636001", "NY", "New York", USA),
        ("636002", "MA", "Massachusetts", USA),
        ("636003", "MD", "Maryland", USA),
        ("636004", "NC", "North Carolina", USA),
        ("636005", "SC", "South Carolina", USA),
        ("636006", "CT", "Connecticut", USA),
        ("636007", "LA", "Louisiana", USA),
        ("636008", "MT", "Montana", USA),
        ("636009", "NM", "New Mexico", USA),
        ("636010", "FL", "Florida", USA),
        ("636011", "DE", "Delaware", USA),
        ("636012", "ON", "Ontario", CANADA),
        ("636013", "NS", "Nova Scotia", CANADA),
        ("636014", "CA", "California", USA),
        ("636015", "TX", "Texas", USA),
        ("636016", "NL", "Newfoundland and Labrador", CANADA),
        ("636017", "NB", "New Brunswick", CANADA),
        ("636018", "IA", "Iowa", USA),
        ("636019", "GU", "Guam", USA),
        ("636020", "CO", "Colorado", USA),
        ("636021", "AR", "Arkansas", USA),
        ("636022", "KS", "Kansas", USA),
        ("636023", "OH", "Ohio", USA),
        ("636024", "VT", "Vermont", USA),
        ("636025", "PA", "Pennsylvania", USA),
        ("636026", "AZ", "Arizona", USA),
        ("636027", "DS", "United States Department of State", USA),
        ("636028", "BC", "British Columbia", CANADA),
        ("636029", "OR", "Oregon", USA),
        ("636030", "MO", "Missouri", USA),
        ("636031", "WI", "Wisconsin", USA),
        ("636032", "MI", "Michigan", USA),
        ("636033", "AL", "Alabama", USA),
        ("636034", "ND", "North Dakota", USA),
        ("636035", "IL", "Illinois", USA),
        ("636036", "NJ", "New Jersey", USA),
        ("636037", "IN", "Indiana", USA),
        ("636038", "MN", "Minnesota", USA),
        ("636039", "NH", "New Hampshire", USA),
        ("636040", "UT", "Utah", USA),
        ("636041", "ME", "Maine", USA),
        ("636042", "SD", "South Dakota", USA),
        ("636043", "DC", "District of Columbia", USA),
        ("636044", "SK", "Saskatchewan", CANADA),
        ("636045", "WA", "Washington", USA),
        ("636046", "KY", "Kentucky", USA),
        ("636047", "HI", "Hawaii", USA),
        ("636048", "MB", "Manitoba", CANADA),
        ("636049", "NV", "Nevada", USA),
        ("636050", "ID", "Idaho", USA),
        ("636051", "MS", "Mississippi", USA),
        ("636052", "RI", "Rhode Island", USA),
        ("636053", "TN", "Tennessee", USA),
        ("636054", "NE", "Nebraska", USA),
        ("636055", "GA", "Georgia", USA),
        ("636056", "CU", "Coahuila", MEXICO),
        ("636057", "HL", "Hidalgo", MEXICO),
        ("636058", "OK", "Oklahoma", USA),
        ("636059", "AK", "Alaska", USA),
        ("636060", "WY", "Wyoming", USA),
        ("636061", "WV", "West Virginia", USA),
        ("636062", "VI", "Virgin Islands", USA),
    )
)
_BY_IIN = {jurisdiction.iin: jurisdiction for jurisdiction in JURISDICTIONS}
_BY_CODE = {jurisdiction.code: jurisdiction for jurisdiction in JURISDICTIONS}
# Numbers on cards in people's hands that AAMVA never registered, and whose cards they are.
_UNREGISTERED = {"990876": "AB", "36004": "NC"}


def by_iin(iin: str) -> tuple[Jurisdiction | None, bool]:
    """Find the issuer; the second part says whether the number is the registered one."""
    if iin in _UNREGISTERED:
        return _BY_CODE[_UNREGISTERED[iin]], False
    return _BY_IIN.get(iin), True


def by_code(code: str) -> Jurisdiction:
    """Return the issuer of a two-letter code.

    Raises:
        KeyError: nobody issues under this code.
    """
    return _BY_CODE[code]
