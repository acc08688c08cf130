"""What a page of the hosted flow needs, so that little is left to ask for on a slow line."""

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from idv_provider.content_policy import allow_style

register = template.Library()

_FILES = Path(settings.BASE_DIR) / "verification" / "static"
_FLOW = "verification/flow.css"
_SPACE = re.compile(r"/\*.*?\*/|(?<=[{};,])\s+|\s+(?=[{}])", re.DOTALL)
_IMPORT = re.compile(r'\b(?:from|import) "(\./[\w.]+)";')


@register.simple_tag(takes_context=True)
def style_in_page(context: Context) -> SafeString:
    """Return the style sheet as part of the page: one that nobody has to wait for."""
    return _style(context, _compact(_FLOW))


@register.simple_tag(takes_context=True)
def colours(context: Context, sheet: str) -> SafeString:
    """Return an organisation's colours (``applications.brands``) as part of the page."""
    return _style(context, sheet) if sheet else SafeString()


@register.simple_tag
def module(name: str) -> SafeString:
    """Return the script, and what it imports, to be asked for at once and not one by one."""
    links = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(one),) for one in _imports(name))
    )
    return format_html('{}<script type="module" src="{}"></script>', links, static(name))


@register.simple_tag
def ahead(*names: str) -> SafeString:
    """Return links that fetch what the next page needs, while this one is read."""
    wanted = dict.fromkeys(one for name in names for one in (name, *_imports(name)))
    return format_html_join(
        "", '<link rel="prefetch" href="{}">', ((static(name),) for name in wanted)
    )


def _style(context: Context, sheet: str) -> SafeString:
    if "<" in sheet:
        raise ValueError("A style sheet that could end its own element.")
    allow_style(context["request"], sheet)
    return mark_safe(f"<style>{sheet}</style>")  # noqa: S308  # ours, and without a "<"


@lru_cache
def _compact(name: str) -> str:
    """Return our own style sheet without comments and most of the space."""
    return _SPACE.sub("", (_FILES / name).read_text(encoding="utf-8")).strip()


@lru_cache
def _imports(name: str) -> tuple[str, ...]:
    """Return all modules that a module imports, and theirs; nothing for what is no script."""
    if not name.endswith(".js"):
        return ()
    found: dict[str, None] = {}  # a set that keeps its order
    source = (_FILES / name).read_text(encoding="utf-8")
    for path in _IMPORT.findall(source):
        one = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        found |= dict.fromkeys((one, *_imports(one)))
    return tuple(found)
