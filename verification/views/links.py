"""The address that a hand-off's QR code holds."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse


def absolute(token: str) -> str:
    """Return the link's address, built from the public URL and from no header."""
    public = urlsplit(settings.PUBLIC_URL)
    return f"{public.scheme}://{public.netloc}{reverse('verification:link', args=[token])}"
