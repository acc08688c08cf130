"""The audit trail in the console: read, searched, exported; never changed."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from audit.models import Entry
from idv_provider import audit_signing
from oidc.admin import ReadOnlyAdmin


class ActionFilter(admin.SimpleListFilter):
    """By what was done; the actions that there are, found by walking an index."""

    title = "action"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # Django's own
        actions = Entry.objects.order_by("action").values_list("action", flat=True).distinct()
        return [(action, action) for action in actions]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Everything that was done, newest first."""

    list_display = ("seq", "when", "who", "action", "object", "told")
    list_display_links = ("seq",)
    list_filter = (ActionFilter,)
    list_before_template = "console/audit_head.html"
    search_fields = ("object",)
    search_help_text = "A whole id (of a verification, say), or an administrator's name"
    fields = ("seq", "when", "who", "action", "object", "told", "previous", "digest")
    readonly_fields = fields
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ANN401  # Django's own
        """Look the administrators' names up once for the page: the trail holds their ids."""
        extra_context = {**(extra_context or {}), "signed": audit_signing.last()}
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        """Find by the whole thing, its id alone, or who did it; indexes answer."""
        term = search_term.strip()
        if not term:
            return queryset, False
        users = User.objects.filter(username=term).values_list("pk", flat=True)
        things = [f"{kind}:{term}" for kind in _kinds()]
        actors = [term, *(f"user:{pk}" for pk in users)]
        return queryset.filter(Q(object__in=[term, *things]) | Q(actor__in=actors)), False

    @admin.display(description="When (UTC)", ordering="seq")
    def when(self, entry: Entry) -> str:
        return f"{entry.at:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="Who")
    def who(self, entry: Entry) -> str:
        """Name an administrator who still has an account; the trail knows the id."""
        return _names().get(entry.actor, entry.actor)

    @admin.display(description="What else")
    def told(self, entry: Entry) -> str:
        return "; ".join(f"{name}: {_words(fact)}" for name, fact in entry.facts.items())


def _names() -> dict[str, str]:
    named = User.objects.values_list("pk", "username")
    return {f"user:{pk}": f"{name} (user:{pk})" for pk, name in named}


def _kinds() -> list[str]:
    """Return the kinds of thing that the trail tells of."""
    return [
        "verification.session",
        "verification.flow",
        "applications.application",
        "oidc.signingkey",
        "api.token",
        "webhooks.endpoint",
        "webhooks.delivery",
        "auth.user",
        "auth.group",
    ]


def _words(fact: object) -> str:
    return ", ".join(map(str, fact)) if isinstance(fact, list) else str(fact)
