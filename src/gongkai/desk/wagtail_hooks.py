"""What the back office shows for now: duties, disclosures, the catalogue and the record of acts, to look at.

Acts are done through the command line until the desk has its own forms; nothing here can be added, changed or removed.
"""

from typing import Any

from django.db.models import Model
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from gongkai.audit.models import AuditEntry
from gongkai.catalogue.models import ItemVersion
from gongkai.desk.panels import DueDuties
from gongkai.disclosures.models import Disclosure
from gongkai.duties.models import Duty

UNUSED = {"explorer", "images", "documents", "snippets", "help", "reports"}


class LookOnly(ModelPermissionPolicy):
    """Lets those who may view a model view it, and nobody change it here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Allow nothing but looking."""
        return action in ("view", "any") and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Allow nothing but looking."""
        return any(self.user_has_permission(user, action) for action in actions)


class LookViewSet(ModelViewSet):
    """A list and a page for each row, without forms."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: tuple[str, ...] = ()
    add_to_admin_menu = False
    list_per_page = 50


def _look(shown: type[Model], icon_name: str, columns: list[str], filters: list[str]) -> LookViewSet:
    class ViewSet(LookViewSet):
        model = shown
        icon = icon_name
        list_display = columns
        list_filter = filters
        inspect_view_fields = [field.name for field in shown._meta.fields]

    register_permission_policy(shown, LookOnly(shown))
    return ViewSet(shown._meta.model_name)


class Desk(ModelViewSetGroup):
    """The group of the four lists in the menu."""

    menu_label = "信息公开"
    menu_icon = "doc-full"
    menu_order = 100
    items = (
        _look(Duty, "date", ["subject", "item", "office", "due_on", "safe_on", "closing", "closed_on"], ["office", "closing"]),
        _look(Disclosure, "doc-full-inverse", ["title", "index_number", "office", "status"], ["status", "office"]),
        _look(ItemVersion, "list-ul", ["position", "name", "office", "limit_text"], ["office"]),
        _look(AuditEntry, "history", ["at", "by", "act", "subject"], ["act"]),
    )


@hooks.register("register_admin_viewset")
def desk() -> Desk:
    """Put the lists into the menu."""
    return Desk()


@hooks.register("insert_global_admin_css")
def colours() -> str:
    """Dress the desk in the colours of the public site."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("construct_homepage_summary_items", order=1000)  # after those that add them
def no_counts_of_pages(request: Any, summary_items: list[Any]) -> None:
    """Leave out the counts of Wagtail's pages, images and documents."""
    summary_items.clear()


@hooks.register("construct_homepage_panels", order=1000)
def what_is_due(request: Any, panels: list[Any]) -> None:
    """Show what is late and what is due, in place of Wagtail's own panels."""
    panels[:] = [DueDuties()]


@hooks.register("construct_main_menu", order=1000)
def hide_what_is_not_used(request: Any, menu_items: list[Any]) -> None:
    """Leave out Wagtail's own pages, images and documents: the public site is not made of them."""
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED]
