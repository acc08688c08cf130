"""Self-test: an application's set-up, tried out over the public addresses as Okta would."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from applications.models import Application
from audit import trail
from idv_provider.console.pages import show
from oidc import endpoints, selftest
from verification import limits

# Each run keeps a thread of the web server busy while it asks others of them.
_RUNS_A_MINUTE = 6


@require_POST
@permission_required("applications.change_application", raise_exception=True)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Try everything out now, and show each step; half a minute at the very most."""
    application = get_object_or_404(Application, pk=pk)
    wait = limits.hit("self-test", _RUNS_A_MINUTE)
    steps = () if wait else tuple(selftest.run(application))
    failed = [step for step in steps if not step.passed]
    if steps:
        names = [step.name for step in failed]
        trail.record(request.user, "application.self_tested", application, not_passed=names)
    context = {
        "application": application,
        "by_key": application.authentication == Application.Authentication.PRIVATE_KEY,
        "failed": failed,
        "issuer": endpoints.public().issuer,
        "steps": steps,
        "wait": wait,
    }
    response = show(request, "console/self_test.html", "Self-test", context)
    add_never_cache_headers(response)
    return response
