"""How pages look where it is measured: on phones, on paper, in tables, formulas and drawings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from generator.addresses import url_of
from generator.model import Page
from tests.browser import harbour
from tests.browser.conftest import Opened, Served

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True
}  # fmt: skip
DAY = "archive/2024/01/03/"
TOPIC = "topics/trees/"
FORMULA = f"papers/{harbour.FORMULA}/"


def test_no_page_scrolls_sideways_on_a_phone(
    open_site: Callable[..., Opened], toy_site: Served, toy_pages: dict[str, Page]
) -> None:
    opened = open_site(toy_site, **PHONE)
    chosen: dict[str, list[str]] = {}
    for uri, page in toy_pages.items():
        chosen.setdefault(page.kind, []).append(url_of(uri))
    wide = {}
    for found in chosen.values():
        for address in (*found[:4], "about/", "docs/formats/"):
            width = opened.goto(address).evaluate("document.documentElement.scrollWidth")
            # The window of a phone grows with what is in it: the device does not.
            if width > 390:
                wide[address] = width
    assert wide == {}


def test_many_topics_in_a_row_make_no_page_wide(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, **PHONE).goto(TOPIC)
    page.locator("ul.pf-chiprow").evaluate(
        "row => { for (let n = 0; n < 12; n++) row.append(row.children[0].cloneNode(true)); }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_name_without_a_blank_makes_no_list_wide(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, **PHONE).goto()
    page.evaluate(
        "document.querySelector('.pf-card__by > [dir]').textContent = 'Pebble'.repeat(40)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_printed_day_has_its_abstracts_whole_and_no_tools(opened: Opened) -> None:
    page = opened.goto(DAY)
    expect(page.locator(".pf-tool").first).to_be_visible()
    page.evaluate("document.querySelector('.pf-card__abstract p').append(' More.'.repeat(400))")
    cut = "each => each.filter((it) => it.scrollHeight > it.clientHeight + 1).length"
    assert page.locator(".pf-card__abstract").evaluate_all(cut) > 0
    page.emulate_media(media="print")
    expect(page.locator(".pf-card").first).to_be_visible()
    expect(page.locator(".pf-tools").first).to_be_hidden()
    assert page.locator(".pf-card__abstract").evaluate_all(cut) == 0


def test_formulas_have_a_font_for_mathematics(opened: Opened) -> None:
    page = opened.goto(FORMULA)
    fonts = page.locator("math").first.evaluate("it => getComputedStyle(it).fontFamily")
    assert "STIX Two Math" in fonts
    assert fonts.endswith("math")
