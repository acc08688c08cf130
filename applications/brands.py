"""How an application looks to the people who verify themselves: what the hosted flow links to."""

import hashlib
import re
from dataclasses import dataclass

from applications import colours, logos
from applications.models import Application, Brand

_HEADING = re.compile(r"#{1,3}\s+(.+)")
_ITEM = re.compile(r"[-*]\s+(.+)")
_VERSION_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list of a text; ``kind`` is ``h2``, ``p`` or ``ul``."""

    kind: str
    lines: tuple[str, ...]


def save(brand: Brand) -> None:
    """Save the brand, and what links to it with the application: it is read at every start."""
    brand.save()
    Application.objects.filter(pk=brand.application_id).update(branding=links(brand))


def links(brand: Brand) -> dict[str, str]:
    """Return the colours, and the addresses of the other parts that there are, below our own.

    The logo's version changes with the content, so that browsers may keep the answer.
    """
    below = f"/brand/{brand.key}"
    found = {
        **(_logo(bytes(brand.logo), below) if brand.logo else {}),
        "colours": stylesheet(brand.accent) if brand.accent else "",
        "privacy": brand.privacy_url or (f"{below}/privacy" if brand.privacy_text else ""),
        "terms": brand.terms_url or (f"{below}/terms" if brand.terms_text else ""),
    }
    return {name: address for name, address in found.items() if address}


def _logo(png: bytes, below: str) -> dict[str, str]:
    """Return where it is, and its size, which is kept free for it while it is on its way."""
    width, height = logos.size(png)
    version = hashlib.sha256(png).hexdigest()[:_VERSION_LETTERS]
    return {
        "logo": f"{below}/logo.png?v={version}",
        "logo_width": str(width),
        "logo_height": str(height),
    }


def stylesheet(accent: str) -> str:
    """Return the colours, for day and night; by night the accent is lightened until it is read."""
    dark = colours.readable(accent, colours.DARK_GROUNDS, colours.WHITE)
    by_day, by_night = _rule(accent, colours.BLACK), _rule(dark, colours.WHITE)
    return f":root{{{by_day}}}\n@media (prefers-color-scheme:dark){{:root{{{by_night}}}}}\n"


def blocks(text: str) -> list[Block]:
    """Return a text's parts: ``# heading``, ``- item``, and paragraphs between empty lines.

    There is no other markup, and what looks like HTML is text.
    """
    found: list[Block] = []
    paragraph = False
    for line in (line.strip() for line in text.splitlines()):
        kind, words = _kind(line)
        joins = bool(found) and found[-1].kind == kind and (kind == "ul" or paragraph)
        if words and joins and kind != "h2":
            found[-1] = Block(kind, (*found[-1].lines, words))
        elif words:
            found.append(Block(kind, (words,)))
        paragraph = kind == "p" and bool(words)
    return found


def _kind(line: str) -> tuple[str, str]:
    if heading := _HEADING.fullmatch(line):
        return "h2", heading[1]
    if item := _ITEM.fullmatch(line):
        return "ul", item[1]
    return "p", line


def _rule(accent: str, towards: str) -> str:
    strong = colours.stronger(accent, towards)
    return f"--accent:{accent};--on-accent:{colours.on(accent)};--accent-strong:{strong}"
