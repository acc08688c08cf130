"""Where somebody is in the console, in the words of its menu."""

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from idv_provider.console.navigation import place_of

register = template.Library()


@register.inclusion_tag("console/_where.html", takes_context=True)
def where(context: RequestContext) -> dict[str, list[dict[str, Any]]]:
    """Return the way to a page: section, list, and the one thing that it is about.

    Unfold would name Django's apps: Authentication and Authorization, for administrators.
    """
    opts = context.get("opts")
    place = place_of(f"{opts.app_label}_{opts.model_name}_changelist") if opts else None
    if place is None:
        return {"parts": [{"title": context.get("content_title") or "Dashboard"}]}
    section, entry = place
    parts = [{"title": section}] if section else []
    parts.append({"title": entry.title, "link": reverse(f"admin:{entry.view}")})
    one = context.get("original")
    if one is not None and not isinstance(one, str):
        parts.append({"title": str(one)})
    elif context.get("add"):
        parts.append({"title": "Add"})
    return {"parts": parts}
