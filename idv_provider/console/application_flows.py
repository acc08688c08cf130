"""Which flows an application may ask for, and which one runs when it names none."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from applications.models import Application
from oidc.models import ApplicationFlow
from verification.models import Flow


class AllowedFlowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not at run time
    """The flows that an application may ask for."""

    def __init__(self) -> None:
        super().__init__(
            Flow.objects.all(),
            label="Allowed flows",
            widget=UnfoldAdminCheckboxSelectMultipleWidget(),
            help_text="A request may name any of these by its scope, idv_flow_{flow id}.",
            error_messages={"required": "Allow at least one flow."},
        )

    def label_from_instance(self, flow: Flow) -> str:
        return label(flow)


class DefaultFlowField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    """The flow that runs when a request names none."""

    def __init__(self) -> None:
        super().__init__(
            Flow.objects.all(),
            label="Default flow",
            empty_label=None,
            widget=UnfoldAdminSelectWidget(),
            help_text="Runs when a request names no flow, as Okta's do unless told otherwise.",
            error_messages={"required": "Choose the flow that runs when none is named."},
        )

    def label_from_instance(self, flow: Flow) -> str:
        return label(flow)


class FlowsMixin(forms.Form):
    """Both fields, checked against each other."""

    flows = AllowedFlowsField()
    default_flow = DefaultFlowField()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        allowed, default = cleaned.get("flows"), cleaned.get("default_flow")
        if allowed and default is not None and default not in allowed:
            advice = "“%(name)s” is not allowed. Tick it above, or choose another default."
            self.add_error("default_flow", ValidationError(advice, params={"name": default.name}))
        return cleaned


def label(flow: Flow) -> str:
    """Return a flow's name, and what it can do at present."""
    told = {
        Flow.Liveness.NONE: "no liveness, a picture of a person passes",
        Flow.Liveness.PASSIVE: "passive liveness, by a model of yours",
        Flow.Liveness.ACTIVE: "active challenge",
    }
    # Isolated (UAX 9): a name that turns the line around turns itself alone.
    return f"\u2068{flow.name}\u2069: {told[Flow.Liveness(flow.liveness)]}"


def save(application: Application, allowed: list[Flow], default: Flow) -> None:
    """Let the application ask for ``allowed`` and nothing else."""
    rows = ApplicationFlow.objects.filter(application=application)
    rows.exclude(flow__in=allowed).delete()
    # First none, then one: the database allows one default at any moment.
    rows.update(is_default=False)
    for flow in allowed:
        ApplicationFlow.objects.update_or_create(
            application=application, flow=flow, defaults={"is_default": flow == default}
        )
