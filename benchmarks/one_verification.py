"""One verification by stages, in CPU seconds and memory: ``python -m benchmarks.one_verification``.

A passport and a selfie of the sandbox, warm models, one process. The memory columns are the
process's resident size after the stage and its peak so far.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a file, too

from sandbox.specimens import OUTCOMES, Claimed
from verification import checks, evidence_json
from verification.evidence import ClaimedValue, Evidence
from verification.readers import images, pipeline

_T = TypeVar("_T")
_CLAIMED = Claimed("Anna Maria", "Eriksson", date(1974, 8, 12), date(2026, 11, 24))
_CLAIMS = {
    "given_name": ClaimedValue("Anna Maria", fuzzy=True),
    "family_name": ClaimedValue("Eriksson", fuzzy=True),
    "birthdate": ClaimedValue("1974-08-12", fuzzy=True),
}


class Stages:
    """CPU seconds by stage, and memory in MiB after it."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.memory: dict[str, tuple[float, float]] = {}

    def run(self, name: str, work: Callable[[], _T]) -> _T:
        """Do the work and note what it took."""
        begun = time.process_time()
        result = work()
        self.seconds.setdefault(name, []).append(time.process_time() - begun)
        resident = psutil.Process().memory_info().rss / 2**20
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        self.memory[name] = (resident, peak)
        return result

    def median(self, name: str) -> float:
        return statistics.median(self.seconds[name])


def verify_once(stages: Stages, passport: bytes, selfie: bytes) -> None:
    """Do what a worker does for one verification."""
    page = stages.run("decode passport", lambda: images.decode(passport))
    document = stages.run("read passport", lambda: pipeline.read_document(page))
    stages.run("re-encode passport", lambda: images.reencode(page))
    face = stages.run("decode selfie", lambda: images.decode(selfie))
    person = stages.run("read selfie", lambda: pipeline.read_selfie(face))
    stages.run("re-encode selfie", lambda: images.reencode(face))
    stages.run("evidence to JSON", lambda: json.dumps(evidence_json.dump(document)))
    pair = stages.run("compare faces", lambda: pipeline.compare_faces(page, document, face, person))
    evidence = Evidence(_CLAIMED.on, _CLAIMS, document, person, pair)
    stages.run("checks", lambda: checks.run(evidence))


def table(stages: Stages) -> str:
    """Return the stages as a table, and the sum of the warm ones."""
    lines = [f"{'stage':<22}{'CPU s, median':>14}{'worst':>9}{'MiB':>8}{'peak':>8}"]
    for name, seconds in stages.seconds.items():
        resident, peak = stages.memory[name]
        median, worst = statistics.median(seconds), max(seconds)
        lines.append(f"{name:<22}{median:>14.3f}{worst:>9.3f}{resident:>8.0f}{peak:>8.0f}")
    warm = sum(stages.median(name) for name in stages.seconds if name not in _ONCE)
    lines.append(f"{'one verification':<22}{warm:>14.3f}")
    return "\n".join(lines)


_ONCE = {"load models", "draw specimens", "first verification"}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--passport", type=Path, help="a photo of your own, in place of a specimen")
    parser.add_argument("--selfie", type=Path)
    options = parser.parse_args()
    stages = Stages()
    pictures = stages.run("draw specimens", lambda: OUTCOMES[0].draw(_CLAIMED))
    passport = options.passport.read_bytes() if options.passport else pictures.passport
    selfie = options.selfie.read_bytes() if options.selfie else pictures.selfie
    stages.run("load models", pipeline.warm_up)
    stages.run("first verification", lambda: verify_once(Stages(), passport, selfie))
    for _ in range(options.repeats):
        verify_once(stages, passport, selfie)
    print(table(stages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
