"""The public keys by which an exported audit trail is verified."""

import argparse

from django.core.management.base import BaseCommand

from audit import trail
from idv_provider import audit_signing


class Command(BaseCommand):
    help = "Print the public keys of the audit trail as a JWK set. Keep it apart from the database."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--new", action="store_true", help="make a new key first")

    def handle(self, *args: object, new: bool, **options: object) -> None:
        if new:
            audit_signing.new_key(trail.COMMAND)
        else:
            audit_signing.sign()  # makes the first key
        self.stdout.write(audit_signing.public_keys())
