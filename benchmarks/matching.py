"""Measure the name matcher on labelled pairs: errors by rule and by custom, and speed.

    python -m benchmarks.matching FILE [FILE …] [--errors] [--rows N]

A file is CSV with a header. Columns: ``directory_given``, ``directory_family``, ``document_given``,
``document_family``, ``same`` (yes or no); ``custom``, ``reason``, ``source`` (mrz, barcode,
visual_zone), ``truncated`` (yes or no) and ``country`` (alpha-3) where the file has them. Without
``truncated``, a pair counts as cut when its document names fill an MRZ's name field to the last
character (30, 31 or 39).
"""

import argparse
import csv
import gc
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a file, too

from verification.matching import (
    ClaimComparison,
    ClaimedValue,
    DocumentIdentity,
    Match,
    Source,
    compare_claims,
)

COLUMNS = ("directory_given", "directory_family", "document_given", "document_family", "same")
YES = frozenset({"yes", "y", "true", "t", "1", "same", "match"})
FIELD_WIDTHS = frozenset({30, 31, 39})


@dataclass(frozen=True, slots=True)
class Pair:
    """One labelled pair, ready to be compared."""

    given: str
    family: str
    identity: DocumentIdentity
    same: bool
    custom: str
    reason: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Counts of one matcher on one set of pairs."""

    false_matches: int
    different: int
    false_non_matches: int
    same: int

    @property
    def fmr(self) -> float:
        """Share of different persons that matched, 0 to 1."""
        return self.false_matches / self.different if self.different else 0.0

    @property
    def fnmr(self) -> float:
        """Share of same persons that did not match, 0 to 1."""
        return self.false_non_matches / self.same if self.same else 0.0


def read_pairs(path: Path) -> list[Pair]:
    """Read a file of labelled pairs.

    Raises:
        SystemExit: a column is missing; the message names it.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise SystemExit(f"{path}: no column {', '.join(missing)}")
        return [_pair(row) for row in reader]


def _pair(row: dict[str, str]) -> Pair:
    given, family = row["document_given"] or "", row["document_family"] or ""
    if "<" in given + family:
        given, family = given.replace("<", " ").strip(), family.replace("<", " ").strip()
    source = row.get("source") or _likely_source(given + family)
    cut = _truncated(row, given, family)
    apart = source == Source.BARCODE  # its flags are a field's own; an MRZ has one field for both
    identity = DocumentIdentity(
        source=Source(source),
        family_name=family,
        given_name=given,
        names_truncated=cut,
        family_truncated=cut and apart,
        given_truncated=cut and apart,
        country=row.get("country") or "",
    )
    return Pair(
        row["directory_given"] or "",
        row["directory_family"] or "",
        identity,
        row["same"].strip().lower() in YES,
        row.get("custom") or "all",
        row.get("reason") or "",
    )


def _likely_source(names: str) -> str:
    plain = names.replace(" ", "")
    mrz = plain.isascii() and plain.isalpha() and plain.isupper()
    return (Source.MRZ if mrz else Source.VISUAL_ZONE).value


def _truncated(row: dict[str, str], given: str, family: str) -> bool:
    if row.get("truncated"):
        return row["truncated"].strip().lower() in YES
    return len(family) + 2 + len(given) in FIELD_WIDTHS


