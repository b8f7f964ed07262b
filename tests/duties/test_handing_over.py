"""Work changes hands: to another office, to a person, all of someone's at once; each recorded, nothing ended moves."""

import datetime as dt

import makers as make
import pytest

from gongkai.accounts.models import Appointment, User
from gongkai.agencies.models import Office
from gongkai.audit.models import AuditEntry
from gongkai.duties import actions
from gongkai.duties.models import Duty

pytestmark = pytest.mark.django_db
AT = make.moment()
LIMIT = "信息形成之日起10个工作日内"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.enforced(make.read_of(make.row("甲", office="一处"), make.row("乙", office="二处")))


def office(name: str) -> Office:
    return Office.objects.get(name=name)


def clerk(username: str, of: str) -> User:
    user = User.objects.create(username=username, office=office(of))
    Appointment.objects.create(user=user, role="clerk", office=office(of), since=dt.date(2026, 1, 1), made_at=AT, made_by="x")
    return user


def test_a_duty_moves_to_another_office_and_its_handler_stays_behind() -> None:
    duty = actions.assign(duty=make.duty(make.item()), handler=clerk("wang", "一处"), by="wang", at=AT)
    moved = actions.hand_over(duty=duty, office=office("二处"), reason="职责调整", by="chu", at=AT)
    assert (moved.office, moved.handler) == (office("二处"), None)
    entry = AuditEntry.objects.get(act="移交责任科室")
    assert (entry.before, entry.after) == ({"office": "一处", "handler": "wang"}, {"office": "二处"})
    assert entry.note == "职责调整"
    actions.hand_over(duty=duty, office=office("二处"), reason="职责调整", by="chu", at=AT)
    assert AuditEntry.objects.filter(act="移交责任科室").count() == 1


def test_what_cannot_be_handed_over_is_refused() -> None:
    duty = make.duty(make.item())
    with pytest.raises(actions.IncompleteClosing):
        actions.hand_over(duty=duty, office=office("二处"), reason="", by="chu", at=AT)
    Office.objects.filter(name="二处").update(is_active=False)
    with pytest.raises(actions.HandOverRefused, match="在用"):
        actions.hand_over(duty=duty, office=office("二处"), reason="调整", by="chu", at=AT)
    ended = make.nothing_duty(make.item(), subject="无")
    with pytest.raises(actions.HandOverRefused, match="已于"):
        actions.hand_over(duty=ended, office=office("一处"), reason="调整", by="chu", at=AT)


def test_only_people_of_the_office_handle_its_duties() -> None:
    duty = make.duty(make.item())
    with pytest.raises(actions.HandOverRefused, match="没有经办的角色"):
        actions.assign(duty=duty, handler=clerk("li", "二处"), by="chu", at=AT)
    named = actions.assign(duty=duty, handler=clerk("wang", "一处"), by="chu", at=AT)
    assert named.handler.username == "wang"
    assert actions.assign(duty=named, handler=None, by="chu", at=AT).handler is None


def test_all_running_work_of_someone_who_leaves_moves_at_once() -> None:
    wang, zhao = clerk("wang", "一处"), clerk("zhao", "一处")
    first, second, ended = (make.duty(make.item(), subject=name) for name in "一二三")
    for duty in (first, second, ended):
        actions.assign(duty=duty, handler=wang, by="chu", at=AT)
    actions.declare_nothing(duty=ended, reason="无", by="wang", on=make.TODAY, at=AT)
    moved = actions.hand_over_all(of=wang, to=zhao, reason="调离", by="chu", at=AT)
    assert set(moved) == {first, second}
    assert set(zhao.duties.all()) == {first, second} and list(wang.duties.all()) == [ended]
    assert AuditEntry.objects.filter(act="移交承办人", before={"handler": "wang"}, after={"handler": "zhao"}).count() == 2
    with pytest.raises(actions.HandOverRefused, match="同一人"):
        actions.hand_over_all(of=zhao, to=zhao, reason="调离", by="chu", at=AT)
    User.objects.filter(pk=wang.pk).update(is_active=False)
    with pytest.raises(actions.HandOverRefused, match="停用"):
        actions.hand_over_all(of=zhao, to=User.objects.get(pk=wang.pk), reason="调离", by="chu", at=AT)


def test_a_new_catalogue_leaves_handed_over_work_where_it_is_unless_it_names_another_office() -> None:
    stays = make.duty(make.item(1), happened_on=dt.date(2026, 11, 2))
    actions.hand_over(duty=stays, office=office("二处"), reason="调整", by="chu", at=AT)
    actions.assign(duty=stays, handler=clerk("li", "二处"), by="chu", at=AT)
    goes = make.duty(make.item(2), happened_on=dt.date(2026, 11, 2))
    actions.assign(duty=goes, handler=User.objects.get(username="li"), by="chu", at=AT)
    make.enforced(make.read_of(make.row("甲", office="一处"), make.row("乙", office="三处"), title="新目录"), on=make.TODAY)
    for duty in (stays, goes):
        duty.refresh_from_db()
        assert duty.item_version.catalogue.version == 2
    assert (stays.office.name, stays.handler.username) == ("二处", "li")
    assert (goes.office.name, goes.handler) == ("三处", None)
    assert Duty.objects.count() == 2
