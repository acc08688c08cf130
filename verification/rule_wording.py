"""What each mode and each rule of the comparison means, in an administrator's words."""

from collections.abc import Iterator

from verification.matching import OPT_IN, MatchingPolicy, Mode, Rule, stored

CLAIMS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "middle_name": "Middle name",
    "birthdate": "Birth date",
    "address": "Address",
}
_EXACT = {"birthdate": "Exact: the same day"}
_EXACT_TEXT = "Exact: the same letters, as far as the document can write them"
_IGNORE = "Ignore: not compared, and not answered"
_FUZZY = {
    "birthdate": "Fuzzy: the same day; day and month exchanged is refused, and said to be that",
    "address": "Fuzzy: usual abbreviations, state codes and ZIP beside ZIP+4 agree",
}
_FUZZY_NAME = "Fuzzy: what is ticked below is forgiven, unless the request asks for exact"

RULES = {
    Rule.DIACRITICS: "Accents kept or left out: Zoë, ZOE",
    Rule.TRANSLITERATION: "The spellings of passports: Müller, MUELLER; Åse, AASE",
    Rule.SCRIPT: "Another script: Юлия, IULIIA",
    Rule.ROMANISATION: "Two Latin spellings of one original: Sergey, SERGEI",
    Rule.TRUNCATION: "A name that the document cut off at its field's end",
    Rule.NAME_ORDER: "Family name first, where it can only be the family name",
    Rule.PARTS_DIVIDED: "Three or more words, divided elsewhere into given and family name",
    Rule.JOINED: "Spaces and hyphens: Anne-Marie, ANNEMARIE",
    Rule.PARTICLE: "Particles left out: van, de, al, bin",
    Rule.TWO_SURNAMES: "One of two Spanish or Portuguese surnames",
    Rule.BIRTH_NAME: "A birth or married name beside the other: née, geb., épouse",
    Rule.GENDERED_SURNAME: "A surname for a man and for a woman: Kowalski, KOWALSKA",
    Rule.MIDDLE_OMITTED: "Later given names left out on one side",
    Rule.INITIAL: "Later given names as initials: Anna M., ANNA MARIA",
    Rule.ABBREVIATION: "Customary abbreviations: Md, MOHAMMED; St, SAINT",
    Rule.NATIONAL_FORM: "National forms by the practice of passports: Alexander, OLEKSANDR",
    Rule.NICKNAME: "Usual short forms: Bob, ROBERT",
    Rule.HONORIFIC: "Honorifics before a given name: Seyed, Md, Dr",
    Rule.CUSTOMARY_NAME: "The name somebody is called by custom, in Vietnam and China",
    Rule.MONONYM: "A single name, with FNU, LNU or XXX for the other",
    Rule.SUFFIX: "Jr or III on one side; on the request's only with the same birth date",
    Rule.READING_ERROR: "A character misread from the picture",
    Rule.TYPING_ERROR: "One slip of typing in a long name",
    Rule.SURNAME_PART: "Half of a double surname: Smith for SMITH-JONES. It also lets in a "
    "relative who has the other half",
    Rule.CALLED_BY_LATER_NAME: "A later given name alone: Michael for JOHN MICHAEL. It also lets "
    "in a brother called Michael, where the father is John",
}


def modes(claim: str) -> list[tuple[str, str]]:
    """Return the modes a claim can have, each with what it means."""
    offered = [
        (Mode.FUZZY.value, _FUZZY.get(claim, _FUZZY_NAME)),
        (Mode.EXACT.value, _EXACT.get(claim, _EXACT_TEXT)),
    ]
    if claim in stored.ALWAYS_COMPARED:
        return offered
    return [*offered, (Mode.IGNORE.value, _IGNORE)]


def summary(policy: MatchingPolicy) -> Iterator[tuple[str, str]]:
    """Say a policy in a few words: each claim, then what of the risky rules is on."""
    for claim, label in CLAIMS.items():
        one = policy.of(claim)
        noted = ", only noted" if one.advisory and one.mode is not Mode.IGNORE else ""
        yield label, f"{one.mode.value}{noted}"
    names = [policy.of(claim) for claim in CLAIMS if claim.endswith("_name")]
    for rule in sorted(OPT_IN):
        if any(rule in one.rules for one in names):
            yield "Also forgiven", RULES[rule]
