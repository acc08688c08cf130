"""The protocol in the console: the log and the keys, to be read only."""

import json
from contextlib import suppress
from uuid import UUID

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import display

from audit.admin_log import Audited
from oidc.admin_filters import ErrorFilter, MomentFilter
from oidc.key_states import key_state
from oidc.models import ProtocolEvent, SigningKey
from oidc.protocol_log import state_digest

_ANSWERS = {"accepted": "success", "refused": "danger"}
_STATES = {"signing": "success", "waiting": "info", "next": "info", "verifying": "warning"}


class ReadOnlyAdmin(Audited, ModelAdmin):  # type: ignore[misc]  # published without types
    """To be looked at, by those who may."""

    actions = None
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ProtocolEvent)
class ProtocolEventAdmin(ReadOnlyAdmin):
    """One row for each request of a relying party or a browser, and what became of it."""

    list_display = (
        "when",
        "endpoint",
        "answer",
        "application",
        "error",
        "parameter",
        "description",
    )
    list_filter = (("at", MomentFilter), "accepted", "endpoint", ErrorFilter, "application")
    list_filter_submit = True
    list_select_related = ("application",)
    search_fields = ("correlation_id", "state_digest")
    search_help_text = "A correlation ID, or the state that Okta shows, or its SHA-256"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ProtocolEvent], search_term: str
    ) -> tuple[QuerySet[ProtocolEvent], bool]:
        """Find by the whole value, which an index answers."""
        term = search_term.strip()
        if not term:
            return queryset, False
        asked = Q(state_digest__in=(state_digest(term), term.lower()))
        with suppress(ValueError):  # a state may look like an id
            asked |= Q(correlation_id=UUID(term))
        return queryset.filter(asked), False

    @admin.display(description="When (UTC)", ordering="at")
    def when(self, event: ProtocolEvent) -> str:
        return f"{event.at:%Y-%m-%d %H:%M:%S}"

    @display(description="Answer", label=_ANSWERS)  # type: ignore[untyped-decorator]  # unfold's
    def answer(self, event: ProtocolEvent) -> str:
        return "accepted" if event.accepted else "refused"


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    """Keys are made, rotated and dropped by the provider; nobody sees a private one."""

    list_before_template = "console/keys_head.html"
    list_display = ("kid", "algorithm", "state", "created_at", "active_from", "retired_at")
    list_filter = ("algorithm",)
    fields = ("kid", "algorithm", "state", "created_at", "active_from", "retired_at", "public_key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SigningKey]:
        keys: QuerySet[SigningKey] = super().get_queryset(request)
        return keys.defer("private_sealed")

    @admin.display(description="Public key (JWK)")
    def public_key(self, key: SigningKey) -> str:
        """Return it as text: Unfold would colour it by inline styles, which the policy refuses."""
        return json.dumps(key.public_jwk, indent=2)

    @display(description="State", label=_STATES)  # type: ignore[untyped-decorator]  # unfold's
    def state(self, key: SigningKey) -> str:
        return key_state(key, timezone.now()).word
