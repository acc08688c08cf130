"""For pages of the hosted flow that include the sandbox's specimens."""

from django import template

from sandbox.specimen_drawing import Choice, choices

register = template.Library()


@register.simple_tag
def specimens_for(kind: str) -> tuple[Choice, ...]:
    """Return the specimens that a step offers."""
    return choices(kind)
