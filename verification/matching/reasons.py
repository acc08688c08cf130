"""The sentences that a reviewer reads, for every rule and every verdict."""

from verification.matching.alignment import Step
from verification.matching.comparison import AppliedRule
from verification.matching.policy import Rule

_RULES = {
    Rule.CASE_AND_PUNCTUATION: "The same but for capitals and punctuation.",
    Rule.DIACRITICS: "{document} is {claimed} without its accents.",
    Rule.TRANSLITERATION: "{document} and {claimed} are one name by the ICAO table of letters.",
    Rule.SCRIPT: "{document} is {claimed} in the other script.",
    Rule.ROMANISATION: "{document} and {claimed} are two romanisations of one name.",
    Rule.TRUNCATION: "The document cut the name at its field's end; {claimed} continues it.",
    Rule.NAME_ORDER: "The directory has the family name first: {claimed} is {document}.",
    Rule.PARTS_DIVIDED: "The same words, divided otherwise between given and family name.",
    Rule.JOINED: "{claimed} and {document} differ in spaces or hyphens only.",
    Rule.PARTICLE: "The particle {claimed}{document} is written on one side only.",
    Rule.TWO_SURNAMES: "One side has one of the two surnames: {claimed}, {document}.",
    Rule.SURNAME_PART: "Part of a double surname, which this flow allows: {claimed}, {document}.",
    Rule.BIRTH_NAME: "The name beside a birth or married name: {claimed}, {document}.",
    Rule.GENDERED_SURNAME: "{claimed} and {document} are one surname for a man and for a woman.",
    Rule.MIDDLE_OMITTED: "The later given name {claimed}{document} is on one side only.",
    Rule.INITIAL: "{claimed} and {document}: an initial and the name it stands for.",
    Rule.ABBREVIATION: "{claimed} and {document}: a customary abbreviation and its name.",
    Rule.NATIONAL_FORM: "{claimed} and {document} are national forms of one name.",
    Rule.NICKNAME: "{claimed} and {document}: a name and its usual short form.",
    Rule.HONORIFIC: "The title or honorific {claimed}{document} is on one side only.",
    Rule.CUSTOMARY_NAME: "{claimed} is what a bearer of {document} is called by custom.",
    Rule.CALLED_BY_LATER_NAME: "{claimed} is a later given name of {document}; the flow allows it.",
    Rule.MONONYM: "The document has a single name, {document}, and the claim no other.",
    Rule.SUFFIX: "The suffix {claimed}{document} is on one side only.",
    Rule.READING_ERROR: "{document} is {claimed} with a character misread.",
    Rule.TYPING_ERROR: "{claimed} is {document} with one slip of typing.",
    Rule.DAY_MONTH_SWAP: "Day and month are exchanged: {claimed}, {document}.",
}
_VERDICTS = {
    "same": "The two values are the same.",
    "different": "The two values differ, and no rule explains it.",
    "other_suffix": "The generational suffixes differ: father and son, or brothers.",
    "suffix_unproven": (
        "The directory has a generational suffix, the document none, and no birth date settles it."
    ),
    "too_much_forgiven": "Each difference could be forgiven; together they are too many.",
    "cut_off": "The document cut the name; an exact comparison cannot be made.",
    "not_on_document": "The document does not state this value.",
    "not_provable": "A document cannot prove this value.",
    "ignored": "The flow does not compare this claim.",
    "too_long": "The value is longer than any name.",
    "too_many_words": "The value has more words than any name.",
    "too_many_marks": "The value has more accents on a letter than any writing.",
    "not_a_date": "The claimed value is not a date (year-month-day).",
    "not_comparable": "The two values are in scripts that cannot be compared reliably.",
    "uncertain_address": "The two addresses share some parts only.",
}


_CODES = {rule: rule.value for rule in Rule}


def applied(step: Step) -> AppliedRule:
    """Return a step with its sentence."""
    reason = _RULES.get(step.rule, "{claimed} stands for {document}.")
    return AppliedRule(
        _CODES[step.rule],
        reason.format(claimed=step.claimed, document=step.document),
        step.claimed,
        step.document,
    )


def verdict(name: str, claimed: str = "", document: str = "") -> AppliedRule:
    """Return an answer that no rule stands for, with its sentence."""
    return AppliedRule(name, _VERDICTS[name], claimed, document)
