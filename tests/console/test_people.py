"""Who may do what: given by an owner, written down, and brought up to date with the program."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import Entry
from idv_provider.console import roles
from idv_provider.console.models import OfferedRight
from idv_provider.console.people import rights_of

NEW = "verification.add_flow"


def test_who_gave_whom_which_roles_is_in_the_trail(console: Client, owner: User) -> None:
    user = User.objects.create(username="rita", is_staff=True)
    reviewer = Group.objects.get(name="Reviewer")
    path = f"/console/auth/user/{user.pk}/change/"

    console.post(path, {"username": "rita", "is_active": "on", "groups": [reviewer.pk]})
    console.post(path, {"username": "rita", "is_active": "on", "is_superuser": "on"})
    console.post(path, {"username": "rita", "is_superuser": "on"})

    given = Entry.objects.filter(action="user.roles_given").order_by("seq")
    assert [entry.facts for entry in given] == [
        {"roles": ["Reviewer"], "before": []},
        {"roles": ["Owner"], "before": ["Reviewer"]},
    ]
    assert {(entry.actor, entry.object) for entry in given} == {
        (f"user:{owner.pk}", f"auth.user:{user.pk}")
    }
    assert "Owner" in console.get("/console/auth/user/").text


def test_which_rights_a_role_gained_and_lost_is_in_the_trail(console: Client) -> None:
    support = Group.objects.get(name="Support")
    kept = [right.pk for right in support.permissions.exclude(codename="view_flow")]
    gained = Permission.objects.get(codename="view_signingkey").pk

    console.post(
        f"/console/auth/group/{support.pk}/change/",
        {"name": "Support", "permissions": [*kept, gained]},
    )

    entry = Entry.objects.get(action="group.rights_given")
    assert entry.facts == {"gained": ["oidc.view_signingkey"], "lost": ["verification.view_flow"]}


@pytest.fixture
def later_version(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """A version of the program in which Support may do one thing more."""
    later = tuple(
        (name, (*granted, NEW) if name == "Support" else granted) for name, granted in roles.ROLES
    )
    monkeypatch.setattr(roles, "ROLES", later)


def migrate() -> set[str]:
    """Upgrade; return what Support may do then."""
    call_command("migrate", verbosity=0)
    return rights_of(Group.objects.get(name="Support"))


@pytest.mark.usefixtures("later_version")
def test_an_upgrade_gives_roles_what_is_new_and_undoes_no_owners_change() -> None:
    support = Group.objects.get(name="Support")
    support.permissions.remove(Permission.objects.get(codename="view_flow"))
    support.permissions.add(Permission.objects.get(codename="view_signingkey"))
    before = rights_of(support)
    Group.objects.get(name="Auditor").delete()

    assert migrate() == before | {NEW}
    support.permissions.remove(Permission.objects.get(codename="add_flow"))
    assert migrate() == before
    assert not Group.objects.filter(name="Auditor").exists()


@pytest.mark.usefixtures("later_version")
def test_a_role_from_before_rights_were_written_down_is_given_nothing_unasked() -> None:
    OfferedRight.objects.all().delete()
    before = rights_of(Group.objects.get(name="Support"))

    assert migrate() == before
    assert OfferedRight.objects.filter(role="Support", right=NEW).exists()


def role_rights(*arguments: str) -> str:
    said = StringIO()
    call_command("role_rights", *arguments, stdout=said)
    return said.getvalue()


@pytest.mark.usefixtures("later_version")
def test_what_an_older_role_lacks_is_listed_and_given_when_asked() -> None:
    support = Group.objects.get(name="Support")
    before = rights_of(support)
    assert f"Support: lacks {NEW}" in role_rights()
    assert "Auditor: given nothing" in role_rights("--give", "Auditor")
    assert rights_of(support) == before
    assert not Entry.objects.exists()

    assert f"Support: given {NEW}" in role_rights("--give", "Support")

    assert rights_of(support) == before | {NEW}
    entry = Entry.objects.get(action="group.rights_given")
    assert (entry.actor, entry.facts) == ("command", {"gained": [NEW], "lost": []})
    with pytest.raises(CommandError, match=r"no role Suport: there are .*Support"):
        role_rights("--give", "Suport")


def test_roles_are_ticked_and_made_elsewhere(console: Client, owner: User) -> None:
    page = console.get(f"/console/auth/user/{owner.pk}/change/").text

    assert 'name="groups"' in page
    assert "_popup=1" not in page
