"""What a production start does with missing or weak settings: the whole start, from outside."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s3cr3t-that-must-not-be-shown-4f9a1c"
FIT = {
    "IDV_MODE": "production",
    "IDV_PUBLIC_URL": "https://idv.example.com",
    "IDV_SECRET_KEY": SECRET,
    "IDV_ENCRYPTION_KEYS": base64.b64encode(bytes(range(32))).decode(),
    "DATABASE_URL": "postgresql://idv:hunter2hunter2@db.internal/idv",
    "REDIS_URL": "redis://:hunter2hunter2@redis.internal/0",
}


def start(changes: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command, with the fit settings and these changes alone."""
    environment = {"PATH": os.environ["PATH"], **FIT, **changes}
    return subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, *(command or ("manage.py", "check"))],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_fit_settings_start() -> None:
    done = start({})

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("manage.py", "check"), id="command line"),
        pytest.param(
            ("-m", "gunicorn", "-c", "idv_provider/gunicorn_conf.py", "-b", "127.0.0.1:0",
             "idv_provider.wsgi"), id="web",
        ),
        pytest.param(("-m", "celery", "-A", "idv_provider", "worker"), id="worker"),
        pytest.param(("-m", "celery", "-A", "idv_provider", "beat"), id="clock"),
    ],
)  # fmt: skip
def test_one_message_names_everything_that_is_missing(command: tuple[str, ...]) -> None:
    done = start(dict.fromkeys(FIT, ""), *command)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("The settings are not fit to start with") == 1
    for name in FIT.keys() - {"IDV_MODE"}:
        assert done.stderr.count(f"- {name} is not set") == 1


def test_production_is_what_starts_when_nobody_says() -> None:
    done = start({"IDV_MODE": "", "IDV_SECRET_KEY": ""})

    assert "IDV_SECRET_KEY is not set" in done.stderr


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"IDV_SECRET_KEY": "short-secret-9"}, "IDV_SECRET_KEY", id="short-key"),
        pytest.param(
            {"IDV_ENCRYPTION_KEYS": base64.b64encode(b"only 24 bytes are here..").decode()},
            "IDV_ENCRYPTION_KEYS: key 1",
            id="key-of-24-bytes",
        ),
        pytest.param(
            {"IDV_ENCRYPTION_KEYS": FIT["IDV_ENCRYPTION_KEYS"] + ",not-base64-at-all!"},
            "IDV_ENCRYPTION_KEYS: key 2",
            id="second-key-broken",
        ),
        pytest.param({"IDV_ENCRYPTION_KEYS": " , "}, "IDV_ENCRYPTION_KEYS", id="no-key-in-list"),
        pytest.param(
            {"IDV_PUBLIC_URL": "http://idv.example.com"}, "IDV_PUBLIC_URL", id="not-https"
        ),
        pytest.param(
            {"IDV_PUBLIC_URL": "https://me:hunter2hunter2@idv.example.com"},
            "IDV_PUBLIC_URL",
            id="user-in-url",
        ),
        pytest.param(
            {"IDV_PUBLIC_URL": "https://idv.example.com:99999"}, "IDV_PUBLIC_URL", id="no-such-port"
        ),
        pytest.param({"IDV_SECRET_KEY": "abc" * 20}, "IDV_SECRET_KEY", id="key-repeats-itself"),
        pytest.param(
            {"IDV_ENCRYPTION_KEYS": base64.b64encode(bytes(32)).decode()},
            "IDV_ENCRYPTION_KEYS: key 1",
            id="key-of-zeros",
        ),
        pytest.param(
            {"DATABASE_URL": "postgresql://idv:hunter2hunter2@db:x/idv"}, "DATABASE_URL", id="port"
        ),
        pytest.param({"IDV_SECRET_KEY_FILE": "/dev/null"}, "IDV_SECRET_KEY_FILE", id="empty-file"),
        pytest.param({"IDV_SANDBOX": "1"}, "IDV_SANDBOX", id="sandbox-in-production"),
        pytest.param({"DATABASE_URL": "sqlite:///idv"}, "DATABASE_URL", id="sqlite"),
        pytest.param(
            {"DATABASE_URL": "nonsense hunter2hunter2"}, "DATABASE_URL", id="not-a-database-url"
        ),
        pytest.param({"REDIS_URL": "hunter2hunter2@redis"}, "REDIS_URL", id="not-a-redis-url"),
        pytest.param(
            {"IDV_SECRET_KEY_FILE": "/nowhere/key"}, "IDV_SECRET_KEY_FILE", id="no-such-file"
        ),
        pytest.param({"IDV_BEHIND_PROXY": "maybe"}, "IDV_BEHIND_PROXY", id="neither-yes-nor-no"),
        pytest.param(
            {"IDV_MAX_UPLOAD_BYTES": "99999999999"}, "IDV_MAX_UPLOAD_BYTES", id="too-much"
        ),
        pytest.param({"IDV_LOG_LEVEL": "CHATTY"}, "IDV_LOG_LEVEL", id="unknown-level"),
        pytest.param({"IDV_MODE": "staging"}, "IDV_MODE", id="unknown-mode"),
    ],
)  # fmt: skip
def test_a_weak_setting_stops_the_start_by_name_and_no_secret_is_shown(
    change: dict[str, str], complaint: str
) -> None:
    done = start(change)

    assert done.returncode != 0
    message = done.stderr[done.stderr.index("The settings are not fit") :]
    assert complaint in message
    output = done.stdout + done.stderr
    secrets = [SECRET, "hunter2hunter2", "short-secret-9", "not-base64-at-all!"]
    secrets += [FIT["IDV_ENCRYPTION_KEYS"], change.get("IDV_ENCRYPTION_KEYS", "?" * 9)]
    assert not [one for one in secrets if one.strip(" ,") and one in output]


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret-key"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")

    assert start({"IDV_SECRET_KEY": "", "IDV_SECRET_KEY_FILE": str(secret)}).returncode == 0
