"""Another policy for what is already there."""

from typing import Any

from verification.models import Flow, Session


def govern(**changes: Any) -> None:  # of whatever type the field has
    """Change every flow, and have every session judged by what it says now."""
    for flow in Flow.objects.all():
        for name, value in changes.items():
            setattr(flow, name, value)
        flow.save()
        Session.objects.filter(flow=flow).update(flow_version=flow.current)
