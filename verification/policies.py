"""What a flow's policy demands of the findings."""

from collections.abc import Iterable

from verification.decision import Requirements
from verification.matching import stored
from verification.models import Flow
from verification.requirements import requirements_for


def requirements(
    policy: Flow,
    claims: Iterable[str],
    *,
    sandbox: bool,
    document: frozenset[str],
    sampled: bool = False,
) -> Requirements:
    """Return what must pass, what may fail, and what a person judges.

    Args:
        policy: a flow as it is in force, or one that ``Flow.restored`` made of a version.
        claims: names of the claims that the relying party pushed.
        sandbox: whether the session proves nobody.
        document: from ``codes_of_document``.
        sampled: whether chance chose the session for a person.

    Raises:
        PolicyRefused: how claims are compared cannot be read.
    """
    return requirements_for(
        claims,
        liveness=liveness(policy, sandbox=sandbox),
        sandbox=sandbox,
        matching=stored.load(policy.matching),
        review=policy.review,
        everybody=policy.review_everybody,
        sampled=sampled,
        document=document,
    )


def liveness(policy: Flow, *, sandbox: bool) -> Flow.Liveness:
    """Return the flow's level; a real session never goes without, whatever the flow says."""
    asked = Flow.Liveness(policy.liveness)
    careless = asked == Flow.Liveness.NONE and not sandbox
    return Flow.Liveness.ACTIVE if careless else asked
