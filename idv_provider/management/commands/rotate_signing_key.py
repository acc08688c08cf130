"""Put the next signing key in the place of the one that signs, before its 90 days are over."""

import argparse

from django.core.management.base import BaseCommand

from oidc import keys


class Command(BaseCommand):
    help = "Rotate the key that signs ID tokens, as soon as relying parties can know the next one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--algorithm", default="RS256", choices=("RS256", "ES256", "PS256"))
        parser.add_argument(
            "--withdraw",
            action="store_true",
            help="Keys may have leaked: use the next one now, and publish the old ones no more.",
        )

    def handle(self, *args: object, algorithm: str, withdraw: bool, **options: object) -> None:
        begins = keys.rotate(algorithm, withdraw=withdraw)
        self.stdout.write(f"The next {algorithm} key signs from {begins:%Y-%m-%d %H:%M:%S} UTC on.")
