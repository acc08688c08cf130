"""Writing a flow's policy: drafts, versions, and who may publish what."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from audit import trail
from verification.flow_history import FlowDraft, FlowVersion
from verification.models import Flow


class PublishingRefused(Exception):
    """A draft that is not published; the message says what to do instead."""


def publish(flow: Flow, *, by: User, note: str = "") -> FlowVersion:
    """Save what the flow says now, as its next version, and drop its draft.

    Raises:
        PublishingRefused: the flow wants a second person, so that only a draft can be published.
    """
    with transaction.atomic():
        # What counts is what is in force, not what this form would make of it.
        if flow.pk and Flow.objects.select_for_update().get(pk=flow.pk).four_eyes:
            raise PublishingRefused("This flow is published by a second person, from a draft.")
        FlowDraft.objects.filter(flow=flow.pk).delete()
        return _save(flow, author=by, publisher=by, note=note)


def keep_draft(flow: Flow, policy: dict[str, Any], *, by: User, note: str = "") -> FlowDraft:
    """Keep a policy for later, in place of an earlier draft; whoever edited that one counts too."""
    with transaction.atomic():
        Flow.objects.select_for_update().get(pk=flow.pk)
        before = FlowDraft.objects.filter(flow=flow).first()
        editors = sorted({*(before.editors if before else ()), by.pk})
        draft, _ = FlowDraft.objects.update_or_create(
            flow=flow,
            defaults={"policy": policy, "author": by, "editors": editors, "note": note},
        )
        trail.record(by, "flow.drafted", flow)
    return draft


def discard_draft(flow: Flow, *, by: User) -> bool:
    """Drop a draft; False where there is none."""
    with transaction.atomic():
        deleted, _ = FlowDraft.objects.filter(flow=flow).delete()
        if deleted:
            trail.record(by, "flow.draft_discarded", flow)
    return bool(deleted)


def publish_draft(draft: FlowDraft, *, by: User) -> FlowVersion:
    """Put a draft in force, just as its reader saw it.

    Raises:
        PublishingRefused: it is gone or was edited meanwhile, or the flow wants a second person.
    """
    with transaction.atomic():
        flow = Flow.objects.select_for_update().get(pk=draft.flow_id)
        if not FlowDraft.objects.filter(pk=draft.pk, edited_at=draft.edited_at).exists():
            raise PublishingRefused("This draft was edited or dropped meanwhile. Look at it again.")
        if flow.four_eyes and by.pk in draft.editors:
            raise PublishingRefused(
                "You edited this draft, and this flow wants a second person to publish it."
            )
        flow.restore(draft.policy)
        flow.full_clean()
        draft.delete()
        version = _save(flow, author=draft.author, publisher=by, note=draft.note)
        trail.record(by, "flow.published", flow, version=version.number)
    return version


def _save(flow: Flow, *, author: User | None, publisher: User, note: str) -> FlowVersion:
    """Save the flow, and write down who made the version, if that made one."""
    before = flow.current_id
    flow.save()
    if flow.current_id != before:
        FlowVersion.objects.filter(pk=flow.in_force).update(
            author=author, publisher=publisher, note=note
        )
    return FlowVersion.objects.get(pk=flow.in_force)
