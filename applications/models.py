"""Who may ask: a relying party's registration and its credentials."""

from django.db import models
from django.utils import timezone
from oauth2_provider.models import AbstractApplication


class Application(AbstractApplication):  # type: ignore[misc]  # published without types
    """One OIDC application, an Okta org as a rule, registered by an administrator.

    django-oauth-toolkit's registration, without its single stretched secret: see ``ClientSecret``.
    """

    class Dialect(models.TextChoices):
        OKTA = "okta", "Okta"
        STANDARD = "standard", "OpenID Connect for Identity Assurance"

    client_secret = None
    hash_client_secret = None
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

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name or self.client_id)


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
