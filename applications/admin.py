"""Applications in the console: what an administrator needs, nothing to break them with."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display

from applications.forms import ApplicationForm
from applications.models import Application
from audit.admin_log import Audited
from outbox import models as outbox

_STATES = {"enabled": "success", "disabled": "danger"}


class ApplicationAdmin(Audited, ModelAdmin):  # type: ignore[misc]  # published without types
    """Registered relying parties. Registered with the site where their flows are known, too."""

    form = ApplicationForm
    list_display: tuple[str, ...] = ("name", "client_id", "state", "registered")
    list_filter = ("enabled", "dialect", "sandbox")
    show_add_link = False
    list_before_template = "console/applications_head.html"
    search_fields = ("name", "client_id")
    search_help_text = "Name or client ID"
    list_per_page = 50
    readonly_fields = ("client_id", "created", "updated", "told_jwks")
    actions = None
    warn_unsaved_form = True
    compressed_fields = True
    fieldsets = (
        (None, {"fields": ("name", "enabled", "client_id", "redirect_uris")}),
        (
            "Protocol",
            {"fields": ("dialect", "algorithm", "require_par", "require_pkce", "authentication")},
        ),
        ("Keys for private_key_jwt", {"fields": ("jwks", "jwks_uri"), "classes": ("collapse",)}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Application | None = None) -> Any:  # noqa: ANN401  # Django's own
        """Return the form's sections; who may only look has the keys as text."""
        sections = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return sections
        keys = {"fields": ("told_jwks", "jwks_uri"), "classes": ("collapse",)}
        return [(name, keys if "jwks" in rest["fields"] else rest) for name, rest in sections]

    @admin.display(description="JWKS")
    def told_jwks(self, application: Application) -> str:
        """Return it as text: Unfold would colour it by inline styles, which the policy refuses."""
        return json.dumps(application.jwks, indent=2) if application.jwks else "none"

    def save_model(self, request: HttpRequest, obj: Application, form: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        super().save_model(request, obj, form, change)
        if "enabled" in form.changed_data and not obj.enabled:
            outbox.note("application.disabled", obj.client_id)

    @display(description="State", label=_STATES)  # type: ignore[untyped-decorator]  # unfold's
    def state(self, application: Application) -> str:
        return "enabled" if application.enabled else "disabled"

    @admin.display(description="Registered", ordering="created")
    def registered(self, application: Application) -> str:
        return f"{application.created:%Y-%m-%d}"
