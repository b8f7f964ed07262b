"""Lists that are stored are corrected record by record: each change another version, with before and after in the audit."""

import datetime as dt

import makers as make
import pytest
from stdnum.cn import ric

from gongkai.audit.models import AuditEntry
from gongkai.records import actions, content, export, queries
from gongkai.records.models import Record, RecordList
from gongkai.records.reading import read_rows
from gongkai.records.schemas import schema_keys, schema_named
from gongkai.records.statuses import RecordStatus

pytestmark = pytest.mark.django_db
AT = make.moment()
ID_NUMBER = "150102199003074577"
MINOR = "15010220050307457" + ric.calc_check_digit("15010220050307457X")
DECIDED = dt.date(2026, 11, 20)


def changed(kept: RecordList, position: int = 2, **values: str) -> Record:
    return actions.change_record(record_list=kept, position=position, values=values, by="张三", at=AT, reason="抄错")


def test_a_change_makes_another_version_with_another_hash_and_tells_before_and_after() -> None:
    kept = make.record_list("penalties")
    before, digest = kept.content_sha256, kept.records.get(position=2).digest
    row = changed(kept, CF_NR="给予警告，并处罚款人民币5000元", CF_NR_FK="5,000元")
    assert row.values["CF_NR_FK"] == "0.5" and row.digest != digest
    kept.refresh_from_db()
    assert (kept.version, kept.edited_by, kept.edited_at) == (2, "张三", AT)
    assert kept.content_sha256 not in ("", before)
    assert kept.content_sha256 == content.recomputed(kept)
    entry = AuditEntry.objects.get(act="修改名单记录")
    assert entry.before["罚款金额（万元）"] == "0.2" and entry.after["罚款金额（万元）"] == "0.5" and entry.note == "第2行：抄错"


def test_the_same_values_are_no_new_version() -> None:
    kept = make.record_list("penalties")
    changed(kept, CF_NR_FK="2000元")
    kept.refresh_from_db()
    assert kept.version == 1 and not AuditEntry.objects.filter(act="修改名单记录").exists()


def test_a_wrong_value_is_refused_with_the_cell_and_nothing_changes() -> None:
    kept = make.record_list("penalties")
    with pytest.raises(actions.RecordRefused, match="“罚款金额（万元）”：单位是万元，2000万元即20,000,000元") as refused:
        changed(kept, CF_NR_FK="2000")
    assert [(fault.name, fault.kind) for fault in refused.value.read.faults] == [("CF_NR_FK", "amount_unit_wrong")]
    kept.refresh_from_db()
    assert kept.version == 1 and kept.records.get(position=2).values["CF_NR_FK"] == "0.2"


def test_a_record_changed_meanwhile_is_not_overwritten() -> None:
    kept = make.record_list("penalties")
    seen = kept.records.get(position=2).digest
    changed(kept, BZ="别人改的")
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_record(record_list=kept, position=2, values={"BZ": "我改的"}, by="李四", at=AT, reason="抄错", seen=seen)


def test_records_are_added_and_removed_and_a_unique_number_stays_unique() -> None:
    kept = make.record_list("certificate_holders")
    first = kept.records.first().values
    with pytest.raises(actions.RecordRefused, match="与第1行相同"):
        actions.add_record(record_list=kept, values=first, by="张三", at=AT, reason="漏填")
    row = actions.add_record(
        record_list=kept, values=first | {"certificate_number": "新号", "representative_id": ID_NUMBER}, by="张三", at=AT, reason="漏填"
    )
    assert (row.position, kept.row_count) == (7, 7) and "representative_id" in kept.columns
    actions.remove_record(record_list=kept, position=7, by="张三", at=AT, reason="重复")
    kept.refresh_from_db()
    assert (kept.row_count, kept.version) == (6, 3) and "representative_id" not in kept.columns
    assert ID_NUMBER not in str(list(AuditEntry.objects.values_list("before", "after")))


def test_numbers_of_persons_never_stand_in_the_audit() -> None:
    kept = make.record_list("penalties")
    changed(kept, CF_FR_ZJLX="身份证", CF_FR_ZJHM=ID_NUMBER)
    entry = AuditEntry.objects.get(act="修改名单记录")
    assert ID_NUMBER not in str(entry.after) and "法定代表人证件号码" in entry.after
    assert ID_NUMBER.encode() not in export.csv_bytes(kept)
    assert ID_NUMBER.encode() in export.csv_of(export.exchange_columns(kept), export.all_values(kept))


@pytest.mark.parametrize("what", [RecordStatus.CHANGED, RecordStatus.ANNULLED, RecordStatus.UNLAWFUL, RecordStatus.VOID])
def test_an_annulled_penalty_leaves_every_public_way_out_at_once(what: RecordStatus) -> None:
    kept = make.record_list("penalties")
    row, before = kept.records.get(position=2), kept.content_sha256
    party = row.values["CF_XDR_MC"]
    done = actions.annul_record(record=row, what=what, decided_on=DECIDED, reason="行政复议决定", by="张三", at=AT)
    assert (done.party, done.what, done.decided_on, done.record_list) == (party, what, DECIDED, kept)
    assert done.document_number == "示例工信罚决〔2026〕2号"
    kept.refresh_from_db()
    assert kept.content_sha256 not in (before, "") and kept.content_sha256 == content.recomputed(kept)
    assert party.encode() not in export.csv_bytes(kept) and export.public_count(kept) == 3
    assert party not in str(export.public_table(kept))
    entry = AuditEntry.objects.get(act="登记处罚决定变更或撤销")
    assert entry.after == {"状态": what.label, "决定日期": "2026-11-20"}
    with pytest.raises(actions.NotAPenalty, match="已经登记"):
        actions.annul_record(record=row, what=what, decided_on=DECIDED, reason="又一次", by="张三", at=AT)


