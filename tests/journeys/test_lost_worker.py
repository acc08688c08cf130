"""A worker that dies in the middle of its work: found again, and done once."""

import threading

import pytest

from sandbox import journey
from sandbox.journey import Journey
from tests.journeys.deployment import Deployment, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

_IN_HAND = """
    SELECT id FROM verification_capture
    WHERE status = 'reading' AND read_from IS NOT NULL
"""
# The lease of the dead worker runs out, as it would after a while.
_LATER = """
    UPDATE verification_capture
    SET read_from = read_from - interval '1 hour', taken_at = taken_at - interval '1 hour'
    WHERE id = %(id)s
"""


def test_the_work_of_a_killed_worker_is_done_once(deployment: Deployment) -> None:
    journeys: list[Journey] = []
    person = threading.Thread(target=lambda: journeys.append(journey.run(deployment.url)))
    person.start()
    wait_for("a picture in a worker's hands", lambda: bool(deployment.sql(_IN_HAND)), every=0.002)
    ((capture,),) = deployment.sql(_IN_HAND)

    deployment.kill(deployment.worker)
    assert deployment.sql(_IN_HAND) == [(capture,)], "the worker had finished: nothing was lost"
    deployment.worker = deployment.start_worker()
    deployment.sql(_LATER, {"id": capture})
    deployment.queue("verification.tasks.find_lost_work")
    person.join(120)

    assert [one.level for one in journeys] == ["VERIFIED"]
    rows = deployment.sql("SELECT reads, session_id FROM verification_capture WHERE id = %(id)s",
                          {"id": capture})  # fmt: skip
    ((reads, session),) = rows
    assert reads == 2
    reached = deployment.sql(
        "SELECT to_status, count(*) FROM verification_sessionevent WHERE session_id = %(id)s"
        " GROUP BY to_status ORDER BY to_status",
        {"id": session},
    )
    assert reached == [("capturing", 1), ("processing", 1), ("verified", 1)]
    duplicates = deployment.sql(
        "SELECT code FROM verification_checkresult WHERE session_id = %(id)s"
        " GROUP BY code HAVING count(*) > 1",
        {"id": session},
    )
    assert duplicates == []
