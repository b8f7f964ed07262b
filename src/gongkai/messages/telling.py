"""How a message comes into being: once for a recipient, kind and key, with a delivery for each way it is to travel.

Whatever a caller writes, personal data is masked before it is kept (《个人信息保护法》第五十一条): a title may hold a telephone
number, and a message leaves the house.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from gongkai.accounts.models import User
from gongkai.messages.hours import next_beginning
from gongkai.messages.kinds import Kind, Rhythm, Way
from gongkai.messages.models import Channel, Delivery, Message, Preference
from gongkai.rules.privacy import find_personal_data, redact

TOGETHER = 3  # more than so many messages for one recipient at one moment travel as one digest
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told to one person or one group; ``about`` is a model's label and a key, to find it again."""

    to: User | Channel
    kind: Kind
    key: str
    subject: str
    text: str
    path: str
    about: tuple[str, str] = ("", "")
    not_before: dt.datetime | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Return whom it goes to, as something to count by."""
        return type(self.to).__name__, self.to.pk


@transaction.atomic
def post(letters: Iterable[Letter], *, at: dt.datetime) -> int:
    """Keep the letters that were not told before, with their deliveries; return how many were new.

    A handful of queries for every two hundred letters; what was told before costs one.
    """
    letters = list(letters)
    waiting = [new for start in range(0, len(letters), CHUNK) for new in _not_told(letters[start : start + CHUNK])]
    many = {address for address, count in Counter(letter.address for letter in waiting).items() if count > TOGETHER}
    return sum(_keep(waiting[start : start + CHUNK], many, at) for start in range(0, len(waiting), CHUNK))


def _not_told(letters: list[Letter]) -> list[Letter]:
    """Leave out what was told before, and what stands twice."""
    people = {letter.to.pk for letter in letters if isinstance(letter.to, User)}
    groups = {letter.to.pk for letter in letters if isinstance(letter.to, Channel)}
    told = Message.objects.filter(Q(person__in=people) | Q(channel__in=groups), key__in={letter.key for letter in letters})
    known = set(told.values_list("person", "channel", "kind", "key"))
    fresh: dict[tuple[int | None, int | None, str, str], Letter] = {}
    for letter in letters:
        person, group = (letter.to.pk, None) if isinstance(letter.to, User) else (None, letter.to.pk)
        if (one := (person, group, str(letter.kind), letter.key)) not in known:
            fresh.setdefault(one, letter)
    return list(fresh.values())


def _keep(letters: list[Letter], many: set[tuple[str, int]], at: dt.datetime) -> int:
    ways = Ways([letter.to for letter in letters if isinstance(letter.to, User)])
    made: dict[object, tuple[Message, list[Delivery]]] = {}
    for letter in letters:
        message = _message(letter, at)
        travelling = ways.of(message, letter.to, at)
        if travelling and (letter.address in many or ways.daily(letter.to)):
            start = max(at, letter.not_before or at)
            message.digest_from = next_beginning(start) if ways.daily(letter.to) else start
            travelling = []
        made[message.uid] = message, travelling
    Message.objects.bulk_create([message for message, _ in made.values()], ignore_conflicts=True)
    kept = Message.objects.in_bulk([*made], field_name="uid")  # what was there before keeps its own number
    new = [(kept[uid], travelling) for uid, (_, travelling) in made.items() if uid in kept]
    for message, travelling in new:
        for delivery in travelling:
            delivery.message = message
    Delivery.objects.bulk_create([delivery for _, travelling in new for delivery in travelling])
    return len(new)


def _message(letter: Letter, at: dt.datetime) -> Message:
    if letter.path and (not letter.path.startswith("/") or letter.path.startswith("//")):
        raise ValueError(f"a message leads to a place of the desk, not to {letter.path!r}")
    return Message(
        person=letter.to if isinstance(letter.to, User) else None,
        channel=letter.to if isinstance(letter.to, Channel) else None,
        kind=Kind(letter.kind),
        key=letter.key,
        subject=without_personal_data(" ".join(letter.subject.split()))[:200],
        text=without_personal_data(letter.text.strip()),
        path=letter.path,
        about_kind=letter.about[0],
        about_key=letter.about[1],
        created_at=at,
        not_before=letter.not_before,
    )


def without_personal_data(text: str) -> str:
    """Mask identity numbers, mobiles, bank cards and the like."""
    return redact(text, find_personal_data(text))


class Ways:
    """On which ways messages travel to people: their choices and channels, looked up for many people at once."""

    def __init__(self, people: Iterable[User]) -> None:
        """Look up the choices and the channels; two queries."""
        who = {person.pk for person in people}
        chosen = Preference.objects.filter(user__in=who) if who else []
        own = Channel.objects.filter(user__in=who, is_active=True) if who else []
        self._choices = {choice.user_id: choice for choice in chosen}
        self._channels: dict[int | None, list[Channel]] = {}
        for channel in own:
            self._channels.setdefault(channel.user_id, []).append(channel)

    def choice(self, person: User) -> Preference:
        """Return what a person has chosen, or what holds for those who never chose."""
        return self._choices.get(person.pk) or Preference(user=person)

    def daily(self, to: User | Channel) -> bool:
        """Tell whether someone wants one digest a day."""
        return isinstance(to, User) and self.choice(to).rhythm == Rhythm.DAILY

    def of(self, message: Message, to: User | Channel, at: dt.datetime) -> list[Delivery]:
        """Return the deliveries of a message, not kept yet; none where its kind is switched off."""

        def made(way: Way, channel: Channel | None = None) -> Delivery:
            return Delivery(message=message, way=way, channel=channel, created_at=at, not_before=message.not_before)

        if isinstance(to, Channel):
            return [made(Way.APPRISE, to)] if to.is_active else []
        choice = self.choice(to)
        if message.kind in choice.kinds_off or not to.is_active:
            return []
        mail = [made(Way.EMAIL)] if choice.by_email and to.email and settings.EMAIL_HOST else []
        return mail + [made(Way.APPRISE, channel) for channel in self._channels.get(to.pk, [])]
