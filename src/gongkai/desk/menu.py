"""The menu of the desk: one line a screen, shown to those whose roles can use it, and beside 消息 how many are unread."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from gongkai.accounts.roles import READERS_OF_ALL, Role
from gongkai.desk.access import CONTENT, person_of
from gongkai.messages.queries import unread_count

MOST_COUNTED = 99

@dataclass(frozen=True, slots=True)
class Line:
    """One line: the word, the address's name, an icon of Wagtail's, who sees it, and what counts its unread, if anything."""

    label: str
    address: str
    icon: str
    roles: tuple[Role, ...] = CONTENT
    unread: Callable[..., int] | None = None


LINES = (
    Line("公开义务", "desk_duties:index", "date"),
    Line("拟稿", "desk_drafts:index", "edit"),
    Line("待审查", "desk_reviews:index", "check"),
    Line("已公开", "desk_publications:index", "globe"),
    Line("名单", "desk_lists:index", "table"),
    Line("全年期限", "desk_home:year", "calendar-check"),
    Line("全厅情况", "desk_home:standing", "bars", READERS_OF_ALL),
    Line("错别字词", "desk_wording:index", "regex"),
    Line("操作记录", "desk_history:index", "history", tuple(Role)),
    Line("人员", "desk_people:index", "group", (Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR)),
    Line("我的休假", "desk_people:my_leave", "calendar-alt", tuple(Role)),
    Line("消息", "desk_messages:index", "mail", tuple(Role), unread_count),
)


class DeskMenuItem(MenuItem):
    """A line of the menu that only some see."""

    def __init__(self, line: Line, order: int) -> None:
        """Keep who may see it."""
        super().__init__(line.label, reverse(line.address), name=line.address.replace(":", "-"), icon_name=line.icon, order=order)
        self.roles = line.roles
        self.unread = line.unread

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to people with one of the roles."""
        return person_of(request).has_anywhere(*self.roles)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """Hang the count on the link: shown by the style sheet, read aloud as part of the link's name."""
        shown = super().render_component(request)
        count = self.unread(person_of(request).user, most=MOST_COUNTED + 1) if self.unread else 0
        if count:
            words = f"{count}" if count <= MOST_COUNTED else f"{MOST_COUNTED}+"
            shown.attrs = {**shown.attrs, "data-unread": words, "aria-label": f"{self.label}（{words}条未读）"}
        return shown


def items() -> list[DeskMenuItem]:
    """Return the lines whose screens exist."""
    made = []
    for order, line in enumerate(LINES, start=100):
        try:
            made.append(DeskMenuItem(line, order))
        except NoReverseMatch:
            continue
    return made
