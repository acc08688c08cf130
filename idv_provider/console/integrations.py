"""Applications → Add Application → OIDC → Add Integration."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe
from oauth2_provider.generators import generate_client_id

from applications import credentials
from applications.models import Application
from audit import trail
from idv_provider.console import application_flows
from idv_provider.console.client_secrets import ONCE, shown_once
from idv_provider.console.integration_form import IntegrationForm, filled_in
from idv_provider.console.pages import show
from oidc import keys
from verification.models import Flow

# Signs the client ID that a form was opened with, so that one form makes one application.
_signer = signing.Signer(salt="console.integration")
_may_add = permission_required("applications.add_application", raise_exception=True)


@require_safe
@_may_add
def choose(request: HttpRequest) -> HttpResponse:
    """Ask how the application signs in; there is one way."""
    return show(request, "console/choose.html", "Add application", {})


@require_http_methods(["GET", "HEAD", "POST"])
@_may_add
def add(request: HttpRequest) -> HttpResponse:
    """Register an application, and show its secret in the answer to the form, this once."""
    ticket = _ticket(request)
    if request.method != "POST":
        return _form(request, IntegrationForm(), ticket)
    if "fill" in request.POST:
        return _form(request, filled_in(request.POST), ticket)
    client_id = _signer.unsign(ticket)
    if Application.objects.filter(client_id=client_id).exists():
        return _made_already(request, client_id)
    form = IntegrationForm(request.POST)
    if not form.is_valid():
        return _form(request, form, ticket)
    try:
        application, secret = _create(request, form, client_id)
    except IntegrityError:  # the same form, sent twice at the same moment
        return _made_already(request, client_id)
    return shown_once(request, application, secret, title="Integration created")


def _made_already(request: HttpRequest, client_id: str) -> HttpResponse:
    made = get_object_or_404(Application, client_id=client_id)
    messages.warning(request, f"{made} is registered already. {ONCE}")
    return redirect("admin:applications_application_change", made.pk)


def _ticket(request: HttpRequest) -> str:
    """Return the form's own ticket where it is genuine, else a new one."""
    ticket = request.POST.get("ticket", "")
    try:
        _signer.unsign(ticket)
    except signing.BadSignature:
        return _signer.sign(generate_client_id())
    return ticket


def _create(request: HttpRequest, form: IntegrationForm, client_id: str) -> tuple[Application, str]:
    with transaction.atomic():
        application: Application = form.save(commit=False)
        application.client_id = client_id
        application.user = request.user
        application.save(force_insert=True)
        chosen = form.cleaned_data
        application_flows.save(application, list(chosen["flows"]), chosen["default_flow"])
        secret = credentials.issue(application)
        trail.record(request.user, "application.added", application)
    # Published now, so that no relying party keeps a key set without it.
    keys.ensure_signing_key(application.algorithm)
    return application, secret


def _form(request: HttpRequest, form: IntegrationForm, ticket: str) -> HttpResponse:
    context = {"form": form, "ticket": ticket, "without_flows": not Flow.objects.exists()}
    response = show(request, "console/integration.html", "Add integration", context)
    # A form that the browser kept would carry a spent ticket.
    add_never_cache_headers(response)
    return response
