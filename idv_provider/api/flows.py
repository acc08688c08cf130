"""Flows by the API."""

from copy import copy
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
from idv_provider.api.base import ApiView, actor, page_of, token_of
from idv_provider.api.documented import KEY, PROBLEMS, paged
from idv_provider.api.examples import NEW_FLOW, STRICTER
from verification import flow_versions
from verification.models import Flow


def _codes(most: int) -> serializers.ListField:
    """Return a list of short words, which the model then judges; its column takes any JSON."""
    return serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=most, required=False
    )


class FlowSerializer(serializers.ModelSerializer[Flow]):
    """A flow as it is in force. ``scope`` is what a relying party asks for it with."""

    documents = _codes(20)
    countries = _codes(300)
    review = _codes(100)
    scope = serializers.SerializerMethodField()
    version = serializers.SerializerMethodField()
    note = serializers.CharField(
        required=False, write_only=True, max_length=200, help_text="Why; kept with the version."
    )

    class Meta:
        model = Flow
        exclude = ("id", "current")
        read_only_fields = ("created_at",)

    def get_version(self, flow: Flow) -> int | None:
        return flow.current.number if flow.current else None

    def get_scope(self, flow: Flow) -> str:
        return f"idv_flow_{flow.slug}"

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what the model refuses; relying parties ask by the slug, so it stays."""
        if (
            self.instance is not None
            and attrs.get("slug", self.instance.slug) != self.instance.slug
        ):
            raise serializers.ValidationError({"slug": ["A flow keeps its id."]})
        flow = _changed(self.instance or Flow(), attrs)
        try:
            flow.full_clean()
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.message_dict) from error
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
        rows = Flow.objects.select_related("current").order_by("-created_at", "-pk")
        return page_of(self, request, rows, lambda flow: FlowSerializer(flow).data)

    @extend_schema(
        operation_id="create_flow",
        description="Add a flow. What is not sent is as in the console's form for a new one.",
        examples=[NEW_FLOW],
        parameters=[KEY],
        request=FlowSerializer,
        responses={201: FlowSerializer, **PROBLEMS},
    )
    @idempotency.once
    def post(self, request: Request) -> Response:
        sent = FlowSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        note = sent.validated_data.get("note", "")
        flow = _changed(Flow(), sent.validated_data)
        with transaction.atomic():
            flow_versions.publish(flow, by=token_of(request).made_by, note=note)
            trail.record(actor(request), "flow.added", flow)
        headers = {"Location": request.build_absolute_uri(reverse("api:flow", args=[flow.slug]))}
        return Response(_shown(flow.slug), status=HTTPStatus.CREATED, headers=headers)


class FlowOne(ApiView):
    """One flow, by its id."""

    scopes = {"GET": scopes.FLOWS_READ, "PATCH": scopes.FLOWS_WRITE}

    @extend_schema(operation_id="read_flow", responses={200: FlowSerializer, **PROBLEMS})
    def get(self, request: Request, slug: str) -> Response:
        return Response(_shown(slug))

    @extend_schema(
        operation_id="change_flow",
        description="Change what is sent, and nothing else, as the flow's next version. 202: the "
        "flow wants a second person, so that the change is kept as a draft; somebody else "
        "publishes it in the console. The answer is what is in force.",
        request=FlowSerializer(partial=True),
        examples=[STRICTER],
        responses={200: FlowSerializer, 202: FlowSerializer, **PROBLEMS},
    )
    def patch(self, request: Request, slug: str) -> Response:
        flow = get_object_or_404(Flow, slug=slug)
        sent = FlowSerializer(flow, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        note, by = sent.validated_data.get("note", ""), token_of(request).made_by
        changed = _changed(flow, sent.validated_data)
        with transaction.atomic():
            if Flow.objects.select_for_update().get(pk=flow.pk).four_eyes:
                flow_versions.keep_draft(flow, changed.snapshot(), by=by, note=note)
                trail.record(actor(request), "flow.draft_sent", flow)
                return Response(_shown(slug), status=HTTPStatus.ACCEPTED)
            flow_versions.publish(changed, by=by, note=note)
            fields = sorted(sent.validated_data)
            trail.record(actor(request), "flow.changed", flow, fields=fields)
        return Response(_shown(slug))


def _shown(slug: str) -> dict[str, Any]:
    flow = get_object_or_404(Flow.objects.select_related("current"), slug=slug)
    return dict(FlowSerializer(flow).data)


def _changed(flow: Flow, changes: dict[str, Any]) -> Flow:
    """Return a copy of the flow with the changes; saved nowhere yet."""
    changed = copy(flow)
    for name, value in changes.items():
        if name != "note":
            setattr(changed, name, value)
    return changed