@pytest.mark.parametrize(
    ("decided_on", "reason", "words"),
    [(dt.date(2026, 3, 1), "原因", "早于处罚决定日期"), (dt.date(2027, 1, 1), "原因", "还没有到"), (DECIDED, " ", "请写明原因")],
)
def test_an_annulment_that_cannot_be_is_refused(decided_on: dt.date, reason: str, words: str) -> None:
    row = make.record_list("penalties").records.get(position=2)
    with pytest.raises(actions.NotAPenalty, match=words):
        actions.annul_record(record=row, what=RecordStatus.VOID, decided_on=decided_on, reason=reason, by="张三", at=AT)


def test_only_penalties_are_annulled() -> None:
    row = make.record_list("licences").records.first()
    with pytest.raises(actions.NotAPenalty, match="只有行政处罚"):
        actions.annul_record(record=row, what=RecordStatus.VOID, decided_on=DECIDED, reason="某", by="张三", at=AT)


def test_records_past_their_display_limit_are_told_and_left_out() -> None:
    kept = make.record_list("penalties")
    last = dt.date(2027, 2, 20)
    assert not queries.expired_records(last).exists(), "the last day itself is still shown"
    after = last + dt.timedelta(days=1)
    assert [row.position for row in queries.expired_records(after)] == [1]
    assert queries.lists_with_expired_records(after, since=after) == [kept]
    assert export.public_count(kept, on=last) == 4 and export.public_count(kept, on=after) == 3
    assert "企业七" not in export.csv_bytes(kept, on=after).decode()
    licences = make.record_list("licences")
    assert not queries.expired_records(dt.date(2100, 1, 1)).filter(record_list=licences, position=5).exists(), "长期 never ends"


def test_records_are_found_by_part_of_a_name_a_code_or_a_number(django_assert_num_queries: object) -> None:
    kept = make.record_list("penalties")

    def positions(words: str) -> list[int]:
        return [row.position for row in queries.records_page(kept, words=words)[0]]

    with django_assert_num_queries(2):  # type: ignore[operator]
        assert positions("企业八") == [2]
    assert positions("（巴彦淖尔）有限") == positions("911508000000000863") == positions("罚决[2026]2号") == [2]
    assert positions("没有的") == [] and positions("示例 2026") == [1, 2, 3, 4]
    page, more = queries.records_page(kept, page=1, size=3)
    assert (len(page), more) == (3, True)
    page, more = queries.records_page(kept, page=2, size=3)
    assert ([row.position for row in page], more) == ([4], False)


def test_the_content_hash_changes_with_every_character_and_order() -> None:
    kept = make.record_list()
    hashes = {kept.content_sha256}
    changed(kept, note="改")
    hashes.add(kept.content_sha256)
    actions.rename(record_list=kept, title="别的标题", by="张三", at=AT)
    hashes.add(kept.content_sha256)
    assert len(hashes) == 3
    Record.objects.filter(record_list=kept, position=1).update(values={"name": "偷改"})
    assert content.recomputed(kept) != kept.content_sha256, "a value changed behind our back is found"


@pytest.mark.parametrize("key", schema_keys())
def test_every_schema_says_how_its_records_are_found_and_counted(key: str) -> None:
    schema = schema_named(key)
    for role in ("name", "code", "day", "group", "until"):
        assert schema.in_role(role), role
    assert sum(bool(c.facts.get("constraints", {}).get("unique") or "x-repeats" in c.facts) for c in schema.columns) <= 1


def test_counts_are_by_year_and_by_group() -> None:
    kept = make.record_list("penalties")
    assert queries.counts_by_year(kept) == {2026: 4}
    assert queries.counts_by_grouping(kept) == [("罚款", 1), ("警告", 1), ("警告；罚款", 1), ("通报批评", 1)]


def test_an_old_file_is_read_and_minors_are_told() -> None:
    row = {
        "CF_WSH": "某罚〔2016〕1号", "CF_CFMC": "未按规定报送案", "CF_CFLB1": "警告、罚款", "CF_SY": "示例", "CF_YJ": "《示例条例》",
        "CF_XDR_MC": "示例某", "行政相对人代码_5（居民身份证号）": MINOR, "CF_JG": "处以人民币贰仟元的罚款",
        "CF_JDRQ": "2016-03-01", "CF_XZJG": "示例厅", "CF_ZT": "0", "CF_NR_FK": "2000",
    }  # fmt: skip
    reading = read_rows(schema_named("penalties"), [row])
    assert reading.rows[0]["CF_CFLB"] == "警告；罚款" and reading.rows[0]["CF_XDR_ZJHM"] == MINOR
    kinds = {cell.kind: cell.severity for cell in reading.cells}
    assert kinds.get("amount_unit_wrong") == "error", "a fine in capital numerals is a witness too"
    assert kinds.get("person_is_minor") == "warning"
    assert MINOR not in "".join(finding.message for finding in reading.findings)
