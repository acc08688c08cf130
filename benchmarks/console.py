"""The console over a full database: statements and time at the server of each page.

Fills a throw-away PostgreSQL with verifications, 16 findings and two pictures each, and asks for
each page through Django's own test client. Run it as ``python -m benchmarks.console --help``.
"""

import argparse
import os
import time
from typing import Any

import tests.environment  # noqa: F401  # a throw-away PostgreSQL, before the settings are read

_SESSIONS = """
    INSERT INTO verification_session (
        id, flow_id, flow_version_id, status, step, device, organisation,
        relying_party, branding, return_path, sandbox,
        browser_digest, claims_sealed, account_sealed, subject_digest, consent_version, created_at,
        expires_at, submitted_at, consented_at, finished_at, assessments, attempt, challenge_waived,
        document_type
    )
    SELECT gen_random_uuid(), (%(flows)s::bigint[])[picked], (%(versions)s::bigint[])[picked],
        (ARRAY['verified', 'verified', 'failed', 'expired', 'cancelled'])[1 + n %% 5],
        'done', 'here', 'Org ' || n %% 50, 'client' || n %% 50, '{}', '/', false, '\\x01', '', '',
        sha256(n::text::bytea), '', began, began, CASE WHEN n %% 5 < 3 THEN began END,
        began, began + interval '40 s', 1, 1, false, 'passport'
    FROM generate_series(1, %(rows)s) AS n,
        LATERAL (
            SELECT now() - n * interval '12 s' AS began,
                CASE WHEN n %% 100 = 0 THEN 2 ELSE 1 END AS picked
        ) AS times
"""
_FINDINGS = """
    INSERT INTO verification_checkresult (
        session_id, position, attempt, code, outcome, required, refused, message, unit
    )
    SELECT id, n, 1, (ARRAY['face.match', 'mrz.composite', 'document.expiry', 'selfie.one_face'])
        [1 + n %% 4] || CASE WHEN n < 4 THEN '' ELSE '.' || n END,
        CASE WHEN status = 'failed' AND n < 2 THEN 'fail' ELSE 'pass' END, true,
        status = 'failed' AND n < 2, 'As it was measured.', ''
    FROM verification_session, generate_series(0, 15) AS n
    WHERE status IN ('verified', 'failed')
"""
_CAPTURES = """
    INSERT INTO verification_capture (
        id, session_id, kind, source, status, digest, guidance, other_side, taken_at, reads
    )
    SELECT gen_random_uuid(), id, kind, 'camera', 'usable', '', '[]', false, created_at, 1
    FROM verification_session, unnest(ARRAY['document', 'selfie']) AS kind
    WHERE kind = 'document' OR submitted_at IS NOT NULL
"""
_TIMES = 3


def main() -> None:
    """Fill, ask, print."""
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idv_provider.settings")
    import django  # noqa: PLC0415  # the environment first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    call_command("migrate", verbosity=0)
    _fill(options.rows)
    print(f"{options.rows} verifications; best of {_TIMES}")
    print(f"{'page':<38}{'statements':>11}{'ms':>8}")
    for name, path in _pages():
        statements, seconds = _measure(path)
        print(f"{name:<38}{statements:>11}{seconds * 1000:>8.0f}")


def _fill(rows: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from verification.models import Flow  # noqa: PLC0415

    slugs = ("usual", "rare")
    flows = [Flow.objects.create(slug=slug, name=slug.title()) for slug in slugs]
    filled: dict[str, Any] = {
        "flows": [flow.pk for flow in flows],
        "versions": [flow.in_force for flow in flows],
        "rows": rows,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SESSIONS, filled)
        cursor.execute(_FINDINGS, {})
        cursor.execute(_CAPTURES, {})
        cursor.execute("ANALYZE")


def _pages() -> list[tuple[str, str]]:
    from verification.models import Flow, Session  # noqa: PLC0415

    sessions, one = "/console/verification/session/", Session.objects.filter(status="failed")
    usual, rare = (Flow.objects.get(slug=slug) for slug in ("usual", "rare"))
    first = one.order_by("created_at").first()
    detail = f"{sessions}{first.pk}/change/" if first else sessions
    return [
        ("list, first page", sessions),
        ("list, in the middle", f"{sessions}?p={Session.objects.count() // 100}"),
        ("filtered by outcome", f"{sessions}?status__exact=failed"),
        ("filtered by application", f"{sessions}?application=client7"),
        ("filtered by flow, nearly all", f"{sessions}?flow__id__exact={usual.pk}"),
        ("filtered by flow, one in a hundred", f"{sessions}?flow__id__exact={rare.pk}"),
        ("filtered by reason", f"{sessions}?reason=face.match"),
        ("filtered by day", f"{sessions}?created_at_from=2020-01-01"),
        ("found by id", f"{sessions}?q={first.pk if first else ''}"),
        ("found by user", f"{sessions}?q=00u1a2b3"),
        ("a verification", detail),
        ("review queue", "/console/reviews/"),
        ("versions of a flow", f"/console/verification/flow/{usual.pk}/versions/"),
        ("dashboard", "/console/"),
    ]


def _measure(path: str) -> tuple[int, float]:
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    owner, _ = User.objects.get_or_create(username="owner", is_staff=True, is_superuser=True)
    browser = Client()
    browser.force_login(owner)
    best, statements = float("inf"), 0
    for _ in range(_TIMES):
        with CaptureQueriesContext(connection) as found:
            began = time.perf_counter()
            response = browser.get(path)
            best = min(best, time.perf_counter() - began)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        statements = len(found)
    return statements, best


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="verifications (100000)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
