"""What the cells of record lists would publish; a list is looked through once for each state of its content."""

from collections.abc import Iterator
from typing import Any

from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.places import list_place
from gongkai.disclosures.requirements import remembered
from gongkai.disclosures.requirements.counting import Counted
from gongkai.records import content
from gongkai.records.export import public_columns
from gongkai.records.models import Record, RecordList
from gongkai.rules.findings import Finding
from gongkai.rules.privacy import Hit, find_personal_data
from gongkai.rules.table_schema import Column
from gongkai.rules.table_schema_values import shown
from gongkai.rules.wording import Slip, WordList

CHUNK = 2_000
SEEN_BEFORE = 50_000  # different cells whose answer is kept while one list is read


def findings_in_lists(disclosure: Disclosure, words: WordList, fingerprint: str) -> Iterator[Finding]:
    """Look for personal data and wrong words in every cell that a list would publish."""
    if disclosure.pk is None:
        return
    for record_list in disclosure.record_lists.all():
        name = remembered.key("list", state_of(record_list), fingerprint)
        told = remembered.recall(name)
        if told is None:
            told = look_through(record_list, words)
            remembered.remember(name, told)
        for column in told:
            where = f"名单“{record_list.title}”的“{column['title']}”栏"
            yield from Counted.from_json(column).findings(where, list_place(record_list.pk))


def state_of(record_list: RecordList) -> str:
    """Return the hash of a list's content."""
    return record_list.content_sha256 or content.sha256_of(record_list)


def look_through(record_list: RecordList, words: WordList) -> list[dict[str, Any]]:
    """Return what was found, by column; a place is the row's position in the list."""
    columns = public_columns(record_list)
    counted = {column.name: Counted() for column in columns}
    answers: dict[tuple[str, str], tuple[list[Hit], list[Slip]]] = {}
    rows = Record.objects.in_list(record_list).values_list("position", "values").iterator(chunk_size=CHUNK)
    for position, values in rows:
        for column in columns:
            value = values.get(column.name, "")
            if not value:
                continue
            answer = answers.get((column.name, value))
            if answer is None:
                answer = look_at(column, value, words)
                if len(answers) < SEEN_BEFORE:
                    answers[column.name, value] = answer
            hits, slips = answer
            if hits or slips:
                counted[column.name].add_hits(hits, f"第{position}行")
                counted[column.name].add_slips(slips, f"第{position}行")
    return [{"title": column.title, **counted[column.name].as_json()} for column in columns if counted[column.name] != Counted()]


def look_at(column: Column, value: str, words: WordList) -> tuple[list[Hit], list[Slip]]:
    """Look at one cell as it is shown; the column's title tells a case number from an identity number."""
    text = shown(value, column)
    return find_personal_data(f"{column.title}：{text}"), words.slips(text)
