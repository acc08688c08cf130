"""The files that commands are given which need no server: public keys, receipts, trails."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from audit import offline


def add_files(parser: argparse.ArgumentParser, file: str) -> None:
    """Take a file, of which ``file`` tells, and the public keys."""
    parser.add_argument("file", type=Path, metavar="FILE", help=file)
    parser.add_argument(
        "--key",
        type=Path,
        required=True,
        help="public JWK or JWK set: of manage.py audit_key, or the console's audit page",
    )


def read_keys(path: Path) -> dict[str, Any]:
    """Return the keys by id.

    Raises:
        CommandError: there are none; names the file, and where it comes from.
    """
    try:
        return offline.load_keys(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(
            f"{path} cannot be read as a JWK or a JWK set. On the server `manage.py audit_key` "
            "prints it; the console's audit page has it, too."
        ) from error


def unreadable_file(path: Path, error: OSError | ValueError) -> CommandError:
    """Return what is wrong with a file, by its name."""
    why = error.strerror if isinstance(error, OSError) else "it is not what the console gave"
    return CommandError(f"{path} cannot be read: {why}.")
