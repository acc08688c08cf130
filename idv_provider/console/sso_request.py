"""What is asked of the identity provider, and whether its answer is one to that (OIDC Core).

django-allauth sends state and PKCE. A nonce, and proof that somebody was asked anew, are ours.
"""

import secrets
import time
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import urlencode

AGAIN = "again"
_ASKED = "console_sso_asked"
_MOST = 5  # sign-ins that one browser may have begun at a time
_SKEW = 60  # seconds between the provider's clock and ours


@login_not_required  # type: ignore[untyped-decorator]  # published without types
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider; of the browser's own parameters only where to go afterwards counts."""
    nonce, again = secrets.token_urlsafe(32), AGAIN in request.GET
    begun = request.session.get(_ASKED, [])
    asked = {"nonce": nonce, "again": again, "at": time.time()}
    request.session[_ASKED] = [*begun[1 - _MOST :], asked]
    parameters = {"nonce": nonce}
    if again:
        parameters |= {"prompt": "login", "max_age": "0"}
    query = QueryDict(mutable=True)
    query["auth_params"] = urlencode(parameters)
    if "next" in request.GET:
        query["next"] = request.GET["next"]
    request.GET = query  # type: ignore[assignment]  # immutable from a browser, ours is not
    response: HttpResponse = openid_connect.login(request, provider_id)
    return response


def problem(request: HttpRequest, id_token: dict[str, Any]) -> str:
    """Return what is wrong with an answer, as a word for the page; empty where it is good.

    Each nonce is good once (section 3.1.3.7, point 11). Who was to say again who they are must have
    been asked after we asked (point 13): ``auth_time`` is needed then.
    """
    begun = request.session.get(_ASKED, [])
    asked = next((one for one in begun if one["nonce"] == id_token.get("nonce")), None)
    if asked is None:
        return "unasked"
    request.session[_ASKED] = [one for one in begun if one is not asked]
    too_early = authenticated_at(id_token) < asked["at"] - _SKEW
    return "stale" if asked["again"] and too_early else ""


def authenticated_at(id_token: dict[str, Any]) -> float:
    """Return when the provider last asked who they are, as it says; 0 where it does not."""
    told = id_token.get("auth_time")
    if isinstance(told, bool) or not isinstance(told, int | float) or not told > 0:  # nor NaN
        return 0.0
    return min(told, time.time())
