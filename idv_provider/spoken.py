"""Which language a page speaks: the person's, where its words have been translated."""

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

# Written in English alone: for administrators, for programs, and for who tries things out.
_ENGLISH = ("/console", "/sandbox/", "/api/")


class Language(LocaleMiddleware):
    """Django's own, but for the pages that speak English whatever a browser prefers."""

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()


def language_of(request: HttpRequest) -> str:
    """Return the language to answer in.

    What a person chose, or else what the relying party asked for (``ui_locales``), is in a cookie;
    without it, what the browser accepts.
    """
    if request.path_info.startswith(_ENGLISH):
        return "en"
    return translation.get_language_from_request(request)
