"""The screens of channels: the mail server and the groups for the administrator, a test for each, with its outcome."""

from django.conf import settings
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gongkai.accounts.roles import Role
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.messages import queries
from gongkai.desk.messages.forms import GroupChannelForm
from gongkai.desk.messages.views import frame
from gongkai.messages import mail
from gongkai.messages.channel_acts import add_group_channel, remove_channel, send_test
from gongkai.messages.errors import BadChannel
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Channel, Delivery


@only(Role.ADMINISTRATOR)
def channels(request: HttpRequest) -> HttpResponse:
    """Show the mail server and the groups; add a group."""
    person = person_of(request)
    if person.agency is None:
        return render(request, "desk/messages/no_agency.html", frame(person, "邮件和群", "channels"))
    form = GroupChannelForm(request.POST or None, agency=person.agency)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        said["kinds"] = [Kind(kind) for kind in said["kinds"]]
        try:
            added = add_group_channel(agency=person.agency, by=person.by, at=person.at, **said)
        except BadChannel as refusal:
            form.add_error("address", str(refusal))
        else:
            notices.success(request, f"已添加“{added.name}”。请发送一条测试消息，看群里能否收到。")
            return redirect("desk_messages:channels")
    server = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "sender": settings.DEFAULT_FROM_EMAIL}
    server["encrypted"] = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    values = frame(person, "邮件和群", "channels", form=form, groups=queries.groups_of(person.agency), server=server)
    values |= {"mail_is_set": mail.is_set(), "last_mail": queries.last_mail(), "address": person.user.email}
    return render(request, "desk/messages/channels.html", values, status=400 if form.errors else 200)


@only()
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test through a channel and say how it went."""
    person = person_of(request)
    channel = _channel(person, pk)
    outcome = send_test(to=channel, by=person.by, at=person.at)
    _say(request, outcome, f"测试消息已发到“{channel.name}”，请到群里看一眼。")
    return redirect("desk_messages:preferences" if channel.user else "desk_messages:channels")


@only()
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop using a channel."""
    person = person_of(request)
    channel = _channel(person, pk)
    remove_channel(channel=channel, by=person.by, at=person.at)
    notices.success(request, f"已移除“{channel.name}”，它的密钥也已删除。")
    return redirect("desk_messages:preferences" if channel.user else "desk_messages:channels")


@only()
@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """Send a test to my own address and say how it went."""
    person = person_of(request)
    if not person.user.email:
        notices.error(request, "您的账户没有电子邮箱地址，请系统管理员在“人员”里填写。")
    else:
        outcome = send_test(to=person.user, by=person.by, at=person.at)
        _say(request, outcome, f"测试邮件已交给发信服务器，请查收 {person.user.email}。")
    back = "channels" if request.POST.get("back") == "channels" and person.has_anywhere(Role.ADMINISTRATOR) else "preferences"
    return redirect(f"desk_messages:{back}")


def _channel(person: Person, pk: int) -> Channel:
    """Return a channel in use that is this person's own, or a group's where this is the administrator."""
    channel = get_object_or_404(Channel.objects.select_related("user"), pk=pk, is_active=True)
    if channel.user_id != person.user.pk and not (channel.user_id is None and person.has_anywhere(Role.ADMINISTRATOR)):
        raise PermissionDenied
    return channel


def _say(request: HttpRequest, outcome: Delivery, words: str) -> None:
    if outcome.sent_at:
        notices.success(request, words)
    else:
        notices.error(request, f"没有发出去：{outcome.error}。")
