"""Typed readers of environment variables that gather every problem before they complain.

A ``Reader`` returns a harmless value for what it could not read and remembers why;
``raise_problems`` then stops the start with one message that names all of them.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class Reader:
    """Reads variables and secrets, and remembers what was wrong with them."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """Return the variable, ``default`` when it is unset or empty; no default: required."""
        value = self._environ.get(name, "").strip()
        if not value and default is None:
            self.problems.append(f"{name} is not set.")
        return value or default or ""

    def secret(self, name: str, default: str | None = None) -> str:
        """Return the contents of the file named by ``{name}_FILE``, else ``name`` itself."""
        path = self._environ.get(f"{name}_FILE", "")
        if not path:
            return self.text(name, default)
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{name}_FILE={path!r} is not a readable file.")
            return ""

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes-or-no variable: 1, true, yes, on or 0, false, no, off."""
        value = self._environ.get(name, "").strip().lower()
        if not value:
            return default
        if value not in TRUE | FALSE:
            self.problems.append(f"{name}={value!r} must be 1 or 0.")
        return value in TRUE

    def integer(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number between ``least`` and ``most``, both allowed."""
        value = self._environ.get(name, "").strip() or str(default)
        try:
            number = int(value)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            self.problems.append(f"{name}={value!r} must be a whole number, {least} to {most}.")
            return default
        return number

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """Return one of ``choices``."""
        value = self.text(name, default)
        if value not in choices:
            self.problems.append(f"{name}={value!r} must be one of: {', '.join(choices)}.")
            return default
        return value

    def base_url(self, name: str, default: str | None = None, *, secure: bool) -> str:
        """Return a URL without a trailing slash, query or fragment; ``secure`` asks for https."""
        value = self.text(name, default).rstrip("/")
        parts = urlsplit(value)
        schemes = ("https",) if secure else ("http", "https")
        if value and (parts.scheme not in schemes or not parts.hostname):
            self.problems.append(
                f"{name}={value!r} must begin with {schemes[0]}:// and a host name."
            )
        if parts.query or parts.fragment or parts.username:
            self.problems.append(f"{name}={value!r} must have no query, fragment or user.")
        return value

    def raise_problems(self) -> None:
        """Stop the start when anything was wrong.

        Raises:
            ImproperlyConfigured: names every problem found so far.
        """
        if self.problems:
            listed = "\n".join(f"  - {problem}" for problem in self.problems)
            raise ImproperlyConfigured(
                f"The settings are not fit to start with:\n{listed}\n"
                "Each one is explained in docs/reference/settings.md."
            )
