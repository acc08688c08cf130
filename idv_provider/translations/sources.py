"""Every message that people see in the hosted flow, found in the sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from idv_provider.translations.catalog import Message
from verification.checks import challenge_guidance, guidance, selfie_guidance

# The console and the sandbox org speak English: administrators' words, and a test bench.
_ENGLISH = {
    *("console", "admin", "account", "mfa", "socialaccount", "unfold", "sandbox"),
    *("management", "migrations", "translations"),
}
_PLACES = ("templates", "verification", "oidc", "idv_provider")

# Where in a call the message, its plural and its context are.
_CALLS = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "ImageRefused": (1, None, None),  # says it in English; the flow translates it
}
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL_IN_TEMPLATE = re.compile(rf"\b(?:n?p?gettext|_)\((?:\s*{_STRING}\s*,?)+(?:\s*count)?\s*\)")


def messages() -> dict[Message, tuple[str, ...]]:
    """Return each message with the files it is in, in their order."""
    found: dict[Message, tuple[str, ...]] = {}
    for place, message in _all():
        if place not in found.get(message, ()):
            found[message] = (*found.get(message, ()), place)
    return found


def _all() -> Iterator[tuple[str, Message]]:
    for path in sorted(files()):
        place = path.relative_to(settings.BASE_DIR).as_posix()
        text = path.read_text(encoding="utf-8")
        found = _in_template(text) if path.suffix == ".html" else _in_code(text)
        yield from ((place, message) for message in found)
    for text in guidance.MESSAGES.values():
        yield "verification/checks/guidance.py", Message(text)
    for text in selfie_guidance.MESSAGES.values():
        yield "verification/checks/selfie_guidance.py", Message(text)
    for text in challenge_guidance.MESSAGES.values():
        yield "verification/checks/challenge_guidance.py", Message(text)


def files() -> Iterator[Path]:
    """Yield the templates and modules in which such messages may be."""
    for place in _PLACES:
        for path in (settings.BASE_DIR / place).rglob("*"):
            inside = path.relative_to(settings.BASE_DIR).parts
            if path.suffix in {".py", ".html"} and not _ENGLISH & set(inside):
                yield path


def _in_template(text: str) -> Iterator[Message]:
    for call in _CALL_IN_TEMPLATE.findall(templatize(text)):
        yield from _in_code(call)


def _in_code(text: str) -> Iterator[Message]:
    """Yield the messages of the calls; what is put together while running is none."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            message = _message(node)
            if message is not None:
                yield message


def _message(call: ast.Call) -> Message | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in _CALLS:
        return None
    singular, plural, context = (_text(call, position) for position in _CALLS[name])
    return Message(singular, plural, context) if singular else None


def _text(call: ast.Call, position: int | None) -> str:
    if position is None or position >= len(call.args):
        return ""
    given = call.args[position]
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""
