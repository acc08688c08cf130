"""Who may ask: a relying party's registration and its credentials."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from oauth2_provider.models import AbstractApplication

from applications import client_keys, redirects


class Application(AbstractApplication):  # type: ignore[misc]  # published without types
    """One OIDC application, an Okta org as a rule, registered by an administrator.

    django-oauth-toolkit's registration, without its single stretched secret (see ``ClientSecret``)
    and without what its own endpoints would need.
    """

    class Dialect(models.TextChoices):
        OKTA = "okta", "Okta"
        STANDARD = "standard", "OpenID Connect for Identity Assurance"

    class Algorithm(models.TextChoices):
        RS256 = "RS256", "RS256 (what Okta expects)"
        ES256 = "ES256", "ES256"
        PS256 = "PS256", "PS256"

    class Authentication(models.TextChoices):
        """Names of IANA's "OAuth Token Endpoint Authentication Methods", but the first."""

        SECRET = "client_secret", "Client secret, in the body or by HTTP Basic"
        SECRET_POST = "client_secret_post", "Client secret, in the body only"
        SECRET_BASIC = "client_secret_basic", "Client secret, by HTTP Basic only"
        PRIVATE_KEY = "private_key_jwt", "Signed assertion (private_key_jwt)"

    client_secret = None
    hash_client_secret = None
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="registered by",
    )
    client_type = models.CharField(
        max_length=32,
        choices=AbstractApplication.CLIENT_TYPES,
        default=AbstractApplication.CLIENT_CONFIDENTIAL,
        editable=False,
    )
    authorization_grant_type = models.CharField(
        max_length=44,
        choices=[(AbstractApplication.GRANT_AUTHORIZATION_CODE, "Authorization code")],
        default=AbstractApplication.GRANT_AUTHORIZATION_CODE,
    )
    algorithm = models.CharField(
        "signing algorithm", max_length=5, choices=Algorithm, default=Algorithm.RS256
    )
    enabled = models.BooleanField(
        default=True, help_text="A disabled application is refused at once, everywhere."
    )
    sandbox = models.BooleanField(
        default=False,
        editable=False,
        help_text="Made by the sandbox: its users are offered specimens, and it proves nobody.",
    )
    dialect = models.CharField(max_length=8, choices=Dialect, default=Dialect.OKTA)
    require_par = models.BooleanField("requires pushed requests (RFC 9126)", default=True)
    require_pkce = models.BooleanField("requires PKCE (RFC 7636)", default=True)
    authentication = models.CharField(
        "client authentication",
        max_length=20,
        choices=Authentication,
        default=Authentication.SECRET,
    )
    jwks = models.JSONField(
        "public keys (JWKS)",
        null=True,
        blank=True,
        help_text="For private_key_jwt: the client's key set, with public keys only.",
    )
    jwks_uri = models.URLField(
        "address of the public keys",
        max_length=500,
        blank=True,
        help_text="For private_key_jwt: an https address, read when an unknown key appears.",
    )

    branding = models.JSONField(
        default=dict,
        editable=False,
        help_text="What the hosted flow links to: see brands.",
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name or self.client_id)

    def clean(self) -> None:
        """Check redirect URIs and keys; in place of the parent's, which knows one global RSA key.

        Raises:
            ValidationError: by field.
        """
        problems: dict[str, list[str]] = {}
        wrong = redirects.problems(self.registered_redirect_uris, allow_loopback=self.sandbox)
        if wrong:
            problems["redirect_uris"] = wrong
        if self.jwks is not None and (wrong := client_keys.problems(self.jwks)):
            problems["jwks"] = wrong
        if self.jwks_uri and not self.jwks_uri.startswith("https://"):
            problems["jwks_uri"] = ["The address must begin with https://."]
        with_key = self.authentication == self.Authentication.PRIVATE_KEY
        if with_key and not self.jwks and not self.jwks_uri:
            problems["authentication"] = ["Give the client's public keys, or their address."]
        if problems:
            raise ValidationError(problems)

    @property
    def registered_redirect_uris(self) -> tuple[str, ...]:
        """The redirect URIs, compared as exact strings only (RFC 9700 section 2.1)."""
        return tuple(self.redirect_uris.split())


class Brand(models.Model):
    """How an application looks to people; every part may be missing."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="brand", primary_key=True
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    logo = models.BinaryField(default=b"", help_text="A PNG that we drew ourselves.")
    accent = models.CharField(max_length=7, blank=True)
    privacy_url = models.CharField(max_length=500, blank=True)
    privacy_text = models.TextField(blank=True)
    terms_url = models.CharField(max_length=500, blank=True)
    terms_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"brand of {self.application_id}"


class ClientSecret(models.Model):
    """One secret of an application, as a salted hash; two may live at once while one is rotated."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="secrets")
    salt = models.BinaryField(max_length=16, editable=False)
    digest = models.BinaryField(max_length=32, editable=False)
    hint = models.CharField(max_length=4, editable=False, help_text="Its last four characters.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"secret ending in {self.hint}"
