"""Views of the back office that Wagtail does not bring."""

from django.contrib.auth.views import PasswordChangeView
from django.urls import reverse_lazy


class ChoosePassword(PasswordChangeView):
    """Lets someone who came with a one-time password choose their own, and nothing else."""

    template_name = "desk/choose_password.html"
    success_url = reverse_lazy("wagtailadmin_home")
