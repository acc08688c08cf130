"""Administrators and roles.

Only an owner (a superuser) may touch them: whoever can change an account can become it.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from audit import trail
from audit.admin_log import Audited
from idv_provider.sso_settings import OWNER

admin.site.unregister(User)
admin.site.unregister(Group)


class _OwnersOnly(Audited):
    """Admin pages of owners."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request) and obj != request.user


class AdministratorForm(UserChangeForm):  # type: ignore[misc]  # published without types
    """An account, in the console's words."""

    class Meta(UserChangeForm.Meta):  # type: ignore[misc]  # published without types
        labels = {"is_active": "May sign in", "is_superuser": "Owner"}
        help_texts = {
            "is_active": "Off: the account and what it did stay, and nobody signs in with it.",
            "is_superuser": "May do everything, administrators and keys included.",
        }


@admin.register(User)
class AdministratorAdmin(_OwnersOnly, UserAdmin, ModelAdmin):  # type: ignore[misc, type-arg]  # unfold's; not at run time
    """Who may sign in to the console, and in which role."""

    form = AdministratorForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "roles", "may_sign_in", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("May", {"fields": ("is_active", "is_superuser", "groups")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401  # Django's own
        """Offer roles as check boxes, and by their name here."""
        return db_field.formfield(
            label="Roles",
            help_text="What each may do is listed under Roles. None, and no owner: the dashboard.",
            widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401  # Django's own
        """Leave out the button beside roles that makes another one in a window of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    @admin.display(description="Roles", empty_value="none")
    def roles(self, user: User) -> str | None:
        return ", ".join(roles_of(user)) or None

    @admin.display(description="May sign in", boolean=True, ordering="is_active")
    def may_sign_in(self, user: User) -> bool:
        return user.is_active

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        """Let an administrator sign in: nobody else has an account here."""
        form.roles_before = roles_of(User.objects.get(pk=obj.pk)) if change else []
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        """Write down who gave which roles to whom, and which were taken away."""
        super().save_related(request, form, formsets, change)
        roles = roles_of(User.objects.get(pk=form.instance.pk))
        if roles != form.roles_before:
            trail.record(
                request.user, "user.roles_given", form.instance,
                roles=roles, before=form.roles_before,
            )  # fmt: skip


def roles_of(user: User) -> list[str]:
    """Return the names of somebody's roles, an owner's first."""
    return [OWNER] * user.is_superuser + sorted(group.name for group in user.groups.all())


@admin.register(Group)
class RoleAdmin(_OwnersOnly, GroupAdmin, ModelAdmin):  # type: ignore[misc]  # published without types
    """What a role may do."""

    filter_horizontal = ()

    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        form.rights_before = rights_of(obj) if change else set()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: ANN401  # Django's own
        """Write down which rights the role gained and lost."""
        super().save_related(request, form, formsets, change)
        before, now = form.rights_before, rights_of(form.instance)
        if before != now:
            trail.record(
                request.user, "group.rights_given", form.instance,
                gained=sorted(now - before), lost=sorted(before - now),
            )  # fmt: skip


def rights_of(group: Group) -> set[str]:
    """Return a role's rights, as in app.codename."""
    pairs = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in pairs}
