"""Refuses an act that would break the rota: it is tried, looked at, and taken back when something that worked no longer would.

What never worked may stay so, so that an installation can be set up in any order (docs/decisions/0011). Trying it on the
database itself, inside a transaction, asks the same question of every kind of act, however it comes about.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from gongkai.accounts.rota import ONE_DAY, POSTS, Gap, Outlook, outlook
from gongkai.agencies.models import Agency, Office
from gongkai.sources.errors import BadInput

NAMED = 3  # how many gaps a refusal spells out


class RotaBroken(BadInput):
    """An act would leave days on which an office can publish nothing. The message names office, stage, day and way out."""

    def __init__(self, gaps: Sequence[Gap], offices: int) -> None:
        """Word the gaps."""
        self.gaps = list(gaps)
        told = sentences(gaps, offices)
        more = f"另有{len(told) - NAMED}处类似空缺。" if len(told) > NAMED else ""
        super().__init__("不能这样安排：" + "".join(told[:NAMED]) + more)


@contextmanager
def keeping(
    *, first_on: dt.date, last_on: dt.date | None = None, offices: Collection[Office] | None = None
) -> Iterator[None]:
    """Take back what is done inside, and raise RotaBroken, if a post that had somebody has nobody, or four people become too few.

    Days from ``first_on`` are looked at, sixty unless ``last_on`` is given. Two acts at once wait for each other.
    """
    with transaction.atomic():
        list(Agency.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        before = outlook(first_on=first_on, last_on=last_on, offices=offices)
        yield
        after = outlook(first_on=first_on, last_on=last_on, offices=offices)
        if broken := _broken(before, after):
            raise RotaBroken(broken, len(after.offices))


def _broken(before: Outlook, after: Outlook) -> list[Gap]:
    """Return the gaps that were not there: an empty post that had somebody, or a tangle where all had been well."""
    already: dict[int, dict[dt.date, set[int]]] = {office.pk: {} for office in before.offices}
    for gap in before.gaps:
        for day in _days(gap.first_on, gap.last_on):
            places = {POSTS.index(post) for post in gap.posts} if gap.is_empty_post else set()
            already[gap.office.pk].setdefault(day, set()).update(places)
    return [cut for gap in after.gaps if (cut := _new_part(gap, already[gap.office.pk]))]


def _new_part(gap: Gap, already: dict[dt.date, set[int]]) -> Gap | None:
    """Return the gap from the first day to the last on which it is new, or None."""
    place = POSTS.index(gap.posts[0])
    days = [
        day
        for day in _days(gap.first_on, gap.last_on)
        if (place not in already.get(day, ()) if gap.is_empty_post else day not in already)
    ]
    return Gap(gap.office, gap.posts, gap.people, days[0], days[-1]) if days else None


def _days(first_on: dt.date, last_on: dt.date) -> Iterator[dt.date]:
    return (first_on + number * ONE_DAY for number in range((last_on - first_on).days + 1))


def sentences(gaps: Sequence[Gap], offices: int) -> list[str]:
    """Say in a sentence each which offices lack whom from when, and what to do: once for all the offices that share it."""
    same: dict[tuple[object, ...], list[Gap]] = {}
    for gap in gaps:
        same.setdefault((gap.posts, gap.people, gap.first_on, gap.last_on), []).append(gap)
    return [_sentence(found, everywhere=len(found) == offices > 1) for found in same.values()]


def _sentence(gaps: Sequence[Gap], *, everywhere: bool) -> str:
    gap = gaps[0]
    names = [one.office.name for one in gaps]
    where = "所有科室" if everywhere else "、".join(names[:NAMED]) + (f"等{len(names)}个科室" if len(names) > NAMED else "")
    posts = "、".join(f"“{post.label}”" for post in gap.posts)
    if gap.is_empty_post:
        return (
            f"自{gap.first_on:%Y-%m-%d}起，{where}的{posts}没有人能办。"
            f"请先任命另一位{gap.posts[0].holders}，或者为休假的人指定代理人。"
        )
    people = "、".join(str(user) for user in gap.people)
    return (
        f"自{gap.first_on:%Y-%m-%d}起，{where}的{posts}一共只有{people}能办，"
        "而经办、审核、审查、签发必须是四个不同的人。请另任命一人，或者换一位代理人。"
    )
