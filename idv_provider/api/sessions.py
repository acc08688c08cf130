"""Verifications by the API: what became of them and why, and nothing of the person."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from idv_provider.api import idempotency, scopes
from idv_provider.api.base import ApiView, actor, page_of
from idv_provider.api.documented import CONFLICT, KEY, PROBLEMS, paged
from idv_provider.api.problems import Conflict
from verification import sightings, vault
from verification.models import CheckResult, Session, SessionEvent


class EventSerializer(serializers.ModelSerializer[SessionEvent]):
    """One change of a session's status."""

    class Meta:
        model = SessionEvent
        fields = ("at", "from_status", "to_status", "reason")


class FindingSerializer(serializers.ModelSerializer[CheckResult]):
    """One finding. A number of days is left out: with the date it tells a date of the document."""

    measured = serializers.SerializerMethodField()

    class Meta:
        model = CheckResult
        fields = (
            "attempt", "code", "outcome", "required", "refused", "referred", "message",
            "measured", "threshold", "unit",
        )  # fmt: skip

    def get_measured(self, finding: CheckResult) -> float | None:
        return None if finding.unit == "days" else finding.measured


class SessionSerializer(serializers.ModelSerializer[Session]):
    """A session. ``client_id`` stays when the application is deleted."""

    flow: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="slug", read_only=True
    )
    flow_version = serializers.IntegerField(
        source="flow_version.number", help_text="The version of the flow that it is judged by."
    )
    client_id = serializers.CharField(source="relying_party")
    evidence_kept = serializers.SerializerMethodField(help_text="Pictures and values are there.")

    class Meta:
        model = Session
        fields = (
            "id", "status", "flow", "flow_version", "client_id", "sandbox", "created_at",
            "expires_at", "submitted_at", "finished_at", "shred_at", "evidence_kept",
        )  # fmt: skip

    def get_evidence_kept(self, session: Session) -> bool:
        return session.session_key is not None


class SessionDetailSerializer(SessionSerializer):
    """A session with its ledger and its findings."""

    events = EventSerializer(many=True)
    findings = FindingSerializer(many=True, source="check_results")

    class Meta(SessionSerializer.Meta):
        fields = (*SessionSerializer.Meta.fields, "events", "findings")  # type: ignore[assignment]


class FilterSerializer(serializers.Serializer[Any]):
    """How the list is narrowed down."""

    status = serializers.ChoiceField(Session.Status.choices, required=False)
    flow = serializers.SlugField(required=False)
    client_id = serializers.CharField(required=False, max_length=100)
    refused_by = serializers.CharField(
        required=False, max_length=60, help_text="The code of a finding that refused."
    )
    created_from = serializers.DateTimeField(required=False)
    created_before = serializers.DateTimeField(required=False)


class SessionList(ApiView):
    """The sessions, newest first."""

    scopes = {"GET": scopes.SESSIONS_READ}

    @extend_schema(
        operation_id="list_sessions",
        parameters=[*paged(), FilterSerializer],
        responses={200: SessionSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        asked = FilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = _narrowed(_all(), asked.validated_data).order_by("-created_at", "-pk")
        return page_of(self, request, rows, lambda session: SessionSerializer(session).data)


class SessionOne(ApiView):
    """One session, with its ledger and its findings."""

    scopes = {"GET": scopes.SESSIONS_READ}

    @extend_schema(
        operation_id="read_session", responses={200: SessionDetailSerializer, **PROBLEMS}
    )
    def get(self, request: Request, session_id: UUID) -> Response:
        found = _all().prefetch_related("events", "check_results")
        return Response(SessionDetailSerializer(get_object_or_404(found, pk=session_id)).data)


class Erasure(ApiView):
    """The end of a session's evidence, before its time."""

    scopes = {"POST": scopes.SESSIONS_ERASE}

    @extend_schema(
        operation_id="erase_session",
        description="Shred pictures, extracted values and what was pushed, now. Verdict and "
        "findings stay. Safe to repeat; a session that is still under way is refused with 409.",
        parameters=[KEY],
        request=None,
        responses={200: SessionSerializer, **CONFLICT, **PROBLEMS},
    )
    @idempotency.once
    def post(self, request: Request, session_id: UUID) -> Response:
        session = get_object_or_404(_all(), pk=session_id)
        if session.is_open:
            raise Conflict("The session is still under way.")
        vault.shred(session, by=actor(request))
        sightings.forget(session)
        return Response(SessionSerializer(_all().get(pk=session_id)).data)


def _all() -> QuerySet[Session]:
    return Session.objects.select_related("flow", "flow_version").defer(
        "claims_sealed", "browser_digest"
    )


def _narrowed(rows: QuerySet[Session], asked: dict[str, Any]) -> QuerySet[Session]:
    by = {
        "status": "status",
        "flow": "flow__slug",
        "client_id": "relying_party",
        "created_from": "created_at__gte",
        "created_before": "created_at__lt",
    }
    rows = rows.filter(**{by[name]: value for name, value in asked.items() if name in by})
    if code := asked.get("refused_by"):
        refusals = CheckResult.objects.filter(code=code, refused=True)
        rows = rows.filter(pk__in=refusals.values("session"))
    return rows
