"""A paper's page in a browser: authors, the abstract's measure, reasons, neighbours, paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opened, Served
from tests.toy import CROWD, HOSTILE

PAPER = "papers/2312.00011/"


@pytest.fixture
def opened(open_site: Callable[..., Opened], toy_site: Served) -> Opened:
    """The toy site in a page of its own."""
    return open_site(toy_site)


def chip(page: Page) -> tuple[Locator, Locator]:
    """The paper's topic and its reason."""
    item = page.locator(".pf-reasoned").first
    return item.locator("a"), item.locator("[role=tooltip]")


def test_a_reason_shows_on_hover_and_may_be_read_at_leisure(opened: Opened) -> None:
    page = opened.goto(PAPER)
    topic, reason = chip(page)
    expect(reason).to_be_hidden()
    topic.hover()
    expect(reason).to_be_visible()
    expect(reason).to_contain_text("“tree” in the abstract, 3 times")
    reason.hover()  # The pointer may go there: WCAG 1.4.13.
    expect(reason).to_be_visible()
    page.locator("h1").hover()
    expect(reason).to_be_hidden()


def test_escape_hides_a_reason_until_it_is_asked_for_again(opened: Opened) -> None:
    page = opened.goto(PAPER)
    topic, reason = chip(page)
    topic.focus()
    expect(reason).to_be_visible()
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    expect(topic).to_be_focused()
    page.locator("h1 + *").first.hover()
    page.keyboard.press("Tab")
    topic.focus()
    expect(reason).to_be_visible()
    page.keyboard.press("Tab")
    topic.hover()
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    page.locator("h1").hover()
    topic.hover()
    expect(reason).to_be_visible()


def test_a_reason_stays_within_a_small_phone(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, viewport={"width": 320, "height": 640}).goto(PAPER)
    for item in page.locator(".pf-reasoned").all():
        item.locator("a").focus()
        reason = item.locator("[role=tooltip]")
        expect(reason).to_be_visible()
        box = reason.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_reasons_and_authors_are_there_without_a_script(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, java_script_enabled=False).goto(PAPER)
    page.get_by_text("Why these topics").click()
    expect(page.locator(".pf-why dd").first).to_contain_text("“tree” in the abstract, 3 times")
    page.goto(page.url.replace("2312.00011", CROWD))
    last = page.get_by_role("link", name="Author 3000")
    expect(last).to_be_hidden()
    page.get_by_text("and 2,990 more authors").click()
    expect(last).to_be_visible()
    assert str(last.get_attribute("href")).endswith("authors/?name=Author%203000")


def test_an_author_leads_to_the_papers_by_that_name(opened: Opened) -> None:
    page = opened.goto(PAPER)
    page.get_by_role("link", name="Ada Pebble", exact=True).click()
    page.wait_for_url("**/authors/?name=Ada%20Pebble")
    expect(page.locator("h1")).to_contain_text("Ada Pebble")


def test_related_papers_lead_on_and_say_why(opened: Opened) -> None:
    page = opened.goto(PAPER)
    near = page.locator(".pf-related li").first
    expect(near.locator("small")).to_contain_text("In both: ")
    address = str(near.locator("a").get_attribute("href"))
    near.locator("a").click()
    page.wait_for_url(f"**/papers/{address.removeprefix('../')}")


@pytest.mark.parametrize("width", [1440, 768])
def test_the_abstract_has_about_seventy_characters_a_line(
    open_site: Callable[..., Opened], toy_site: Served, width: int
) -> None:
    page = open_site(toy_site, viewport={"width": width, "height": 900}).goto(PAPER)
    lines = page.evaluate(
        """() => {
          const box = document.querySelector(".pf-abstract p");
          box.textContent = "We sort shells on a shore and ask how long a gull will wait. ".repeat(20);
          const range = document.createRange();
          const tops = [];
          for (let at = 0; at < box.firstChild.length; at += 1) {
            range.setStart(box.firstChild, at);
            range.setEnd(box.firstChild, at + 1);
            const { top } = range.getBoundingClientRect();
            tops.push(Math.round(top));
          }
          return [...Map.groupBy(tops, (top) => top).values()].map((each) => each.length);
        }"""
    )
    whole = lines[:-1]
    assert len(whole) > 10
    assert 64 <= sum(whole) / len(whole) <= 76


def test_on_paper_there_is_the_paper_and_no_chrome(opened: Opened) -> None:
    page = opened.goto(PAPER)
    page.emulate_media(media="print")
    for hidden in (
        ".pf-header",
        ".pf-footer",
        ".pf-around",
        ".pf-cite__tools",
        ".pf-actions",
        ".pf-why",
    ):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in ("h1", ".pf-abstract", ".pf-related", "[data-pf-plain]"):
        expect(page.locator(shown).first).to_be_visible()
    style = page.evaluate(
        """() => {
          const of = (where, after) => getComputedStyle(document.querySelector(where), after);
          return [of("body").color, of("body").backgroundColor, of(".pf-sub").color,
                  of(".pf-links a").color, of(".pf-links a", "::after").content];
        }"""
    )
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    assert style[:4] == [black, white, black, black]
    assert "https://arxiv.org/abs/2312.00011" in style[4]


def test_dark_readers_print_black_on_white(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, color_scheme="dark").goto(PAPER)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{style}.color, {style}.backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]


def test_touch_targets_are_large_on_phones(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    page = open_site(toy_site, **options).goto(PAPER)
    page.wait_for_selector("[data-pf-cite=ready]")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".pf-paper :is(button, summary, .pf-button)")]
          .filter((each) => each.checkVisibility({visibilityProperty: true}))
          .map((each) => [each.textContent.trim(), each.getBoundingClientRect().height])
          .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_a_wide_formula_is_scrolled_without_its_paragraph_by_the_keyboard_too(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, viewport={"width": 360, "height": 740}).goto(f"papers/{HOSTILE}/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    wide = page.locator(".pf-abstract p > .pf-wide[tabindex='0']")
    expect(wide).to_have_count(1)
    paragraph = wide.locator("..")
    assert paragraph.evaluate("each => each.scrollWidth <= each.clientWidth")
    wide.focus()
    page.keyboard.press("ArrowRight")
    wide.evaluate(
        """each => new Promise((done, fail) => {
          setTimeout(() => fail("it was not scrolled"), 10_000);
          if (each.scrollLeft > 0) done();
          else each.addEventListener("scroll", () => done(), { once: true });
        })"""
    )
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".pf-abstract [tabindex]")).to_have_count(0)
    expect(page.locator(".pf-wide")).to_have_count(0)
