"""Shred the evidence of sessions before its time, as a person may ask for."""

import argparse
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from audit import trail
from verification import sightings, vault
from verification.models import Session


class Command(BaseCommand):
    help = "Delete the evidence of decided sessions at once; verdict and findings stay."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("sessions", nargs="+", type=UUID, metavar="SESSION")

    def handle(self, *args: object, sessions: list[UUID], **options: object) -> None:
        found = list(Session.objects.filter(pk__in=sessions))
        missing = set(sessions) - {session.pk for session in found}
        running = [session for session in found if session.is_open]
        if missing:
            raise CommandError(f"There is no session {', '.join(map(str, sorted(missing)))}.")
        if running:
            raise CommandError(f"Still under way: {', '.join(str(one.pk) for one in running)}.")
        for session in found:
            vault.shred(session, by=trail.COMMAND)
            sightings.forget(session)
        self.stdout.write(f"Shredded: {len(found)}.")
