"""Settings → API tokens: made here, shown once, ended here."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextInputWidget,
)

from audit import trail
from idv_provider.api import tokens
from idv_provider.api.models import Token
from idv_provider.api.scopes import SCOPES
from idv_provider.console.pages import show

_LIVES = ((30, "30 days"), (90, "90 days"), (365, "1 year"))


class TokenForm(forms.Form):
    """What a new token is for, what it may do, and until when."""

    name = forms.CharField(
        max_length=80,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="What uses it, so that you know it again.",
        error_messages={"required": "Give the token a name."},
    )
    scopes = forms.MultipleChoiceField(
        label="It may",
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="No more than you may yourself; it ends when your account does.",
        error_messages={"required": "Tick what the token may do."},
    )
    days = forms.TypedChoiceField(
        label="It works for",
        choices=_LIVES,
        coerce=int,
        initial=90,
        widget=UnfoldAdminRadioSelectWidget(),
    )

    def __init__(self, user: User | AnonymousUser, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  # for the type checker
        field.choices = [
            (scope, f"{words} ({scope})")
            for scope, words, _ in SCOPES
            if tokens.can_give(user, scope)
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("api.add_token", raise_exception=True)
def add(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it in the answer to the form, this once."""
    form = TokenForm(request.user, request.POST or None)
    if request.method != "POST" or not form.is_valid() or not isinstance(request.user, User):
        return _uncached(show(request, "console/token_add.html", "Add API token", {"form": form}))
    chosen = form.cleaned_data
    with transaction.atomic():
        ends = timezone.now() + timedelta(days=chosen["days"])
        token, text = tokens.issue(chosen["name"], chosen["scopes"], request.user, ends)
        trail.record(request.user, "token.added", token, scopes=token.scopes)
    context = {"token": token, "text": text}
    return _uncached(show(request, "console/token_made.html", "API token made", context))


@require_POST
@permission_required("api.change_token", raise_exception=True)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token now."""
    token = get_object_or_404(Token, pk=pk)
    with transaction.atomic():
        ended = Token.objects.filter(pk=pk, revoked_at=None).update(revoked_at=timezone.now())
        if ended:
            trail.record(request.user, "token.ended", token)
    messages.success(request, f"The token {token} no longer works.")
    return redirect("admin:api_token_change", pk)


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
