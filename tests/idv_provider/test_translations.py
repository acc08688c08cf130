"""The catalogs: whole, compiled, and of everything that people see."""

import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from idv_provider.translations import languages, sources
from idv_provider.translations.catalog import HEADER, Message, as_mo, as_po, parse

EVERY = tuple(languages.PLURALS)
WANTED = sources.messages()
_PLACEHOLDERS = re.compile(r"%%?\(\w+\)[sd]|</?\w+>|%%")
_SPOKEN_ATTRIBUTES = ("alt", "aria-label", "aria-description", "content", "placeholder", "title")


def test_the_languages_offered_are_english_and_those_with_a_catalog() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", *EVERY]


@pytest.mark.parametrize("language", EVERY)
def test_the_catalogs_hold_what_the_sources_say_and_are_compiled(language: str) -> None:
    """When this fails: ``make translations``, and translate what is new."""
    held, wanted = set(languages.load(language)) - {HEADER}, set(WANTED)
    assert (wanted - held, held - wanted) == (set(), set()), "(missing, no longer said)"
    stale = [
        str(path.relative_to(settings.BASE_DIR))
        for path, content in languages.files(language, WANTED).items()
        if path.read_bytes() != content
    ]
    assert stale == [], "not as written by make translations"


@pytest.mark.parametrize("language", EVERY)
def test_nothing_that_people_see_is_untranslated(language: str) -> None:
    missing = [
        message.singular for message, said in languages.load(language).items() if not all(said)
    ]

    assert missing == []


@pytest.mark.parametrize("language", EVERY)
def test_a_translation_keeps_placeholders_and_markup(language: str) -> None:
    for message, said in languages.load(language).items():
        if message != HEADER:
            for form in said:
                assert marks(form) == marks(message.singular), form


def marks(text: str) -> list[str]:
    return sorted(_PLACEHOLDERS.findall(text))


@pytest.mark.parametrize("language", EVERY)
def test_python_s_own_gettext_reads_the_compiled_catalog(language: str) -> None:
    with languages.po_of(language).with_suffix(".mo").open("rb") as compiled:
        read = gettext.GNUTranslations(compiled)

    for message, said in languages.load(language).items():
        if message.plural:
            forms = {read.ngettext(message.singular, message.plural, count) for count in range(200)}
            assert forms == set(said)
        elif message.context:
            assert read.pgettext(message.context, message.singular) == said[0]
        elif message != HEADER:
            assert read.gettext(message.singular) == said[0]


def test_signs_that_mirror_are_kept_apart_where_one_reads_from_the_right() -> None:
    """A bare ``<`` would be shown as ``>``; U+2066 and U+2069 isolate it (UAX 9)."""
    bare = re.compile(r"(?<!\u2066)<(?![/a-z])|<(?![/a-z])(?!\u2069)")

    catalog = languages.load("ar") | {HEADER: ()}
    assert [said for forms in catalog.values() for said in forms if bare.search(said)] == []


def test_a_catalog_says_the_same_after_writing_and_reading() -> None:
    odd = 'a "quoted" line\nand \\ another, 日本'
    catalog = {
        HEADER: ("Language: xx\n",),
        Message("one", "many"): ("eins", "viele"),
        Message(odd, context="here"): (odd,),
    }

    text = as_po(catalog, {Message("one", "many"): ["a.py", "b.html"]})

    assert parse(text) == catalog
    assert odd.encode() in as_mo(catalog)


@pytest.mark.parametrize("line", ["#, fuzzy", "msgid broken"])
def test_a_fuzzy_or_broken_entry_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"fuzzy|not understood"):
        parse(f'{line}\nmsgid "a"\nmsgstr "b"\n')


class Literal(HTMLParser):
    """Collects what a person sees or hears that no tag of Django's translates."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self._note(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if tag != "meta" and name in _SPOKEN_ATTRIBUTES:
                self._note(value or "")

    def _note(self, text: str) -> None:
        if re.search(r"[^\W\d_]{2}", text):
            self.found.append(text.strip())


def literal_text(template: str) -> list[str]:
    """Return the words of a template that stand outside of every tag."""
    kept, inside = [], False
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            inside = name.startswith("blocktrans") or (inside and not name.startswith("endblock"))
        elif token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
    parser = Literal()
    parser.feed("".join(kept))
    return parser.found


def test_no_template_has_words_outside_of_the_translation() -> None:
    found = {}
    for path in sources.files():
        if path.suffix == ".html" and (words := literal_text(path.read_text(encoding="utf-8"))):
            found[str(path.relative_to(settings.BASE_DIR))] = words

    assert found == {}


def test_words_in_a_template_are_noticed() -> None:
    assert literal_text("{% block a %}<p title='A title'>Some words{% endblock a %}") == [
        "A title", "Some words",
    ]  # fmt: skip
    assert literal_text("{% blocktranslate %}Words{% endblocktranslate %}<b>{{ x }} 5</b>") == []


def test_the_sources_are_the_hosted_flow_s() -> None:
    places = {Path(place).parts[0] for found in WANTED.values() for place in found}

    assert places == {"templates", "verification", "oidc", "idv_provider"}
    assert Message("Confirm who you are") in WANTED
    assert Message("%(count)d day", "%(count)d days") in WANTED
