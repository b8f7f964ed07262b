"""Every page of the gallery by its file name: template and values. Real catalogue, sample content, no invented person."""

from typing import Any

from design.gallery_catalogue import archive, catalogue, home, item, office
from design.gallery_disclosures import disclosure, tombstone
from design.gallery_texts import calculator, guide, not_found, objections, reports

PAGES: dict[str, tuple[str, Any]] = {
    "index.html": ("home.html", home()),
    "home-empty.html": ("home.html", home(empty=True)),
    "guide.html": ("text.html", guide()),
    "statutory.html": ("catalogue.html", catalogue("level")),
    "statutory-offices.html": ("catalogue.html", catalogue("office")),
    "statutory-art20.html": ("catalogue.html", catalogue("art20")),
    "item.html": ("item.html", item()),
    "item-late.html": ("item.html", item("late", 22)),
    "item-empty.html": ("item.html", item("waiting", 38, bare=True)),
    "item-nothing.html": ("item.html", item("nothing", 8, bare=True)),
    "item-withheld.html": ("item.html", item("withheld", 31, bare=True)),
    "archive.html": ("archive.html", archive()),
    "office.html": ("office.html", office()),
    "office-empty.html": ("office.html", office(empty=True)),
    "disclosure.html": ("disclosure.html", disclosure()),
    "disclosure-list.html": ("disclosure.html", disclosure(rows=200, total=1286)),
    "disclosure-short-list.html": ("disclosure.html", disclosure(rows=3, plain=True)),
    "disclosure-late.html": ("disclosure.html", disclosure(late=True, plain=True)),
    "disclosure-notice.html": (
        "disclosure.html",
        disclosure(
            notice="running",
            title="关于2026年“技术装备首台(套)关键零部件首批(次)产品”认定结果的公示",
        ),
    ),
    "disclosure-extended.html": ("disclosure.html", disclosure(notice="extended", title="关于认定结果的公示")),
    "disclosure-outcome.html": ("disclosure.html", disclosure(notice="ended", title="关于认定结果的公示")),
    "disclosure-superseded.html": ("disclosure.html", disclosure(superseded=True)),
    "disclosure-placed.html": ("disclosure.html", disclosure(placed=True)),
    "disclosure-old.html": ("disclosure.html", disclosure(old=True)),
    "tombstone.html": ("tombstone.html", tombstone()),
    "reports.html": ("reports.html", reports()),
    "reports-empty.html": ("reports.html", reports(empty=True)),
    "404.html": ("not_found.html", not_found()),
    "objections.html": ("objections.html", objections()),
    "objections-mend.html": ("objections.html", objections(wrong=True)),
    "objections-received.html": ("objections.html", objections(receipt="received")),
    "objections-done.html": ("objections.html", objections("ended", receipt="confirmed")),
    "objections-coming.html": ("objections.html", objections("coming")),
    "objections-withdrawn.html": ("objections.html", objections("withdrawn")),
    "calculator.html": ("calculator.html", calculator()),
    "calculator-error.html": ("calculator.html", calculator(error=True)),
    "calculator-blank.html": ("calculator.html", calculator(asked=False)),
}
