"""The console's site: Unfold's, with our pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, path
from unfold.sites import UnfoldAdminSite

from idv_provider.console import (
    api_tokens,
    audit_export,
    authorization_server,
    branding,
    client_secrets,
    comparisons,
    connection,
    flow_pages,
    frames,
    images,
    integrations,
    legal_text,
    receipt_pages,
    removal,
    retention,
    review_pages,
    sandbox_page,
    self_test,
    session_export,
    signing_keys,
    webhooks,
)


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc]  # published without types
    """Where administrators work. Every page of ours passes ``admin_view``: sign in first."""

    index_title = "Dashboard"
    index_template = "console/dashboard.html"

    def extra_urls(self) -> list[URLPattern]:
        """Return our pages; they come before the models' own, so "Add" leads to ours."""
        one = "applications/application/<int:pk>"
        flow = "verification/flow/<int:pk>"
        session = "verification/session/<uuid:session_id>"
        reviewed = "reviews/<uuid:session_id>"
        pages = (
            ("applications/application/add/", integrations.choose, "add_application"),
            ("applications/application/add/oidc/", integrations.add, "add_integration"),
            (f"{one}/connection/", connection.connection, "connection"),
            (f"{one}/rotate/", client_secrets.rotate, "rotate_secret"),
            (f"{one}/self-test/", self_test.run, "self_test"),
            (f"{one}/delete/", removal.delete, "delete_application"),
            (f"{one}/secrets/<int:secret_pk>/revoke/", client_secrets.revoke, "revoke_secret"),
            ("verification/session/export/", session_export.download, "session_export"),
            (f"{session}/receipt/", receipt_pages.receipt, "session_receipt"),
            (f"{session}/id-token/", receipt_pages.id_token, "session_id_token"),
            ("reviews/", review_pages.queue, "reviews"),
            (f"{reviewed}/", review_pages.review, "review"),
            (f"{reviewed}/claim/", review_pages.claim, "review_claim"),
            (f"{reviewed}/release/", review_pages.release, "review_release"),
            (f"{flow}/versions/", flow_pages.versions, "flow_versions"),
            (f"{flow}/versions/<int:number>/restore/", flow_pages.restore, "flow_restore"),
            (f"{flow}/draft/", flow_pages.draft, "flow_draft"),
            (f"{flow}/draft/evidence/", flow_pages.reopen, "flow_evidence"),
            (f"{flow}/draft/publish/", flow_pages.publish, "flow_publish"),
            (f"{flow}/draft/discard/", flow_pages.discard, "flow_discard"),
            (
                "verification/session/<uuid:session_id>/images/<uuid:capture_id>/",
                images.image,
                "session_image",
            ),
            (
                "verification/session/<uuid:session_id>/frames/",
                frames.frames,
                "session_frames",
            ),
            (
                "verification/session/<uuid:session_id>/comparisons/",
                comparisons.comparisons,
                "session_comparisons",
            ),
            ("audit/keys/", audit_export.keys, "audit_keys"),
            ("audit/export/", audit_export.download, "audit_export"),
            ("api/token/add/", api_tokens.add, "add_token"),
            ("api/token/<int:pk>/revoke/", api_tokens.revoke, "revoke_token"),
            ("settings/branding/", branding.page, "branding"),
            ("settings/legal/", legal_text.page, "legal_text"),
            ("settings/retention/", retention.page, "retention"),
            ("settings/retention/shred/", retention.shred, "shred_evidence"),
            ("settings/sandbox/", sandbox_page.page, "sandbox_page"),
            ("webhooks/endpoint/add/", webhooks.add, "add_webhook"),
            ("webhooks/endpoint/<uuid:pk>/rotate/", webhooks.rotate, "rotate_webhook"),
            ("webhooks/endpoint/<uuid:pk>/test/", webhooks.test, "test_webhook"),
            ("webhooks/delivery/<int:pk>/again/", webhooks.again, "send_webhook_again"),
            ("settings/authorization-server/", authorization_server.page, "authorization_server"),
            (
                "settings/authorization-server/rotate/<str:algorithm>/",
                signing_keys.rotate,
                "rotate_signing_key",
            ),
        )
        return [path(route, self.admin_view(view), name=name) for route, view, name in pages]


def environment(request: HttpRequest) -> tuple[str, str] | None:
    """Return the label that marks a deployment which proves nobody."""
    return ("Sandbox", "warning") if settings.SANDBOX else None


def without_inline_colours(request: HttpRequest) -> dict[str, Any]:
    """Have Unfold leave out its style element."""
    return {"colors": None}
