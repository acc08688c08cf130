"""Judge an exported audit trail; needs the file and the public key, and no database."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit import offline
from idv_provider.management.given_files import add_files, read_keys, unreadable_file


class Command(BaseCommand):
    help = "Verify an exported audit trail: every entry, their order, and every signature."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_files(parser, "JSON lines, as exported")

    def handle(self, *args: object, file: Path, key: Path, **options: object) -> None:
        keys = read_keys(key)
        try:
            with file.open(encoding="utf-8") as lines:
                found = offline.verify(lines, keys)
        except offline.Broken as broken:
            raise CommandError(f"The trail is broken. {broken}") from broken
        except (OSError, ValueError) as error:
            raise unreadable_file(file, error) from error
        if not found.signed:
            raise CommandError(f"{found.entries} entries follow each other, but none is signed.")
        self.stdout.write(
            f"The trail is whole: {found.entries} entries, signed up to {found.signed} "
            f"at {found.signed_at}. Hash of the last entry: {found.head}"
        )
