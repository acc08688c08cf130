"""A little Markdown, for what operators write: headings, paragraphs, lists, bold, links.

Everything is escaped first; there is no way to write HTML, an image or a script. A link leads by
https or mailto.
"""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
# Of escaped text: quotes and angle brackets are entities already, and cannot end the attribute.
_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https://|mailto:)[^\s()\[\]]+)\)")
_HEADING = re.compile(r"(#{1,3}) +(.+)")


def render(text: str) -> SafeString:
    """Return the text as HTML; its headings begin at ``h2``."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())
    return mark_safe("\n".join(part for block in blocks for part in _block(block)))  # noqa: S308  # escaped below


def _block(block: str) -> Iterator[str]:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    if lines and (heading := _HEADING.fullmatch(lines[0])):
        level = len(heading[1]) + 1
        yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        lines = lines[1:]
    if lines and all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{_inline(line[2:])}</li>" for line in lines)
        yield f"<ul>{items}</ul>"
    elif lines:
        yield f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    safe = escape(text)
    linked = _LINK.sub(r'<a href="\2" rel="noreferrer">\1</a>', safe)
    return _BOLD.sub(r"<strong>\1</strong>", linked)
