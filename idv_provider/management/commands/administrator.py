"""Make the first owner, or help an administrator who is locked out. For whoever has the server."""

import argparse
import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit import trail


class Command(BaseCommand):
    help = "Make an owner of the console, or reset an administrator's password or second factor."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--make-owner", action="store_true", help="make the account")
        parser.add_argument("--reset-password", action="store_true", help="print a new password")
        parser.add_argument(
            "--reset-factor", action="store_true", help="forget app, passkeys and recovery codes"
        )

    def handle(self, *args: object, name: str, **options: bool) -> None:
        with transaction.atomic():
            if options["make_owner"]:
                self._make(name)
                return
            user = User.objects.filter(username=name).first()
            if user is None:
                raise CommandError(f"There is no administrator {name}: see --make-owner.")
            if not (options["reset_password"] or options["reset_factor"]):
                raise CommandError(
                    "Say what to do: --make-owner, --reset-password, --reset-factor."
                )
            if options["reset_factor"]:
                Authenticator.objects.filter(user=user).delete()
                trail.record(trail.COMMAND, "factor.reset", user)
                self.stdout.write(f"{name} sets up a new second factor at the next sign-in.")
            if options["reset_password"]:
                self._password(user)

    def _make(self, name: str) -> None:
        if User.objects.filter(username=name).exists():
            raise CommandError(f"{name} is an administrator already.")
        user = User(username=name, is_staff=True, is_superuser=True)
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        user.save()
        trail.record(trail.COMMAND, "user.added", user, roles=["Owner"])
        self._password(user)

    def _password(self, user: User) -> None:
        password = secrets.token_urlsafe(18)
        validate_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        trail.record(trail.COMMAND, "password.reset", user)
        self.stdout.write(f"The password of {user.get_username()}, shown this once: {password}")
