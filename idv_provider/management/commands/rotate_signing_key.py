"""Put the next signing key in the place of the one that signs, before its 90 days are over."""

import argparse

from django.core.management.base import BaseCommand

from oidc import keys


class Command(BaseCommand):
    help = "Rotate the key that signs ID tokens, as soon as relying parties can know the next one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--algorithm", default="RS256", choices=("RS256", "ES256", "PS256"))

    def handle(self, *args: object, algorithm: str, **options: object) -> None:
        begins = keys.rotate(algorithm)
        self.stdout.write(f"The next {algorithm} key signs from {begins:%Y-%m-%d %H:%M:%S} UTC on.")
