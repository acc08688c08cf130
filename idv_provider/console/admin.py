"""What the console shows of every app, in one place; loaded last, as the app is listed last."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from oauth2_provider.models import (
    get_access_token_model,
    get_grant_model,
    get_id_token_model,
    get_refresh_token_model,
)

from applications import brand_form
from applications.admin import ApplicationAdmin
from applications.brand_form import BrandFields
from applications.forms import ApplicationForm
from applications.models import Application
from idv_provider.console import application_flows, application_use, audit, people, session_list
from idv_provider.console.connection import flow_rows
from oidc import keys
from oidc.models import ApplicationFlow
from oidc.upkeep import EVENTS_KEPT

__all__ = ["ApplicationWithFlowsAdmin", "audit", "people", "session_list"]

# django-oauth-toolkit's own pages: its tables stay empty here, and its form would break ours.
# django-allauth's: a factor is its owner's, and nobody else may look at or add one.
_NOT_OURS = (
    Application,
    get_access_token_model(),
    get_grant_model(),
    get_id_token_model(),
    get_refresh_token_model(),
    Authenticator,
    EmailAddress,
    SocialAccount,
    SocialApp,
    SocialToken,
)

for model in _NOT_OURS:
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class ApplicationWithFlowsForm(BrandFields, application_flows.FlowsMixin, ApplicationForm):
    """An application, with the flows that it may ask for and its looks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        allowed = ApplicationFlow.objects.filter(application=self.instance)
        defaults = dict(allowed.values_list("flow_id", "is_default"))
        self.initial["flows"] = list(defaults)
        self.initial["default_flow"] = next((pk for pk, is_it in defaults.items() if is_it), None)
        self.fill_in(self.instance)


@admin.register(Application)
class ApplicationWithFlowsAdmin(ApplicationAdmin):
    """Applications with their flows, secrets and what to type into Okta."""

    form = ApplicationWithFlowsForm
    list_display = ("name", "client_id", "state", "last_used", "last_error", "registered")
    change_form_outer_before_template = "console/application_head.html"
    change_form_outer_after_template = "console/application_secrets.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return application_use.with_use(super().get_queryset(request))

    @admin.display(description="Last used (UTC)", ordering="used_at", empty_value="never")
    def last_used(self, application: Application) -> str | None:
        used = getattr(application, "used_at", None)
        return f"{used:%Y-%m-%d %H:%M}" if used else None

    @admin.display(description="Last error (UTC)", ordering="refused_at", empty_value="none")
    def last_error(self, application: Application) -> str | None:
        """Say which error a request was last answered with, as long as the log is kept."""
        at = getattr(application, "refused_at", None)
        return f"{application.refused_with} {at:%Y-%m-%d %H:%M}" if at else None

    def get_fieldsets(self, request: HttpRequest, obj: Application | None = None) -> Any:  # noqa: ANN401  # Django's own
        """Return the form's sections; who may only look reads of the flows further below."""
        first, *rest = super().get_fieldsets(request, obj)
        flows = ("Flows", {"fields": ("flows", "default_flow")})
        looks = ("What people see", {"fields": brand_form.FIELDS, "classes": ("collapse",)})
        return (
            [first, flows, looks, *rest]
            if self.has_change_permission(request, obj)
            else [first, *rest]
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        application = self.get_object(request, object_id)
        if application is not None:
            log = reverse("admin:oidc_protocolevent_changelist")
            extra_context = {
                **(extra_context or {}),
                "application": application,
                "secrets": application.secrets.all(),
                "now": timezone.now(),
                "flow_rows": flow_rows(application),
                "use": application_use.last_use(application),
                "days": EVENTS_KEPT.days,
                "log_url": f"{log}?{urlencode({'application__id__exact': application.pk})}",
            }
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        super().save_related(request, form, formsets, change)
        chosen = form.cleaned_data
        application_flows.save(form.instance, list(chosen["flows"]), chosen["default_flow"])
        form.save_brand(form.instance)
        keys.ensure_signing_key(form.instance.algorithm)
