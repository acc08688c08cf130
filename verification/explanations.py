"""Why claims matched or not, kept for a reviewer as one sealed value of the session."""

from verification import vault
from verification.matching import ClaimComparison, explained
from verification.models import Session

_NAME = "comparisons"


def keep(session: Session, comparisons: tuple[ClaimComparison, ...]) -> None:
    """Seal what was compared; shredded with the session's pictures.

    Raises:
        vault.Shredded: the session's evidence was shredded.
    """
    vault.put(session, _NAME, explained.dump(comparisons))


def of(session: Session) -> tuple[ClaimComparison, ...]:
    """Return what was compared; empty where no document was read.

    Raises:
        vault.Shredded: the session's evidence was shredded.
        VaultItem.DoesNotExist: the session was not assessed.
    """
    return explained.load(vault.get(session, _NAME))
