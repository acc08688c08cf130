"""Webhooks in the console: where messages go, and what became of each."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display

from audit.admin_log import Audited
from idv_provider.webhooks.forms import EndpointForm
from idv_provider.webhooks.models import Delivery, Endpoint
from oidc.admin import ReadOnlyAdmin

_STATES = {"works": "success", "failing": "warning", "off": "danger"}
_DELIVERIES = {"Delivered": "success", "Waiting": "info", "Given up": "danger"}


@admin.register(Endpoint)
class EndpointAdmin(Audited, ModelAdmin):  # type: ignore[misc]  # published without types
    """Added on a page of their own, which shows the secret once."""

    form = EndpointForm
    list_display = ("url", "state", "told", "since")
    list_before_template = "console/webhooks_head.html"
    change_form_outer_before_template = "console/webhook_head.html"
    show_add_link = False
    actions = None
    fields = ("url", "kinds", "applications", "enabled", "since")
    readonly_fields = ("since",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        found: QuerySet[Endpoint] = super().get_queryset(request)
        return found.defer("secret_sealed", "previous_sealed")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401  # Django's own
        """Choose among applications here; they are added elsewhere."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "applications" and field is not None:
            field.widget.can_add_related = False
        return field

    def save_model(self, request: HttpRequest, obj: Endpoint, form: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        """Give an endpoint that was changed a fresh start."""
        obj.failures, obj.failing_since, obj.rests_until = 0, None, None
        super().save_model(request, obj, form, change)

    @display(description="State", label=_STATES)  # type: ignore[untyped-decorator]  # unfold's
    def state(self, endpoint: Endpoint) -> str:
        if not endpoint.enabled:
            return "off"
        return "failing" if endpoint.failing_since else "works"

    @admin.display(description="Told of")
    def told(self, endpoint: Endpoint) -> str:
        return ", ".join(endpoint.kinds)

    @admin.display(description="Failing since (UTC)", empty_value="-")
    def since(self, endpoint: Endpoint) -> str | None:
        return f"{endpoint.failing_since:%Y-%m-%d %H:%M}" if endpoint.failing_since else None


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Every message of the last thirty days."""

    list_display = ("when", "kind", "endpoint", "outcome", "tries", "answer", "next_try")
    list_select_related = ("endpoint",)
    list_filter = ("state", "kind", "endpoint")
    search_fields = ("message_id",)
    search_help_text = "A whole message id"
    show_full_result_count = False
    change_form_outer_before_template = "console/delivery_head.html"
    fields = (
        "when", "kind", "endpoint", "message", "body", "outcome", "tries", "answer", "next_try",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="Happened (UTC)", ordering="created_at")
    def when(self, delivery: Delivery) -> str:
        return f"{delivery.created_at:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="webhook-id")
    def message(self, delivery: Delivery) -> str:
        return f"msg_{delivery.message_id.hex}"

    @display(description="State", label=_DELIVERIES)  # type: ignore[untyped-decorator]  # unfold's
    def outcome(self, delivery: Delivery) -> str:
        return Delivery.State(delivery.state).label

    @admin.display(description="Last answer", empty_value="-")
    def answer(self, delivery: Delivery) -> str | None:
        return str(delivery.status_code) if delivery.status_code else delivery.problem or None

    @admin.display(description="Next try (UTC)", empty_value="-")
    def next_try(self, delivery: Delivery) -> str | None:
        waits = delivery.state == Delivery.State.WAITING
        return f"{delivery.due_at:%Y-%m-%d %H:%M:%S}" if waits else None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Delivery], search_term: str
    ) -> tuple[QuerySet[Delivery], bool]:
        """Find a message by its id, with or without what stands before it in the header."""
        term = search_term.strip().removeprefix("msg_").replace("-", "")
        if not term:
            return queryset, False
        if len(term) != 32 or not all(char in "0123456789abcdef" for char in term):
            return queryset.none(), False
        return queryset.filter(message_id=term), False
