"""A session's receipt, from what the database keeps of its decision."""

import hashlib
import json
from typing import Any

from verification.decision import AssuranceLevel
from verification.models import Session
from verification.receipt import VERSION, finding_as_json
from verification.replays import finding_of, verdict_of


class NoReceipt(Exception):
    """The session has none: it is not decided, or what was demanded was not kept."""


def receipt_of(session: Session) -> dict[str, Any]:
    """Return the receipt's body.

    Raises:
        NoReceipt: nothing was decided.
    """
    if session.status not in Session.DECIDED or session.demanded is None:
        raise NoReceipt
    rows = list(session.findings)
    verified = session.status == Session.Status.VERIFIED
    policy = json.dumps(session.flow_version.policy, sort_keys=True, separators=(",", ":"))
    return {
        "receipt_version": VERSION,
        "session": str(session.pk),
        "sandbox": session.sandbox,
        "flow": session.flow.slug,
        "flow_version": session.flow_version.number,
        "policy_sha256": hashlib.sha256(policy.encode()).hexdigest(),
        "decided_at": session.finished_at.isoformat() if session.finished_at else "",
        "findings": [finding_as_json(finding_of(row)) for row in rows if not row.missing],
        "requirements": session.demanded,
        "verdict": verdict_of(session, rows).value,
        "reviewers_wanted": 2 if session.policy.second_reviewer else 1,
        "reviews": [
            {"verdict": one.verdict, "reason": one.reason, "at": one.at.isoformat()}
            for one in session.reviews.all()
        ],
        "level": (AssuranceLevel.VERIFIED if verified else AssuranceLevel.FAILED).value,
    }
