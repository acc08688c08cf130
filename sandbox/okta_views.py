"""Pages of the org that plays Okta Identity Engine."""

import secrets
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sandbox import okta_transactions
from sandbox.forms import StartForm
from sandbox.models import LIFE, Transaction, Vendor, digest, living
from sandbox.okta_exchanges import pretty
from sandbox.okta_orders import action_of
from sandbox.okta_rules import RULES, Reason
from sandbox.people import PEOPLE

_COOKIE = "sandbox-okta-org"


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask whose identity is verified and what for; push the request and send the browser."""
    vendor = Vendor.objects.last()
    if vendor is None:
        return render(request, "sandbox/okta/not_set_up.html", status=503)
    browser = request.COOKIES.get(_COOKIE) or secrets.token_urlsafe(32)
    response = _start(request, vendor, browser)
    response.set_cookie(
        _COOKIE,
        browser,
        max_age=LIFE,
        path=reverse("sandbox:okta"),
        secure=settings.FLOW_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _start(request: HttpRequest, vendor: Vendor, browser: str) -> HttpResponse:
    if request.method != "POST":
        return _form(request, StartForm(initial=_initial(request, browser)), vendor, browser)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _form(request, form, vendor, browser, status=HTTPStatus.BAD_REQUEST)
    begun = okta_transactions.begin(vendor, form.order(), browser=browser)
    if begun.address is None:
        return redirect("sandbox:okta-transaction", begun.transaction.pk)
    return redirect(begun.address)


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponseBase:
    """Take the browser back from the vendor: the redirect URI."""
    browser = request.COOKIES.get(_COOKIE, "")
    vendor = Vendor.objects.last()
    transaction = okta_transactions.find(request.GET.get("state", ""), browser=browser)
    if vendor is None or transaction is None:
        context = {"reason": Reason.MISSING_AUTH_STATE_TOKEN}
        return render(request, "sandbox/okta/unknown_state.html", context, status=400)
    query = {name: list(values) for name, values in request.GET.lists()}
    address = request.build_absolute_uri()
    okta_transactions.complete(vendor, transaction, address=address, query=query)
    return redirect("sandbox:okta-transaction", transaction.pk)


@never_cache
@require_GET
def transaction(request: HttpRequest, transaction_id: UUID) -> HttpResponseBase:
    """Show what the org asked, was answered and decided."""
    found = _own(request, transaction_id)
    record = found.record
    token = record.get("token") or {}
    context = {
        "transaction": found,
        "record": record,
        "judgement": record.get("judgement"),
        "action": action_of(record["action"]),
        "skipped": _skipped(record.get("judgement")),
        "header": pretty(token.get("header")),
        "payload": pretty(token.get("payload")),
    }
    return render(request, "sandbox/okta/transaction.html", context)


@never_cache
@require_GET
def record(request: HttpRequest, transaction_id: UUID) -> HttpResponseBase:
    """Return the same for programs."""
    known = _own(request, transaction_id).record
    public = ("started_at", "judged_at", "judgement", "notes", "token", "exchanges")
    return JsonResponse({name: known.get(name) for name in public})


def _own(request: HttpRequest, transaction_id: UUID) -> Transaction:
    """Return this browser's transaction.

    Raises:
        Http404: unknown, forgotten, or another browser's.
    """
    mine = _of_browser(request.COOKIES.get(_COOKIE, ""))
    found = mine.filter(pk=transaction_id).first()
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, form: StartForm, vendor: Vendor, browser: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "vendor": vendor, "earlier": _earlier(browser), "people": PEOPLE}
    return render(request, "sandbox/okta/start.html", context, status=status)


def _initial(request: HttpRequest, browser: str) -> dict[str, Any]:
    """Return an earlier transaction's form, or one of the people the sandbox invented."""
    try:
        again = UUID(request.GET.get("again", ""))
    except ValueError:
        return dict(PEOPLE.get(request.GET.get("person", ""), PEOPLE["anna"]))
    earlier = _of_browser(browser).filter(pk=again).first()
    return dict(earlier.record["entered"]) if earlier else dict(PEOPLE["anna"])


def _earlier(browser: str) -> list[dict[str, object]]:
    """Return this browser's newest transactions."""
    newest = _of_browser(browser)[:5]
    return [{"transaction": each, "record": each.record} for each in newest]


def _of_browser(browser: str) -> QuerySet[Transaction]:
    return living().filter(browser_digest=digest(browser))


def _skipped(judgement: dict[str, object] | None) -> list[str]:
    """Return the rules that were not reached because an earlier one was broken."""
    if judgement is None or not judgement["broken"]:
        return []
    names = [name for name, _ in RULES]
    return names[names.index(str(judgement["broken"])) + 1 :]
