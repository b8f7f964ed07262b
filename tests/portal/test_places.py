"""One disclosure under several items: on every page of theirs, copied nowhere, at a cost that does not grow."""

import datetime as dt
import json
from pathlib import Path

import makers as make
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sites import drain, on_disk, whole

from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure, Serial
from gongkai.publisher.site import Site

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
LATER = dt.date(2026, 11, 12)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def placed(own: int, *others: int, title: str = "放在两处的名单") -> Disclosure:
    """Publish a disclosure under its own item and others."""
    made = make.draft(make.item(own), title=title)
    actions.place_under(disclosure=made, items=[make.item(n) for n in others], by=make.BY, at=make.moment(DAY))
    make.release(made, at=make.moment(DAY))
    made.refresh_from_db()
    return made


def corrected(disclosure: Disclosure, *others: int, **fields: object) -> None:
    """Correct a disclosure so that it stands under these other items."""
    disclosure.refresh_from_db()
    actions.place_under(disclosure=disclosure, items=[make.item(n) for n in others], by=make.BY, at=make.moment(LATER))
    actions.edit(disclosure=disclosure, by=make.BY, at=make.moment(LATER), **fields)
    make.release(disclosure, at=make.moment(LATER), change_note="调整归入的事项")


def texts(site: Site, *paths: str) -> list[str]:
    files = on_disk(site)
    return [files[path].decode() for path in paths]


def already(number: int, last: int) -> None:
    """Let the run of an item have come to a number, its lines since withered: many publications, without their cost."""
    Serial.objects.update_or_create(scope=f"item:{make.item(number).pk}", defaults={"last": last})


def same_as_whole(site: Site, on: dt.date = make.TODAY) -> None:
    stepwise, at_once = on_disk(site), whole(on)
    assert {path for path in stepwise.keys() | at_once.keys() if stepwise.get(path) != at_once.get(path)} == set()


def test_it_stands_on_every_page_of_the_other_item_and_links_back(site: Site) -> None:
    make.catalogue_in_force()
    drain(site)
    made = placed(10, 20)
    drain(site)
    page, feed, data = texts(site, "items/20/index.html", "items/20/feed.xml", "data/disclosures/1.csv")
    assert made.title in page and "（同时归入本事项）" in page and made.title in feed
    assert make.row_of(20).name in data
    own, catalogue = texts(site, f"disclosures/2026/{made.index_number[-5:]}/index.html", "data/items.csv")
    assert 'href="/items/20/"' in own and "同时归入" in own
    line = next(line for line in catalogue.splitlines() if line.startswith("20,"))
    assert "已公开" in line, "an item under which something stands is not empty"
    assert sum(path.startswith("disclosures/2026/") and path.endswith("index.html") for path in on_disk(site)) == 1
    same_as_whole(site)


def test_archives_count_own_and_placed_ones_in_one_run(site: Site) -> None:
    make.catalogue_in_force()
    already(11, 14)
    for number in range(4):
        placed(10, 11, title=f"归入第{number}号")
        make.published_disclosure(make.item(11), title=f"自有第{number}号")
        drain(site)
    (archive,) = texts(site, "items/11/archive/1/index.html")
    assert archive.count('<li><time datetime="') == 6
    assert archive.index("自有第2号") < archive.index("归入第2号") < archive.index("归入第0号"), "newest first"
    assert "归入第3号" not in archive, "the twenty-first begins a new page"
    same_as_whole(site)


def test_a_correction_adds_and_gives_up_places_and_numbers_stay(site: Site) -> None:
    make.catalogue_in_force()
    made = placed(10, 11)
    already(11, 19)
    make.published_disclosure(make.item(11))
    drain(site)
    assert made.title in texts(site, "items/11/archive/1/index.html")[0]
    corrected(made, 20, body="<p>改正</p>")
    drain(site)
    there, gone, archive = texts(site, "items/20/index.html", "items/11/index.html", "items/11/archive/1/index.html")
    assert made.title in there and made.title not in gone and made.title not in archive
    assert archive.count('<li><time datetime="') == 1, "the place given up leaves a gap"
    same_as_whole(site)
    corrected(made, 20, 11, body="<p>再改正</p>")
    drain(site)
    assert made.title in texts(site, "items/11/archive/1/index.html")[0], "it takes its old number again"
    same_as_whole(site)


