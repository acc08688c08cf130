"""API tokens in the console: which there are, and what each may do; never their text."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from idv_provider.api import tokens
from idv_provider.api.models import Token
from oidc.admin import ReadOnlyAdmin

_STATES = {"works": "success", "expired": "warning", "ended": "danger", "maker gone": "danger"}


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """Made and ended on pages of their own; nothing of a token can be changed."""

    list_display = ("name", "public_id", "state", "allowed", "made_by", "used", "ends")
    list_display_links = ("name",)
    list_select_related = ("made_by",)
    list_before_template = "console/tokens_head.html"
    change_form_outer_before_template = "console/token_head.html"
    search_fields = ("name", "public_id")
    fields = ("name", "public_id", "state", "allowed", "made_by", "created_at", "used", "ends")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Token]:
        found: QuerySet[Token] = super().get_queryset(request)
        return found.defer("salt", "digest")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @display(description="State", label=_STATES)  # type: ignore[untyped-decorator]  # unfold's
    def state(self, token: Token) -> str:
        if tokens.is_alive(token):
            return "works"
        if token.revoked_at:
            return "ended"
        return "expired" if token.made_by.is_active else "maker gone"

    @admin.display(description="May")
    def allowed(self, token: Token) -> str:
        return ", ".join(token.scopes)

    @admin.display(description="Last used (UTC)", ordering="last_used_at", empty_value="never")
    def used(self, token: Token) -> str | None:
        return f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else None

    @admin.display(description="Works until (UTC)", ordering="expires_at")
    def ends(self, token: Token) -> str:
        return f"{token.revoked_at or token.expires_at:%Y-%m-%d %H:%M}"