def interval(errors: int, trials: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a rate."""
    if not trials:
        return 0.0, 1.0
    z = 1.959964
    rate, square = errors / trials, z * z
    middle = (rate + square / (2 * trials)) / (1 + square / trials)
    spread = math.sqrt(rate * (1 - rate) / trials + square / (4 * trials**2))
    half = z * spread / (1 + square / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def compare(pair: Pair) -> tuple[ClaimComparison, ...]:
    """Compare one pair as a fuzzy request would."""
    claims = {
        "given_name": ClaimedValue(pair.given, fuzzy=True),
        "family_name": ClaimedValue(pair.family, fuzzy=True),
    }
    return compare_claims(claims, pair.identity)


def matched(comparisons: Iterable[ClaimComparison]) -> bool:
    """Return whether every claim matched."""
    return all(one.match is Match.MATCHED for one in comparisons)


def count(pairs: Sequence[Pair], verdicts: Sequence[bool]) -> Errors:
    """Count errors of verdicts given in the order of the pairs."""
    wrong = Counter(p.same for p, verdict in zip(pairs, verdicts, strict=True) if p.same != verdict)
    same = sum(pair.same for pair in pairs)
    return Errors(wrong[False], len(pairs) - same, wrong[True], same)


def baseline(pairs: Sequence[Pair], score: Callable[[str, str], float]) -> tuple[Errors, float]:
    """Return the errors of a plain similarity at its best threshold on these very pairs."""
    scores = [score(_whole(pair, True), _whole(pair, False)) for pair in pairs]
    best: tuple[Errors, float] | None = None
    for threshold in sorted(set(scores)):
        errors = count(pairs, [value >= threshold for value in scores])
        if best is None or errors.fmr + errors.fnmr < best[0].fmr + best[0].fnmr:
            best = errors, threshold
    if best is None:
        raise SystemExit("no pairs to compare")
    return best


def _whole(pair: Pair, directory: bool) -> str:
    if directory:
        return f"{pair.given} {pair.family}".upper()
    return f"{pair.identity.given_name} {pair.identity.family_name}".upper()


def speed(pairs: Sequence[Pair], seconds: float = 2.0) -> float:
    """Return pairs per second of one core; nothing is remembered between pairs.

    The best of several passes in the process's own CPU time: other work on the machine can only
    add to a pass, as ``timeit`` puts it.
    """
    gc.collect()
    gc.freeze()  # the pairs and answers that this benchmark holds are not the matcher's garbage
    best, end = math.inf, time.process_time() + seconds
    while time.process_time() < end:
        start = time.process_time()
        for pair in pairs:
            compare(pair)
        best = min(best, time.process_time() - start)
    return len(pairs) / best


def report(path: Path, *, errors: bool, rows: int) -> None:
    """Print everything about one file."""
    pairs = read_pairs(path)
    results = [compare(pair) for pair in pairs]
    verdicts = [matched(result) for result in results]
    ours = count(pairs, verdicts)
    print(f"\n{path}: {len(pairs)} pairs, {ours.same} of the same person, {ours.different} not\n")
    _print_table(pairs, ours)
    _print_groups("by custom", pairs, verdicts, [(p.custom,) for p in pairs], rows)
    _print_groups("by reason", pairs, verdicts, [(p.reason,) for p in pairs], rows)
    used = [{rule.name for one in result for rule in one.rules} for result in results]
    _print_groups("by rule applied", pairs, verdicts, used, rows)
    print(f"\n{speed(pairs):,.0f} pairs per second on one core")
    if errors:
        _print_errors(pairs, verdicts, results)


def _print_table(pairs: Sequence[Pair], ours: Errors) -> None:
    print(f"{'matcher':<40}{'false match':>30}{'false non-match':>32}")
    _print_errors_row("verification.matching", ours)
    for name, score in (("ratio", fuzz.ratio), ("token set ratio", fuzz.token_set_ratio)):
        found, threshold = baseline(pairs, score)
        _print_errors_row(f"rapidfuzz {name}, best at {threshold:.0f}", found)


def _print_errors_row(name: str, found: Errors) -> None:
    print(
        f"{name:<40}{_rate(found.false_matches, found.different):>30}"
        f"{_rate(found.false_non_matches, found.same):>32}"
    )


def _rate(wrong: int, of: int) -> str:
    if not of:
        return "-"
    low, high = interval(wrong, of)
    return f"{wrong}/{of} {wrong / of:.2%} [{low:.1%}, {high:.1%}]"


def _print_groups(
    title: str,
    pairs: Sequence[Pair],
    verdicts: Sequence[bool],
    keys: Sequence[Iterable[str]],
    rows: int,
) -> None:
    groups: dict[str, list[int]] = defaultdict(list)
    for number, names in enumerate(keys):
        for name in names:
            groups[name].append(number)
    print(f"\n{title:<60}{'false match':>30}{'false non-match':>32}")
    counted = {
        name: count([pairs[n] for n in numbers], [verdicts[n] for n in numbers])
        for name, numbers in groups.items()
    }
    worst = sorted(counted, key=lambda name: -(counted[name].fmr + counted[name].fnmr))
    for name in worst[:rows]:
        found = counted[name]
        print(
            f"{name[:58]:<60}{_rate(found.false_matches, found.different):>30}"
            f"{_rate(found.false_non_matches, found.same):>32}"
        )


def _print_errors(
    pairs: Sequence[Pair],
    verdicts: Sequence[bool],
    results: Sequence[tuple[ClaimComparison, ...]],
) -> None:
    print()
    for pair, verdict, result in zip(pairs, verdicts, results, strict=True):
        if verdict != pair.same:
            rules = [rule.name for one in result for rule in one.rules]
            kind = "FALSE MATCH" if verdict else "false non-match"
            theirs = f"{pair.identity.given_name} | {pair.identity.family_name}"
            print(f"{kind}: {pair.given} | {pair.family} / {theirs} ({pair.reason}) {rules}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--errors", action="store_true", help="list every wrong answer")
    parser.add_argument("--rows", type=int, default=60, help="most rows of each breakdown")
    arguments = parser.parse_args()
    for path in arguments.files:
        report(path, errors=arguments.errors, rows=arguments.rows)


if __name__ == "__main__":
    main()
