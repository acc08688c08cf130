"""The audit trail only grows, in one chain, and says so to somebody who has the file alone."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import InternalError, ProgrammingError, connection
from django.test import Client

from audit import export, offline, trail
from audit.chain import Row
from audit.models import Checkpoint, Entry, Key
from idv_provider import audit_signing
from tests.console import journeys
from verification.models import Flow


@pytest.fixture
def signed(db: None) -> list[str]:
    """The export of a trail of five entries, signed after the third and the last."""
    for number in range(1, 3):
        trail.record("user:1", "thing.done", f"a.b:{number}", number=number, words=["ä", "b"])
    audit_signing.sign()  # its key is an entry of its own
    trail.record(trail.CLOCK, "thing.done")
    trail.record(trail.CLOCK, "thing.done")
    audit_signing.sign()
    return list(export.lines())


def keys() -> dict[str, object]:
    return offline.load_keys(audit_signing.public_keys())


def test_an_untouched_export_is_whole(signed: list[str]) -> None:
    found = offline.verify(signed, keys())

    assert (found.entries, found.signed) == (5, 5)
    assert found.head == Entry.objects.latest("seq").digest


def entry(line: str, **changes: object) -> str:
    return json.dumps(json.loads(line) | changes)


def rehashed(line: str, **changes: object) -> str:
    """An entry changed by somebody who knows how hashes are made."""
    body = json.loads(line) | changes
    body.pop("hash")
    return Row(**body).line()


@pytest.mark.parametrize(
    ("tamper", "complaint"),
    [
        (lambda at: [entry(at[0], actor="user:2"), *at[1:]], "Line 1: entry 1 was changed"),
        (lambda at: [rehashed(at[0], actor="user:2"), *at[1:]], "Line 2: entry 2 does not follow"),
        (lambda at: [at[0], *at[2:]], "Line 2: entry 2 is missing"),
        (lambda at: at[1:], "Line 1: entry 1 is missing"),
        (lambda at: [at[1], at[0], *at[2:]], "Line 1: entry 1 is missing"),
        (lambda at: [at[0], at[0], *at[1:]], "Line 2: entry 2 is missing"),
        (
            lambda at: [*at[:2], rehashed(at[2], action="a.b"), *at[3:]],
            "Line 4: .* was rewritten",
        ),
        (
            lambda at: [*at[:3], at[-1], *at[4:]],
            "Line 4: the checkpoint signs entry 5",
        ),
        (lambda at: [*at[:3], at[3].replace("ey", "e1", 1), *at[4:]], "Line 4: the checkpoint"),
        (lambda at: [at[0], "nonsense", *at[1:]], "Line 2: this is not JSON"),
        (lambda at: [at[0], "[]", *at[1:]], "Line 2: this is not a JSON object"),
        (lambda at: [entry(at[0], more=1), *at[1:]], "Line 1: this is neither"),
    ],
)
def test_the_first_broken_line_is_named(
    signed: list[str], tamper: Callable[[list[str]], list[str]], complaint: str
) -> None:
    with pytest.raises(offline.Broken, match=complaint):
        offline.verify(tamper(signed), keys())


def test_a_signature_by_another_key_proves_nothing(signed: list[str]) -> None:
    ours = keys()
    Key.objects.all().delete()
    audit_signing.new_key("command")

    with pytest.raises(offline.Broken, match="a key that was not given"):
        offline.verify(signed, keys())
    assert offline.verify(signed, ours).signed == 5


def test_a_new_key_signs_on_and_the_old_signatures_hold(signed: list[str]) -> None:
    audit_signing.new_key(trail.COMMAND)
    audit_signing.sign()

    assert len({one.kid for one in Checkpoint.objects.all()}) == 2
    assert offline.verify(export.lines(), keys()).signed == 6


def test_nothing_new_is_not_signed_again(signed: list[str]) -> None:
    assert not audit_signing.sign()


@pytest.mark.parametrize("table", ["audit_entry", "audit_checkpoint"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_database_refuses_to_change_it(signed: list[str], table: str, statement: str) -> None:
    with (
        pytest.raises((ProgrammingError, InternalError), match="only grows"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain(transactional_db: None) -> None:
    def write(number: int) -> None:
        try:
            for _ in range(10):
                trail.record(f"user:{number}", "thing.done")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))

    audit_signing.sign()
    assert offline.verify(export.lines(), keys()).entries == 61


@pytest.mark.parametrize(
    ("action", "facts"),
    [("Done", {}), ("done", {}), ("a.b; drop", {}), ("a.b", {"x": "y" * 201}), ("a.b", {"x": 0.5}),
     ("a.b", {"x": {"y": 1}})],
)  # fmt: skip
def test_what_does_not_belong_into_it_is_refused(
    db: None, action: str, facts: dict[str, object]
) -> None:
    with pytest.raises((ValueError, TypeError)):
        trail.record(trail.CLOCK, action, **facts)  # type: ignore[arg-type]  # what is tested
    assert not Entry.objects.exists()


def test_it_outlives_whom_it_tells_of(console: Client, owner: User, flow: Flow) -> None:
    session, capture = journeys.captured(flow)
    console.post(f"/console/verification/session/{session.pk}/images/{capture.pk}/")
    name, pk, verification = owner.username, owner.pk, str(session.pk)
    session.delete()
    owner.delete()

    (line,) = export.lines()
    assert f"user:{pk}" in line
    assert verification in line
    assert f'"{name}"' not in line


@pytest.fixture
def exported(console: Client, tmp_path: Path) -> Path:
    """What an administrator downloads."""
    trail.record("user:1", "thing.done", "a.b:1", word='=cmd|"><svg onload=alert(1)>')
    response = console.post("/console/audit/export/")
    assert response["Content-Type"] == "application/x-ndjson"
    assert response["Content-Disposition"].startswith("attachment;")
    file = tmp_path / "audit.jsonl"
    file.write_bytes(b"".join(response))
    return file


def command(name: str, *arguments: object) -> str:
    said = StringIO()
    call_command(name, *map(str, arguments), stdout=said)
    return said.getvalue()


def test_a_download_is_verified_by_file_and_key_alone(
    console: Client, exported: Path, tmp_path: Path
) -> None:
    key = tmp_path / "key.json"
    key.write_text(console.get("/console/audit/keys/").text)
    assert key.read_text().strip() == command("audit_key").strip()

    said = command("verify_audit", exported, "--key", key)

    assert "The trail is whole: 3 entries, signed up to 3" in said
    exported.write_text(exported.read_text().replace("thing.done", "thing.undone"))
    with pytest.raises(CommandError, match="Line 1: entry 1 was changed"):
        command("verify_audit", exported, "--key", key)


def test_a_file_without_a_signature_proves_nothing(tmp_path: Path, db: None) -> None:
    trail.record(trail.CLOCK, "thing.done")
    file, key = tmp_path / "file", tmp_path / "key"
    file.write_text("".join(export.lines()))
    key.write_text(command("audit_key"))

    with pytest.raises(CommandError, match="none is signed"):
        command("verify_audit", file, "--key", key)
    with pytest.raises(CommandError, match="file cannot be read as a JWK"):
        command("verify_audit", file, "--key", file)


def test_the_export_tells_of_itself(exported: Path) -> None:
    lines = exported.read_text().splitlines()

    assert '"audit.exported"' in "".join(lines[1:3])
    assert lines[-1].startswith('{"checkpoint"')


def test_only_who_may_exports(staff: Callable[[str], Client]) -> None:
    assert staff("Support").post("/console/audit/export/").status_code == 403
    assert staff("Auditor").post("/console/audit/export/").status_code == 200


def test_changes_by_forms_are_in_it_without_their_values(console: Client, flow: Flow) -> None:
    group = Group.objects.get(name="Support")

    console.post(f"/console/auth/group/{group.pk}/change/", {"name": "Helpers"})

    # Sent without its rights, the role lost them, too.
    entries = {entry.action: entry for entry in Entry.objects.all()}
    assert set(entries) == {"group.changed", "group.rights_given"}
    assert entries["group.changed"].object == f"auth.group:{group.pk}"
    assert "Helpers" not in str([entry.row() for entry in entries.values()])
