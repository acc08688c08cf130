"""The languages beside English, their catalogs, and how each counts."""

from pathlib import Path

from django.conf import settings

from idv_provider.translations.catalog import HEADER, Catalog, Message, as_mo, as_po, parse

# As the Unicode CLDR counts whole numbers. GNU's rules for French and Portuguese take 0 as one, and
# have no third form for millions, of which nothing here has any.
PLURALS = {
    "de": (2, "(n != 1)"),
    "fr": (2, "(n > 1)"),
    "es": (2, "(n != 1)"),
    "pt": (2, "(n > 1)"),
    "ja": (1, "0"),
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"),
}


def po_of(language: str) -> Path:
    """Return where the language's catalog is; the compiled one is beside it."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    path = po_of(language)
    return parse(path.read_text(encoding="utf-8")) if path.exists() else {}


def updated(language: str, wanted: dict[Message, tuple[str, ...]]) -> Catalog:
    """Return the catalog with every wanted message, translated as before or not at all."""
    known = load(language)
    return {
        HEADER: (_header(language),),
        **{message: known.get(message, _untold(language, message)) for message in wanted},
    }


def files(language: str, wanted: dict[Message, tuple[str, ...]]) -> dict[Path, bytes]:
    """Return what the two files of the language have to hold."""
    catalog = updated(language, wanted)
    path = po_of(language)
    return {path: as_po(catalog, wanted).encode(), path.with_suffix(".mo"): as_mo(catalog)}


def _untold(language: str, message: Message) -> tuple[str, ...]:
    return ("",) * (PLURALS[language][0] if message.plural else 1)


def _header(language: str) -> str:
    count, rule = PLURALS[language]
    return (
        f"Language: {language}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        f"Plural-Forms: nplurals={count}; plural={rule};\n"
    )
