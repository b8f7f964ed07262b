"""Proves over all history that nothing went out unreviewed and nobody reviewed their own: for an auditor who trusts nothing.

It reads what is stored and computes every hash again; it relies neither on the actions nor on the database's triggers. What
goes out without a review (a withdrawal, and what happens by itself) must add no word to what was reviewed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.accounts.roles import Stage
from gongkai.disclosures import content, expiry
from gongkai.disclosures.models import Opinion, Publication, Review, Revision
from gongkai.disclosures.statuses import Act, Outcome, SecrecyOutcome

BATCH = 500


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with which publication, in words."""

    publication: int
    index_number: str
    title: str
    message: str


def violations(*, on_progress: Callable[[int], None] | None = None) -> Iterator[Violation]:
    """Yield whatever contradicts the rules of review, publication by publication, in a bounded amount of memory."""
    found = Publication.objects.select_related("review").order_by("pk")
    last, count = 0, 0
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        reviews = [one.review_id for one in batch if one.review_id]
        opinions: dict[int, list[Opinion]] = {}
        for opinion in Opinion.objects.filter(review__in=reviews):
            opinions.setdefault(opinion.review_id, []).append(opinion)
        authors: dict[int, set[str]] = {}
        pairs = Revision.objects.filter(disclosure__in={one.disclosure_id for one in batch}).values_list("disclosure_id", "by")
        for disclosure, by in pairs.distinct():
            authors.setdefault(disclosure, set()).add(by)
        for one in batch:
            if one.act not in (Act.PUBLISH, Act.CORRECT):
                yield from _faults_without_review(one)
                continue
            for message in _faults(one, opinions.get(one.review_id or 0, []), authors.get(one.disclosure_id, set())):
                yield Violation(one.pk, one.content.get("index_number") or "", one.content["title"], message)
        last, count = batch[-1].pk, count + len(batch)
        if on_progress:
            on_progress(count)


def _faults_without_review(publication: Publication) -> Iterator[Violation]:
    """Compare what went out by itself with the publication before it."""
    before = Publication.objects.filter(disclosure=publication.disclosure_id, number=publication.number - 1).first()
    index_number, title = publication.content.get("index_number") or "", publication.content["title"]
    if content.sha256_of(publication.content) != publication.content_sha256:
        yield Violation(publication.pk, index_number, title, "公开内容与其哈希不符")
    if before is None or _words(publication) != _words(before, like=publication):
        message = f"“{publication.get_act_display()}”不经审查，却改动了内容"
        yield Violation(publication.pk, index_number, title, message)


def _words(publication: Publication, like: Publication | None = None) -> dict[str, Any]:
    """Return a publication's content without what the act of ``like`` (its own as a rule) may change."""
    act = (like or publication).act
    words = content.reviewed(publication.content)
    if act == Act.SUPERSEDE:
        words.pop("validity", None)
    if act == Act.EXPIRE:
        words["lists"] = _rows_left(publication.content, (like or publication).content)
    return words


def _rows_left(held: Mapping[str, Any], shown: Mapping[str, Any]) -> list[Any]:
    """Return the lists of a snapshot as rows, with only those rows that another still shows; what is new there is seen."""
    told = []
    for each, other in zip(held["lists"], shown["lists"], strict=False):
        kept = {tuple(row.items()) for row in expiry.published_rows(other)}
        rows = [row for row in expiry.published_rows(each) if tuple(row.items()) in kept]
        told.append((each["schema"], each["title"], each["columns"], rows))
    return [*told, len(held["lists"])]


def _faults(publication: Publication, opinions: list[Opinion], authors: set[str]) -> Iterator[str]:
    review = publication.review
    if content.sha256_of(publication.content) != publication.content_sha256:
        yield "公开内容与其哈希不符"
    if review is None:
        yield "没有审查记录"
        return
    reviewed = content.sha256_of(content.reviewed(publication.content))
    if reviewed != review.sha256 or content.sha256_of(review.content) != review.sha256:
        yield "公开的内容与所审内容不一致"
    approvals = [one for one in opinions if one.outcome == Outcome.APPROVE and one.at <= publication.published_at]
    yield from _chain(review, approvals)
    for one in opinions:
        if one.sha256 != review.sha256:
            yield f"{one.get_stage_display()}的意见不是针对所公开的内容"
        if one.by in authors or one.by == review.submitted_by:
            yield f"{one.get_stage_display()}由起草、修改或送审的人（{one.by}）办理"
    people = [one.by for one in opinions]
    if len(set(people)) != len(people):
        yield "同一人办理了两个环节"


def _chain(review: Review, approvals: list[Opinion]) -> Iterator[str]:
    given = {one.stage for one in approvals}
    needed = {Stage.SECRECY, Stage.RELEASE} if review.is_emergency else set(Stage)
    for stage in Stage:
        if stage in needed and stage not in given:
            yield f"缺少{stage.label}的同意"
    for one in approvals:
        if one.stage == Stage.SECRECY and one.secrecy != SecrecyOutcome.CLEAR:
            yield "保密审查没有得出“不涉密，可以公开”的结论"
