"""Publishes one disclosure after another on a filled and built site, and measures each from the act to durable files."""

import json
import sys
import time

import django


def main(additions: int) -> None:
    """Print one JSON list: for each addition the files written, their milliseconds, the whole, the syncs."""
    from django.utils import timezone

    from gongkai.accounts.roles import Stage
    from gongkai.agencies.models import Agency
    from gongkai.disclosures import actions
    from gongkai.portal.press import Press
    from gongkai.project import press_room, sample_people
    from gongkai.publisher import durability, site

    syncs = [0]
    counted = durability.sync_file_system

    def count(*args: object) -> object:
        syncs[0] += 1
        return counted(*args)

    applied = []
    apply = site.Site.apply

    def watch(self: site.Site, *args: object, **named: object) -> object:
        result = apply(self, *args, **named)
        applied.append(result)
        return result

    site.Site.apply = watch
    for module in list(sys.modules.values()):
        if getattr(module, "sync_file_system", None) is counted:
            module.sync_file_system = count
    people = sample_people.open_accounts(agency=Agency.objects.get(), since=timezone.localdate(), by="bench", at=timezone.now())
    rows = list(Press(Agency.objects.get(), timezone.localdate()).rows.values())
    samples = []
    for number in range(additions):
        row = rows[number % len(rows)]
        at = timezone.now()
        disclosure = actions.draft(
            item=row.item, title=f"新增第{number}号（示例）", body="<p>示例正文。</p>" * 20, values=dict.fromkeys(row.elements, "示例"),
            by="bench", at=at, is_sample=True,
        )  # fmt: skip
        review = people.submit(disclosure, by="bench", at=at)
        for stage in (Stage.OFFICE, Stage.SECRECY):
            people.approve(review, stage, at=at)
        applied.clear()
        syncs[0] = 0
        began = time.perf_counter()
        people.approve(review, Stage.RELEASE, at=timezone.now())
        press_room.drain()
        whole = (time.perf_counter() - began) * 1000
        samples.append({
            "files": sum(each.written for each in applied), "files_ms": sum(each.milliseconds for each in applied),
            "ms": whole, "syncs": syncs[0],
        })  # fmt: skip
    json.dump(samples, sys.stdout)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
