"""How administrators sign in by password: what django-allauth asks of us, and nothing else of it.

There is no sign-up, no e-mail and no password by e-mail: an owner makes accounts.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from audit import trail
from idv_provider.console import lockout
from idv_provider.console.freshness import is_fresh
from idv_provider.console.sso_request import authenticated_at
from verification.limits import address_of

SSO = "sso"


class StaffBackend(ModelBackend):
    """Administrators have accounts here; nobody else has."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        return super().user_can_authenticate(user) and getattr(user, "is_staff", False)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # published without types
    """Sign-in by password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what allauth counts by: our digest of the address, behind a proxy too."""
        return address_of(request)

    def add_message(self, *args: Any, message: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401  # allauth's
        """Say what we say ourselves; allauth's own messages repeat what the page shows."""
        if message:
            super().add_message(*args, message=message, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        return not is_fresh(self.request)

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, str]]:
        """Add the identity provider, for those who came from there."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        if settings.SSO_ISSUER and isinstance(user, User) and not user.has_usable_password():
            url = reverse("openid_connect_login", args=[SSO])
            methods.append({"id": SSO, "description": settings.SSO_NAME, "url": url})
        return methods

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  # allauth's
        """Count the guess first.

        Raises:
            ValidationError: too many were wrong; the password is not even looked at.
        """
        seconds = lockout.attempt(credentials.get("username", ""), address_of(request))
        if seconds:
            raise ValidationError(
                f"Too many wrong passwords from your network address. Try again in {seconds} s."
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:  # noqa: ANN401  # allauth's
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            lockout.succeeded(credentials.get("username", ""), address_of(request))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  # allauth's
        """Write it down, without what was typed: people type passwords into the wrong field."""
        known = User.objects.filter(username=credentials.get("username", "")).first()
        trail.record(trail.NOBODY, "sign_in.refused", known or "", by="password")

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        **kwargs: Any,  # noqa: ANN401  # allauth's
    ) -> HttpResponse:
        signed_on = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if signed_on is not None:
            _date_back(request, signed_on.account.extra_data.get("id_token") or {})
        trail.record(user, "sign_in.done", by=methods_of(request))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


def _date_back(request: HttpRequest, id_token: dict[str, Any]) -> None:
    """Let a sign-in by the identity provider be as old as what it rests on, and not just now."""
    *before, last = request.session["account_authentication_methods"]
    last = last | {"at": authenticated_at(id_token)}
    request.session["account_authentication_methods"] = [*before, last]


def methods_of(request: HttpRequest) -> list[str]:
    """Return how somebody proved who they are, in this session."""
    records = request.session.get("account_authentication_methods", [])
    return sorted({str(one.get("type") or one["method"]) for one in records})
