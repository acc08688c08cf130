"""The people that the sandbox's forms begin with. Both are invented."""

from types import MappingProxyType

#: The holder of ICAO Doc 9303's specimen passport, of Utopia.
ANNA = MappingProxyType(
    {
        "given_name": "Anna Maria",
        "family_name": "Eriksson",
        "birthdate": "1974-08-12",
        "login": "anna.eriksson@utopia.example",
        "email": "anna.eriksson@utopia.example",
    }
)
#: Letters that a passport's machine-readable zone does not have.
ZOE = MappingProxyType(
    {
        "given_name": "Zoë",
        "family_name": "Müller-O'Neil",
        "birthdate": "1988-02-29",
        "login": "zoe.mueller@utopia.example",
        "email": "zoe.mueller@utopia.example",
    }
)

PEOPLE = MappingProxyType({"anna": ANNA, "zoe": ZOE})
