"""Single keys: from paper to paper, what they do with one, and when they must do nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import harbour
from tests.browser.conftest import Opened, Served

DAY = "archive/2024/01/03/"


def titles(page: Page) -> Locator:
    return page.locator(".pf-card__title a")


def said(page: Page) -> Locator:
    return page.locator(".pf-said")


def in_sight(page: Page) -> bool:
    """Whether all of the focused card, or its upper end, is below the header and in the window."""
    return bool(
        page.evaluate(
            """() => {
              const box = document.activeElement.getBoundingClientRect();
              const header = document.querySelector(".md-header").getBoundingClientRect();
              return box.top >= header.bottom && box.bottom <= innerHeight;
            }"""
        )
    )


def test_j_and_k_go_from_paper_to_paper(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto(DAY)
    many = titles(page).count()
    for number in range(many):
        page.keyboard.press("j")
        expect(titles(page).nth(number)).to_be_focused()
        assert in_sight(page)
    page.keyboard.press("j")
    expect(titles(page).last).to_be_focused()
    for number in reversed(range(many - 1)):
        page.keyboard.press("k")
        expect(titles(page).nth(number)).to_be_focused()
        assert in_sight(page)
    page.keyboard.press("k")
    expect(titles(page).first).to_be_focused()
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(style) == "solid"


def test_j_begins_where_one_has_scrolled_to(opened: Opened) -> None:
    page = opened.goto(DAY)
    titles(page).nth(4).evaluate("each => each.scrollIntoView({ block: 'center' })")
    page.keyboard.press("j")
    assert in_sight(page)
    expect(titles(page).first).not_to_be_focused()


def test_j_goes_through_lists_of_titles_and_results(opened: Opened) -> None:
    page = opened.goto("archive/2024/01/")
    page.keyboard.press("j")
    expect(page.locator(".pf-titles a").first).to_be_focused()
    page.keyboard.press("s")
    expect(said(page)).to_contain_text("This list only names papers")
    opened.goto("search/?q=gull")
    expect(page.locator(".pf-result")).not_to_have_count(0)
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.locator(".pf-result a").first).to_be_focused()


def test_on_a_papers_page_j_and_k_go_to_the_next_paper_of_the_day(opened: Opened) -> None:
    page = opened.goto("archive/2024/01/03/")
    first, second = (str(titles(page).nth(n).get_attribute("href")) for n in (0, 1))
    titles(page).first.click()
    for href, key in ((first, "j"), (second, "k"), (first, "")):
        page.wait_for_url(f"**/{href.removeprefix('../../../../')}")
        page.wait_for_load_state("networkidle")  # the scripts are there
        if key:
            page.keyboard.press(key)


def test_o_opens(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto(DAY)
    page.keyboard.press("o")  # Nothing is chosen.
    page.keyboard.press("j")
    href = str(titles(page).first.get_attribute("href")).removeprefix("../../../../")
    page.keyboard.press("o")
    page.wait_for_url(opened_anywhere.site.page(href))
    opened_anywhere.watch.allow("asked https://arxiv.org")
    page.route("https://arxiv.org/**", lambda route: route.fulfill(body="the paper"))
    opened_anywhere.goto(f"papers/{harbour.FOUND}/")
    page.keyboard.press("o")
    page.wait_for_url("https://arxiv.org/**")


def test_s_saves_and_m_marks_as_read(opened: Opened) -> None:
    page = opened.goto(DAY)
    page.keyboard.press("s")
    expect(said(page)).to_contain_text("Choose a paper first")
    page.keyboard.press("j")
    card = page.locator(".pf-card").first
    for key, kind, words in (
        ("s", "save", ("Saved.", "No longer saved.")),
        ("m", "read", ("Marked as read.", "No longer marked as read.")),
    ):
        for pressed, word in (("true", words[0]), ("false", words[1])):
            page.keyboard.press(key)
            expect(card.locator(f".pf-toggle--{kind}")).to_have_attribute("aria-pressed", pressed)
            expect(said(page)).to_contain_text(word)
    opened.goto(f"papers/{harbour.FOUND}/")
    page.keyboard.press("s")
    expect(page.locator(".pf-toggle--save")).to_have_attribute("aria-pressed", "true")


def test_m_goes_on_when_what_is_read_is_hidden(opened: Opened) -> None:
    page = opened.goto(DAY)
    page.get_by_role("button", name="Hide read").click()
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(titles(page).nth(0)).to_be_hidden()
    expect(titles(page).nth(1)).to_be_focused()
    page.keyboard.press("m")
    expect(titles(page).nth(2)).to_be_focused()


def test_a_key_held_down_acts_once_but_goes_on(opened: Opened) -> None:
    page = opened.goto(DAY)
    for _ in range(3):
        page.keyboard.down("j")
    expect(titles(page).nth(2)).to_be_focused()
    page.keyboard.up("j")
    for _ in range(2):
        page.keyboard.down("s")
    page.keyboard.up("s")
    expect(page.locator(".pf-card .pf-toggle--save[aria-pressed=true]")).to_have_count(1)


def test_brackets_go_a_day_back_and_forth(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto()
    for key, day in (("[", "2024/01/10"), ("[", "2024/01/09"), ("]", "2024/01/10")):
        page.keyboard.press(key)
        page.wait_for_url(opened_anywhere.site.page(f"archive/{day}/"))
        page.wait_for_load_state("networkidle")  # the scripts are there


def test_slash_searches(opened: Opened) -> None:
    page = opened.goto(DAY)
    page.keyboard.press("/")
    expect(page.locator("#pf-q")).to_be_focused()
    expect(page.locator("#pf-q")).to_have_value("")
    page.keyboard.type("j/k?")
    expect(page.locator("#pf-q")).to_have_value("j/k?")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_help_names_every_key_and_is_a_dialog(opened: Opened) -> None:
    page = opened.goto(DAY)
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    keys = dialog.locator("kbd").all_text_contents()
    assert keys == ["j", "k", "o", "s", "m", "[", "]", "/", "?"]
    for key in keys:
        page.keyboard.press(key)
    expect(dialog).to_be_visible()
    expect(page.locator(".pf-toggle[aria-pressed=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(titles(page).first).to_be_focused()
    page.keyboard.press("?")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_the_keys_can_be_switched_off_for_good(opened: Opened) -> None:
    page = opened.goto(DAY)
    page.keyboard.press("?")
    page.get_by_label("Single keys work on this site").uncheck()
    page.keyboard.press("Escape")
    for address in (DAY, f"papers/{harbour.FOUND}/", "about/"):
        opened.goto(address)
        expect(page.locator(".pf-said")).to_be_attached()
        before = page.evaluate("document.activeElement.tagName")
        # The theme's own keys lead from the page About to its neighbour in the menu.
        for key in [*"jkosm[]/?", *"pn,.f"]:
            page.keyboard.press(key)
        page.wait_for_timeout(150)
        assert page.url == opened.site.page(address)
        assert page.evaluate("document.activeElement.tagName") == before
        expect(page.locator("dialog[open], .pf-toggle[aria-pressed=true]")).to_have_count(0)
    opened.goto("library/")
    page.get_by_label("Single keys work on this site").check()
    page.keyboard.press("/")
    expect(page.locator("#pf-q")).to_be_focused()


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_with_a_modifier_are_somebody_elses(opened: Opened, modifier: str) -> None:
    page = opened.goto(DAY)
    page.keyboard.press("j")
    seen = page.evaluate_handle(
        "() => { const seen = []; addEventListener('keydown', (e) => seen.push(e.defaultPrevented)); return seen; }"
    )
    for key in "jkosm[]/?":
        page.evaluate(
            """([key, modifier]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
              key, [`${modifier.toLowerCase().replace("control", "ctrl")}Key`]: true, bubbles: true, cancelable: true,
            }))""",
            [key, modifier],
        )
    assert seen.json_value() == [False] * 9
    expect(titles(page).first).to_be_focused()
    expect(page.locator(".pf-toggle[aria-pressed=true], dialog[open]")).to_have_count(0)


def test_altgr_which_some_keyboards_need_is_no_modifier(opened: Opened) -> None:
    page = opened.goto(DAY)
    page.evaluate(
        """document.body.dispatchEvent(new KeyboardEvent("keydown", {
          key: "[", ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true, cancelable: true,
        }))"""
    )
    page.wait_for_url(opened.site.page("archive/2024/01/02/"))


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("search/", "#pf-page-q"),
        ("search/", "select[name=topic]"),
        ("library/", "#pf-follow-author"),
    ],
)
def test_what_is_typed_is_text(opened: Opened, address: str, field: str) -> None:
    page = opened.goto(address)
    expect(page.locator(field)).to_be_visible()  # A script shows the library.
    page.locator(field).focus()
    page.keyboard.type("jkosm[]?")
    expect(page.locator(field)).to_be_focused()
    expect(page.locator("dialog")).to_have_count(0)
    if "select" not in field:
        expect(page.locator(field)).to_have_value("jkosm[]?")


@pytest.mark.parametrize("address", ["", DAY, f"papers/{harbour.FOUND}/", "about/", "library/"])
def test_the_theme_does_not_listen_to_our_keys(
    open_site: Callable[..., Opened], site: Served, address: str
) -> None:
    """Without our script no key of ours does anything, so nothing happens twice with it."""
    opened = open_site(site)
    opened.page.route(
        "**/javascripts/keys.js",
        lambda route: route.fulfill(
            body="export function startKeys() {}", content_type="text/javascript"
        ),
    )
    page = opened.goto(address)
    page.wait_for_load_state("networkidle")
    before = page.evaluate("document.activeElement.tagName")
    for key in "jkosm[]/?":
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    assert page.url == site.page(address)
    assert page.evaluate("document.activeElement.tagName") == before
