"""What the hosted flow shows of an application's brand; from our own origin, by a random key."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from applications import brands
from applications.models import Brand

app_name = "brand"
_TITLES = {"privacy": _("Privacy"), "terms": _("Terms of use")}
# Nothing in such an answer may run or load anything, whatever a browser takes it for.
_INERT = "default-src 'none'; sandbox"


@require_safe
@cache_control(public=True, max_age=3600)
def logo(request: HttpRequest, key: UUID) -> HttpResponse:
    return _inert(bytes(_brand(key, "logo").logo), "image/png")


@require_safe
def page(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Show the organisation's privacy notice or terms, as plain text with headings and lists."""
    brand = _brand(key, f"{name}_text")
    context = {
        "title": _TITLES[name],
        "organisation": str(brand.application),
        "blocks": brands.blocks(getattr(brand, f"{name}_text")),
        "brand": brand,
    }
    return render(request, "legal/organisation.html", context)


def _brand(key: UUID, part: str) -> Brand:
    """Return the brand that has this part.

    Raises:
        Http404: there is none.
    """
    brand = get_object_or_404(Brand.objects.select_related("application"), key=key)
    if not getattr(brand, part):
        raise Http404
    return brand


def _inert(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Security-Policy"] = _INERT
    return response


urlpatterns = [
    path("<uuid:key>/logo.png", logo, name="logo"),
    path("<uuid:key>/privacy", page, {"name": "privacy"}, name="privacy"),
    path("<uuid:key>/terms", page, {"name": "terms"}, name="terms"),
]
