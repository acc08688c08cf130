"""The two legal pages that Okta asks for.

They say what the software does with people's data, from its own settings, and what only the
operator can say: who they are, and what they add in the console. Each version can be read again.
"""

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from idv_provider import limited_markdown
from idv_provider.console import legal_text
from idv_provider.console.models import LegalText
from verification.models import Flow

app_name = "legal"


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    held = _version(request)
    return _page(request, "legal/terms.html", held, held.terms, {})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    longest = Flow.objects.aggregate(hours=Max("retention_hours"))["hours"]
    held = _version(request)
    context = {"longest_retention": longest}
    return _page(request, "legal/privacy.html", held, held.privacy, context)


def _page(
    request: HttpRequest, template: str, held: LegalText, text: str, context: dict[str, object]
) -> HttpResponse:
    written = limited_markdown.render(text) if text.strip() else ""
    said = {"held": held, "newest": legal_text.current(), "written": written}
    return render(request, template, context | said)


def _version(request: HttpRequest) -> LegalText:
    """Return the version that is asked for, or the one that holds.

    Raises:
        Http404: there is no such version.
    """
    asked = request.GET.get("version", "")
    if not asked:
        return legal_text.current()
    found = LegalText.objects.filter(pk=int(asked)).first() if _small(asked) else None
    if found is None:
        raise Http404
    return found


def _small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


urlpatterns = [
    path("terms", terms, name="terms"),
    path("privacy", privacy, name="privacy"),
]
