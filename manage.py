#!/usr/bin/env python
"""Django's command line, and ``manage.py demo``, which needs nothing set up."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db.utils import OperationalError


def main() -> None:
    if sys.argv[1:2] == ["demo"]:
        # Before Django: it chooses the settings, and starts the database that they name. Its
        # packages are not installed where the provider is deployed.
        from idv_provider.embedded import demo  # noqa: PLC0415

        sys.exit(demo.main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idv_provider.settings")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database does not answer: {error}")


if __name__ == "__main__":
    main()
