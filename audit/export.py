"""The trail as JSON lines: every entry, and each signature after the last entry that it covers."""

from collections.abc import Iterator

from audit.chain import canonical
from audit.models import Checkpoint, Entry

_BATCH = 1000


def lines() -> Iterator[str]:
    """Yield the whole trail, oldest first; in the memory of one batch."""
    checkpoints = Checkpoint.objects.order_by("seq").iterator(chunk_size=_BATCH)
    following = next(checkpoints, None)
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=_BATCH):
        # As it is stored: a row that was altered is exported with the hash that no longer fits.
        yield canonical(_stored(entry)) + "\n"
        while following is not None and following.seq <= entry.seq:
            yield canonical({"checkpoint": following.jws}) + "\n"
            following = next(checkpoints, None)


def _stored(entry: Entry) -> dict[str, object]:
    row = entry.row()
    return {
        "seq": row.seq,
        "at": row.at,
        "actor": row.actor,
        "action": row.action,
        "object": row.object,
        "facts": row.facts,
        "previous": row.previous,
        "hash": entry.digest,
    }
