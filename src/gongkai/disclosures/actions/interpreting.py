"""Beginning the interpretation (解读) of a document: a disclosure of its own that its document's page links to once both are public."""

import datetime as dt

from django.db import transaction

from gongkai.accounts.models import User
from gongkai.disclosures.actions.bundles import bundle
from gongkai.disclosures.actions.drafting import draft
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.statuses import Confinement, Status
from gongkai.sources.errors import BadInput


@transaction.atomic
def interpret(*, document: Disclosure, handler: User | None, by: str, at: dt.datetime) -> Disclosure:
    """Draft the interpretation of a document, seen by those who may see the document; of a draft, bound to go out with it.

    Raises BadInput for what is an interpretation itself, or was withdrawn.
    """
    if document.interprets_id:
        raise BadInput("这一条本身是解读，不能再拟写它的解读。")
    if document.status == Status.WITHDRAWN:
        raise BadInput(f"“{document}”已撤回，不能再拟写它的解读。")
    title = f"《{document.public_title or document.title}》政策解读"[:200]
    made = draft(
        item=document.item, title=title, interprets=document, handler=handler, confinement=document.confinement,
        is_sample=document.is_sample, by=by, at=at,
    )  # fmt: skip
    made.office = document.office
    made.save(update_fields=["office"])
    if document.confinement != Confinement.OFFICE:
        made.readers.set(document.readers.all())
    if document.status == Status.DRAFT and not document.bundle_id:
        made.bundle = bundle(title=document.title, members=[document, made], by=by, at=at)
    return made
