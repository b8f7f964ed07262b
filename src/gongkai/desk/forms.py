"""Forms of the back office."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms.auth import LoginForm

from gongkai.accounts import sign_in
from gongkai.accounts.models import User


class SignInForm(LoginForm):
    """Wagtail's sign-in with every word in Chinese, closed for a while to who guesses."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the fields."""
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"

    def clean(self) -> dict[str, Any]:
        """Count the attempt, look at the password, record how it went."""
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (username and password):
            return cast(dict[str, Any], super().clean())
        address, at = self.request.META.get("REMOTE_ADDR", ""), timezone.now()
        try:
            left = sign_in.attempt(username=username, address=address, at=at)
        except sign_in.LockedOut as error:
            raise ValidationError(str(error), code="locked_out") from error
        try:
            cleaned = cast(dict[str, Any], super().clean())
        except ValidationError as error:
            raise ValidationError(sign_in.failed(username=username, address=address, left=left, at=at)) from error
        sign_in.succeeded(user=cast(User, self.get_user()), address=address, at=at)
        return cleaned
