"""The search box in the header: a combobox that offers papers, and the key that leads to it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import harbour
from tests.browser.conftest import Opened


def box(page: Page) -> Locator:
    """The header's box."""
    return page.get_by_role("combobox", name="Search papers")


def options(page: Page) -> Locator:
    """What it offers."""
    return page.get_by_role("option")


def test_papers_are_offered_and_one_is_opened_by_mouse(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto(f"papers/{harbour.CROWD}/")
    box(page).fill("gull")
    expect(options(page)).to_have_count(2)
    expect(options(page).last).to_contain_text("Gulls that count the waves")
    expect(options(page).last).to_contain_text("Ada Ebb, Grace Flood 3 January 2024")
    options(page).last.click()
    page.wait_for_url(opened_anywhere.site.page(f"papers/{harbour.FOUND}/"))


@pytest.mark.parametrize("typed", ["bi", "Birds", "GULL"])
def test_a_topic_is_offered_by_its_name_or_a_word_that_earns_it(
    opened_anywhere: Opened, typed: str
) -> None:
    page = opened_anywhere.goto("archive/")
    box(page).fill(typed)
    expect(options(page).first).to_have_text(re.compile(r"^Birds\s*Topic \d papers$"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(opened_anywhere.site.page("topics/birds/"))


@pytest.mark.parametrize("typed", ["water mov", "tide ta"])
def test_of_a_long_name_any_words_will_do(opened: Opened, typed: str) -> None:
    page = opened.goto()
    box(page).fill(typed)
    expect(options(page).first).to_contain_text("Tides, currents & all other moving water")


def test_the_nearest_meaning_comes_first(opened: Opened) -> None:
    page = opened.goto()
    topic = {"label": "Graph learning", "words": ["gnn", "knowledge graph"]}
    asked = ["graph l", "learn", "gnn", "knowledge g", "knowledge", "graph models"]
    ranks = page.evaluate(
        "([url, topic, asked]) => import(url).then((m) => asked.map((each) => `${m.rankOf(topic, each)}`))",
        [opened.site.page("assets/javascripts/search-topics.js"), topic, asked],
    )
    assert ranks == ["0", "1", "2", "3", "Infinity", "Infinity"]


def test_further_pages_of_a_topic_name_the_same_feeds(opened: Opened) -> None:
    for address in ("topics/tides/", "topics/tides/2/"):
        page = opened.goto(address)
        for kind, name in (("atom+xml", "feed.xml"), ("feed+json", "feed.json")):
            found = page.eval_on_selector_all(
                f"link[type='application/{kind}']", "(all) => all.map((each) => each.href)"
            )
            assert found == [opened.site.page(name), opened.site.page(f"topics/tides/{name}")]


def test_a_topic_without_papers_or_of_one_letter_is_not_offered(opened: Opened) -> None:
    page = opened.goto()
    for typed in ("wreck", "b", "x b"):
        box(page).fill(typed)
        expect(page.locator(".pf-suggest__note, [role=option]").first).to_be_visible()
        assert "Topic" not in page.locator(".pf-suggest").inner_text()


def test_without_the_list_of_topics_papers_are_offered(opened: Opened) -> None:
    page = opened.goto()
    opened.watch.allow("404")
    page.route("**/api/search-topics.json", lambda route: route.fulfill(status=404))
    box(page).fill("gull")
    expect(options(page)).to_have_count(1)
    expect(options(page)).to_contain_text("Gulls that count the waves")


def test_six_are_offered_and_the_way_to_all(opened: Opened) -> None:
    page = opened.goto()
    box(page).fill("tide table")
    expect(options(page)).to_have_count(8)
    expect(options(page).last).to_have_text(f"All {harbour.TABLES} papers")
    options(page).last.click()
    page.wait_for_url(opened.site.page("search/?q=tide+table"))
    expect(page.locator("[data-pf-status]")).to_have_text(f"{harbour.TABLES} papers")


def test_the_keyboard_alone_opens_a_paper(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("counts periwinkles")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(opened_anywhere.site.page(f"papers/{harbour.FOUND}/"))


def test_the_keyboard_alone_goes_by_the_search_page(opened: Opened) -> None:
    page = opened.goto()
    page.keyboard.press("/")
    page.keyboard.type("cormorants")
    page.keyboard.press("Enter")
    page.wait_for_url(opened.site.page("search/?q=cormorants"))
    expect(page.locator(".pf-result")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.locator("#pf-page-q")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.pf-result__title a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(opened.site.page(f"papers/{harbour.BY_HAND}/"))


def test_arrows_choose_and_say_so(opened: Opened) -> None:
    page = opened.goto()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    box(page).fill("tide table")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(options(page)).to_have_count(8)
    assert box(page).get_attribute("aria-activedescendant") is None
    listbox = page.get_by_role("listbox")
    expect(listbox).to_have_id(str(box(page).get_attribute("aria-controls")))
    for key, at in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None),
                    ("ArrowUp", 7), ("ArrowDown", None), ("ArrowDown", 0)]:  # fmt: skip
        page.keyboard.press(key)
        chosen = page.locator("[role=option][aria-selected=true]")
        if at is None:
            expect(chosen).to_have_count(0)
            assert box(page).get_attribute("aria-activedescendant") is None
        else:
            expect(options(page).nth(at)).to_have_attribute("aria-selected", "true")
            expect(chosen).to_have_count(1)
            expect(chosen).to_have_id(str(box(page).get_attribute("aria-activedescendant")))
        expect(box(page)).to_be_focused()


@pytest.mark.parametrize("leave", ["Escape", "Tab", "click"])
def test_the_popup_closes(opened: Opened, leave: str) -> None:
    page = opened.goto()
    box(page).fill("gull")
    expect(options(page)).to_have_count(2)
    if leave == "click":
        page.locator(".pf-lead").first.click()
    else:
        page.keyboard.press(leave)
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    assert box(page).input_value() == "gull"
    if leave == "Escape":
        expect(box(page)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(options(page)).to_have_count(2)


def test_nothing_moves_when_the_popup_opens(opened: Opened) -> None:
    page = opened.goto()
    places = "[...document.querySelectorAll('header *:not(.pf-suggest, .pf-suggest *), main *')]"
    measure = f"{places}.map((each) => JSON.stringify(each.getBoundingClientRect()))"
    box(page).focus()
    before = page.evaluate(measure)
    box(page).fill("tide table")
    expect(options(page)).to_have_count(8)
    assert page.evaluate(measure) == before


def test_what_is_offered_is_text(opened: Opened) -> None:
    page = opened.goto()
    box(page).fill("driftwood")
    expect(options(page)).to_contain_text(harbour.HOSTILE_TITLE)
    assert page.locator(".pf-suggest").locator("img, b").count() == 0


def test_an_identifier_is_offered_first_and_enter_goes_there(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("archive/")
    box(page).fill("https://arxiv.org/abs/hep-th/9901001")
    expect(options(page).first).to_contain_text("Strings on a pier")
    page.keyboard.press("Enter")
    page.wait_for_url(opened_anywhere.site.page(f"papers/{harbour.OLD_STYLE}/"))


def test_nothing_found_is_said(opened: Opened) -> None:
    page = opened.goto()
    box(page).fill("xylophone")
    expect(page.locator(".pf-suggest__note")).to_have_text("No paper has this word. Try another.")
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_nothing_is_loaded_before_the_box_is_used(opened: Opened) -> None:
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    page = opened.goto()
    assert not [url for url in asked if "/pagefind/" in url]
    with page.expect_request("**/pagefind.js"):
        box(page).focus()


def test_the_slash_is_a_letter_in_a_field_and_with_other_keys(opened: Opened) -> None:
    page = opened.goto("search/")
    own = page.locator("#pf-page-q")
    own.fill("")
    own.press("/")
    expect(own).to_have_value("/")
    own.blur()
    page.keyboard.press("Control+/")
    expect(own).not_to_be_focused()
    for key in "fsnp,.":  # Material's own keys, for what this site does not have.
        page.keyboard.press(key)
    page.keyboard.press("/")
    expect(own).to_be_focused()
    expect(own).to_have_value("/")
