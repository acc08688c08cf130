"""How one entry of the trail is bound to the one before it. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

FIRST = "0" * 64  # stands where the first entry names the hash of the one before
Fact = str | int | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, as it is hashed and exported.

    Attributes:
        seq: 1 for the first, then without a gap.
        at: UTC, RFC 3339 with microseconds.
        actor: ``user:{id}``, or what acted by itself: ``clock``, ``command``, ``nobody``.
        action: ``noun.verb``.
        object: ``app.model:{id}``, or empty.
        facts: what else there is to know; neither personal data nor secrets.
        previous: the hash of the entry before.
    """

    seq: int
    at: str
    actor: str
    action: str
    object: str
    facts: Mapping[str, Fact]
    previous: str

    def digest(self) -> str:
        """Return the SHA-256, in hex, of the entry as canonical JSON (keys sorted, ASCII)."""
        return hashlib.sha256(canonical(asdict(self)).encode()).hexdigest()

    def line(self) -> str:
        """Return the entry as a line of the export, without its end."""
        return canonical(asdict(self) | {"hash": self.digest()})


def canonical(value: Mapping[str, object]) -> str:
    """Return JSON of which there is only one for each value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
