"""The content policy of all pages but the console's, and the style sheets that stand in a page.

Inline style is allowed by its hash alone (CSP 3, section 6.7.3.3): what somebody else put into the
page has another one.
"""

import base64
import hashlib

from django.http import HttpRequest

_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALLOWED = "idv.inline_styles"


def allow_style(request: HttpRequest, sheet: str) -> None:
    """Let the answer to this request hold exactly this style sheet."""
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    request.META.setdefault(_ALLOWED, []).append(f"'sha256-{digest}'")


def policy(request: HttpRequest) -> str:
    """Return the policy for the answer to this request."""
    allowed = " ".join(request.META.get(_ALLOWED, ()))
    return f"{_POLICY}; style-src 'self' {allowed}" if allowed else _POLICY
