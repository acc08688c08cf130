"""Check X132: a server whose clock is five minutes off agrees with itself, and says that it is off.

The whole process is shifted, below Python: every reading of the wall clock, whoever reads it. The
database beside it has the right time.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import jwt
import pytest
from django.db import connection

from idv_provider.embedded.web import free_port
from idv_provider.healthcheck import is_ready
from oidc import selftest_http
from oidc.models import SigningKey
from tests.oidc.relying_party import REDIRECT_URI, VERIFIER, RelyingParty

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)
_SELF_TEST = """
import django
django.setup()
from applications.models import Application
from oidc import selftest
for step in selftest.run(Application.objects.get()):
    print(step.name, step.passed, step.message, sep="|")
"""


@pytest.fixture(scope="module")
def shifting_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("clock") / "clock_shift.so"
    source = Path(__file__).with_name("clock_shift.c")
    command = ["gcc", "-shared", "-fPIC", "-o", str(built), str(source), "-ldl"]
    subprocess.run(command, check=True)  # noqa: S603  # our own command
    return built


@pytest.fixture(params=[300, -300], ids=["ahead", "behind"])
def shifted(
    request: pytest.FixtureRequest, shifting_library: Path, rp: RelyingParty, tmp_path: Path
) -> Iterator[dict[str, str]]:
    """A web server of its own; the environment that it runs in."""
    rp.application.sandbox = True
    rp.application.save()
    SigningKey.objects.all().delete()  # it makes its own, by its own clock
    port = free_port()
    database = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "idv_provider.settings",
        "IDV_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}")),
        "LD_PRELOAD": str(shifting_library),
        "CLOCK_SHIFT_SECONDS": str(request.param),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "idv_provider/gunicorn_conf.py"]
    with (tmp_path / "web.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603  # our own command
            [*command, "-b", f"127.0.0.1:{port}", "idv_provider.wsgi"],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        while not is_ready(port, environment["IDV_PUBLIC_URL"]):
            assert server.poll() is None, (tmp_path / "web.log").read_text()
            time.sleep(0.1)
        yield environment
    finally:
        server.terminate()
        server.wait(30)


def test_it_agrees_with_itself_and_its_self_test_names_the_clock_alone(
    shifted: dict[str, str], rp: RelyingParty
) -> None:
    """Check 132. One test, as a server takes longer to start than either takes."""
    agrees_with_itself(shifted, rp)
    self_test_names_the_clock_and_nothing_else_that_is_right(shifted)


def agrees_with_itself(shifted: dict[str, str], rp: RelyingParty) -> None:
    base, shift = shifted["IDV_PUBLIC_URL"], int(shifted["CLOCK_SHIFT_SECONDS"])
    pushed = selftest_http.post(f"{base}/oauth2/par", rp.parameters(), {})
    assert pushed.status == 201, pushed.body

    uri = urlencode({"request_uri": json.loads(pushed.body)["request_uri"]})
    arrived = selftest_http.get(f"{base}/oauth2/idv-authorize?{uri}")
    session = arrived.headers["Location"].rstrip("/").rpartition("/")[2]
    cookie = {"Cookie": arrived.cookie}
    assert selftest_http.post(f"{base}/sandbox/outcomes/{session}", {}, cookie).status == 204
    back = selftest_http.get(f"{base}/oauth2/complete/{session}", cookie)
    code = parse_qs(urlsplit(back.headers["Location"]).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "client_id": rp.application.client_id,
        "client_secret": rp.secret,
        "code": code,
        "redirect_uri": REDIRECT_URI,
        "code_verifier": VERIFIER,
    }
    redeemed = selftest_http.post(f"{base}/oauth2/token", form, {})
    assert redeemed.status == 200, redeemed.body

    tokens = json.loads(redeemed.body)
    claims = verified(base, tokens["id_token"], rp.application.client_id)
    its_now = parsedate_to_datetime(redeemed.headers["Date"]).timestamp()
    assert abs(its_now - time.time() - shift) < 60, "the server was not shifted"
    assert its_now - 60 < claims["iat"] <= its_now + 1 < claims["exp"]
    assert claims["verified_claims"][0]["verification"]["assurance_level"] == "VERIFIED"
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert selftest_http.get(f"{base}/oauth2/userinfo", bearer).status == 200
    again = selftest_http.post(f"{base}/oauth2/token", form, {})
    assert json.loads(again.body)["error"] == "invalid_grant"
    assert selftest_http.get(f"{base}/oauth2/userinfo", bearer).status == 401


def self_test_names_the_clock_and_nothing_else_that_is_right(shifted: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", _SELF_TEST],
        cwd=ROOT, env=shifted, capture_output=True, text=True, check=True,
    )  # fmt: skip

    failed = {
        name: message
        for name, passed, message in (line.split("|") for line in done.stdout.splitlines())
        if passed == "False"
    }
    word = "ahead" if shifted["CLOCK_SHIFT_SECONDS"] == "300" else "behind"
    assert failed.keys() == {"Issuer", "Clock"}
    assert f"300 s {word} of the database's" in failed["Clock"]


def verified(base: str, token: str, audience: str) -> dict[str, Any]:
    """Return the claims, as a relying party whose clock is the server's reads them."""
    key_set = jwt.PyJWKSet.from_json(selftest_http.get(f"{base}/oauth2/jwks").body.decode())
    header = jwt.get_unverified_header(token)
    claims: dict[str, Any] = jwt.decode(
        token,
        key_set[header["kid"]].key,
        algorithms=["RS256"],
        audience=audience,
        issuer=base,
        options={"verify_iat": False, "verify_exp": False},  # by the server's clock, above
    )
    return claims
