"""The audit trail by the API: whole, signed up to the entry that tells of this."""

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from audit import export, trail
from idv_provider import audit_signing
from idv_provider.api import scopes
from idv_provider.api.base import ApiView, actor
from idv_provider.api.documented import PROBLEMS

NDJSON = "application/x-ndjson"


class AuditExport(ApiView):
    """The trail as JSON lines, as ``manage.py verify_audit`` reads it."""

    scopes = {"GET": scopes.AUDIT_EXPORT}

    @extend_schema(
        operation_id="export_audit", responses={(200, NDJSON): OpenApiTypes.STR, **PROBLEMS}
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        trail.record(actor(request), "audit.exported")
        audit_signing.sign()
        return StreamingHttpResponse(export.lines(), content_type=NDJSON)
