"""Opinions asked of people without an account (法律顾问, 其他机关): a link that expires, shows only what is under review, and answers once.

The key in the link is shown to the one who asks, once; what is stored is its hash. Such an opinion advises; it is no stage.
"""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.disclosures import telling
from gongkai.disclosures.models import OutsideOpinion, Review
from gongkai.disclosures.statuses import Ending, OutsideOutcome
from gongkai.duties.actions import refuse_personal_data
from gongkai.sources.errors import BadInput

KEY_BYTES = 32
LONGEST = dt.timedelta(days=30)
ENDED = {
    Ending.RELEASED: "这份信息已经公开，不再征求意见。",
    Ending.RETURNED: "这份稿子已退回修改，不再需要你的意见。",
    Ending.VOID: "这份稿子已经修改，原稿不再有效。",
    Ending.TAKEN_BACK: "这份稿子已由送审人撤回，不再需要你的意见。",
}


class LinkClosed(BadInput):
    """A link that shows nothing any more; the message says why, in words for the person who was asked."""


class NoSuchLink(BadInput):
    """No link has this key."""

    def __init__(self) -> None:
        """Say what may have happened."""
        super().__init__("没有这个链接：可能没有复制完整。请向发给你链接的人核对。")


@transaction.atomic
def ask(
    *, review: Review, asked_of: str, question: str, expires_at: dt.datetime, by: str, at: dt.datetime
) -> tuple[OutsideOpinion, str]:
    """Ask someone outside for an opinion on what is under review; return it with the key, which is never to be had again."""
    if review.ending:
        raise BadInput(f"这次审查已经结束（{review.get_ending_display()}），不能再征求意见。")
    if not (asked_of := asked_of.strip()):
        raise BadInput("请写明向谁征求意见（单位和姓名）。")
    refuse_personal_data(asked_of, "征求意见对象")
    refuse_personal_data(question, "想请其看什么")
    if not at < expires_at <= at + LONGEST:
        raise BadInput(f"链接的失效时间应在{LONGEST.days}天以内，且在现在以后。")
    key = secrets.token_urlsafe(KEY_BYTES)
    made = OutsideOpinion.objects.create(
        review=review,
        asked_of=asked_of,
        question=question.strip(),
        key_sha256=_hashed(key),
        asked_at=at,
        asked_by=by,
        expires_at=expires_at,
    )
    after = {"review": review.pk, "asked_of": asked_of, "expires_at": expires_at.isoformat(), "sha256": review.sha256}
    record(by=by, act="征求外部意见", subject=review.disclosure, at=at, after=after)
    return made, key


@transaction.atomic
def revoke(*, opinion: OutsideOpinion, by: str, at: dt.datetime) -> OutsideOpinion:
    """Take a link back; again changes nothing. Raises BadInput when it was answered already."""
    opinion = _locked(opinion)
    if opinion.answered_at:
        raise BadInput(f"{opinion.asked_of}已经答复，链接不能再收回。")
    if opinion.revoked_at is None:
        opinion.revoked_at = at
        opinion.save(update_fields=["revoked_at"])
        _record(opinion, "收回外部意见链接", by=by, at=at)
    return opinion


def find(key: str) -> OutsideOpinion:
    """Return what was asked with this key, with the content it is about; raises NoSuchLink."""
    found = OutsideOpinion.objects.select_related("review__disclosure").filter(key_sha256=_hashed(key)).first()
    if found is None:
        raise NoSuchLink
    return found


def why_closed(opinion: OutsideOpinion, *, at: dt.datetime) -> str:
    """Return why a link answers no more, or an empty text while it does."""
    if opinion.answered_at:
        return f"你的意见（{opinion.get_outcome_display()}）已于{timezone.localtime(opinion.answered_at):%Y年%m月%d日 %H:%M}提交，谢谢。"
    if opinion.revoked_at:
        return "发出这个链接的人已将它收回。"
    if opinion.review.ending:
        return ENDED[Ending(opinion.review.ending)]
    if at >= opinion.expires_at:
        return f"这个链接已于{timezone.localtime(opinion.expires_at):%Y年%m月%d日 %H:%M}失效。需要继续的，请向发给你链接的人另要一个。"
    return ""


@transaction.atomic
def open_link(*, key: str, at: dt.datetime) -> OutsideOpinion:
    """Return what a link shows, and keep when it was first opened; raises NoSuchLink or LinkClosed."""
    opinion = find(key)
    if why := why_closed(opinion, at=at):
        raise LinkClosed(why)
    if OutsideOpinion.objects.filter(pk=opinion.pk, opened_at__isnull=True).update(opened_at=at):
        _record(opinion, "打开外部意见链接", by=_outsider(opinion), at=at)
    return opinion


@transaction.atomic
def answer(*, key: str, outcome: str, text: str, at: dt.datetime) -> OutsideOpinion:
    """Keep what someone outside says, once; raises NoSuchLink, LinkClosed, or BadInput for what is missing."""
    opinion = _locked(find(key))
    if why := why_closed(opinion, at=at):
        raise LinkClosed(why)
    if outcome not in OutsideOutcome.values:
        raise BadInput("请选择一项意见：同意公开、建议修改或不同意公开。")
    if outcome != OutsideOutcome.AGREE and not text.strip():
        raise BadInput("建议修改或不同意公开的，请写明改什么、为什么。")
    refuse_personal_data(text, "意见")
    opinion.outcome, opinion.answer, opinion.answered_at = outcome, text.strip(), at
    opinion.save(update_fields=["outcome", "answer", "answered_at"])
    _record(opinion, "答复外部意见", by=_outsider(opinion), at=at, outcome=outcome)
    telling.answered(opinion, at=at)
    return opinion


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _locked(opinion: OutsideOpinion) -> OutsideOpinion:
    return OutsideOpinion.objects.select_for_update().get(pk=opinion.pk)


def _outsider(opinion: OutsideOpinion) -> str:
    return f"外部：{opinion.asked_of}"


def _record(opinion: OutsideOpinion, act: str, *, by: str, at: dt.datetime, **more: str) -> None:
    after = {"review": opinion.review_id, "asked_of": opinion.asked_of} | more
    record(by=by, act=act, subject=opinion.review.disclosure, at=at, after=after)
