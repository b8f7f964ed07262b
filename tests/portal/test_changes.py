"""Step by step or all at once, the site is the same; and a step touches few files however many there are."""

import datetime as dt
from pathlib import Path

import makers as make
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sites import drain, on_disk, whole

from gongkai.disclosures import actions
from gongkai.duties import actions as duties
from gongkai.publisher.actions import enqueue
from gongkai.publisher.site import Site

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
    actions.correct(disclosure=first, note="改正正文", by=make.BY, at=make.moment(DAY))
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
    actions.edit(disclosure=published, title="不该出现的更正标题", by=make.BY, at=make.moment(DAY))
    enqueue(kind="site", key="1", at=make.moment())
    drain(site)
    everything = b"".join([*on_disk(site).values(), *whole().values()]).decode("utf-8", "ignore")
    assert "公开标题" in everything and "不该出现" not in everything
