"""Say what the roles lack of what this version gives new ones, and give it where asked."""

import argparse

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit import trail
from idv_provider.console import roles
from idv_provider.console.people import rights_of


class Command(BaseCommand):
    help = "List the rights that roles lack, taken away or never given; give them to a role."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--give", metavar="ROLE", action="append", default=[], help="give it all it lacks"
        )

    def handle(self, *args: object, give: list[str], **options: object) -> None:
        standard = dict(roles.ROLES)
        groups = {group.name: group for group in Group.objects.filter(name__in=standard)}
        for name in give:
            if name not in groups:
                raise CommandError(f"There is no role {name}: there are {', '.join(groups)}.")
        for name, group in groups.items():
            lacks = tuple(sorted(set(standard[name]) - rights_of(group)))
            if lacks and name in give:
                self._give(group, lacks)
            said = "given" if name in give else "lacks"
            self.stdout.write(f"{name}: {said} {', '.join(lacks) or 'nothing'}")

    def _give(self, group: Group, rights: tuple[str, ...]) -> None:
        with transaction.atomic():
            roles.give(group, rights)
            trail.record(trail.COMMAND, "group.rights_given", group, gained=list(rights), lost=[])
