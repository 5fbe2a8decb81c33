"""How pages look where it is measured: on phones, on paper, in tables, formulas and drawings."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import expect

from generator.addresses import url_of
from generator.charts import Month, columns, months_between
from generator.markup import html_paragraphs
from generator.model import Page
from tests.browser import harbour
from tests.browser.conftest import Opened, Served
from tests.toy import ROOT, WORDS

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


def test_half_a_year_on_a_phone_keeps_its_weekdays_and_fades_where_there_is_more(
    open_site: Callable[..., Opened], site: Served
) -> None:
    page = open_site(site, **PHONE).goto("archive/")
    heat = page.locator(".pf-heat").first
    # As wide as half a year is; the harbour's is a month.
    heat.evaluate("it => it.querySelector('a').closest('svg').setAttribute('width', 646)")
    box = heat.bounding_box()
    assert box
    for left in (0, 100, 9999):
        heat.evaluate("(it, left) => { it.scrollLeft = left; }", left)
        wednesday = heat.locator("text", has_text="Wed").bounding_box()
        assert wednesday
        assert box["x"] <= wednesday["x"] <= box["x"] + 20
    fade = heat.evaluate(
        "it => { const { position, right, width } = getComputedStyle(it, '::after');"
        " return [position, right, parseFloat(width) > 10]; }"
    )
    assert fade == ["sticky", "0px", True]
    # At the end it covers nothing.
    last = heat.locator("svg").last.bounding_box()
    assert last
    assert last["x"] + last["width"] <= box["x"] + box["width"] - 20


def test_the_numbers_on_a_phone_keep_their_names(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, **PHONE).goto("stats/")
    box = page.locator(".pf-scroll")
    box.evaluate(
        "it => { for (const row of it.querySelectorAll('tr'))"
        " for (let n = 0; n < 4; n++) row.append(row.children[1].cloneNode(true)); }"
    )
    assert "local" in box.evaluate("it => getComputedStyle(it).backgroundAttachment")
    box.evaluate("it => { it.scrollLeft = 80; }")
    assert box.evaluate("it => it.scrollLeft") == 80
    name = box.locator("tbody th").first.bounding_box()
    outer = box.bounding_box()
    assert name
    assert outer
    assert name["x"] == outer["x"]
    assert name["width"] >= 112


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("last", [(2026, 1), (2026, 4), (2026, 8), (2018, 3)])
def test_the_years_below_a_drawing_neither_touch_nor_are_cut(
    open_site: Callable[..., Opened], toy_site: Served, last: Month, width: int
) -> None:
    page = open_site(toy_site, viewport={"width": width, "height": 800}).goto("stats/")
    months = months_between((2016, 5), last)
    env = Environment(loader=FileSystemLoader(ROOT / "overrides"), autoescape=True)
    fragment: Any = env.get_template("feed/charts.html").module
    drawn = fragment.month_columns(columns(dict.fromkeys(months, 3), months, WORDS), "pf-it")
    drawing = page.locator(".pf-columns")
    drawing.evaluate("(it, drawn) => { it.outerHTML = drawn; }", str(drawn))
    outer = drawing.bounding_box()
    assert outer
    boxes = [each.bounding_box() for each in drawing.locator("text:visible").all()]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert len(edges) > 1
    assert edges[-1][1] <= outer["x"] + outer["width"] + 0.5
    assert all(after[0] - before[1] >= 8 for before, after in pairwise(edges))


def test_a_topics_papers_begin_on_a_phones_first_window(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, **PHONE).goto(TOPIC)
    expect(page.locator(".pf-tool").first).to_be_visible()
    expect(page.locator("#pf-typical")).to_be_visible()
    expect(page.locator("#pf-near")).to_be_visible()
    box = page.locator(".pf-card__title").first.bounding_box()
    assert box
    assert box["y"] < 640


@pytest.mark.parametrize(
    ("address", "section"),
    [
        (DAY, "Archive"),
        ("archive/2024/01/", "Archive"),
        ("stats/", "Archive"),
        (FORMULA, "Archive"),
        ("topics/tides/2/", "Topics"),
        ("docs/formats/", "About"),
    ],
)
def test_the_menu_marks_the_part_of_the_site(opened: Opened, address: str, section: str) -> None:
    page = opened.goto(address)
    for menu in (".pf-nav", ".md-nav--primary"):
        marked = page.locator(f"{menu} [aria-current]")
        expect(marked).to_have_count(1)
        expect(marked).to_have_text(section)
        expect(marked).to_have_attribute("aria-current", "true")
    page = opened.goto(f"{section.lower()}/")
    expect(page.locator(".pf-nav [aria-current=page]")).to_have_text(section)


def test_where_there_is_no_page_the_menu_is_there_once(opened: Opened) -> None:
    opened.watch.allow("404")
    page = opened.goto("no-such-page/")
    expect(page.locator(".pf-nav")).to_be_visible()
    expect(page.locator(".md-sidebar a:visible")).to_have_count(0)


def test_no_line_begins_with_what_follows_a_formula(opened: Opened) -> None:
    page = opened.goto(FORMULA)
    wrong = page.locator(".pf-abstract").evaluate(
        """(place, text) => {
          place.innerHTML = text;
          let wrong = 0;
          for (let width = 100; width < 300; width += 2) {
            place.style.width = `${width}px`;
            const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
            for (let node; node = walker.nextNode();) {
              const at = node.data.indexOf(",");
              const range = document.createRange();
              range.setStart(node, Math.max(at, 0));
              range.setEnd(node, at + 1);
              const before = range.getBoundingClientRect().left - place.getBoundingClientRect().left;
              if (at >= 0 && before < 2) wrong++;
            }
          }
          return wrong;
        }""",
        html_paragraphs("Some words here $x+y$, " * 6),
    )
    assert wrong == 0
