"""Search for names that cost the matcher most, and print the worst of them.

    python -m benchmarks.matching_worst [--seconds N] [--seed N]

Names are put together from words that are costly each in its own way (many spellings, other
scripts, articles, particles, initials), shuffled against themselves, under every rule. The time is
the process's own CPU time, the best of five for each of the worst.
"""

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a file, too

from verification.matching import (
    ClaimedValue,
    ClaimPolicy,
    DocumentIdentity,
    MatchingPolicy,
    Rule,
    Source,
    compare_claims,
)

# ruff: noqa: S311  # a search, not a secret
COSTLY = (
    "AL", "EL", "A", "J", "ABDUL", "al-Masri", "ALMASRI", "ASHSHARIF", "ü", "ñañaña", "Öäüßöäü",
    "ōūōū", "Юлия", "محمد", "الخطيب", "Παπάς", "NGUYEN", "KIM", "ski", "ska", "a/p", "NÉE", "MC",
    "VAN", "DE", "LA", "Carmichael", "CARRNICHAEL", "王", "小明", "김", "Jr", "III",
)  # fmt: skip
COUNTRIES = ("", "EGY", "ESP", "CHN", "RUS", "KOR")
EVERYTHING = MatchingPolicy(otherwise=ClaimPolicy(rules=frozenset(Rule)))
KEPT = 5


def _word(chance: random.Random) -> str:
    if chance.random() < 0.8:
        return chance.choice(COSTLY)
    return "".join(chance.choices("abceilnrñöüō", k=chance.randint(1, 14)))


def _name(chance: random.Random) -> list[str]:
    return [_word(chance) for _ in range(chance.randint(1, 12))]


def _related(name: list[str], chance: random.Random) -> str:
    if chance.random() < 0.4:
        return " ".join(_name(chance))
    words = chance.sample(name, len(name)) if chance.random() < 0.5 else name
    return " ".join(words[: chance.randint(1, 12)])


def _attempt(chance: random.Random) -> tuple[dict[str, ClaimedValue], DocumentIdentity]:
    name = _name(chance)
    claims = {
        "given_name": ClaimedValue(_related(name, chance), fuzzy=True),
        "family_name": ClaimedValue(_related(name, chance), fuzzy=True),
    }
    identity = DocumentIdentity(
        chance.choice(list(Source)),
        _related(name, chance),
        _related(name, chance),
        names_truncated=chance.random() < 0.5,
        country=chance.choice(COUNTRIES),
    )
    return claims, identity


def _cost(claims: dict[str, ClaimedValue], identity: DocumentIdentity) -> float:
    start = time.process_time()
    compare_claims(claims, identity, EVERYTHING)
    return time.process_time() - start


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    worst: list[tuple[float, int, dict[str, ClaimedValue], DocumentIdentity]] = []
    tried, end = 0, time.monotonic() + arguments.seconds
    while time.monotonic() < end:
        tried += 1
        claims, identity = _attempt(chance)
        worst.append((_cost(claims, identity), tried, claims, identity))
        worst = sorted(worst, reverse=True, key=lambda one: one[0])[:KEPT]
    print(f"{tried:,} names tried; the costliest, milliseconds:")
    for _, _, claims, identity in worst:
        best = min(_cost(claims, identity) for _ in range(5))
        mine = " | ".join(claimed.value for claimed in claims.values())
        print(f"{best * 1000:6.2f}  {mine}  /  {identity.given_name} | {identity.family_name}")


if __name__ == "__main__":
    main()
