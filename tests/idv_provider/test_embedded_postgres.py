"""The embedded PostgreSQL: real servers, in folders of their own."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import psutil
import psycopg
import pytest

from idv_provider.embedded import postgres, postgres_account
from idv_provider.embedded.postgres import EmbeddedPostgresError


def empty_folder() -> Path:
    """Return a folder that also an account other than ours can get to.

    pytest's own are closed to others again by each run that starts beside this one.
    """
    made = Path(tempfile.mkdtemp(prefix="pg-", dir=os.environ["IDV_TEST_FOLDER"]))
    made.chmod(0o711)
    return made / "postgres"


@pytest.fixture
def fresh() -> Path:
    """Where no server has ever started."""
    return empty_folder()


@pytest.fixture(scope="module")
def made_once() -> Path:
    folder = empty_folder()
    postgres.start(folder).stop()
    return folder


@pytest.fixture
def folder(made_once: Path) -> Path:
    """Where a server was made, started and stopped; of the test alone."""
    mine = empty_folder()
    copy = ["cp", "-a", str(made_once), str(mine)]  # with its owner, who may not be us
    subprocess.run(copy, check=True)  # noqa: S603  # as above
    return mine


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def servers_in(folder: Path) -> list[psutil.Process]:
    running = psutil.process_iter(["name", "cmdline"])
    return [one for one in running if str(folder) in (one.info["cmdline"] or ())]


def test_what_was_written_is_there_at_the_next_start(fresh: Path) -> None:
    first = postgres.start(fresh)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")
    first.stop()

    second = postgres.start(fresh)
    try:
        assert ask(second.url, "SELECT word FROM kept") == "here"
    finally:
        second.stop()
    assert not servers_in(fresh)


def test_it_listens_on_no_port_and_lets_only_its_owner_in(folder: Path) -> None:
    server = postgres.start(folder)
    try:
        assert ask(server.url, "SHOW listen_addresses") == ""
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        server.stop()


def test_two_processes_cannot_have_the_same_folder(folder: Path) -> None:
    server = postgres.start(folder)
    try:
        with pytest.raises(EmbeddedPostgresError, match="Another process is using"):
            postgres.start(folder)
    finally:
        server.stop()


def test_a_killed_owner_leaves_no_server_and_the_next_start_works(folder: Path) -> None:
    script = textwrap.dedent(f"""
        from pathlib import Path
        from idv_provider.embedded import postgres
        import os, signal
        postgres.start(Path({str(folder)!r}))
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    ended = subprocess.run([sys.executable, "-c", script], check=False)  # noqa: S603  # as above
    assert ended.returncode == -signal.SIGKILL

    server = postgres.start(folder)
    try:
        assert ask(server.url, "SELECT 1") == 1
        assert len([one for one in servers_in(folder) if one.name() == "postgres"]) == 1
    finally:
        server.stop()


def test_a_statement_that_outlives_a_killed_server_is_ended_before_the_next_one(
    folder: Path,
) -> None:
    first = postgres.start(folder)
    busy = psycopg.connect(first.url)
    try:
        backend = psutil.Process(busy.info.backend_pid)
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000000)")
        os.kill(backend.ppid(), signal.SIGKILL)

        first.stop()
        second = postgres.start(folder)
        try:
            assert ask(second.url, "SELECT 1") == 1
            assert not backend.is_running()
        finally:
            second.stop()
    finally:
        busy.close()
        first.stop()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{os.getpid()}\n/elsewhere\n", id="pid-used-by-another-program"),
        pytest.param("999999999\n", id="pid-of-nobody"),
        pytest.param("", id="cut-short"),
    ],
)
def test_a_pid_file_that_lies_stops_nobody(folder: Path, content: str) -> None:
    (folder / "postmaster.pid").write_text(content, encoding="utf-8")

    server = postgres.start(folder)
    try:
        assert ask(server.url, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_path_too_long_for_a_socket_is_no_obstacle(folder: Path) -> None:
    deep = folder.parent / ("a-rather-long-name-" * 5) / "postgres"
    deep.parent.mkdir()
    folder.rename(deep)
    server = postgres.start(deep)
    try:
        assert ask(server.url, "SELECT 1") == 1
    finally:
        server.stop()


def test_data_of_another_major_version_is_named_and_left_alone(folder: Path) -> None:
    (folder / "PG_VERSION").write_text("17\n", encoding="utf-8")

    with pytest.raises(EmbeddedPostgresError, match="made by PostgreSQL 17, this is 18"):
        postgres.start(folder)


def test_an_interrupted_first_start_is_begun_again(fresh: Path) -> None:
    draft = fresh.with_name("postgres.new")
    draft.mkdir()
    (draft / "half-made").touch()

    server = postgres.start(fresh)
    try:
        assert ask(server.url, "SELECT 1") == 1
    finally:
        server.stop()


def test_run_by_root_a_closed_folder_stays_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    state = tmp_path / "state"
    monkeypatch.setattr(postgres_account, "STATE", state)
    monkeypatch.setattr(os, "geteuid", lambda: 0)  # what root is told; nothing is started

    place = postgres_account.installation(closed / "data" / "postgres")

    assert place.folder.is_relative_to(state)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert place.account is not None
    assert place.account.pw_name == "nobody"