def test_what_a_draft_of_a_correction_says_of_places_is_not_public(site: Site) -> None:
    make.catalogue_in_force()
    made = placed(10, 11)
    drain(site)
    actions.place_under(disclosure=made, items=[make.item(20)], by=make.BY, at=make.moment(LATER))
    files = whole()
    assert made.title in files["items/11/index.html"].decode()
    assert made.title not in files["items/20/index.html"].decode()


def test_a_withdrawal_empties_every_item_it_stood_under(site: Site) -> None:
    make.catalogue_in_force()
    made = placed(10, 20)
    drain(site)
    actions.withdraw(disclosure=made, reason="重复", by=make.BY, at=make.moment(LATER))
    drain(site)
    (catalogue,) = texts(site, "data/items.csv")
    line = next(line for line in catalogue.splitlines() if line.startswith("20,"))
    assert "待公开" in line
    assert "已撤回" in texts(site, "items/20/index.html")[0]
    same_as_whole(site)


def test_an_item_that_was_emptied_is_filled_again_by_its_second_disclosure(site: Site) -> None:
    make.catalogue_in_force()
    first = make.published_disclosure(make.item(10))
    drain(site)
    actions.withdraw(disclosure=first, reason="重复", by=make.BY, at=make.moment(LATER))
    drain(site)
    make.published_disclosure(make.item(10))
    drain(site)
    same_as_whole(site)


def test_the_cost_of_a_placed_publication_does_not_grow(site: Site) -> None:
    make.catalogue_in_force()
    drain(site)
    asked, touched = [], []
    for full in (23, 43, 63):
        already(12, full)
        for _ in range(2):
            placed(11, 12, 13)
        drain(site)
        placed(11, 12, 13)
        before = stamps(site)
        with CaptureQueriesContext(connection) as queries:
            drain(site)
        asked.append(len(queries))
        touched.append(sum(before.get(path) != stamp for path, stamp in stamps(site).items()))
    assert asked[1] == asked[2], asked
    assert max(touched) <= 16 + 2 * 3, touched


def stamps(site: Site) -> dict[str, tuple[int, int]]:
    root = site.layout.current.resolve()
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_superseding_links_both_ways_and_survives_a_later_correction(site: Site) -> None:
    make.catalogue_in_force()
    old = make.published_disclosure(make.item(10), title="旧办法", document_number="内工信发〔2025〕1号")
    drain(site)
    new = make.draft(make.item(10), title="新办法", supersedes=old, validity="valid")
    make.release(new, at=make.moment(LATER))
    drain(site)
    new.refresh_from_db()
    folder_of = {one.pk: f"disclosures/2026/{one.index_number[-5:]}/" for one in (old, new)}
    left, right, item = texts(site, folder_of[old.pk] + "index.html", folder_of[new.pk] + "index.html", "items/10/index.html")
    assert "本条信息已被取代" in left and f'href="/{folder_of[new.pk]}"' in left and "废止" in left and "被取代" in left
    assert f'href="/{folder_of[old.pk]}"' in right and ">有效<" in right
    assert "已被取代" in item
    same_as_whole(site)
    old.refresh_from_db()
    actions.edit(disclosure=old, body="<p>勘误</p>", by=make.BY, at=make.moment(LATER))
    make.release(old, at=make.moment(LATER), change_note="勘误")
    drain(site)
    assert "本条信息已被取代" in texts(site, folder_of[old.pk] + "index.html")[0]


def test_the_json_beside_a_page_holds_exactly_what_the_hash_is_over(site: Site) -> None:
    import hashlib

    make.catalogue_in_force()
    made = placed(10, 20)
    drain(site)
    page = json.loads(texts(site, f"disclosures/2026/{made.index_number[-5:]}/index.json")[0])
    canonical = json.dumps(page["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == page["history"][-1]["content_sha256"]


def test_snapshots_of_the_first_format_still_make_their_page(site: Site) -> None:
    from gongkai.portal import disclosure_pages
    from gongkai.portal.press import Press

    make.catalogue_in_force()
    made = make.published_disclosure(make.item(10), document_number="内工信发〔2025〕1号")
    (only,) = made.publications.all()
    for name in ("validity", "display_until", "supersedes", "also_under"):
        del only.content[name]
    only.content["format"] = 1
    html = next(iter(disclosure_pages.pages(Press(make.agency(), make.TODAY), made, [only]))).body.decode()
    assert made.title in html and ">有效<" in html
