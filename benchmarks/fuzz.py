"""Mutate real payloads, and show that nothing but a value or a declared error comes out.

    python -m benchmarks.fuzz [--seconds N] [--seed N] [--only NAME]

Zones, barcodes, print, whole documents and picture files are changed byte by byte and element by
element. Then each word that an input may hold is repeated, more and more often, in search of time
that grows faster than the input. A call may take two seconds of CPU. What was found is printed so
that it can be made a test, and the exit status is 1.
"""

import argparse
import logging
import random
import re
import resource
import signal
import sys
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a file, too

from benchmarks.fuzz_targets import TARGETS, Target

# ruff: noqa: S311  # a search, not a secret
_MOST_SECONDS = 2.0  # of CPU, for one call
_WORTH_TELLING = 0.05  # seconds; below it growth is of no consequence
_STEEP = 1.6  # power of the input's length
_ELEMENTS = re.compile(rb"[\n\r\x1e<,$^]|[^\n\r\x1e<,$^]+")
_SHOWN = 400  # bytes of an input


class TooSlow(BaseException):
    """A call ran out of its time. No ``Exception``, so that no parser takes it for one of its."""


@dataclass(slots=True)
class Tally:
    """What came of one target's runs."""

    runs: int = 0
    values: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, bytes] = (0.0, b"")
    steepest: tuple[float, float] = (0.0, 0.0)
    found: list[tuple[str, bytes]] = field(default_factory=list)


def main() -> int:
    """Run from the command line."""
    options = _options()
    warnings.simplefilter("ignore", UserWarning)  # Pillow's, of the broken EXIF that we make
    logging.disable()
    signal.signal(signal.SIGVTALRM, _out_of_time)
    targets = [one for one in TARGETS if options.only in {None, one.name}]
    print(f"{'':<12}{'runs':>9}{'values':>9}{'refused':>9}{'slowest':>10}  steepest growth")
    failed = False
    for target in targets:
        tally = fuzzed(target, options.seconds / len(targets), random.Random(options.seed))
        _report(target, tally)
        failed |= bool(tally.found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"peak memory: {peak:.0f} MiB")
    return int(failed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="in all; default %(default)s")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[target.name for target in TARGETS])
    return parser.parse_args()


def fuzzed(target: Target, seconds: float, chance: random.Random) -> Tally:
    """Spend half of the time on growing inputs, half on changed ones."""
    tally = Tally()
    for seed in target.seeds:
        _run(target, seed, tally)
    _grow(target, tally, until=time.monotonic() + seconds / 2)
    end = time.monotonic() + seconds / 2
    while time.monotonic() < end:
        _run(target, mutated(target, chance), tally)
    return tally


def _run(target: Target, payload: bytes, tally: Tally) -> float:
    """Call it once; what is no answer is kept. Returns seconds of CPU."""
    tally.runs += 1
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _MOST_SECONDS)
    try:
        target.call(payload)
        tally.values += 1
    except target.declared as declared:
        tally.refused[getattr(declared, "code", str(declared))] += 1
    except (Exception, TooSlow) as error:  # noqa: BLE001  # what is looked for
        tally.found.append((f"{type(error).__name__}: {error}", payload))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    spent = time.process_time() - begun
    tally.slowest = max(tally.slowest, (spent, payload))
    return spent


def _out_of_time(*_: object) -> None:
    raise TooSlow(f"more than {_MOST_SECONDS:g} seconds")


def mutated(target: Target, chance: random.Random) -> bytes:
    """Return one of the seeds with a few changes."""
    payload = chance.choice(target.seeds)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        how = chance.choice((_change_bytes, _cut, _insert, _shuffle_elements, _splice))
        payload = how(payload, target, chance)
    return payload[: target.longest]


def _change_bytes(payload: bytes, _: Target, chance: random.Random) -> bytes:
    changed = bytearray(payload)
    for _times in range(chance.choice((1, 1, 2, 5))):
        if changed:
            changed[chance.randrange(len(changed))] = _byte(payload, chance)
    return bytes(changed)


def _byte(payload: bytes, chance: random.Random) -> int:
    """Return any byte, or one that the payload has elsewhere, which is likelier to be taken."""
    return chance.choice(payload) if payload and chance.random() < 0.6 else chance.randrange(256)


def _cut(payload: bytes, _: Target, chance: random.Random) -> bytes:
    start = chance.randrange(len(payload) + 1)
    return payload[:start] + payload[start + chance.choice((1, 2, 9, 60, 5000)) :]


def _insert(payload: bytes, target: Target, chance: random.Random) -> bytes:
    start = chance.randrange(len(payload) + 1)
    word = chance.choice(target.words) * chance.choice((1, 1, 2, 40))
    return payload[:start] + word + payload[start:]


def _shuffle_elements(payload: bytes, _: Target, chance: random.Random) -> bytes:
    """Exchange two elements, repeat one, or put one's content in another's place."""
    elements = _ELEMENTS.findall(payload)
    if len(elements) > 1:
        one, other = (chance.randrange(len(elements)) for _times in range(2))
        kept = elements[one]
        elements[one] = elements[other]
        elements[other] = chance.choice((kept, elements[other], kept + elements[other]))
    return b"".join(elements)


def _splice(payload: bytes, target: Target, chance: random.Random) -> bytes:
    other = chance.choice(target.seeds)
    return payload[: chance.randrange(len(payload) + 1)] + other[chance.randrange(len(other)) :]


def _grow(target: Target, tally: Tally, *, until: float) -> None:
    """Repeat each word in the middle of a seed up to the longest input, and half as often."""
    for seed in target.seeds:
        for word in target.words:
            for start in {0, len(seed) // 3, len(seed) // 2, len(seed)}:
                if time.monotonic() > until:
                    return
                room = max(0, target.longest - len(seed)) // len(word)
                half, whole = (
                    seed[:start] + word * times + seed[start:] for times in (room // 2, room)
                )
                _compare(target, half, whole, tally)


def _compare(target: Target, half: bytes, whole: bytes, tally: Tally) -> None:
    spent = _run(target, whole, tally)
    if spent < _WORTH_TELLING:
        return
    # Again, as whatever else runs on the machine makes single times jump.
    longer = min(spent, *(_run(target, whole, tally) for _ in range(2)))
    shorter = min(_run(target, half, tally) for _ in range(3))
    power = (longer / max(shorter, 1e-6) - 1) / (len(whole) / max(1, len(half)) - 1)
    tally.steepest = max(tally.steepest, (power, longer))
    if longer >= _WORTH_TELLING and power > 2**_STEEP - 1:
        tally.found.append((f"time grows steeply: {shorter:.3f} s, {longer:.3f} s", whole))


def _report(target: Target, tally: Tally) -> None:
    (power, seconds), (slowest, costly) = tally.steepest, tally.slowest
    growth = (
        f"{power:.1f} times as steep as the input, at {seconds * 1000:.0f} ms" if power else "-"
    )
    print(
        f"{target.name:<12}{tally.runs:>9,}{tally.values:>9,}{sum(tally.refused.values()):>9,}"
        f"{slowest * 1000:>7.0f} ms  {growth}"
    )
    if target.declared:
        for reason, times in tally.refused.most_common():
            print(f"    {times:>8,}  {reason}")
    if slowest > _WORTH_TELLING:
        print(f"    costliest: {costly[:_SHOWN]!r} ({len(costly)} bytes)")
    told = set()
    for what, payload in tally.found:
        if what.partition(":")[0] not in told:
            told.add(what.partition(":")[0])
            print(f"  FOUND {what}\n    {payload[:_SHOWN]!r} ({len(payload)} bytes)")
    print(end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
