"""Saving a flow in the console: at once, or as a draft that somebody publishes."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.decorators import action

from verification import flow_versions
from verification.models import Flow, FlowDraft

_DRAFT = "_draft"


class Drafting:
    """Mixed into the admin class of flows, before ``ModelAdmin``."""

    actions_submit_line = ("save_draft",)

    @action(  # type: ignore[untyped-decorator]  # unfold's
        description="Save as draft",
        attrs={"name": _DRAFT},
        permissions=["change"],
    )
    def save_draft(self, request: HttpRequest, obj: Flow) -> None:
        """The button's place in Unfold's list; ``save_model`` reads which one was pressed."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Flow | None:
        """Return the flow; with ``?draft``, as its draft would have it."""
        flow: Flow | None = super().get_object(request, object_id, from_field)  # type: ignore[misc]  # of the admin class
        if flow is not None and "draft" in request.GET:
            draft = FlowDraft.objects.filter(flow=flow).first()
            if draft is not None:
                flow.restore(draft.policy)
        return flow

    def save_model(self, request: HttpRequest, obj: Flow, form: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        """Keep a draft where that was asked for or the flow wants a second person; else publish."""
        by, note = cast("User", request.user), form.cleaned_data.get("version_note", "")
        if change and self._is_drafted(request, obj):
            flow_versions.keep_draft(obj, obj.snapshot(), by=by, note=note)
        else:
            flow_versions.publish(obj, by=by, note=note)

    def log_change(self, request: HttpRequest, obj: Flow, message: object) -> None:
        """Write down what was changed; a draft's own entry is written with it."""
        if not self._is_drafted(request, obj):
            super().log_change(request, obj, message)  # type: ignore[misc]  # of the admin class

    def response_change(self, request: HttpRequest, obj: Flow) -> HttpResponse:
        """Lead to the draft, where it can be tried out and published."""
        if not self._is_drafted(request, obj):
            response: HttpResponse = super().response_change(request, obj)  # type: ignore[misc]  # of the admin class
            return response
        messages.success(request, "Kept as a draft. Nothing changes until it is published.")
        return HttpResponseRedirect(reverse("admin:flow_draft", args=[obj.pk]))

    def _is_drafted(self, request: HttpRequest, obj: Flow) -> bool:
        """What is in force says whether a second person is wanted, and not the form."""
        return _DRAFT in request.POST or Flow.objects.filter(pk=obj.pk, four_eyes=True).exists()
