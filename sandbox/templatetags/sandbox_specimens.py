"""For pages of the hosted flow that include the sandbox's specimens."""

from django import template

from sandbox.specimen_drawing import Choice, choices
from verification.models import Session

register = template.Library()


@register.simple_tag
def specimens_for(session: Session, kind: str) -> tuple[Choice, ...]:
    """Return the specimens that a step offers."""
    return choices(session, kind)
