"""What every page of ours is drawn with."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page inside the console's frame."""
    frame = admin.site.each_context(request)
    return render(request, template, {**frame, "title": title, **context})


def note(request: HttpRequest, thing: Model, action: int, what: str) -> None:
    """Write into the console's history who did what; never a secret or personal data."""
    if request.user.pk is None:
        raise ValueError("nobody has signed in")
    LogEntry.objects.log_actions(request.user.pk, [thing], action, what, single_object=True)
