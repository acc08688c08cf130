"""The list of verifications, where applications are known, too."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from applications.models import Application
from oidc.arrival import asked_about
from verification import sightings
from verification.admin import SessionAdmin
from verification.models import Session

_MOST_APPLICATIONS = 500

admin.site.unregister(Session)


class ApplicationFilter(DropdownFilter):  # type: ignore[misc]  # published without types
    """Who asked. One that is deleted is still found by its client ID in the address."""

    title = "application"
    parameter_name = "application"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # Django's own
        known = Application.objects.order_by("name", "client_id")
        return list(known.values_list("client_id", "name")[:_MOST_APPLICATIONS])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        return queryset.filter(relying_party=self.value()) if self.value() else queryset


@admin.register(Session)
class SessionByAskerAdmin(SessionAdmin):
    """Verifications by application, and by the user's id there, of which a digest is kept."""

    list_before_template = "console/sessions_head.html"
    list_filter: tuple[Any, ...] = (ApplicationFilter, *SessionAdmin.list_filter)

    def subjects(self, term: str) -> list[bytes]:
        """Return the digests of this user of each application."""
        applications = Application.objects.values_list("pk", flat=True)
        return [sightings.subject_digest(asked_about(pk, term)) for pk in applications]
