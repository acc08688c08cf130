"""Typed readers of environment variables that gather every problem before they complain.

A ``Reader`` returns a harmless value for what it could not read and remembers why;
``raise_problems`` then stops the start with one message that names all of them. The value of a
secret is never part of it.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
KEY_BYTES = 32
_SECRET_CHARACTERS = 32
# 32 random bytes or characters have more different ones than this but once in 10^20 times.
_LEAST_DIFFERENT = 10


class Reader:
    """Reads variables and secrets, and remembers what was wrong with them.

    Attributes:
        asked: the default of each variable that was asked for; None: it is required.
        problems: one sentence for each thing that is wrong.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ
        self.asked: dict[str, str | None] = {}
        self.problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """Return the variable, ``default`` when it is unset or empty; no default: required."""
        self.asked[name] = default
        value = self._environ.get(name, "").strip()
        if not value and default is None:
            self.problems.append(f"{name} is not set.")
        return value or default or ""

    def secret(self, name: str, default: str | None = None) -> str:
        """Return the contents of the file named by ``{name}_FILE``, else ``name`` itself."""
        path = self._environ.get(f"{name}_FILE", "").strip()
        if not path:
            return self.text(name, default)
        self.asked[name] = default
        if self._environ.get(name, "").strip():
            self.problems.append(f"{name} and {name}_FILE are both set.")
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{name}_FILE={path!r} is not a readable file.")
            return ""
        if not value:
            self.problems.append(f"{name}_FILE={path!r} is empty.")
        return value

    def password(self, name: str, default: str | None = None) -> str:
        """Return a secret that nobody can guess."""
        value = self.secret(name, default)
        if value and len(value) < _SECRET_CHARACTERS:
            self.problems.append(f"{name} is shorter than {_SECRET_CHARACTERS} characters.")
        elif value and len(set(value)) < _LEAST_DIFFERENT:
            self.problems.append(f"{name} is not random.")
        return value

    def keys(self, name: str, default: str | None = None) -> tuple[bytes, ...]:
        """Return the keys of a comma-separated list: 32 random bytes each, in base64."""
        value = self.secret(name, default)
        parts = [part for part in (item.strip() for item in value.split(",")) if part]
        if value and not parts:
            self.problems.append(f"{name} holds no key.")
        return tuple(
            self._key(f"{name}: key {number}", part) for number, part in enumerate(parts, 1)
        )

    def secret_url(self, name: str, default: str | None, schemes: tuple[str, ...]) -> str:
        """Return a URL that may hold a password; empty when it is wrong."""
        value = self.secret(name, default)
        parts = _split(value)
        if value and (parts is None or parts.scheme not in schemes or " " in value):
            self.problems.append(f"{name} is not a URL that begins with {schemes[0]}://.")
            return ""
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes-or-no variable: 1, true, yes, on or 0, false, no, off."""
        value = self.text(name, "1" if default else "0")
        if value.lower() not in TRUE | FALSE:
            self.problems.append(f"{name}={value!r} must be 1 or 0.")
        return value.lower() in TRUE

    def integer(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number between ``least`` and ``most``, both allowed."""
        value = self.text(name, str(default))
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
        """Return a URL without a trailing slash, query or fragment; ``secure`` asks for https.

        A wrong one is empty.
        """
        value = self.text(name, default).rstrip("/")
        parts = _split(value)
        schemes = ("https",) if secure else ("http", "https")
        if not value:
            return ""
        if parts is None or parts.scheme not in schemes or not parts.hostname:
            # Not repeated: what somebody pasted here could hold a password.
            self.problems.append(f"{name} must begin with {schemes[0]}:// and a host name.")
            return ""
        if parts.query or parts.fragment or parts.username is not None:
            self.problems.append(f"{name} must have no query, fragment or user.")
            return ""
        return value

    def raise_problems(self) -> None:
        """Stop the start when anything was wrong.

        Raises:
            SystemExit: names every problem found so far. Not an exception that somebody could
                handle: whoever reads it needs the message, not the way to it.
        """
        if self.problems:
            listed = "\n".join(f"  - {problem}" for problem in self.problems)
            raise SystemExit(
                f"The settings are not fit to start with:\n{listed}\n"
                "Each one is explained in docs/reference/settings.md."
            )

    def _key(self, which: str, text: str) -> bytes:
        try:
            key = base64.b64decode(text, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES:
            self.problems.append(f"{which} is not {KEY_BYTES} bytes in base64.")
        elif len(set(key)) < _LEAST_DIFFERENT:
            self.problems.append(f"{which} is not random.")
        return key


def _split(url: str) -> SplitResult | None:
    """Return the parts of a URL, None when it has none: a bad port or host shows only on a look."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
