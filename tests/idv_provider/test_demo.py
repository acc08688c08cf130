"""The demo's command line, and what it says when it cannot run."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from idv_provider.embedded import options, web

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    # What happens to be set in somebody's shell must not reach the demo.
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgresql://nobody@nowhere.invalid/theirs",
        "REDIS_URL": "redis://nowhere.invalid/0",
    }
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "manage.py", "demo", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_port_in_use_gets_one_sentence(taken_port: int, tmp_path: Path) -> None:
    done = demo("--port", str(taken_port), "--data-dir", str(tmp_path / "data"))

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {taken_port} is in use")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_is_a_file_gets_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    done = demo("--port", str(web.free_port()), "--data-dir", str(file))

    assert done.returncode == 1
    assert str(file) in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_none_is_refused() -> None:
    done = demo("--port", "70000")

    assert done.returncode == 2
    assert "70000 is not a port" in done.stderr


def test_headless_leaves_the_data_of_others_alone() -> None:
    chosen = options.parse(["--headless"], free_port=1234)

    assert chosen.data_dir is None
    assert chosen.port == 1234
    assert chosen.public_url == "http://127.0.0.1:1234"


def test_the_public_address_follows_the_port_unless_it_is_given() -> None:
    assert options.parse(["--port", "9000"], free_port=1).public_url == "http://127.0.0.1:9000"
    given = options.parse(["--public-url", "https://tunnel.example"], free_port=1)
    assert given.public_url == "https://tunnel.example"
