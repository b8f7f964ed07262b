"""Tells people what review asks of them and what became of it; called by the acts, inside their transactions.

Messages hold titles, names and dates only, of a confined draft not even its title: a message leaves the house. Samples,
which nobody waits for, are told of to nobody.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.accounts.queries import people_with
from gongkai.accounts.roles import Role, Stage
from gongkai.disclosures.expected import able
from gongkai.disclosures.models import OutsideOpinion, Publication, Review
from gongkai.disclosures.statuses import Act, Confinement
from gongkai.messages import actions as messages
from gongkai.messages.kinds import Kind

REVIEW, DRAFT, PUBLISHED = "/desk/reviews/{}/", "/desk/drafts/{}/", "/desk/publications/{}/"
ABOUT = "disclosures.Review"


def waiting(review: Review, *, at: dt.datetime) -> None:
    """Tell those who can give the opinion of the stage a review has come to; where nobody can, the officers."""
    on, stage = timezone.localdate(at), Stage(review.stage)
    urgent = "【紧急】" if review.is_emergency else ""
    due = review.disclosure.duty.due_on if review.disclosure.duty else None
    text = f"{_office(review)}{review.submitted_by}送审" + (f"，应于{due:%Y年%m月%d日}前公开。" if due else "。")
    if people := able(review, stage, on=on):
        _tell(review, people, Kind.WAITING, f"{urgent}等待{stage.label}：{_title(review)}", text, at, key=stage)
        return
    officers = people_with((Role.OFFICER,), on=on, office_id=review.disclosure.office_id)
    text += "这一环节今天没有可以办理的人（休假无代理，或都参与过起草、审查），请安排。"
    _tell(review, officers, Kind.ROTA_GAP, f"{urgent}没有人可以办理{stage.label}：{_title(review)}", text, at, key=stage)


def settled(review: Review, *, at: dt.datetime) -> None:
    """Stop what is still on its way to those a review no longer waits for."""
    messages.drop(about_kind=ABOUT, about_keys=[str(review.pk)], kinds=[Kind.WAITING, Kind.LATER_REVIEW], at=at)


def returned(review: Review, *, at: dt.datetime) -> None:
    """Tell those who work on it that a review ended with a return; why stays in the house, for it may quote the draft."""
    text = "请到工作台查看退回原因和逐栏意见。"
    _tell(review, _authors(review), Kind.RETURNED, f"被退回：{_title(review)}", text, at, path=DRAFT.format(review.disclosure_id))


def released(review: Review, publication: Publication, *, at: dt.datetime) -> None:
    """Tell those who worked on it that the public has it now."""
    what = "更正已公开" if publication.act == Act.CORRECT else "已公开"
    text = f"{timezone.localtime(publication.published_at):%Y年%m月%d日 %H:%M}公开，索引号{publication.content['index_number']}。"
    path = PUBLISHED.format(review.disclosure_id)
    _tell(review, _authors(review), Kind.RELEASED, f"{what}：{publication.content['title']}", text, at, path=path)


def later_review_owed(review: Review, *, at: dt.datetime) -> None:
    """Tell the office's heads that an emergency release must still be reviewed by them, and until when."""
    on = timezone.localdate(at)
    heads = able(review, Stage.OFFICE, on=on) or people_with((Role.OFFICER,), on=on, office_id=review.disclosure.office_id)
    text = f"已紧急公开，请在{review.later_due_on:%Y年%m月%d日}前补办科室审核。"
    _tell(review, heads, Kind.LATER_REVIEW, f"紧急公开须补审：{_title(review)}", text, at)


def later_review_refused(review: Review, *, at: dt.datetime) -> None:
    """Tell those who work on it and the officers that what went out in an emergency should be corrected or withdrawn."""
    officers = people_with((Role.OFFICER,), on=timezone.localdate(at), office_id=review.disclosure.office_id)
    text = "补办的科室审核没有同意。请更正或者撤回。"
    people = [*_authors(review), *officers]
    _tell(review, people, Kind.LATER_REVIEW, f"补审未同意，须更正或撤回：{_title(review)}", text, at, key="refused")


def answered(opinion: OutsideOpinion, *, at: dt.datetime) -> None:
    """Tell whoever asked for it that an opinion from outside has come."""
    review = opinion.review
    who = User.objects.filter(username=opinion.asked_by, is_active=True)
    subject = f"外部意见已答复（{opinion.get_outcome_display()}）：{_title(review)}"
    _tell(review, who, Kind.OPINION, subject, f"{opinion.asked_of}已答复，请到审查页面查看。", at, key=f"outside-{opinion.pk}")


def _tell(
    review: Review, people: Iterable[User], kind: Kind, subject: str, text: str, at: dt.datetime, *, key: str = "", path: str = ""
) -> None:
    if review.disclosure.is_sample:
        return
    messages.tell(
        users=people,
        kind=kind,
        key=f"review-{review.pk}-{key}".rstrip("-"),
        subject=subject[:200],
        text=text,
        path=path or REVIEW.format(review.pk),
        at=at,
        about=(ABOUT, str(review.pk)),
    )


def _authors(review: Review) -> list[User]:
    people = {user.pk: user for user in User.objects.filter(username=review.submitted_by, is_active=True)}
    handler = review.disclosure.handler
    return [*(people | ({handler.pk: handler} if handler and handler.is_active else {})).values()]


def _confined(review: Review) -> bool:
    return review.disclosure.confinement == Confinement.NAMED


def _title(review: Review) -> str:
    return "（限定查看的信息）" if _confined(review) else review.content["title"]


def _office(review: Review) -> str:
    return f"{review.disclosure.office}：" if review.disclosure.office else ""
