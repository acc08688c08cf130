"""Changes by the console's forms go into the trail, in place of the admin's own log."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from audit import trail


class Audited:
    """Mixed into an admin class: who added, changed or deleted what; fields, never values."""

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> None:
        trail.record(request.user, f"{_noun(obj)}.added", obj)

    def log_change(self, request: HttpRequest, obj: Model, message: object) -> None:
        fields = changed_fields(message)
        trail.record(request.user, f"{_noun(obj)}.changed", obj, fields=fields)

    def log_deletions(self, request: HttpRequest, queryset: "QuerySet[Any] | list[Any]") -> None:
        for obj in queryset:
            trail.record(request.user, f"{_noun(obj)}.deleted", obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: object = None
    ) -> HttpResponse:
        """Lead to what the trail knows of the thing."""
        if not request.user.has_perm("audit.view_entry"):
            raise PermissionDenied
        model: Any = self.model  # type: ignore[attr-defined]  # of the admin class
        query = urlencode({"q": trail.object_id(model(pk=object_id))})
        return HttpResponseRedirect(f"{reverse('admin:audit_entry_changelist')}?{query}")


def changed_fields(message: object) -> list[str]:
    """Return the labels of the fields in one of the admin's messages."""
    if isinstance(message, str):
        return [message[:100]]
    parts = message if isinstance(message, Iterable) else []
    found = [part.get("changed", {}).get("fields", []) for part in parts if isinstance(part, dict)]
    return [str(field)[:100] for fields in found for field in fields]


def _noun(obj: Model) -> str:
    return trail.object_id(obj).partition(":")[0].partition(".")[2]
