"""The two legal pages that Okta asks for.

They say what the software does with people's data, from its own settings. What only the operator
can say (who they are, which law applies) is theirs to add.
"""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from verification.models import Flow

app_name = "legal"


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "legal/terms.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    longest = Flow.objects.aggregate(hours=Max("retention_hours"))["hours"]
    return render(request, "legal/privacy.html", {"longest_retention": longest})


urlpatterns = [
    path("terms", terms, name="terms"),
    path("privacy", privacy, name="privacy"),
]
