"""The sandbox's own front page."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from oidc import endpoints


@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """Say what this deployment is, and where to go."""
    return render(request, "sandbox/home.html", {"endpoints": endpoints.public()})
