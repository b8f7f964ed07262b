"""Acts on channels: adding and removing them, and sending a test. Audited, with the masked address only."""

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from django.db import models, transaction

from gongkai.accounts.models import User
from gongkai.agencies.models import Agency, Office
from gongkai.audit.actions import record
from gongkai.messages.addresses import read_address
from gongkai.messages.delivering import attempt, claim
from gongkai.messages.errors import BadChannel
from gongkai.messages.kinds import FOR_GROUPS, Kind, Way
from gongkai.messages.mail import Postman
from gongkai.messages.models import Channel, Delivery, Message
from gongkai.messages.robots import plugin_for


@transaction.atomic
def add_own_channel(*, user: User, name: str, address: str, secret: str = "", by: str, at: dt.datetime) -> Channel:
    """Add a person's own robot; raise BadChannel where the address is not one of the known services."""
    read = read_address(address, secret=secret, own=True)
    plugin_for(read.url)
    there = Channel(user=user, name=name, url=read.url, masked=read.masked, made_at=at, made_by=by)
    return _added(there, Channel.objects.filter(user=user))


@transaction.atomic
def add_group_channel(
    *,
    agency: Agency,
    office: Office | None,
    name: str,
    address: str,
    secret: str = "",
    kinds: Iterable[Kind],
    quiet_on_days_off: bool = True,
    by: str,
    at: dt.datetime,
) -> Channel:
    """Add the robot of a group, or a webhook; raise BadChannel where the address cannot be used."""
    read = read_address(address, secret=secret, own=False)
    plugin_for(read.url)
    wanted = set(kinds)
    if not wanted or wanted - set(FOR_GROUPS):
        raise BadChannel("请至少选择一种消息；群里只能收到期、逾期和运行提醒，收不到涉及草稿的消息。")
    if office is not None and office.agency_id != agency.pk:
        raise BadChannel("科室不属于这个机关，请重新选择。")
    there = Channel(agency=agency, office=office, name=name, url=read.url, masked=read.masked, made_at=at, made_by=by)
    there.kinds, there.quiet_on_days_off = [kind.value for kind in FOR_GROUPS if kind in wanted], quiet_on_days_off
    return _added(there, Channel.objects.filter(agency=agency, office=office))


def _added(channel: Channel, beside: models.QuerySet[Channel]) -> Channel:
    if beside.filter(url=channel.url).exists():
        raise BadChannel("这个地址已经设置过了。")
    channel.save()
    after = {"name": channel.name, "masked": channel.masked, "kinds": channel.kinds, "quiet_on_days_off": channel.quiet_on_days_off}
    record(by=channel.made_by, act="添加消息渠道", subject=channel, at=channel.made_at, after=after)
    return channel


@transaction.atomic
def remove_channel(*, channel: Channel, by: str, at: dt.datetime) -> None:
    """Stop using a channel and forget its secret; what went through it stays on record."""
    there = Channel.objects.select_for_update().get(pk=channel.pk)
    if not there.is_active:
        return
    there.is_active, there.url = False, ""
    there.save()
    Delivery.objects.pending().filter(channel=there).update(given_up_at=at, error="渠道已经移除")
    record(by=by, act="移除消息渠道", subject=there, at=at, before={"is_active": True}, after={"is_active": False})


def send_test(*, to: User | Channel, by: str, at: dt.datetime) -> Delivery:
    """Send a test at once, by e-mail to a person or through a channel, and return its delivery with the outcome."""
    person, channel = (to, None) if isinstance(to, User) else (to.user, to if to.user is None else None)
    with transaction.atomic():
        message = Message.objects.create(
            person=person,
            channel=channel,
            kind=Kind.TEST,
            key=str(uuid4()),
            subject="测试消息",
            text=f"收到这条消息，说明渠道设置正确。发送人：{by}。",
            path="/desk/messages/",
            created_at=at,
        )
        way = Way.EMAIL if isinstance(to, User) else Way.APPRISE
        delivery = Delivery.objects.create(
            message=message, way=way, channel=to if isinstance(to, Channel) else None, created_at=at
        )
        claim(delivery, at=at)
    with Postman() as postman:
        failure = attempt(delivery, postman, at=at)
    if failure and delivery.given_up_at is None:  # the answer is on the screen: nobody waits for a second try
        delivery.given_up_at = at
        Delivery.objects.filter(pk=delivery.pk).update(given_up_at=at)
    return delivery
