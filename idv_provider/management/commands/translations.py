"""Bring the catalogs below locale/ up to date with the sources, and compile them."""

import argparse

from django.core.management.base import BaseCommand, CommandError

from idv_provider.translations import languages, sources
from idv_provider.translations.catalog import Message


class Command(BaseCommand):
    help = "Collect what is to be translated, keep what is translated, and compile the catalogs."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only tell what is out of date")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        wanted = sources.messages()
        stale = [language for language in languages.PLURALS if self._bring(language, wanted, check)]
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. `make translations` mends it.")

    def _bring(self, language: str, wanted: dict[Message, tuple[str, ...]], check: bool) -> bool:
        """Write the language's files unless ``check``; return whether they were out of date."""
        stale = False
        for path, content in languages.files(language, wanted).items():
            if path.exists() and path.read_bytes() == content:
                continue
            stale = True
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        catalog = languages.updated(language, wanted)
        missing = sum(not all(said) for said in catalog.values())
        self.stdout.write(f"{language}: {len(wanted)} messages, {missing} not translated")
        return stale
