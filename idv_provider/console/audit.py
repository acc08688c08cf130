"""Who did what in the console, and who saw whose pictures and names. To be read only."""

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from unfold.decorators import display

from idv_provider.console.models import ImageView
from oidc.admin import ReadOnlyAdmin

_WORDS = {ADDITION: "added", CHANGE: "changed", DELETION: "deleted"}
_COLOURS = {"added": "success", "changed": "info", "deleted": "danger"}


@admin.register(LogEntry)
class AuditAdmin(ReadOnlyAdmin):
    """Every change that was made in the console."""

    list_display = ("when", "user", "did", "content_type", "object_repr", "get_change_message")
    list_select_related = ("user", "content_type")
    list_filter = ("action_flag", "content_type", "user")
    search_fields = ("object_repr", "user__username")
    fields = ("when", "user", "did", "content_type", "object_repr", "get_change_message")
    readonly_fields = fields
    show_full_result_count = False

    @admin.display(description="When (UTC)", ordering="action_time")
    def when(self, entry: LogEntry) -> str:
        return f"{entry.action_time:%Y-%m-%d %H:%M:%S}"

    @display(description="Did", label=_COLOURS)  # type: ignore[untyped-decorator]  # unfold's
    def did(self, entry: LogEntry) -> str:
        return _WORDS.get(entry.action_flag, "")


@admin.register(ImageView)
class ImageViewAdmin(ReadOnlyAdmin):
    """Every look at a picture, and at what was compared."""

    list_display = ("when", "username", "kind", "session_id")
    list_display_links = None
    list_filter = ("kind",)
    search_fields = ("username",)
    show_full_result_count = False

    @admin.display(description="When (UTC)", ordering="at")
    def when(self, view: ImageView) -> str:
        return f"{view.at:%Y-%m-%d %H:%M:%S}"
