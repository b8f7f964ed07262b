"""Forms of the back office."""

from wagtail.admin.forms.auth import LoginForm


class SignInForm(LoginForm):
    """Wagtail's sign-in with every word in Chinese."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Name the fields."""
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"
