"""Reads over lists and their rows that screens and the clock need, each with a constant number of questions."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count

from gongkai.audit.models import AuditEntry
from gongkai.records.facts import fold_word
from gongkai.records.models import Record, RecordList, RecordQuerySet

WRITING = ("导入名单", "整份替换名单", "修改名单记录", "增加名单记录", "删除名单记录", "修改名单标题", "登记处罚决定变更或撤销")


def writers_of(record_lists: Iterable[RecordList]) -> set[str]:
    """Return everyone who ever wrote in these lists, by username: they are authors of whatever publishes them. One query.

    Read from the record of acts, which is append-only.
    """
    keys = [str(one.pk) for one in record_lists]
    acts = AuditEntry.objects.filter(subject_kind=RecordList._meta.label, subject_key__in=keys, act__in=WRITING)
    return set(acts.order_by().values_list("by", flat=True).distinct()) if keys else set()


def expired_records(on: dt.date) -> RecordQuerySet:
    """Return the records still in force whose last day of display (公示截止, end of validity) lies before a day.

    Their public lists must be made anew without them; ``export`` leaves them out when it is told the day.
    """
    return Record.objects.expired(on=on).select_related("record_list").order_by("record_list_id", "position")


def lists_with_expired_records(on: dt.date, since: dt.date) -> list[RecordList]:
    """Return the lists of which a record's display ended from ``since`` on, and before ``on``: those to be made anew."""
    ended = Record.objects.expired(on=on).filter(display_until__gte=since - dt.timedelta(days=1))
    return list(RecordList.objects.filter(pk__in=ended.values("record_list_id").distinct()))


def records_page(record_list: RecordList, *, words: str = "", page: int = 1, size: int = 50) -> tuple[list[Record], bool]:
    """Return one page of a list's rows, in order, that hold the words in name, credit code or number; and whether more follow.

    Two questions: the first walks one index within the list, the second fetches the page.
    """
    rows = Record.objects.in_list(record_list)
    for word in words.split():
        rows = rows.filter(sought__contains=fold_word(word))
    start = (page - 1) * size
    positions = list(rows.values_list("position", flat=True)[start : start + size + 1])
    found = Record.objects.in_list(record_list).filter(position__in=positions[:size])
    return list(found), len(positions) > size


def counts_by_year(record_list: RecordList) -> dict[int, int]:
    """Count a list's rows by year."""
    rows = Record.objects.filter(record_list=record_list, year__isnull=False).values_list("year").annotate(n=Count("pk"))
    return {year: n for year, n in rows.order_by("year") if year is not None}


def counts_by_grouping(record_list: RecordList, most: int = 12) -> list[tuple[str, int]]:
    """Count a list's rows by their grouping (league, kind of penalty or licence), the largest first."""
    rows = Record.objects.filter(record_list=record_list).exclude(grouping="").values_list("grouping").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "grouping")[:most])
