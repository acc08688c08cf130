"""What every page of ours is drawn with."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page inside the console's frame."""
    frame = admin.site.each_context(request)
    return render(request, template, {**frame, "title": title, **context})
