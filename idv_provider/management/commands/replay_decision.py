"""Decide again from a receipt; needs the file and the public key, and no database."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from idv_provider import receipt_file
from idv_provider.management.given_files import add_files, read_keys, unreadable_file
from verification import receipt
from verification.finding_wording import question


class Command(BaseCommand):
    help = "Verify a decision's receipt, and decide again from what it holds."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_files(parser, "as the console gave it")

    def handle(self, *args: object, file: Path, key: Path, **options: object) -> None:
        keys = read_keys(key)
        try:
            body = receipt_file.read(file.read_text(encoding="utf-8"), keys)
            replayed = receipt.replay(body)
        except receipt_file.Altered as altered:
            raise CommandError(f"The receipt was altered: {altered}.") from altered
        except receipt.Unreadable as unreadable:
            raise CommandError(f"The receipt cannot be replayed: {unreadable}.") from unreadable
        except (OSError, ValueError) as error:
            raise unreadable_file(file, error) from error
        verdict, level = replayed.decision.verdict.value, replayed.level.value
        if not replayed.agrees:
            raise CommandError(
                f"The receipt is genuine, but says {body['verdict']}, {body['level']}; "
                f"its findings lead to {verdict}, {level}."
            )
        self.stdout.write(
            f"The receipt of {body['session']} is as it was signed, and leads to the same: "
            f"the checks {verdict}, in the end {level}, by {body['flow']} version "
            f"{body['flow_version']}."
        )
        decision = replayed.decision
        for finding in (*decision.reasons, *decision.referred):
            self.stdout.write(f"- {question(finding.code)} {finding.outcome}: {finding.message}")
        for code in sorted(decision.missing):
            self.stdout.write(f"- {question(code)} Required, and never answered.")
