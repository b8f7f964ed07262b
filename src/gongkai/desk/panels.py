"""What the back office shows first: what is late and what falls due next, each a link to its duty."""

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from gongkai.duties.models import Duty

SHOWN = 12
SOON = dt.timedelta(days=30)


class DueDuties(Component):
    """The duties that are late, and those due within thirty days."""

    name = "due_duties"
    template_name = "desk/due_duties.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give the template its duties; two queries."""
        today = timezone.localdate()
        duties = Duty.objects.select_related("office")
        return {
            "today": today,
            "late": duties.overdue(on=today)[:SHOWN],
            "due": duties.due_between(today, today + SOON)[:SHOWN],
        }
