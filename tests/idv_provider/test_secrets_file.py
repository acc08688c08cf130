"""The embedded mode's own secrets."""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from idv_provider import secrets_file


def test_the_second_start_finds_what_the_first_made(tmp_path: Path) -> None:
    first = secrets_file.load_or_create(tmp_path / "data")

    assert secrets_file.load_or_create(tmp_path / "data") == first
    assert len(base64.b64decode(first["encryption_key"])) == 32


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    secrets_file.load_or_create(tmp_path)

    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(secrets_file.load_or_create, [tmp_path] * 8))

    assert all(one == made[0] for one in made)
    assert [one.name for one in tmp_path.iterdir()] == ["secrets.json"]
