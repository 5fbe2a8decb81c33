"""By keyboard: what has the focus is seen to have it, and the menu opens and closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened, Served

PHONE = {"width": 390, "height": 844}
#: What a desktop of 1440 has at twice the size.
ZOOMED = {"width": 720, "height": 450}
PAPER = "papers/2312.00011/"

#: What has the focus: its tag and name, whether an outline is seen at it, whether the menu has it.
FOCUSED = """() => {
  const it = document.activeElement;
  const shown = it.matches(".md-option") ? it.nextElementSibling
    : it.id === "__drawer" ? document.querySelector(".pf-menu") : it;
  const { width, height } = shown.getBoundingClientRect();
  const outlined = getComputedStyle(shown).outlineStyle !== "none" && width * height > 16;
  return [it.tagName, it.id || it.textContent.trim().slice(0, 30), outlined,
    it.closest(".md-sidebar--primary") !== null, it === document.body];
}"""


def tabbed(page: Page, most: int = 80) -> Iterator[tuple[str, str, bool, bool]]:
    """What the tab key leads to, one after the other."""
    for _ in range(most):
        page.keyboard.press("Tab")
        tag, name, outlined, of_menu, nothing = page.evaluate(FOCUSED)
        if nothing:
            return
        yield tag, name, outlined, of_menu


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desktop"])
@pytest.mark.parametrize("address", [PAPER, "stats/", "about/"])
def test_what_has_the_focus_is_seen(
    open_site: Callable[..., Opened], toy_site: Served, address: str, size: dict[str, int]
) -> None:
    page = open_site(toy_site, viewport=size).goto(address)
    expect(page.locator(".md-option").first).to_be_attached()
    found = list(tabbed(page))
    assert len(found) > 10
    assert [(tag, name) for tag, name, outlined, _ in found if not outlined] == []


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
@pytest.mark.parametrize("address", ["", "about/"])
def test_the_closed_menu_takes_no_tab_and_the_keyboard_opens_it(
    open_site: Callable[..., Opened], toy_site: Served, address: str, size: dict[str, int]
) -> None:
    page = open_site(toy_site, viewport=size).goto(address)
    expect(page.locator(".md-option").first).to_be_attached()
    assert not [name for _, name, _, of_menu in tabbed(page) if of_menu]
    page.goto(page.url)
    menu = page.get_by_role("checkbox", name="Menu")
    links = page.locator(".md-sidebar--primary a")
    menu.focus()
    expect(links.last).to_be_hidden()
    page.keyboard.press("Enter")
    expect(links.last).to_be_visible()
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(links.last).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Space")
    expect(links.first).to_be_focused()
    page.keyboard.press("Shift+Tab")  # Out of the menu: it would cover what has the focus.
    expect(links.last).to_be_hidden()
    page.locator(".pf-menu").click()
    expect(links.last).to_be_visible()
    links.filter(has_text="Topics").click()
    page.wait_for_url(toy_site.page("topics/"))


def test_without_javascript_the_keyboard_opens_the_menu(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, viewport=PHONE, java_script_enabled=False).goto()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[:3] == ["INPUT", "__drawer", True]
    topics = page.locator(".md-sidebar--primary a", has_text="Topics")
    expect(topics).to_be_hidden()
    page.keyboard.press("Space")
    expect(topics).to_be_visible()
    page.keyboard.press("Space")
    expect(topics).to_be_hidden()
    page.locator(".pf-menu").click()
    topics.click()
    page.wait_for_url(toy_site.page("topics/"))
