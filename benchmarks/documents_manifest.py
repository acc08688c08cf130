"""A stranger's manifest of document pictures: files, and what they are known to say.

Any of ``manifest``, ``labels``, ``annotations``, ``ground_truth`` or ``expected`` with ``.csv``,
``.tsv``, ``.json`` or ``.jsonl``, or the only such file in the folder. JSON: a list of objects, an
object by file name, or an object with one list in it. An object's values may be nested one level,
under whatever name. Column names are compared without case, blanks, dashes and underscores.
Columns of a CSV may be parted by commas, semicolons or tabs.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
NONE = "none"
_TD1_LENGTH = 90
_STEMS = ("manifest", "labels", "annotations", "ground_truth", "groundtruth", "expected")
_ENDINGS = (".json", ".jsonl", ".csv", ".tsv")
_NOTHING = frozenset({"none", "null", "false", "no", "nomrz", "invalid", "unreadable"})
#: What a column may be called, by the field that it holds.
NAMES = MappingProxyType(
    {
        "file": "file filename filepath image imagefile imagename imagepath path picture photo",
        "expected": "expected hasmrz mrzpresent readable valid truth label",
        "lines": "lines mrz mrzlines mrztext zone machinereadablezone rawmrz",
        "family_name": "familyname surname surnames lastname primary primaryidentifier",
        "given_name": "givenname givennames firstname firstnames forenames secondary"
        " secondaryidentifier",
        "document_number": "documentnumber documentno docnumber number passportnumber passportno"
        " licensenumber licencenumber idnumber daq",
        "birthdate": "birthdate dateofbirth dob birth born dbb",
        "expiry": "expiry expirydate dateofexpiry expiration expirationdate dateofexpiration"
        " expires validuntil dba",
        "issuing_state": "issuingstate issuer issuingcountry country countrycode state",
        "nationality": "nationality",
        "sex": "sex gender",
        "document_code": "documentcode doccode",
        "payload": "payload barcode pdf417 barcodetext",
    }
)
_FIELDS = MappingProxyType({alias: name for name, all_ in NAMES.items() for alias in all_.split()})
_ROWS = ("line1 mrz1 mrzline1", "line2 mrz2 mrzline2", "line3 mrz3 mrzline3")


class ManifestError(ValueError):
    """The folder or its manifest cannot be used, and why."""


def rows(folder: Path) -> list[Mapping[str, str]]:
    """Return what is expected of each picture; without a manifest, each picture and no more.

    Raises:
        ManifestError: no such folder, or a manifest that is none.
    """
    if not folder.is_dir():
        raise ManifestError(f"{folder} is no folder")
    path = _found(folder)
    if path is None:
        return [{"file": name} for name in _pictures(folder)]
    try:
        read = [_row(raw) for raw in _raw(path)]
    except ValueError as error:
        raise ManifestError(f"{path.name} cannot be read: {error}") from error
    usable = [row for row in read if row.get("file")]
    if not usable:
        raise ManifestError(f"{path.name} names no file: it needs a column 'file'")
    if len(usable) < len(read):
        print(f"warning: {len(read) - len(usable)} rows of {path.name} name no file")
    return usable


def file_of(folder: Path, name: str) -> Path:
    """Return where the picture is: as the manifest says, or anywhere below the folder.

    Its suffix may be left out, and be in other letters.
    """
    said = folder / name.replace("\\", "/")
    if said.is_file():
        return said
    wanted = said.name.lower()
    for file in sorted(folder.rglob("*")):
        picture = file.suffix.lower() in SUFFIXES
        if file.is_file() and (
            file.name.lower() == wanted or (picture and file.stem.lower() == wanted)
        ):
            return file
    return said


def _pictures(folder: Path) -> list[str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    others = Counter(file.suffix.lower() for file in files if file.suffix.lower() not in SUFFIXES)
    if others:
        left_out = ", ".join(
            f"{count} {suffix or 'without a suffix'}" for suffix, count in others.items()
        )
        print(f"no manifest: every JPEG, PNG and WebP is read; left out: {left_out}")
    return [str(file.relative_to(folder)) for file in files if file.suffix.lower() in SUFFIXES]


def zone_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a zone, however they are parted; ends that were left off are filled.

    >>> zone_lines("P<UTOERIKSSON<<ANNA|L898902C36UTO7408122F1204159ZE184226B<<<<<10")[0]
    'P<UTOERIKSSON<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<'
    """
    for other in ("\\n", "/", "|", ";", ","):
        text = text.replace(other, "\n")
    lines = text.upper().split()
    if len(lines) == 1:
        length, rows_ = len(lines[0]), 3 if len(lines[0]) == _TD1_LENGTH else 2
        wide = length // rows_
        lines = [lines[0][start : start + wide] for start in range(0, length, wide)]
    return tuple(line.ljust(max(map(len, lines)), "<") for line in lines)


def _found(folder: Path) -> Path | None:
    for stem in _STEMS:
        for ending in _ENDINGS:
            if (folder / f"{stem}{ending}").is_file():
                return folder / f"{stem}{ending}"
    others = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS]
    return others[0] if len(others) == 1 else None


def _raw(path: Path) -> Iterator[Mapping[str, Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if path.suffix.lower() == ".jsonl":
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
    elif path.suffix.lower() == ".json":
        yield from _of_json(json.loads(text))
    else:
        head = text.partition("\n")[0]
        delimiter = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=head.count)
        yield from csv.DictReader(io.StringIO(text), delimiter=delimiter)


def _of_json(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))
    elif isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        if len(lists) == 1 and all(isinstance(each, dict) for each in lists[0]):
            yield from lists[0]
        else:
            for name, each in value.items():
                yield {
                    "file": name,
                    **(each if isinstance(each, dict) else {"expected": each or NONE}),
                }


def _row(raw: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the fields under the names that we know them by."""
    flat: dict[str, Any] = {}
    for key, value in raw.items():
        if isinstance(value, dict):
            flat |= {str(inner): each for inner, each in value.items()}
        else:
            flat[str(key)] = value
    squashed = {_squashed(key): _text(value) for key, value in flat.items() if key}
    row = {_FIELDS[key]: value for key, value in squashed.items() if key in _FIELDS}
    lines = [squashed[key] for keys in _ROWS for key in keys.split() if squashed.get(key)]
    if lines and not row.get("lines"):
        row["lines"] = "\n".join(lines)
    if "<" in row.get("expected", "") and not row.get("lines"):
        row["lines"] = row["expected"]
    if _says_nothing(row):
        row["expected"] = NONE
    return row


def _says_nothing(row: Mapping[str, str]) -> bool:
    said = [row.get(name, "").strip().lower() for name in ("expected", "lines")]
    return any(_squashed(one) in _NOTHING for one in said)


def _squashed(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
