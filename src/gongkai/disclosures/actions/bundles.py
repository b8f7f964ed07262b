"""Several disclosures released as one: all of them, in one transaction, or none."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from gongkai.accounts.models import User
from gongkai.accounts.roles import Stage
from gongkai.audit.actions import record
from gongkai.disclosures.actions import reviewing
from gongkai.disclosures.actions.drafting import locked
from gongkai.disclosures.models import Bundle, Disclosure, Opinion, Review
from gongkai.disclosures.statuses import Outcome, Status
from gongkai.sources.errors import BadInput


@transaction.atomic
def bundle(*, title: str, members: Sequence[Disclosure], by: str, at: dt.datetime) -> Bundle:
    """Bind drafts together so that they are released together; raises BadInput for what is public or bound already."""
    if len(members) < 2:
        raise BadInput("合并公开至少要两条。")
    _refuse_what_cannot_be_bound(members)
    made = Bundle.objects.create(agency=members[0].agency, title=title.strip() or members[0].title, created_at=at, created_by=by)
    Disclosure.objects.filter(pk__in=[one.pk for one in members]).update(bundle=made)
    record(by=by, act="合并公开", subject=made, at=at, after={"members": [one.pk for one in members]})
    return made


@transaction.atomic
def add_to_bundle(*, bundle: Bundle, members: Sequence[Disclosure], by: str, at: dt.datetime) -> None:
    """Bind more drafts to a bundle; raises BadInput once any part of it, old or new, is under review or public.

    Who reviews or releases a part has been told what goes out with it: that stays so until nobody is looking at it.
    """
    # In one order, so that two people acting at once wait for each other and neither for ever.
    held = [locked(one) for one in sorted([*bundle.members.all(), *members], key=lambda one: one.pk)]
    before = [one for one in held if one.bundle_id == bundle.pk]
    if not before:
        raise BadInput(f"合并公开“{bundle}”里已经没有拟稿：请重新合并公开。")
    new = {one.pk for one in members}
    _refuse_what_cannot_be_bound([one for one in held if one.pk in new])
    if public := [one.title for one in before if one.status != Status.DRAFT]:
        raise BadInput(f"合并公开“{bundle}”里“{public[0]}”已经公开，不能再加入。")
    if running := Review.objects.running().filter(disclosure__in=held).select_related("disclosure").defer("content").first():
        raise BadInput(f"“{running.disclosure}”已经送审，不能再加入：请先撤回送审。")
    Disclosure.objects.filter(pk__in=new).update(bundle=bundle)
    members_before = [one.pk for one in before]
    record(
        by=by, act="加入合并公开", subject=bundle, at=at, before={"members": members_before}, after={"members": sorted([*members_before, *new])}
    )


@transaction.atomic
def unbundle(*, disclosure: Disclosure, by: str, at: dt.datetime) -> None:
    """Take one out of its bundle, so that it goes its own way; the content, and so its review, is not touched.

    The one that would be left alone in it goes its own way too.
    """
    bound = disclosure.bundle
    if bound is None or disclosure.status != Status.DRAFT:
        raise BadInput(f"“{disclosure}”不在合并公开中，或已经公开。")
    others = list(bound.members.filter(status=Status.DRAFT).exclude(pk=disclosure.pk)[:2])
    for one in [disclosure, *(others if len(others) == 1 else ())]:
        record(by=by, act="移出合并公开", subject=one, at=at, before={"bundle": bound.pk})
        one.bundle = None
        one.save(update_fields=["bundle"])


@transaction.atomic
def release_bundle(
    *, bundle: Bundle, user: User, seen: Mapping[int, str], at: dt.datetime, comment: str = "", checklist: Mapping[str, bool]
) -> list[Opinion]:
    """Approve the release of every member, as seen (``{review: sha256}``); they go out together or not at all.

    With a planned hour, the latest of the members' hours holds for all.
    """
    members = list(bundle.members.filter(status=Status.DRAFT).order_by("id"))
    members.sort(key=lambda one: one.interprets_id is not None)  # a document before what interprets it
    reviews = {one.disclosure_id: one for one in Review.objects.waiting_at(Stage.RELEASE).filter(disclosure__in=members)}
    if waiting := [one.title for one in members if one.pk not in reviews]:
        raise BadInput(f"合并公开还有没到签发环节的：{'、'.join(waiting)}。全部到齐后一并签发。")
    hours = [review.planned_at for review in reviews.values() if review.planned_at]
    Review.objects.filter(pk__in=[one.pk for one in reviews.values()]).update(planned_at=max(hours, default=None))
    opinions = []
    for member in members:
        review = reviews[member.pk]
        opinions.append(
            reviewing.give_opinion(
                review=review,
                stage=Stage.RELEASE,
                user=user,
                outcome=Outcome.APPROVE,
                seen_sha256=seen.get(review.pk, ""),
                at=at,
                comment=comment,
                checklist=checklist,
                with_bundle=bundle,
            )
        )
    Bundle.objects.filter(pk=bundle.pk).update(released_at=at)
    record(by=user.username, act="合并签发", subject=bundle, at=at, after={"members": [one.pk for one in members]})
    return opinions


def _refuse_what_cannot_be_bound(members: Sequence[Disclosure]) -> None:
    for one in members:
        if one.status != Status.DRAFT:
            raise BadInput(f"“{one}”已经公开，不能再合并公开。")
        if one.bundle_id:
            raise BadInput(f"“{one}”已在合并公开“{one.bundle}”中：请先移出。")
