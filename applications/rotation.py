"""A new client secret beside the old one, for as long as the relying party needs to change over."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from applications import credentials
from applications.models import Application


class AlreadyRotated(Exception):
    """The newest secret is not the one that the caller saw: somebody was first."""


def newest(application: Application) -> int:
    """Return the number of the application's newest secret, 0 when it has none."""
    return application.secrets.order_by("-pk").values_list("pk", flat=True).first() or 0


def rotate(application: Application, *, seen: int, overlap: timedelta) -> str:
    """Issue a new secret and return it; the ones before it end after ``overlap``.

    Args:
        application: whose secret.
        seen: what ``newest`` said when the caller decided. So that the same form, sent twice,
            issues one secret.
        overlap: how long older secrets go on working; none lives longer than it would have.

    Raises:
        AlreadyRotated: a newer secret was issued since.
    """
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if newest(locked) != seen:
            raise AlreadyRotated
        ends = timezone.now() + overlap
        later = Q(expires_at__isnull=True) | Q(expires_at__gt=ends)
        locked.secrets.filter(later).update(expires_at=ends)
        return credentials.issue(locked)
