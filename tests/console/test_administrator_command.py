"""The first owner, and the last resort of who is locked out."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import Entry
from tests.console.signing_in import actions, enrol, give

pytestmark = pytest.mark.usefixtures("quick_hashes")


def command(*arguments: str) -> str:
    said = StringIO()
    call_command("administrator", *arguments, stdout=said)
    return said.getvalue()


def test_the_first_owner_is_made_on_the_server(client: Client, db: None) -> None:
    password = command("root", "--make-owner").strip().rpartition(" ")[2]

    assert give(client, password, name="root") == "/console/"
    assert client.get("/console/auth/user/").status_code == 200
    assert actions()[:2] == ["user.added", "password.reset"]
    assert password not in str([entry.row() for entry in Entry.objects.all()])
    with pytest.raises(CommandError, match="already"):
        command("root", "--make-owner")


@pytest.mark.usefixtures("demanded")
def test_a_lost_factor_is_reset_on_the_server(client: Client, anna: User) -> None:
    give(client)
    enrol(client)
    client.logout()

    command("anna", "--reset-factor")

    give(client)
    assert client.get("/console/").headers["Location"] == "/console/account/factors/"
    assert "factor.reset" in actions()
    with pytest.raises(CommandError, match="no administrator"):
        command("bert", "--reset-factor")
    with pytest.raises(CommandError, match="Say what to do"):
        command("anna")
