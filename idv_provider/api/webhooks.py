"""Webhooks by the API: what became of each message, and to send one again."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audit import trail
from idv_provider.api import idempotency, scopes
from idv_provider.api.base import ApiView, actor, page_of
from idv_provider.api.documented import CONFLICT, KEY, PROBLEMS, paged
from idv_provider.api.problems import Conflict
from idv_provider.webhooks import sending
from idv_provider.webhooks.kinds import KINDS
from idv_provider.webhooks.models import Delivery, Endpoint


class WebhookSerializer(serializers.ModelSerializer[Endpoint]):
    """A webhook; its secret is never told."""

    applications: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        slug_field="client_id", many=True, read_only=True
    )

    class Meta:
        model = Endpoint
        fields = (
            "id", "url", "kinds", "applications", "only_chosen", "enabled", "failing_since",
            "created_at",
        )  # fmt: skip


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One message to one webhook; ``message_id`` is in its header ``webhook-id``."""

    message_id = serializers.SerializerMethodField()
    webhook = serializers.UUIDField(source="endpoint_id")

    class Meta:
        model = Delivery
        fields = (
            "id", "webhook", "message_id", "kind", "state", "tries", "status_code", "problem",
            "created_at", "tried_at", "due_at",
        )  # fmt: skip

    def get_message_id(self, delivery: Delivery) -> str:
        return f"msg_{delivery.message_id.hex}"


class DeliveryFilter(serializers.Serializer[Any]):
    """How the list is narrowed down."""

    state = serializers.ChoiceField(Delivery.State.choices, required=False)
    kind = serializers.ChoiceField(KINDS, required=False)
    webhook = serializers.UUIDField(required=False)


class WebhookList(ApiView):
    """The webhooks, newest first."""

    scopes = {"GET": scopes.WEBHOOKS_READ}

    @extend_schema(
        operation_id="list_webhooks",
        parameters=paged(),
        responses={200: WebhookSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        rows = Endpoint.objects.prefetch_related("applications").order_by("-created_at", "-pk")
        return page_of(self, request, rows, lambda row: WebhookSerializer(row).data)


class DeliveryList(ApiView):
    """The messages of the last thirty days, newest first."""

    scopes = {"GET": scopes.WEBHOOKS_READ}

    @extend_schema(
        operation_id="list_deliveries",
        parameters=[*paged(), DeliveryFilter],
        responses={200: DeliverySerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        asked = DeliveryFilter(data=request.query_params)
        asked.is_valid(raise_exception=True)
        by = {"webhook": "endpoint"}
        wanted = {by.get(name, name): value for name, value in asked.validated_data.items()}
        rows = Delivery.objects.filter(**wanted).order_by("-created_at", "-pk")
        return page_of(self, request, rows, lambda row: DeliverySerializer(row).data)


class Replay(ApiView):
    """A message, once more: sent again under its id. 409 while its webhook is off."""

    scopes = {"POST": scopes.WEBHOOKS_WRITE}

    @extend_schema(
        operation_id="replay_delivery",
        parameters=[KEY],
        request=None,
        responses={200: DeliverySerializer, **CONFLICT, **PROBLEMS},
    )
    @idempotency.once
    def post(self, request: Request, pk: int) -> Response:
        delivery = get_object_or_404(Delivery.objects.select_related("endpoint"), pk=pk)
        if not delivery.endpoint.enabled:
            raise Conflict("The webhook is off.")
        with transaction.atomic():
            sending.again(delivery)
            trail.record(actor(request), "delivery.sent_again", delivery)
        return Response(DeliverySerializer(Delivery.objects.get(pk=pk)).data)
