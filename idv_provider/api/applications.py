"""Applications by the API: what the console's pages do, by the same functions."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from applications import credentials, rotation
from applications.forms import LONGEST_NAME, check_name
from applications.models import Application, ClientSecret
from audit import trail
from idv_provider.api import idempotency, scopes
from idv_provider.api.base import ApiView, actor, page_of
from idv_provider.api.documented import KEY, PROBLEMS, paged
from idv_provider.api.examples import DISABLED, NEW_APPLICATION, OVERLAP
from idv_provider.console import application_flows
from oidc import keys
from outbox import models as outbox
from verification.models import Flow

_MOST_URIS = 50
_WEEK_IN_MINUTES = 7 * 24 * 60


class SecretSerializer(serializers.ModelSerializer[ClientSecret]):
    """A client secret, of which only the last four characters are known."""

    class Meta:
        model = ClientSecret
        fields = ("id", "hint", "created_at", "expires_at", "last_used_at")


class RedirectUris(serializers.ListField):
    """Redirect URIs: a list here, lines in the table."""

    child = serializers.CharField(max_length=2000)

    def to_representation(self, data: Any) -> list[str]:  # noqa: ANN401  # DRF's own
        return str(data).split()


class AllowedFlows(serializers.ListField):
    """The ids of the flows that an application may ask for; rows of the protocol's."""

    child = serializers.SlugField()

    def get_attribute(self, instance: Application) -> Any:  # noqa: ANN401  # DRF's own
        return [one.flow.slug for one in instance.flows.all()]


