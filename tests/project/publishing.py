"""A publisher that never rests: run as ``python publishing.py COUNT NAME`` on the data folder in GONGKAI_DATA.

It says which disclosure is published and which is on the site, a line each, so that whoever kills it knows what was
promised. It acts through the same functions as the program.
"""

import os
import sys
from itertools import count


def main(most: int, name: str) -> None:
    """Publish one disclosure after another and bring each to the site."""
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.catalogue.models import Item, ItemVersion
    from gongkai.disclosures import actions
    from gongkai.project import press_room, sample_people

    press_room.site().recover()
    agency, today = Agency.objects.get(), timezone.localdate()
    people = sample_people.open_accounts(agency=agency, since=today, by=name, at=timezone.now())
    rows = {number: ItemVersion.objects.in_force(today).get(item=Item.objects.get(agency=agency, number=number)) for number in (8, 11)}
    for turn in count(1):
        row = rows[8 if turn % 2 else 11]
        draft = actions.draft(
            item=row.item,
            title=f"{name}第{turn}批名单",
            values=dict.fromkeys(row.elements, "见正文"),
            body=f"<p>{name}{turn}</p>" + "<p>正文</p>" * 50,
            by=name,
            at=timezone.now(),
        )
        people.release(draft, by=name, at=timezone.now())
        draft.refresh_from_db()
        print("published", draft.index_number, flush=True)
        drained = press_room.drain()
        assert not drained.failed
        print("public", draft.index_number, flush=True)
        if turn == most:
            return


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings_lean"
    import django

    django.setup()
    main(int(sys.argv[1]), sys.argv[2])
