"""Views of the back office that Wagtail does not bring."""

from typing import Any

from django.contrib.auth.views import PasswordChangeView
from django.urls import reverse_lazy


class ChoosePassword(PasswordChangeView):
    """Lets someone who came with a one-time password choose their own, and nothing else."""

    template_name = "desk/choose_password.html"
    success_url = reverse_lazy("wagtailadmin_home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the password asked for: the one handed out, or one's own."""
        label = "一次性密码" if getattr(self.request.user, "must_change_password", False) else "现在的密码"
        return super().get_context_data(old_label=label, **kwargs)