class DefaultFlow(serializers.SlugField):
    """The id of the flow that runs when a request names none."""

    def get_attribute(self, instance: Application) -> Any:  # noqa: ANN401  # DRF's own
        return next((one.flow.slug for one in instance.flows.all() if one.is_default), None)


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """An application. ``flows`` are the ids it may ask for by scope; one of them is the default."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    redirect_uris = RedirectUris(min_length=1, max_length=_MOST_URIS)
    flows = AllowedFlows(min_length=1, max_length=100)
    default_flow = DefaultFlow()
    jwks = serializers.DictField(required=False, allow_null=True)
    # The model judges whether it is an address; a field that does describes "" as two things.
    jwks_uri = serializers.CharField(required=False, allow_blank=True, max_length=500)
    secrets = SecretSerializer(many=True, read_only=True)

    class Meta:
        model = Application
        fields = (
            "client_id", "name", "enabled", "sandbox", "redirect_uris", "flows", "default_flow",
            "dialect", "algorithm", "authentication", "jwks", "jwks_uri", "require_par",
            "require_pkce", "secrets", "created", "updated",
        )  # fmt: skip
        read_only_fields = ("client_id", "sandbox", "created", "updated")


class CreatedSerializer(ApplicationSerializer):
    """A new application, with its secret: this once."""

    client_secret = serializers.CharField(read_only=True)

    class Meta(ApplicationSerializer.Meta):
        fields = (*ApplicationSerializer.Meta.fields, "client_secret")  # type: ignore[assignment]


class RotationSerializer(serializers.Serializer[Any]):
    """How long the secrets before the new one go on working."""

    overlap_minutes = serializers.IntegerField(min_value=0, max_value=_WEEK_IN_MINUTES)


class NewSecretSerializer(serializers.Serializer[Any]):
    """A new client secret: this once."""

    client_id = serializers.CharField()
    client_secret = serializers.CharField()


class ApplicationList(ApiView):
    """The applications, newest first."""

    scopes = {"GET": scopes.APPLICATIONS_READ, "POST": scopes.APPLICATIONS_WRITE}

    @extend_schema(
        operation_id="list_applications",
        parameters=paged(),
        responses={200: ApplicationSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        return page_of(self, request, _all().order_by("-created", "-pk"), _shown)

    @extend_schema(
        operation_id="create_application",
        description="Add an application. The answer holds its client secret: this once.",
        examples=[NEW_APPLICATION],
        parameters=[KEY],
        request=ApplicationSerializer,
        responses={201: CreatedSerializer, **PROBLEMS},
    )
    @idempotency.once
    def post(self, request: Request) -> Response:
        sent = ApplicationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        # Before the trail is locked: making a key takes a while.
        keys.ensure_signing_key(sent.validated_data.get("algorithm", Application.Algorithm.RS256))
        with transaction.atomic():
            application = _save(Application(), sent.validated_data)
            secret = credentials.issue(application)
            trail.record(actor(request), "application.added", application)
        body = {**_shown(_one(application.client_id)), "client_secret": secret}
        place = reverse("api:application", args=[application.client_id])
        headers = {"Location": request.build_absolute_uri(place)}
        return Response(body, status=HTTPStatus.CREATED, headers=headers)


class ApplicationOne(ApiView):
    """One application, by its client id."""

    scopes = {
        "GET": scopes.APPLICATIONS_READ,
        "PATCH": scopes.APPLICATIONS_WRITE,
        "DELETE": scopes.APPLICATIONS_WRITE,
    }

    @extend_schema(
        operation_id="read_application", responses={200: ApplicationSerializer, **PROBLEMS}
    )
    def get(self, request: Request, client_id: str) -> Response:
        return Response(_shown(_one(client_id)))

    @extend_schema(
        operation_id="change_application",
        description="Change what is sent, and nothing else. `enabled: false` refuses at once.",
        request=ApplicationSerializer(partial=True),
        examples=[DISABLED],
        responses={200: ApplicationSerializer, **PROBLEMS},
    )
    def patch(self, request: Request, client_id: str) -> Response:
        application = _one(client_id)
        worked = application.enabled
        sent = ApplicationSerializer(application, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        with transaction.atomic():
            _save(application, sent.validated_data)
            if worked and not application.enabled:
                outbox.note("application.disabled", client_id)
            fields = sorted(sent.validated_data)
            trail.record(actor(request), "application.changed", application, fields=fields)
        keys.ensure_signing_key(application.algorithm)
        return Response(_shown(_one(client_id)))

    @extend_schema(
        operation_id="delete_application",
        description="Delete it, with its secrets and what it has pushed. What was verified stays.",
        responses={204: None, **PROBLEMS},
    )
    def delete(self, request: Request, client_id: str) -> Response:
        application = _one(client_id)
        with transaction.atomic():
            trail.record(actor(request), "application.deleted", application)
            application.delete()
        return Response(status=HTTPStatus.NO_CONTENT)


class Secrets(ApiView):
    """The secrets of an application: a new one beside the old."""

    scopes = {"POST": scopes.APPLICATIONS_WRITE}

    @extend_schema(
        operation_id="rotate_client_secret",
        description="Make a new client secret beside the old, which goes on working for "
        "`overlap_minutes`. The answer holds the new one: this once.",
        examples=[OVERLAP],
        parameters=[KEY],
        request=RotationSerializer,
        responses={201: NewSecretSerializer, **PROBLEMS},
    )
    @idempotency.once
    def post(self, request: Request, client_id: str) -> Response:
        sent = RotationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        application = _one(client_id)
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=application.pk)
            secret = rotation.rotate(
                application,
                seen=rotation.newest(application),
                overlap=timedelta(minutes=sent.validated_data["overlap_minutes"]),
            )
            trail.record(actor(request), "secret.rotated", application)
        body = {"client_id": client_id, "client_secret": secret}
        return Response(body, status=HTTPStatus.CREATED)


def _all() -> QuerySet[Application]:
    found: QuerySet[Application] = Application.objects.prefetch_related("secrets", "flows__flow")
    return found


def _one(client_id: str) -> Application:
    return get_object_or_404(_all(), client_id=client_id)


def _shown(application: Application) -> dict[str, Any]:
    return dict(ApplicationSerializer(application).data)


def _save(application: Application, changes: dict[str, Any]) -> Application:
    """Write the changes where the application is then one that the console would take.

    Raises:
        serializers.ValidationError: by member.
    """
    changes = dict(changes)
    flows = _flows(application, changes.pop("flows", None), changes.pop("default_flow", None))
    if "redirect_uris" in changes:
        changes["redirect_uris"] = "\n".join(dict.fromkeys(changes["redirect_uris"]))
    for name, value in changes.items():
        setattr(application, name, value)
    try:
        check_name(application.name, application)
    except DjangoValidationError as error:
        raise serializers.ValidationError({"name": error.messages}) from error
    try:
        application.full_clean()
    except DjangoValidationError as error:
        raise serializers.ValidationError(error.message_dict) from error
    application.save()
    application_flows.save(application, *flows)
    return application


def _flows(
    application: Application, slugs: list[str] | None, default: str | None
) -> tuple[list[Flow], Flow]:
    """Return the flows to allow and the default, with what was not sent left as it is."""
    held = list(application.flows.all()) if application.pk else []
    slugs = [one.flow.slug for one in held] if slugs is None else slugs
    default = (
        next((one.flow.slug for one in held if one.is_default), "") if default is None else default
    )
    found = {flow.slug: flow for flow in Flow.objects.filter(slug__in=slugs)}
    if missing := sorted(set(slugs) - set(found)):
        raise serializers.ValidationError({"flows": [f"There is no flow {', '.join(missing)}."]})
    if default not in found:
        raise serializers.ValidationError({"default_flow": ["It must be one of flows."]})
    return list(found.values()), found[default]
