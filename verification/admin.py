"""Flows and verifications in the console."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from unfold.admin import ModelAdmin
from unfold.decorators import display

from audit.admin_log import Audited
from verification.admin_filters import DayFilter, ReasonFilter
from verification.documents.kinds import DocumentType
from verification.documents_form import KINDS
from verification.finding_wording import question
from verification.flow_drafting import Drafting
from verification.flow_form import FlowForm
from verification.matching import stored
from verification.models import Flow, Session
from verification.rule_wording import summary
from verification.session_report import report, words

STATUS_COLOURS = {
    Session.Status.VERIFIED: "success",
    Session.Status.FAILED: "danger",
    Session.Status.ERRORED: "danger",
    Session.Status.PROCESSING: "info",
    Session.Status.CAPTURING: "info",
    Session.Status.REVIEW: "warning",
    Session.Status.OFFERED: "default",
    Session.Status.CANCELLED: "warning",
    Session.Status.EXPIRED: "warning",
}
_COMPARED = "What the relying party says of the person"
_FORGIVEN = "What a fuzzy comparison of names forgives"
ABILITIES = {
    Flow.Liveness.NONE: "pictures only",
    Flow.Liveness.PASSIVE: "what your model tells",
    Flow.Liveness.ACTIVE: "living persons",
}
_ABILITIES = {
    "pictures only": "warning",
    "what your model tells": "warning",
    "living persons": "success",
}
_WARNINGS = {
    Flow.Liveness.NONE: "Without liveness this flow proves a picture, not a person.",
    Flow.Liveness.PASSIVE: "Without a model of yours (IDV_PAD_MODEL) no selfie tells a person "
    "from a good picture: this flow then refuses everybody, or leaves them all to a reviewer.",
}
_THIS_CHANGE = "This change"
# What who may only look reads in place of the form's fields.
_COMPARISON = (_COMPARED, {"fields": ("comparison",)})
_TOLD = {"documents": "told_documents", "countries": "told_countries", "review": "told_review"}


@admin.register(Flow)
class FlowAdmin(Drafting, Audited, ModelAdmin):  # type: ignore[misc]  # published without types
    """How strictly identities are verified, in plain words."""

    form = FlowForm
    list_display = ("name", "scope", "can_verify", "liveness", "disclosure", "retention_hours")
    search_fields = ("name", "slug")
    actions = None
    warn_unsaved_form = True
    radio_fields = {
        "liveness": admin.VERTICAL,
        "disclosure": admin.VERTICAL,
        "handoff_country": admin.VERTICAL,
        "handoff_network": admin.VERTICAL,
    }
    change_form_outer_before_template = "console/flow_head.html"
    fieldsets = (
        (None, {"fields": ("name", "slug")}),
        ("The document", {"fields": ("documents", "countries", "minimum_age")}),
        (
            "The person",
            {"fields": ("liveness", "challenge_tries", "colours", "face_fmr", "face_review_fmr")},
        ),
        (
            _COMPARED,
            {
                "description": "Compared with the document. A request that says “fuzzy: false” "
                "is compared exactly, whatever is chosen here.",
                "fields": (
                    "match_given_name",
                    "match_family_name",
                    "match_middle_name",
                    "names_opt_in",
                    "match_birthdate",
                    "match_address",
                    "address_advisory",
                ),
            },
        ),
        (
            _FORGIVEN,
            {"classes": ("collapse",), "fields": ("names_forgive",)},
        ),
        ("What the relying party learns", {"fields": ("disclosure",)}),
        (
            "What goes to review",
            {
                "classes": ("collapse",),
                "fields": (
                    "review_everybody",
                    "review_share",
                    "review",
                    "review_minutes",
                    "second_reviewer",
                ),
            },
        ),
        ("Time and tries", {"fields": ("minutes", "retakes", "attempts")}),
        ("On a phone", {"fields": ("handoff", "handoff_country", "handoff_network")}),
        ("How long evidence is kept", {"fields": ("retention_hours",)}),
        (_THIS_CHANGE, {"fields": ("version_note", "four_eyes")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Flow | None = None) -> tuple[str, ...]:
        """Return ``slug`` for a flow that exists: relying parties ask for it by that name."""
        return ("slug", "comparison", *_TOLD.values()) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Flow | None = None) -> Any:  # noqa: ANN401  # Django's own
        """Return the form's sections; who may only look reads what is no plain value in words."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return [
            (title, rest | {"fields": tuple(_TOLD.get(field, field) for field in rest["fields"])})
            for title, rest in (*self.fieldsets[:3], _COMPARISON, *self.fieldsets[4:])
            if title not in {_FORGIVEN, _THIS_CHANGE}
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Flow | None = None) -> bool:
        """Keep a flow that somebody was judged by."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and obj is not None and not obj.sessions.exists()

    def save_model(self, request: HttpRequest, obj: Flow, form: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        super().save_model(request, obj, form, change)
        if warning := _WARNINGS.get(Flow.Liveness(obj.liveness)):
            messages.warning(request, warning)

    @admin.display(description="Compared")
    def comparison(self, flow: Flow) -> str:
        """Say the policy in a few words, one line for each claim."""
        try:
            lines = tuple(summary(stored.load(flow.matching)))
        except stored.PolicyRefused as refused:
            return f"The stored policy cannot be read: {refused}"
        return format_html_join(mark_safe("<br>"), "{}: {}", lines)

    @admin.display(description="Accepted documents")
    def told_documents(self, flow: Flow) -> str:
        return _lines(dict(KINDS).get(DocumentType(one), one) for one in flow.documents)

    @admin.display(description="Accepted countries")
    def told_countries(self, flow: Flow) -> str:
        return ", ".join(flow.countries) or "every country"

    @admin.display(description="What goes to review")
    def told_review(self, flow: Flow) -> str:
        return _lines(map(question, flow.review)) or "nothing"

    @admin.display(description="Scope")
    def scope(self, flow: Flow) -> str:
        return f"idv_flow_{flow.slug}"

    @display(description="Now", label=_ABILITIES)  # type: ignore[untyped-decorator]  # unfold's
    def can_verify(self, flow: Flow) -> str:
        return ABILITIES[Flow.Liveness(flow.liveness)]


def _lines(texts: Iterable[str]) -> str:
    return format_html_join(mark_safe("<br>"), "{}", ((text,) for text in texts))


@admin.register(Session)
class SessionAdmin(Audited, ModelAdmin):  # type: ignore[misc]  # published without types
    """Verifications, to be read only. No personal data is on these pages."""

    list_display = ("began", "outcome", "organisation", "flow", "took", "short_id")
    list_select_related = ("flow", "flow_version")
    list_filter: tuple[Any, ...] = (
        "status",
        "flow",
        ReasonFilter,
        "sandbox",
        ("created_at", DayFilter),
    )
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("id",)
    search_help_text = "A whole id: of the verification, or of the user at the relying party"
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        sessions: QuerySet[Session] = super().get_queryset(request)
        return sessions.defer("claims_sealed", "account_sealed", "session_key", "browser_digest")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Session], search_term: str
    ) -> tuple[QuerySet[Session], bool]:
        """Find by a whole id, which an index answers: the verification's, or the person's."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            return queryset.filter(pk=UUID(term)), False
        except ValueError:
            return queryset.filter(subject_digest__in=self.subjects(term)), False

    def subjects(self, term: str) -> list[bytes]:
        """Return the digests of whom the search may mean; only the protocol knows who asks."""
        return []

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show everything that is known of a verification, but the person."""
        session = self.get_object(request, object_id)
        if session is None:
            missing: HttpResponse = self._get_obj_does_not_exist_redirect(
                request, self.opts, object_id
            )
            return missing
        if not self.has_view_permission(request, session):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Verification {session.pk}",
            "opts": self.opts,
            "report": report(session),
            "original": session,
            "session": session,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "console/session.html", context)

    @admin.display(description="Began (UTC)", ordering="created_at")
    def began(self, session: Session) -> str:
        return f"{session.created_at:%Y-%m-%d %H:%M:%S}"

    @display(description="Outcome", ordering="status", label=STATUS_COLOURS)  # type: ignore[untyped-decorator]  # unfold's
    def outcome(self, session: Session) -> tuple[str, str]:
        return session.status, session.get_status_display()

    @admin.display(description="Took", empty_value="-")
    def took(self, session: Session) -> str | None:
        if session.finished_at is None:
            return None
        return words(session.finished_at - session.created_at)

    @admin.display(description="Id")
    def short_id(self, session: Session) -> str:
        return str(session.pk)[:8]
