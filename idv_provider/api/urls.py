"""Addresses below /api/v1/."""

from django.urls import path, re_path

from idv_provider.api import document
from idv_provider.api.applications import ApplicationList, ApplicationOne, Secrets
from idv_provider.api.audit_trail import AuditExport
from idv_provider.api.flows import FlowList, FlowOne
from idv_provider.api.sessions import Erasure, SessionList, SessionOne
from idv_provider.api.webhooks import DeliveryList, Replay, WebhookList

app_name = "api"
urlpatterns = [
    path("applications", ApplicationList.as_view(), name="applications"),
    path("applications/<slug:client_id>", ApplicationOne.as_view(), name="application"),
    path("applications/<slug:client_id>/secrets", Secrets.as_view(), name="secrets"),
    path("flows", FlowList.as_view(), name="flows"),
    path("flows/<slug:slug>", FlowOne.as_view(), name="flow"),
    path("sessions", SessionList.as_view(), name="sessions"),
    path("sessions/<uuid:session_id>", SessionOne.as_view(), name="session"),
    path("sessions/<uuid:session_id>/erase", Erasure.as_view(), name="erase"),
    path("webhooks", WebhookList.as_view(), name="webhooks"),
    path("webhooks/deliveries", DeliveryList.as_view(), name="deliveries"),
    path("webhooks/deliveries/<int:pk>/replay", Replay.as_view(), name="replay"),
    path("audit", AuditExport.as_view(), name="audit"),
    path("openapi.json", document.openapi, name="openapi"),
    re_path(r"^.*$", document.nothing),
]
