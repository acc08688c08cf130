"""A stranger's manifest of document pictures: files, and what they are known to say.

Any of ``manifest``, ``labels``, ``annotations``, ``ground_truth`` or ``expected`` with ``.csv``,
``.tsv``, ``.json`` or ``.jsonl``, or the only such file in the folder. JSON: a list of objects, an
object by file name, or an object with one list in it. An object's values may be nested one level,
under whatever name. Column names are compared without case, blanks, dashes and underscores.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
NONE = "none"
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


def rows(folder: Path) -> list[Mapping[str, str]]:
    """Return what is expected of each picture; without a manifest, each picture and no more."""
    path = _found(folder)
    if path is None:
        names = (file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES)
        return [{"file": str(file.relative_to(folder))} for file in sorted(names)]
    read = [_row(raw) for raw in _raw(path)]
    usable = [row for row in read if row.get("file")]
    if len(usable) < len(read):
        print(f"warning: {len(read) - len(usable)} rows of {path.name} name no file")
    return usable


def file_of(folder: Path, name: str) -> Path:
    """Return where the picture is: as the manifest says, or anywhere below the folder."""
    said = folder / name
    if said.is_file():
        return said
    return next(folder.rglob(Path(name).name), said)


def _found(folder: Path) -> Path | None:
    for stem in _STEMS:
        for ending in _ENDINGS:
            if (folder / f"{stem}{ending}").is_file():
                return folder / f"{stem}{ending}"
    others = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS]
    return others[0] if len(others) == 1 else None


def _raw(path: Path) -> Iterator[Mapping[str, Any]]:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".jsonl":
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
    elif path.suffix == ".json":
        yield from _of_json(json.loads(text))
    else:
        dialect = "excel-tab" if path.suffix == ".tsv" or "\t" in text[:200] else "excel"
        yield from csv.DictReader(text.splitlines(), dialect=dialect)


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
