"""The roles that administrators are given. An owner is a superuser, and may do everything."""

from typing import TYPE_CHECKING

from django.apps import AppConfig, apps
from django.db.models import Q

if TYPE_CHECKING:  # this module is imported before models may be
    from django.contrib.auth.models import Group, Permission

_SEE_WORK = ("applications.view_application", "verification.view_flow", "oidc.view_protocolevent")

ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Integration manager",
        (
            *_SEE_WORK,
            "applications.add_application",
            "applications.change_application",
            "applications.delete_application",
            "verification.add_flow",
            "verification.change_flow",
            "oidc.view_signingkey",
            "console.view_legaltext",
            "api.view_token",
            "api.add_token",
            "api.change_token",
            "webhooks.view_endpoint",
            "webhooks.add_endpoint",
            "webhooks.change_endpoint",
            "webhooks.delete_endpoint",
            "webhooks.view_delivery",
        ),
    ),
    (
        "Reviewer",
        (
            "verification.view_session",
            "verification.review_session",
            "verification.view_flow",
            "console.see_images",
        ),
    ),
    (
        "Auditor",
        (
            *_SEE_WORK,
            "verification.view_session",
            "oidc.view_signingkey",
            "audit.view_entry",
            "audit.export_entry",
            "console.view_legaltext",
        ),
    ),
    ("Support", (*_SEE_WORK, "verification.view_session")),
)


# Rights of tables that are gone, and what their holders are given instead.
_SUCCEEDED = (("admin.view_logentry", ("audit.view_entry", "audit.export_entry")),)


def ensure_roles(sender: AppConfig, **options: object) -> None:
    """Make the roles that were never made, and give each the rights that it was never offered.

    What an owner took away or deleted stays away, and what an owner added stays.
    """
    groups = apps.get_model("auth", "Group").objects
    offers = apps.get_model("console", "OfferedRight").objects
    for name, granted in ROLES:
        offered = set(offers.filter(role=name).values_list("right", flat=True))
        group = groups.filter(name=name).first()
        if group is None and offered:
            continue  # its owner deleted it
        new = tuple(right for right in granted if right not in offered)
        # A role from before offers were written down: what it lacks may have been taken away.
        if group is None or offered:
            give(group or groups.create(name=name), new)
        else:
            _note_offers(name, new)
    for old, granted in _SUCCEEDED:
        for permission in _permissions((old,)):
            for group in groups.filter(permissions=permission):
                group.permissions.add(*_permissions(granted))
                group.permissions.remove(permission)


def give(role: "Group", rights: tuple[str, ...]) -> None:
    """Give a role rights, and note that it was offered them."""
    role.permissions.add(*_permissions(rights))
    _note_offers(role.name, rights)


def _note_offers(role: str, rights: tuple[str, ...]) -> None:
    offers = apps.get_model("console", "OfferedRight")
    noted = [offers(role=role, right=right) for right in rights]
    offers.objects.bulk_create(noted, ignore_conflicts=True)


def _permissions(granted: tuple[str, ...]) -> list["Permission"]:
    wanted = Q(pk__in=[])  # nothing, to begin with
    for permission in granted:
        label, _, codename = permission.partition(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    found = list(apps.get_model("auth", "Permission").objects.filter(wanted))
    if len(found) != len(granted):
        raise LookupError(f"{len(granted) - len(found)} permissions of a role do not exist")
    return found
