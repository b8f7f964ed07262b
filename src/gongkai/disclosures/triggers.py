"""What the database itself refuses about reviews, on SQLite and PostgreSQL alike.

1. An opinion by an author of the disclosure, by one who gave another stage's, on other content than the review's, or
   after the review has ended (but for the later review of an emergency release).
2. A publication or correction without a running review of that disclosure, all its stages approved by different people who
   are no authors; an emergency needs two of them, the release among them.
3. Changing what a review was of, or anything of a review that has ended (but that its later review is done).
4. Keeping a review running when the content it was of changes: the change ends it.
5. Taking an author's name off a revision, or a revision away.

When a list changes, whoever changed it becomes an author of every disclosure that holds it, and its review ends.
"""

from typing import Any

from django.db import migrations

TABLE = "disclosures_"
CONTENT = (
    "title", "summary", "values", "body", "document_number", "formed_on", "effective_on", "expires_on", "keywords", "topic",
    "validity", "display_until", "supersedes_id", "interprets_id", "item_id", "office_id",
)  # fmt: skip
AUTHORED = f'SELECT 1 FROM {TABLE}revision v WHERE v.disclosure_id = {{disclosure}} AND v."by" = {{by}}'
NEEDED = "CASE WHEN r.emergency_reason <> '' THEN 2 ELSE 3 END"
APPROVED = f"FROM {TABLE}opinion o WHERE o.review_id = r.id AND o.outcome = 'approve' AND o.sha256 = r.sha256"

OPINION_REFUSED = f"""
    NOT EXISTS (SELECT 1 FROM {TABLE}review r WHERE r.id = NEW.review_id AND r.sha256 = NEW.sha256
        AND (r.ending = '' OR (r.ending = 'released' AND r.later_due_on IS NOT NULL AND r.later_done_at IS NULL)))
    OR EXISTS (SELECT 1 FROM {TABLE}review r WHERE r.id = NEW.review_id AND EXISTS
        ({AUTHORED.format(disclosure="r.disclosure_id", by='NEW."by"')}))
    OR EXISTS (SELECT 1 FROM {TABLE}opinion o WHERE o.review_id = NEW.review_id AND o."by" = NEW."by")
"""
PUBLICATION_REFUSED = f"""
    NEW.act IN ('publish', 'correct') AND NOT EXISTS (
        SELECT 1 FROM {TABLE}review r WHERE r.id = NEW.review_id AND r.disclosure_id = NEW.disclosure_id
        AND r.ending = '' AND r.act = NEW.act AND r.sha256 = NEW.reviewed_sha256
        AND (SELECT COUNT(DISTINCT o.stage) {APPROVED}) >= {NEEDED}
        AND (SELECT COUNT(DISTINCT o."by") {APPROVED}) >= {NEEDED}
        AND EXISTS (SELECT 1 {APPROVED} AND o.stage = 'release')
        AND NOT EXISTS (SELECT 1 {APPROVED} AND EXISTS ({AUTHORED.format(disclosure="r.disclosure_id", by='o."by"')})))
"""
FIXED = ("disclosure_id", "act", "change_note", "content", "sha256", "submitted_at", "submitted_by", "emergency_reason")
AUTHORSHIP = ("disclosure_id", "number", "by")
NOT_ALLOWED = "!not allowed: an opinion of an author, of one person at two stages, or on other content"
NOT_REVIEWED = "!not reviewed: a publication needs every stage approved on exactly this content"
REVIEW_FIXED = "!fixed: what a review was of, and how it ended, never changes"
AT_THE_END = ("ending", "ended_at", "ended_by", "ending_note", "planned_at", "later_due_on")


def _differs(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)


def _review_refused(differs: str, cast: str) -> str:
    fixed = _differs(tuple(column for column in FIXED if column != "content"), differs)
    content = f'OLD."content"{cast} {differs} NEW."content"{cast}'
    return f"{fixed} OR {content} OR (OLD.ending <> '' AND ({_differs(AT_THE_END, differs)}))"


def _void(disclosure: str, now: str) -> str:
    return (
        f"UPDATE {TABLE}review SET ending = 'void', ended_at = {now}, ended_by = '数据库', stage = '' "
        f"WHERE disclosure_id = {disclosure} AND ending = ''"
    )


def _list_changed(now: str, empty: str) -> str:
    held = f"{TABLE}disclosure_record_lists"
    credit = (
        f'INSERT INTO {TABLE}revision (disclosure_id, number, content, at, "by") '
        f"SELECT h.disclosure_id, COALESCE((SELECT MAX(v.number) FROM {TABLE}revision v WHERE v.disclosure_id = h.disclosure_id), 0) + 1, "
        f"{empty}, {now}, COALESCE(NULLIF(NEW.edited_by, ''), NEW.created_by) FROM {held} h WHERE h.recordlist_id = NEW.id"
    )
    void = (
        f"UPDATE {TABLE}review SET ending = 'void', ended_at = {now}, ended_by = COALESCE(NULLIF(NEW.edited_by, ''), '数据库'), "
        f"ending_note = '名单有修改，此前的意见作废', stage = '' "
        f"WHERE ending = '' AND disclosure_id IN (SELECT h.disclosure_id FROM {held} h WHERE h.recordlist_id = NEW.id)"
    )
    return f"{credit}; {void}"


