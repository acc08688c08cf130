"""A catalog of translations: read and written as .po, compiled to .mo. Pure.

Source: the GNU gettext manual, "The Format of PO Files" and "The Format of GNU MO Files". Of the
former only what this project's catalogs hold: no obsolete entries, and no fuzzy ones.
"""

import json
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

_MAGIC = 0x950412DE
_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d)\])? )?(".*")')


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be translated, as the source says it; ``plural`` and ``context`` may be empty."""

    singular: str
    plural: str = ""
    context: str = ""


#: A message's translations: one, or one for each plural form; empty strings where there is none.
Catalog = dict[Message, tuple[str, ...]]
HEADER = Message("")


def parse(text: str) -> Catalog:
    """Return the entries of a .po file, its header being the translation of the empty message.

    Raises:
        ValueError: a line that is none of this project's, or an entry marked fuzzy.
    """
    return dict(_entry(block) for block in re.split(r"\n\s*\n", text) if block.strip())


def _entry(block: str) -> tuple[Message, tuple[str, ...]]:
    fields: dict[str, str] = {}
    field = ""
    for line in block.strip().splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            raise ValueError(f"fuzzy: {block}")
        if line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not understood: {line}")
        keyword, number, value = match.groups()
        field = f"{keyword}{number or ''}" if keyword else field
        fields[field] = fields.get(field, "") + json.loads(value)
    message = Message(fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", ""))
    return message, tuple(value for name, value in fields.items() if name.startswith("msgstr"))


def as_po(catalog: Catalog, places: Mapping[Message, Iterable[str]]) -> str:
    """Return the .po file; ``places`` says in which files each message is."""
    return "\n".join(_block(message, said, places) for message, said in catalog.items())


def _block(message: Message, said: tuple[str, ...], places: Mapping[Message, Iterable[str]]) -> str:
    lines = [f"#: {place}" for place in places.get(message, ())]
    if message.context:
        lines.append(f"msgctxt {_quoted(message.context)}")
    lines.append(f"msgid {_quoted(message.singular)}")
    if message.plural:
        lines.append(f"msgid_plural {_quoted(message.plural)}")
        lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(said)]
    elif message == HEADER:
        lines += ['msgstr ""', *(_quoted(line) for line in said[0].splitlines(keepends=True))]
    else:
        lines.append(f"msgstr {_quoted(said[0])}")
    return "\n".join([*lines, ""])


def as_mo(catalog: Catalog) -> bytes:
    """Return the .mo file: what is translated, in the order of its keys, without a hash table."""
    pairs = sorted((_key(message), "\0".join(said).encode())
                   for message, said in catalog.items() if all(said))  # fmt: skip
    tables = 28 + 16 * len(pairs)
    strings = [key for key, _ in pairs] + [said for _, said in pairs]
    starts = accumulate((len(string) + 1 for string in strings), initial=tables)
    spans = [
        struct.pack("<2I", len(string), start)
        for string, start in zip(strings, starts, strict=False)
    ]
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, tables)
    return head + b"".join(spans) + b"".join(string + b"\0" for string in strings)


def _key(message: Message) -> bytes:
    context = f"{message.context}\x04" if message.context else ""
    plural = f"\0{message.plural}" if message.plural else ""
    return f"{context}{message.singular}{plural}".encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
