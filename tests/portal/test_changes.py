"""Step by step or all at once, the site is the same; and a step touches few files however many there are."""

import datetime as dt
from pathlib import Path

import makers as make
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sites import drain, on_disk, whole

from gongkai.disclosures import actions
from gongkai.disclosures.models import Serial, Uptime
from gongkai.duties import actions as duties
from gongkai.publisher.actions import enqueue
from gongkai.publisher.site import Site
from gongkai.records import actions as records
from gongkai.records.models import Record

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def differences(site: Site) -> set[str]:
    """Name the files in which the site differs from a full build of the same day."""
    stepwise, at_once = on_disk(site), whole()
    return {path for path in stepwise.keys() | at_once.keys() if stepwise.get(path) != at_once.get(path)}


def test_the_site_grown_step_by_step_is_the_site_built_at_once(site: Site) -> None:
    make.catalogue_in_force()
    drain(site)
    first = make.published_disclosure(make.item(10), duty=make.duty(make.item(10)), record_lists=(make.record_list(),))
    drain(site)
    for _ in range(22):
        make.published_disclosure(make.item(11))
    drain(site)
    actions.edit(disclosure=first, body="<p>改正</p>", by=make.BY, at=make.moment(DAY))
    make.release(first, at=make.moment(DAY), change_note="改正正文")
    withdrawn = make.published_disclosure(make.item(12))
    drain(site)
    actions.withdraw(disclosure=withdrawn, reason="重复", by=make.BY, at=make.moment(DAY))
    duties.declare_nothing(duty=make.duty(make.item(13)), reason="没有", by=make.BY, on=DAY, at=make.moment(DAY))
    drain(site)
    assert differences(site) == set()


def test_a_whole_day_brings_what_only_the_date_changed(site: Site) -> None:
    make.catalogue_in_force()
    running = make.duty(make.item(10))
    for _ in range(45):
        make.published_disclosure(make.item(11))
        drain(site)
    later = running.due_on + dt.timedelta(days=1)
    enqueue(kind="day", key=later.isoformat(), at=make.moment(later))
    drain(site, on=later)
    stepwise, at_once = on_disk(site), whole(on=later)
    assert {path for path in stepwise.keys() | at_once.keys() if stepwise.get(path) != at_once.get(path)} == set()
    assert "逾期未公开" in stepwise["items/10/index.html"].decode()


def test_one_publication_touches_at_most_sixteen_files(site: Site) -> None:
    make.catalogue_in_force()
    drain(site)
    make.published_disclosure(make.item(11))
    drain(site)
    touched = []
    for _ in range(21):
        make.published_disclosure(make.item(11), duty=None)
        before = snapshot(site)
        drain(site)
        touched.append(sum(1 for path, stamp in snapshot(site).items() if before.get(path) != stamp))
    assert max(touched) <= 16, touched


def test_one_publication_asks_as_many_questions_however_many_there_are(site: Site) -> None:
    make.catalogue_in_force()
    drain(site)
    asked = []
    for _ in range(3):
        for _ in range(7):
            make.published_disclosure(make.item(11))
        drain(site)
        make.published_disclosure(make.item(12))
        with CaptureQueriesContext(connection) as queries:
            drain(site)
        asked.append(len(queries))
    assert asked[1] == asked[2], asked


def snapshot(site: Site) -> dict[str, tuple[int, int]]:
    root = site.layout.current.resolve()
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_a_withdrawal_leaves_a_tombstone_and_takes_every_file_away(site: Site) -> None:
    make.catalogue_in_force()
    disclosure = make.published_disclosure(make.item(10), record_lists=(make.record_list(),))
    drain(site)
    folder = f"disclosures/2026/{disclosure.index_number[-5:]}/"
    assert any(path.startswith(folder + "files/") for path in on_disk(site))
    actions.withdraw(disclosure=disclosure, reason="名单有误", by=make.BY, at=make.moment(DAY))
    drain(site)
    left = {path for path in on_disk(site) if path.startswith(folder)}
    assert left == {folder + "index.html", folder + "index.json"}
    page = on_disk(site)[folder + "index.html"].decode()
    assert "名单有误" in page and "正文。" not in page


def test_drafts_reach_no_file(site: Site) -> None:
    make.catalogue_in_force()
    make.draft(make.item(10), title="不该出现的草稿标题", body="<p>不该出现的草稿正文</p>")
    published = make.published_disclosure(make.item(10), title="公开标题")
    unseen = {"title": "不该出现的更正标题", "summary": "不该出现的概述"}
    actions.edit(disclosure=published, **unseen, by=make.BY, at=make.moment(DAY))
    window = {"starts_on": make.TODAY, "ends_on": dt.date(2026, 12, 31), "required_days": 5, "unit": "working_day"}
    actions.open_notice(disclosure=published, contact="不该出现的联系方式", **window, by=make.BY, at=make.moment(DAY))
    actions.place_under(disclosure=published, items=[make.item(20)], by=make.BY, at=make.moment(DAY))
    enqueue(kind="site", key="1", at=make.moment())
    drain(site)
    everything = b"".join([*on_disk(site).values(), *whole().values()]).decode("utf-8", "ignore")
    assert "公开标题" in everything and "不该出现" not in everything
    assert "公示中" not in everything, "a window that is only drafted does not run"
    assert "公开标题" not in on_disk(site)["items/20/index.html"].decode()


