"""Hangs the desk's screens into Wagtail's back office: addresses, menu, home page, colours."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html_join
from wagtail import hooks

from gongkai.desk import menu
from gongkai.desk.gate import AREAS
from gongkai.desk.home.panel import Home


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Give every area of the desk its addresses."""
    return [path(f"{area}/", include(f"gongkai.desk.{area}.urls")) for area in AREAS]


@hooks.register("insert_global_admin_css")
def colours() -> str:
    """Dress the desk in the colours of the public site."""
    return format_html_join("", '<link rel="stylesheet" href="{}">', [(static("desk/desk.css"),)])


@hooks.register("construct_homepage_summary_items", order=1000)  # after those that add them
def no_counts_of_pages(request: HttpRequest, summary_items: list[Any]) -> None:
    """Leave out the counts of Wagtail's pages, images and documents."""
    summary_items.clear()


@hooks.register("construct_homepage_panels", order=1000)
def what_is_due(request: HttpRequest, panels: list[Any]) -> None:
    """Show what is late and what is due, in place of Wagtail's own panels."""
    panels[:] = [Home(request)]


@hooks.register("construct_main_menu", order=1000)
def only_our_own(request: HttpRequest, menu_items: list[Any]) -> None:
    """Show the desk's screens instead of Wagtail's pages, images and documents: the public site is not made of them."""
    menu_items[:] = [item for item in menu.items() if item.is_shown(request)]
