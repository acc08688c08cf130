"""When an application was last used, and what was last refused: from the protocol log."""

from dataclasses import dataclass

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from applications.models import Application
from idv_provider.webhooks.models import Endpoint
from oidc.models import ProtocolEvent
from verification.models import Session


@dataclass(frozen=True, slots=True)
class Use:
    """The newest request that was accepted, and that was refused; as long as the log is kept."""

    accepted: ProtocolEvent | None
    refused: ProtocolEvent | None


@dataclass(frozen=True, slots=True)
class Broken:
    """What deleting an application would break.

    Attributes:
        running: people who are in the middle of a verification for it, and could not return.
        webhooks: those that hear of this application and no other.
    """

    running: int
    webhooks: tuple[Endpoint, ...]


def last_use(application: Application) -> Use:
    """Return both; two statements."""
    log = ProtocolEvent.objects.filter(application=application).order_by("-at")
    return Use(log.filter(accepted=True).first(), log.filter(accepted=False).first())


def with_use(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Add ``used_at``, ``refused_at`` and ``refused_with`` to each."""
    log = ProtocolEvent.objects.filter(application=OuterRef("pk")).order_by("-at")
    refused = log.filter(accepted=False)
    told: QuerySet[Application] = applications.annotate(
        secret_used_at=Max("secrets__last_used_at"),
        accepted_at=Subquery(log.filter(accepted=True).values("at")[:1]),
        used_at=Greatest(F("secret_used_at"), F("accepted_at")),
        refused_at=Subquery(refused.values("at")[:1]),
        refused_with=Subquery(refused.values("error")[:1]),
    )
    return told


def broken_without(application: Application) -> Broken:
    """Return what would break if the application were deleted now."""
    running = Session.objects.filter(
        relying_party=application.client_id, status__in=Session.OPEN, expires_at__gt=timezone.now()
    )
    hearing = Endpoint.objects.filter(applications=application, only_chosen=True)
    alone = [one for one in hearing if one.applications.count() == 1]
    return Broken(running.count(), tuple(alone))
