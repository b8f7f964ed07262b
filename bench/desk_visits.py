"""Visits the desk's screens many times as different people and prints, for each, its milliseconds and its queries."""

import json
import sys
import time
from collections.abc import Callable

import django


def main(rounds: int) -> None:
    """Print one JSON object: the screens and the baseline."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clients = {name: _client(name) for name in ("demo-clerk", "demo-head", "demo-secrecy", "demo-officer", "demo-auditor")}
    measured = {
        screen: _visit(lambda number, who=who, address=address: clients[who].get(address(number)), rounds)
        for screen, (who, address) in _screens().items()
    }
    print(json.dumps({"screens": measured, "baseline": _visit(_stock_list(), rounds)}))


def _client(username: str) -> object:
    from django.test import Client

    from gongkai.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def _screens() -> dict[str, tuple[str, Callable[[int], str]]]:
    from gongkai.agencies.models import Office
    from gongkai.catalogue.models import Item
    from gongkai.disclosures.models import Disclosure, Review
    from gongkai.duties.models import Duty
    from gongkai.records.models import RecordList

    offices = list(Office.objects.filter(disclosures__isnull=False).distinct().values_list("pk", flat=True))
    items = list(Item.objects.values_list("pk", flat=True))
    lists = list(RecordList.objects.order_by("-pk").values_list("pk", flat=True)[:100])
    reviews = list(Review.objects.running().values_list("pk", flat=True)[:100])
    duties = list(Duty.objects.running().values_list("pk", flat=True)[:100])
    drafts = list(Disclosure.objects.drafts().filter(reviews__isnull=True).values_list("pk", flat=True)[:100])
    public = list(Disclosure.objects.published().order_by("-pk").values_list("pk", flat=True)[:100])

    def each(prefix: str, keys: list[int], suffix: str = "") -> Callable[[int], str]:
        return lambda number: f"/desk/{prefix}/{keys[number % len(keys)]}/{suffix}"

    def same(address: str) -> Callable[[int], str]:
        return lambda number: address

    from django.urls import reverse

    return {
        "home, clerk": ("demo-clerk", same("/desk/")),
        "home, officer": ("demo-officer", same("/desk/")),
        "duties": ("demo-officer", same("/desk/duties/")),
        "duties, ended": ("demo-officer", same("/desk/duties/?state=ended")),
        "duties, all of one item": ("demo-officer", lambda n: f"/desk/duties/?state=all&item={items[n % len(items)]}"),
        "one duty": ("demo-clerk", each("duties", duties)),
        "one item": ("demo-officer", lambda n: reverse("desk_duties:item", args=[items[n % len(items)]])),
        "drafts": ("demo-clerk", same("/desk/drafts/")),
        "one draft": ("demo-clerk", lambda n: reverse("desk_drafts:edit", args=[drafts[n % len(drafts)]])),
        "reviews": ("demo-secrecy", same("/desk/reviews/")),
        "one review": ("demo-head", each("reviews", reviews)),
        "published": ("demo-officer", same("/desk/publications/")),
        "published, of one office": ("demo-officer", lambda n: f"/desk/publications/?office={offices[n % len(offices)]}&year=2026"),
        "published, withdrawn": ("demo-officer", same("/desk/publications/?state=withdrawn")),
        "published, expiring": ("demo-officer", same("/desk/publications/?state=expiring")),
        "published, by title": ("demo-officer", same("/desk/publications/?text=%E5%86%85%E8%92%99%E5%8F%A4")),
        "notice windows": ("demo-officer", same("/desk/publications/windows/")),
        "one published": ("demo-officer", each("publications", public)),
        "lists": ("demo-clerk", same("/desk/lists/")),
        "one list": ("demo-clerk", each("lists", lists)),
        "record of acts": ("demo-auditor", same("/desk/history/")),
        "department": ("demo-officer", same(reverse("desk_home:standing"))),
        "year": ("demo-officer", same(reverse("desk_home:year"))),
    }


def _stock_list() -> Callable[[int], object]:
    """Return a visit to what Wagtail gives for the same table without any work of ours."""
    from django.contrib.auth import get_user_model
    from django.test import RequestFactory
    from wagtail.admin.views.generic import IndexView

    from gongkai.disclosures.models import Disclosure

    view = IndexView.as_view(
        model=Disclosure, index_url_name="wagtailadmin_home", list_display=["title", "index_number", "office", "status"],
        paginate_by=50, default_ordering="-id", any_permission_required=[], permission_policy=None,
    )  # fmt: skip
    user = get_user_model().objects.get(username="demo-officer")

    def visit(number: int) -> object:
        request = RequestFactory().get("/desk/")
        request.user = user
        return view(request).render()

    return visit


def _visit(visit: Callable[[int], object], rounds: int) -> dict:
    from django.db import connection

    count = [0]

    def counted(execute: Callable[..., object], *args: object) -> object:
        count[0] += 1
        return execute(*args)

    for number in range(3):
        answer = visit(number)
        assert answer.status_code == 200, (answer.status_code, getattr(answer, "headers", ""))
    with connection.execute_wrapper(counted):
        visit(3)
    samples = []
    for number in range(rounds):
        began = time.perf_counter()
        visit(number)
        samples.append((time.perf_counter() - began) * 1000)
    return {"ms": samples, "queries": count[0]}


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