def test_versions_that_held_expired_rows_are_taken_off_the_site(site: Site) -> None:
    make.catalogue_in_force()
    penalties = make.record_list("penalties")
    row = Record.objects.in_list(penalties).first()
    records.change_record(
        record_list=penalties, position=row.position, values={"CF_GSJZQ": "2026-11-15"}, by=make.BY, at=make.moment(DAY), reason="测试"
    )
    made = make.published_disclosure(make.item(10), record_lists=(penalties,))
    actions.edit(disclosure=made, body="<p>改正</p>", by=make.BY, at=make.moment(DAY))
    make.release(made, at=make.moment(DAY), change_note="改正")
    drain(site)
    folder = f"disclosures/2026/{made.index_number[-5:]}/"
    before = {path for path in on_disk(site) if path.startswith(folder)}
    assert folder + "versions/1/index.html" in before
    actions.expire_rows(at=make.moment(dt.date(2026, 11, 20)))
    drain(site)
    left = {path: body for path, body in on_disk(site).items() if path.startswith(folder)}
    assert not any("versions" in path for path in left) and len(left) == 4, "the page, its data, the list as CSV and XLSX"
    assert b"2026-11-15" not in b"".join(left.values())
    assert "到期撤下" in left[folder + "index.html"].decode()
    assert differences(site) == set()


def test_an_extension_is_on_the_page_and_in_every_line_also_those_of_full_archives(site: Site) -> None:
    make.catalogue_in_force()
    made = make.draft(make.item(11), title="关于认定结果的公示")
    window = {"starts_on": DAY, "ends_on": dt.date(2026, 11, 17), "required_days": 5, "unit": "working_day"}
    actions.open_notice(disclosure=made, contact="装备处", **window, by=make.BY, at=make.moment(DAY))
    make.release(made, at=make.moment(DAY))
    Serial.objects.filter(scope=f"item:{make.item(11).pk}").update(last=59)
    make.published_disclosure(make.item(11))
    drain(site, on=DAY)
    Uptime.objects.create(from_at=make.moment(DAY), until_at=make.moment(dt.date(2026, 11, 12)))
    Uptime.objects.create(from_at=make.moment(dt.date(2026, 11, 13)), until_at=make.moment(dt.date(2026, 11, 14)))
    assert actions.extend_notices(at=make.moment(dt.date(2026, 11, 13)))
    on = dt.date(2026, 11, 18)  # after the end first announced, within the extension
    enqueue(kind="day", key=on.isoformat(), at=make.moment(on))
    drain(site, on=on)
    page, archive = (
        on_disk(site)[path].decode()
        for path in (f"disclosures/2026/{made.index_number[-5:] if made.index_number else '00001'}/index.html", "items/11/archive/1/index.html")
    )
    assert "公示中" in page and "无法访问" in page and "原定至 2026-11-17" in page and "/objections/2026/00001/" in page
    assert "公示至" in archive
    over = dt.date(2026, 11, 20)
    enqueue(kind="day", key=over.isoformat(), at=make.moment(over))
    drain(site, on=over)
    assert "公示中" not in on_disk(site)["items/11/archive/1/index.html"].decode(), "a line in an old archive tells the truth as well"
    stepwise, at_once = on_disk(site), whole(on=over)
    assert {path for path in stepwise.keys() | at_once.keys() if stepwise.get(path) != at_once.get(path)} == set()


def test_an_office_that_lost_a_disclosure_by_a_correction_shows_it_no_more(site: Site) -> None:
    make.catalogue_in_force()
    made = make.published_disclosure(make.item(10))
    drain(site)
    was = made.office
    now = make.agency().offices.exclude(pk=was.pk).first()
    actions.move_to_office(disclosure=made, office=now, by=make.BY, at=make.moment(DAY), reason="职责调整")
    drain(site)
    assert made.title in on_disk(site)[f"offices/{was.code}/index.html"].decode(), "a draft of a correction moves nothing"
    make.release(made, at=make.moment(DAY), change_note="职责调整")
    drain(site)
    assert made.title not in on_disk(site)[f"offices/{was.code}/index.html"].decode()
    assert made.title in on_disk(site)[f"offices/{now.code}/index.html"].decode()
    assert differences(site) == set()


def test_a_document_lapses_on_its_day_although_a_correction_is_being_written(site: Site) -> None:
    make.catalogue_in_force()
    made = make.draft(make.item(5), title="有期限的办法", body="<p>办法</p>", validity="valid", expires_on=dt.date(2026, 11, 11))
    make.release(made, at=make.moment(DAY))
    drain(site, on=DAY)
    actions.edit(disclosure=made, expires_on=dt.date(2030, 1, 1), by=make.BY, at=make.moment(DAY))
    made.refresh_from_db()
    path = f"disclosures/2026/{made.index_number[-5:]}/index.html"
    assert "<dd>有效" in on_disk(site)[path].decode()
    later = dt.date(2026, 11, 12)
    enqueue(kind="day", key=later.isoformat(), at=make.moment(later))
    drain(site, on=later)
    assert "<dd>失效" in on_disk(site)[path].decode()
