"""Does the time of a refusal tell how wrong a client's credentials were? Over real HTTP.

Three kinds of wrong: a secret none of whose leading bytes match, one whose first twenty do, and a
client that does not exist. Each pair of kinds is compared by Mann-Whitney: a small p means that
their times differ. Every request comes from an address of its own, so that none is told to wait
instead. Run it as ``python -m benchmarks.timing --help``.
"""

import argparse
import http.client
import os
import random
import shutil
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from scipy.stats import mannwhitneyu  # type: ignore[import-untyped]  # published without types

from benchmarks.protocol import FORM, durable_postgres, environment, registered, serving

_SAME = 0.01  # p above this: the times are told apart by noise alone


def main() -> None:
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="idv-bench-"))
    try:
        os.environ.update(environment(folder, options))
        os.environ.update({"IDV_BEHIND_PROXY": "1", "IDV_LOG_LEVEL": "ERROR"})
        with durable_postgres(folder) as (url, _):
            os.environ["DATABASE_URL"] = url
            kinds = _kinds(*registered())
            with serving(options, folder) as (_, port):
                _send(port, kinds, 100)  # warm
                times = _send(port, kinds, options.requests)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if _report(times) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2000, help="of each kind")
    parser.set_defaults(redis="", threads=8, server="gunicorn", profile="")
    return parser.parse_args()


def _kinds(client_id: str, secret: str) -> dict[str, dict[str, str]]:
    """Return the credentials of each kind; all secrets are as long as the right one."""
    none = chr(ord(secret[0]) ^ 1) + "x" * (len(secret) - 1)
    twenty = secret[:20] + chr(ord(secret[20]) ^ 1) + "x" * (len(secret) - 21)
    return {
        "no byte matches": {"client_id": client_id, "client_secret": none},
        "20 bytes match": {"client_id": client_id, "client_secret": twenty},
        "unknown client": {"client_id": client_id[::-1], "client_secret": none},
    }


def _send(port: int, kinds: dict[str, dict[str, str]], requests: int) -> dict[str, list[float]]:
    """Send ``requests`` of each kind in random order; return the seconds that each took."""
    order = [kind for kind in kinds for _ in range(requests)]
    random.shuffle(order)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number, kind in enumerate(order):
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {**FORM, "Host": "127.0.0.1:8000", "X-Forwarded-For": address}
        body = urlencode({**kinds[kind], "grant_type": "authorization_code"})
        began = time.perf_counter()
        connection.request("POST", "/oauth2/token", body, headers)
        response = connection.getresponse()
        response.read()
        times[kind].append(time.perf_counter() - began)
        if response.status != 401:
            raise RuntimeError(f"{kind}: {response.status}")
    connection.close()
    return times


def _report(times: dict[str, list[float]]) -> bool:
    """Print medians and p; return whether no two kinds can be told apart."""
    for kind, found in times.items():
        print(f"{kind:<18} {len(found)} requests, median {median(found) * 1000:.3f} ms")
    same = True
    for one, other in combinations(times, 2):
        p = float(mannwhitneyu(times[one], times[other]).pvalue)
        same = same and p > _SAME
        print(f"{one} / {other}: p = {p:.3f}")
    return same


if __name__ == "__main__":
    main()
