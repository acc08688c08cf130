"""Was the document's picture edited, or taken of a screen? Cues for a reviewer, and weak ones."""

from collections.abc import Iterator

from verification.checks import codes, thresholds
from verification.checks.measuring import at_most
from verification.evidence import Evidence
from verification.findings import Finding, Outcome


def editing(evidence: Evidence) -> Iterator[Finding]:
    """Report the worst of the document's pictures for each cue."""
    sides = (evidence.document, evidence.back)
    found = [side.traces for side in sides if side is not None and side.traces is not None]
    if not found:
        return
    named = any(one.editor for one in found)
    verb = "names a" if named else "names no"
    message = f"The file's metadata {verb} program that edits or makes pictures."
    outcome = Outcome.FAIL if named else Outcome.PASS
    yield Finding(codes.DOCUMENT_EDITOR, outcome, message)
    parts = [one.foreign_part for one in found if one.foreign_part is not None]
    if parts:
        part = round(max(parts), 1)
        what = "A part that was not compressed with the rest"
        yield at_most(codes.DOCUMENT_COMPRESSION, what, part, thresholds.MAX_FOREIGN_PART, "nats")
    grids = [one.grid for one in found if one.grid is not None]
    if grids:
        grid = round(max(grids), 2)
        what = "A regular pattern over the portrait"
        yield at_most(codes.DOCUMENT_GRID, what, grid, thresholds.MAX_GRID, "deviations")
