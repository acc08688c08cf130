"""Sign-in by an OpenID Connect provider of the operator's: accounts and roles follow its claims."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.shortcuts import render

from audit import trail
from idv_provider.console import sso_request
from idv_provider.sso_settings import OWNER


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # published without types
    """Who has a role by the configured claim gets an account and that role; others are refused."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401  # published without types
        return bool(roles_of(sociallogin.account.extra_data))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401  # published without types
        """Refuse an answer that was not asked for, and who has no role (any more).

        Who has an account gets the roles of today.

        Raises:
            ImmediateHttpResponse: the page that refuses.
        """
        sociallogin.email_addresses = []  # nobody is known here by an address
        claims = sociallogin.account.extra_data
        known = sociallogin.user if sociallogin.is_existing else None
        token = claims.get("id_token")
        problem = sso_request.problem(request, token if isinstance(token, dict) else {})
        if not problem and (not _of_one_person(claims) or not roles_of(claims)):
            problem = "roleless"
        if problem:
            trail.record(trail.NOBODY, "sign_in.refused", known or "", by="single sign-on")
            page = render(request, "socialaccount/authentication_error.html", {"problem": problem})
            page.status_code = 403
            raise ImmediateHttpResponse(page)
        if known is not None:
            give_roles(known, roles_of(claims))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:  # noqa: ANN401  # published without types
        """Keep the name to show; no address, no telephone number."""
        user: User = super().populate_user(request, sociallogin, data | {"email": ""})
        user.is_staff = True
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: object = None) -> User:  # noqa: ANN401  # published without types
        user: User = super().save_user(request, sociallogin, form)
        trail.record(user, "user.added", user, by="single sign-on")
        give_roles(user, roles_of(sociallogin.account.extra_data))
        return user


def roles_of(claims: dict[str, Any]) -> frozenset[str]:
    """Return the roles that the configured claim gives; it may be a text or a list of texts."""
    found: list[object] = []
    for part in (claims.get("id_token"), claims.get("userinfo")):
        value = part.get(settings.SSO_CLAIM) if isinstance(part, dict) else None
        found += value if isinstance(value, list) else [value]
    return frozenset(
        settings.SSO_ROLES[one]
        for one in found
        if isinstance(one, str) and one in settings.SSO_ROLES
    )


def give_roles(user: User, roles: frozenset[str]) -> None:
    """Let the account have these roles and no others."""
    before = (user.is_superuser, *sorted(user.groups.values_list("name", flat=True)))
    user.is_superuser = OWNER in roles
    user.save(update_fields=["is_superuser"])
    user.groups.set(Group.objects.filter(name__in=roles))
    after = (user.is_superuser, *sorted(user.groups.values_list("name", flat=True)))
    if before != after:
        trail.record(
            trail.NOBODY, "user.roles_given", user, roles=sorted(roles), by="single sign-on"
        )


def _of_one_person(claims: dict[str, Any]) -> bool:
    """Return whether UserInfo tells of whom the ID token names (OpenID Connect Core 5.3.2)."""
    token, info = claims.get("id_token"), claims.get("userinfo")
    if not isinstance(token, dict) or not token.get("sub"):
        return False
    return not isinstance(info, dict) or info.get("sub") == token["sub"]
