"""The screens everyone has: what I was told, how I want to be told; and the log of deliveries for those who watch over it."""

from typing import Any

from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gongkai.accounts.roles import Role
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.messages import queries
from gongkai.desk.messages.forms import OwnChannelForm, PreferenceForm
from gongkai.messages import mail
from gongkai.messages.actions import choose, mark_read
from gongkai.messages.channel_acts import add_own_channel
from gongkai.messages.errors import BadChannel
from gongkai.messages.kinds import Rhythm, Way
from gongkai.messages.models import Message, Preference

WATCHERS = (Role.ADMINISTRATOR, Role.AUDITOR)
MOST_OWN = 5


def frame(person: Person, title: str, here: str, **values: Any) -> dict[str, Any]:
    """Return what every screen of messages is given: title, way back, and the screens this person has."""
    tabs = [("index", "收到的消息"), ("preferences", "我的设置")]
    tabs += [("channels", "邮件和群")] if person.has_anywhere(Role.ADMINISTRATOR) else []
    tabs += [("log", "送达记录")] if person.has_anywhere(*WATCHERS) else []
    home = {"url": reverse("wagtailadmin_home"), "label": "首页"}
    first = {"url": reverse("desk_messages:index"), "label": "消息"}
    crumbs = [home, first] if here == "index" else [home, first, {"url": "", "label": title}]
    shown = [{"url": reverse(f"desk_messages:{name}"), "label": label, "here": name == here} for name, label in tabs]
    return {"title": title, "crumbs": crumbs, "icon": "mail", "tabs": shown} | values


def page_number(request: HttpRequest) -> int:
    """Return the page that is asked for; the first where the number makes no sense."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 100_000 else 1


@only()
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show what I was told, unread first."""
    person = person_of(request)
    unread_only = request.GET.get("show") == "unread"
    page = queries.inbox(person.user, unread_only=unread_only, number=page_number(request), on=person.on)
    values = frame(person, "消息", "index", page=page, unread_only=unread_only)
    values["any_unread"] = any(not line.message.is_read for line in page.rows)
    return render(request, "desk/messages/index.html", values)


@only()
@require_GET
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message of mine as read and go to what it is about."""
    person = person_of(request)
    message = get_object_or_404(Message, pk=pk, person=person.user)
    mark_read(user=person.user, message=message, at=person.at)
    inside = url_has_allowed_host_and_scheme(message.path, allowed_hosts=None)
    return redirect(message.path if message.path and inside else "desk_messages:index")


@only()
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one message of mine as read, or all of them."""
    person = person_of(request)
    pk = request.POST.get("message", "")
    one = get_object_or_404(Message, pk=pk, person=person.user) if pk.isascii() and pk.isdigit() else None
    count = mark_read(user=person.user, message=one, at=person.at)
    if one is None:
        notices.success(request, f"已把{count}条消息标为已读。" if count else "没有未读的消息。")
    return redirect("desk_messages:index")


@only()
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose how I want to be told."""
    person = person_of(request)
    if request.method == "POST":
        form = PreferenceForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            choose(
                user=person.user,
                by_email=said["by_email"],
                rhythm=Rhythm(said["rhythm"]),
                quiet_on_days_off=said["quiet_on_days_off"],
                kinds_off=form.kinds_off,
                by=person.by,
                at=person.at,
            )
            notices.success(request, "已保存。")
            return redirect("desk_messages:preferences")
    else:
        there = Preference.objects.filter(user=person.user).first() or Preference(user=person.user)
        form = PreferenceForm.of(there)
    return _preferences(request, person, form, OwnChannelForm())


def _preferences(request: HttpRequest, person: Person, form: PreferenceForm, adding: OwnChannelForm) -> HttpResponse:
    values = frame(person, "我的消息设置", "preferences", form=form, adding=adding)
    values |= {"address": person.user.email, "mail_is_set": mail.is_set(), "channels": queries.own_of(person.user)}
    return render(request, "desk/messages/preferences.html", values, status=400 if adding.errors or form.errors else 200)


@only()
@require_POST
def add_own(request: HttpRequest) -> HttpResponse:
    """Add a robot of my own."""
    person = person_of(request)
    form = OwnChannelForm(request.POST)
    if form.is_valid():
        if len(queries.own_of(person.user)) >= MOST_OWN:
            form.add_error(None, f"最多设置{MOST_OWN}个渠道，请先移除不用的。")
        else:
            try:
                added = add_own_channel(user=person.user, by=person.by, at=person.at, **form.cleaned_data)
            except BadChannel as refusal:
                form.add_error("address", str(refusal))
            else:
                notices.success(request, f"已添加“{added.name}”。请发送一条测试消息，看群里能否收到。")
                return redirect("desk_messages:preferences")
    there = Preference.objects.filter(user=person.user).first() or Preference(user=person.user)
    return _preferences(request, person, PreferenceForm.of(there), form)


@only(*WATCHERS)
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show which messages arrived and which did not: kinds, people and outcomes, never a subject."""
    person = person_of(request)
    if not person.has(*WATCHERS):
        raise PermissionDenied
    state, way = request.GET.get("state", ""), request.GET.get("way", "")
    page = queries.log(state=state, way=way, number=page_number(request))
    values = frame(person, "送达记录", "log", page=page, state=state, way=way, ways=Way.choices)
    return render(request, "desk/messages/log.html", values)
