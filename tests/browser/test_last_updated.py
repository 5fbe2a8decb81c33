"""The site says when it was last updated, and warns by itself when that is long ago."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opened, Served

#: The toy feed is of 6 March 2024, and its site allows seven days.
UPDATED = "2024-03-06"
NOTE = "Last updated 6 March 2024"
PAPER = "papers/2312.00011/"
ON_EVERY_PAGE = ("", PAPER, "archive/2024/03/05/", "topics/trees/", "about/", "404.html")


def at(opened: Opened, address: str, now: str) -> Page:
    """A page of the site as it is read at that moment."""
    opened.page.clock.set_fixed_time(now)
    return opened.goto(address)


def foot(page: Page) -> str:
    return page.locator(".pf-footer [data-pf-updated]").inner_text()


def test_every_page_says_it_and_then_warns(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    opened = open_site(toy_site)
    for address in ON_EVERY_PAGE:
        page = at(opened, address, "2024-03-13T23:59:59Z")  # the seventh day's end
        expect(page.locator(".pf-footer")).to_contain_text(NOTE)
        expect(page.locator(".pf-stale:not(:empty)")).to_have_count(0)
        told = page.locator(".pf-footer time")
        assert told.get_attribute("datetime") == UPDATED
        page = at(opened, address, "2024-03-14T00:00:00Z")
        expect(page.locator(".pf-footer")).to_contain_text("was last updated 8 days ago. It may")
        assert NOTE not in foot(page)
        page = at(opened, address, "2027-01-01T00:00:00Z")
        expect(page.locator(".pf-footer")).to_contain_text("was last updated 1,031 days ago.")


def test_the_first_page_warns_at_its_head_too(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    opened = open_site(toy_site, viewport={"width": 360, "height": 800})
    head = opened.page.locator(".pf-head .pf-eyebrow")
    at(opened, "", "2024-03-07T12:00:00Z")
    expect(opened.page.locator(".pf-footer")).to_contain_text(NOTE)
    expect(head).to_have_text("Latest day")
    box = head.bounding_box()
    at(opened, "", "2024-04-15T12:00:00Z")
    expect(head).to_have_text("Latest day Not updated for 40 days")
    assert head.bounding_box() == box  # on a line with what is there, so nothing moves


def test_the_first_page_says_it_without_scripts_and_the_others_say_nothing(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    opened = open_site(toy_site, java_script_enabled=False)
    assert foot(opened.goto()) == NOTE
    assert foot(opened.goto(PAPER)) == ""


@pytest.mark.parametrize(
    ("day", "stale_after", "said"),
    [
        (None, 7, ""),
        (UPDATED, 0, NOTE),  # it is told never to warn
        ("2031-01-01", 7, "Last updated 1 January 2031"),  # the reader's clock may be wrong
        (UPDATED, 1, "was last updated 300 days ago"),
    ],
)
def test_what_is_said_follows_what_the_build_knows(
    open_site: Callable[..., Opened],
    toy_site: Served,
    day: str | None,
    stale_after: int,
    said: str,
) -> None:
    words = (toy_site.folder / "assets/javascripts/words.js").read_text(encoding="utf-8")
    first, last = words.splitlines()
    assert json.loads(last.removeprefix("export const UPDATE = ").removesuffix(";")) == {
        "day": UPDATED,
        "staleAfter": 7,
    }
    update = json.dumps({"day": day, "staleAfter": stale_after})

    def answer(route: Route) -> None:
        body = f"{first}\nexport const UPDATE = {update};\n"
        route.fulfill(body=body, content_type="text/javascript")

    opened = open_site(toy_site)
    opened.page.route("**/words.js", answer)
    page = at(opened, PAPER, "2024-12-31T12:00:00Z")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-pf-updated]")).to_contain_text(said)
    assert bool(foot(page)) == bool(said)
