"""What the commands on people share: roles and offices by their Chinese words, and people by username."""

from django.db.models import Q

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role
from gongkai.agencies.models import Agency, Office
from gongkai.sources.errors import BadInput


def role_named(words: str) -> Role:
    """Return the role of this Chinese or English name; raises BadInput with all there are."""
    for role in Role:
        if words in (role.value, str(role.label)):
            return role
    names = "、".join(str(role.label) for role in Role)
    raise BadInput(f"没有叫“{words}”的角色，可以是：{names}。")


def office_named(agency: Agency, words: str | None) -> Office | None:
    """Return the office of this name or code, None where none is given; raises BadInput with all there are."""
    if not words:
        return None
    office = agency.offices.filter(Q(name=words) | Q(code=words)).first()
    if office is None:
        names = "、".join(agency.offices.values_list("name", flat=True))
        raise BadInput(f"没有叫“{words}”的科室，已有的是：{names or '（无）'}。")
    return office


def user_named(username: str) -> User:
    """Return the person of this username; raises BadInput."""
    user = User.objects.filter(username=username).select_related("office").first()
    if user is None:
        raise BadInput(f"没有用户名为“{username}”的人员：用 gongkai people list 查看。")
    return user
