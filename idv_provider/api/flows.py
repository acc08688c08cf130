"""Flows by the API."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from audit import trail
from idv_provider.api import idempotency, scopes
from idv_provider.api.base import ApiView, actor, page_of
from idv_provider.api.documented import KEY, PROBLEMS, paged
from verification.models import Flow


class FlowSerializer(serializers.ModelSerializer[Flow]):
    """A flow. ``scope`` is what a relying party asks for it with."""

    scope = serializers.SerializerMethodField()

    class Meta:
        model = Flow
        exclude = ("id",)
        read_only_fields = ("created_at",)

    def get_scope(self, flow: Flow) -> str:
        return f"idv_flow_{flow.slug}"

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what the model refuses; relying parties ask by the slug, so it stays."""
        if (
            self.instance is not None
            and attrs.get("slug", self.instance.slug) != self.instance.slug
        ):
            raise serializers.ValidationError({"slug": ["A flow keeps its id."]})
        flow = self.instance or Flow()
        before = {name: getattr(flow, name) for name in attrs}
        for name, value in attrs.items():
            setattr(flow, name, value)
        try:
            flow.full_clean()
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.message_dict) from error
        finally:
            for name, value in before.items():
                setattr(flow, name, value)
        return attrs


class FlowList(ApiView):
    """The flows, newest first."""

    scopes = {"GET": scopes.FLOWS_READ, "POST": scopes.FLOWS_WRITE}

    @extend_schema(
        operation_id="list_flows",
        parameters=paged(),
        responses={200: FlowSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        rows = Flow.objects.order_by("-created_at", "-pk")
        return page_of(self, request, rows, lambda flow: FlowSerializer(flow).data)

    @extend_schema(
        operation_id="create_flow",
        parameters=[KEY],
        request=FlowSerializer,
        responses={201: FlowSerializer, **PROBLEMS},
    )
    @idempotency.once
    def post(self, request: Request) -> Response:
        sent = FlowSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with transaction.atomic():
            flow = sent.save()
            trail.record(actor(request), "flow.added", flow)
        headers = {"Location": request.build_absolute_uri(reverse("api:flow", args=[flow.slug]))}
        return Response(sent.data, status=HTTPStatus.CREATED, headers=headers)


class FlowOne(ApiView):
    """One flow, by its id."""

    scopes = {"GET": scopes.FLOWS_READ, "PATCH": scopes.FLOWS_WRITE}

    @extend_schema(operation_id="read_flow", responses={200: FlowSerializer, **PROBLEMS})
    def get(self, request: Request, slug: str) -> Response:
        return Response(FlowSerializer(get_object_or_404(Flow, slug=slug)).data)

    @extend_schema(
        operation_id="change_flow",
        request=FlowSerializer(partial=True),
        responses={200: FlowSerializer, **PROBLEMS},
    )
    def patch(self, request: Request, slug: str) -> Response:
        flow = get_object_or_404(Flow, slug=slug)
        sent = FlowSerializer(flow, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        with transaction.atomic():
            flow = sent.save()
            fields = sorted(sent.validated_data)
            trail.record(actor(request), "flow.changed", flow, fields=fields)
        return Response(FlowSerializer(flow).data)