Rule = tuple[str, str, str, str, str]  # name, "BEFORE INSERT" and the like, table, condition, what is refused or done


def _rules(differs: str, cast: str, now: str, empty: str, content: tuple[str, ...] = CONTENT) -> list[Rule]:
    changed = _differs(content, differs).replace('"values"', f'"values"{cast}')
    listed = f"{TABLE}disclosure_record_lists"
    rules: list[Rule] = [
        ("opinion_allowed", "BEFORE INSERT", "opinion", OPINION_REFUSED, NOT_ALLOWED),
        ("publication_reviewed", "BEFORE INSERT", "publication", PUBLICATION_REFUSED, NOT_REVIEWED),
        ("review_fixed", "BEFORE UPDATE", "review", _review_refused(differs, cast), REVIEW_FIXED),
        ("revision_author_kept", "BEFORE UPDATE", "revision", _differs(AUTHORSHIP, differs), "!fixed: an author stays"),
        ("revision_kept", "BEFORE DELETE", "revision", "1 = 1", "!fixed: revisions are never removed"),
        ("review_kept", "BEFORE DELETE", "review", "1 = 1", "!fixed: reviews are never removed"),
        ("disclosure_voids", "AFTER UPDATE", "disclosure", changed, _void("NEW.id", now)),
        ("attachment_added_voids", "AFTER INSERT", "attachment", "1 = 1", _void("NEW.disclosure_id", now)),
        ("attachment_changed_voids", "AFTER UPDATE", "attachment", "1 = 1", _void("NEW.disclosure_id", now)),
        ("attachment_removed_voids", "AFTER DELETE", "attachment", "1 = 1", _void("OLD.disclosure_id", now)),
        ("list_added_voids", "AFTER INSERT", listed, "1 = 1", _void("NEW.disclosure_id", now)),
        ("list_changed_voids", "AFTER UPDATE", "records_recordlist", "OLD.version <> NEW.version", _list_changed(now, empty)),
        ("list_removed_voids", "AFTER DELETE", listed, "1 = 1", _void("OLD.disclosure_id", now)),
    ]  # fmt: skip
    return [(name, when, table if "_" in table else TABLE + table, condition, act) for name, when, table, condition, act in rules]


def statements(vendor: str, content: tuple[str, ...] = CONTENT) -> list[str]:
    """Return the SQL that makes the triggers on a database, each replacing one of the same name.

    ``content`` are the columns of a disclosure whose change ends its review.
    """
    made: list[str] = []
    if vendor == "sqlite":
        for name, when, table, condition, act in _rules("IS NOT", "", "datetime('now')", "'{}'", content):
            body = f"SELECT RAISE(ABORT, '{act[1:]}')" if act.startswith("!") else act
            made += [
                f"DROP TRIGGER IF EXISTS {TABLE}{name}",
                f"CREATE TRIGGER {TABLE}{name} {when} ON {table} FOR EACH ROW WHEN {condition} BEGIN {body}; END",
            ]
        return made
    for name, when, table, condition, act in _rules("IS DISTINCT FROM", "::text", "now()", "CAST('{}' AS jsonb)", content):
        body = f"RAISE EXCEPTION '{act[1:]}'" if act.startswith("!") else act
        row = "OLD" if when.endswith("DELETE") else "NEW"
        made += [
            f"CREATE OR REPLACE FUNCTION {TABLE}{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {condition} THEN {body}; END IF; RETURN {row}; END $$",
            f"DROP TRIGGER IF EXISTS {TABLE}{name} ON {table}",
            f"CREATE TRIGGER {TABLE}{name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {TABLE}{name}()",
        ]
    return made


def guard() -> migrations.RunPython:
    """Return the migration step that makes the triggers; to be repeated after every migration of these tables.

    (SQLite makes a table anew for most changes, and its triggers are lost with the old one.) Columns that only a later
    migration adds are left out.
    """

    def make(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            there = {column.name for column in connection.introspection.get_table_description(cursor, f"{TABLE}disclosure")}
        for statement in statements(connection.vendor, tuple(column for column in CONTENT if column in there)):
            schema_editor.execute(statement)

    return migrations.RunPython(make, migrations.RunPython.noop)


def unguard() -> migrations.RunPython:
    """Return the step that takes the triggers off before a migration makes these tables anew on SQLite."""

    def drop(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        for name, _, table, _, _ in _rules("", "", "", ""):
            on = "" if vendor == "sqlite" else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}{name}{on}")

    return migrations.RunPython(drop, migrations.RunPython.noop)
