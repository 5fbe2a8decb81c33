"""What scripts add to lists and the archive, and that nothing is dead without them."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import harbour
from tests.browser.conftest import Opened, Served

KEY = "Object.keys(localStorage).find((key) => key.startsWith('paperfeed-list:'))"


def visible(page: Page) -> list[str]:
    return page.locator(".pf-card:visible .pf-card__title").all_inner_texts()


def chips(page: Page) -> Locator:
    return page.locator("[data-pf-filter] :is(a, button)")


def sort(page: Page) -> Locator:
    return page.get_by_label("Sort")


def tool(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


# The latest day's topics


def test_topics_filter_the_day_in_place(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto()
    everything = visible(page)
    chip = page.get_by_role("button", name="Tides")
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    some = visible(page)
    assert 0 < len(some) < len(everything)
    assert all("Tide table" in title for title in some)
    status = page.locator("[data-pf-filter] + [role=status]")
    expect(status).to_have_text(f"{len(some)} of {len(everything)} papers")
    assert page.url == opened_anywhere.site.page()
    chip.press("Enter")
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(status).to_have_text("")
    assert visible(page) == everything


def test_topics_filter_a_day_of_the_archive_that_has_many_papers(opened: Opened) -> None:
    page = opened.goto(f"archive/{harbour.BEFORE_QUIET}/")
    everything = visible(page)
    page.get_by_role("button", name="Tides").click()
    some = visible(page)
    assert 0 < len(some) < len(everything)
    status = page.locator("[data-pf-filter] + [role=status]")
    expect(status).to_have_text(f"{len(some)} of {len(everything)} papers")


def test_without_javascript_topics_are_links(
    open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site, java_script_enabled=False)
    page = opened.goto()
    assert page.locator("[data-pf-filter] button").count() == 0
    assert page.locator("[data-pf-tools] *").count() == 0
    chips(page).first.click()
    page.wait_for_url(opened.site.page("topics/tides/"))
    page = opened.goto("archive/")
    assert page.locator("[data-pf-jump] *").count() == 0
    page.locator(".pf-heat a").first.click()
    expect(page.locator(".pf-card").first).to_be_visible()


# Sorting and the compact list


def test_papers_are_sorted_and_the_choice_is_kept(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("archive/2024/01/03/")
    as_listed = visible(page)
    assert as_listed[0] == "Gulls that count the waves"
    expect(sort(page)).to_have_value("listed")
    sort(page).select_option("published")
    published = visible(page)
    assert published != as_listed
    assert sorted(published) == sorted(as_listed)
    days = page.locator(".pf-card").evaluate_all("cards => cards.map((c) => c.dataset.published)")
    assert days == sorted(days, reverse=True)
    page = opened_anywhere.goto("archive/2024/01/03/")
    expect(sort(page)).to_have_value("published")
    assert visible(page) == published
    sort(page).select_option("upvotes")
    assert visible(page)[0] == "Gulls that count the waves"
    sort(page).select_option("listed")
    assert visible(page) == as_listed


def test_a_compact_list_has_no_abstracts_on_any_page(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("archive/2024/01/03/")
    expect(tool(page, "Abstracts")).to_have_attribute("aria-pressed", "true")
    assert page.locator(".pf-card__abstract:visible").count() > 0
    tool(page, "Compact").click()
    expect(tool(page, "Compact")).to_have_attribute("aria-pressed", "true")
    assert page.locator(".pf-card__abstract:visible").count() == 0
    page = opened_anywhere.goto("topics/tides/")
    expect(tool(page, "Compact")).to_have_attribute("aria-pressed", "true")
    assert page.locator(".pf-card__abstract:visible").count() == 0
    tool(page, "Abstracts").click()
    assert page.locator(".pf-card__abstract:visible").count() > 0


def test_an_order_that_tells_no_papers_apart_is_not_offered(opened: Opened) -> None:
    page = opened.goto("topics/tides/")
    expect(tool(page, "Compact")).to_be_visible()
    assert page.get_by_role("option", name="Most upvoted").count() == 0
    page = opened.goto("trending/month/")
    expect(tool(page, "Compact")).to_be_visible()
    expect(sort(page)).to_have_count(0)


@pytest.mark.parametrize("kept", ["no JSON", "null", "7", '{"view": "toString", "order": []}'])
def test_a_choice_that_cannot_be_read_is_the_default(opened: Opened, kept: str) -> None:
    page = opened.goto("archive/2024/01/03/")
    tool(page, "Compact").click()
    page.evaluate(f"localStorage.setItem({KEY}, {json.dumps(kept)})")
    page = opened.goto("archive/2024/01/03/")
    expect(tool(page, "Abstracts")).to_have_attribute("aria-pressed", "true")
    expect(sort(page)).to_have_value("listed")


def test_where_storage_is_not_there_the_choice_holds_for_the_page(opened: Opened) -> None:
    opened.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('none'); } })"
    )
    # The theme has no defence of its own.
    opened.watch.allow("exception: none")
    page = opened.goto("archive/2024/01/03/")
    tool(page, "Compact").click()
    assert page.locator(".pf-card__abstract:visible").count() == 0
    page = opened.goto("archive/2024/01/03/")
    expect(tool(page, "Abstracts")).to_have_attribute("aria-pressed", "true")


def test_tools_come_without_moving_what_is_there(opened: Opened) -> None:
    for width, address in product(
        (1280, 360), ("", "archive/2024/01/03/", "topics/tides/", "archive/")
    ):
        opened.page.set_viewport_size({"width": width, "height": 800})
        page = opened.goto(address)
        expect(page.locator(".pf-tools > *").first).to_be_visible()
        place = page.locator(".pf-tools")
        before = place.evaluate(
            "(tools) => { const there = tools.getBoundingClientRect().height;"
            " tools.replaceChildren(); return [there, tools.getBoundingClientRect().height]; }"
        )
        assert before[0] == before[1], address


# The archive


def test_a_date_leads_to_its_day_or_the_nearest(opened_anywhere: Opened) -> None:
    for wanted, day in (
        ("2024-01-03", "2024/01/03"),
        (harbour.QUIET.replace("/", "-"), harbour.BEFORE_QUIET),
        ("2024-01-30", "2024/02/01"),
    ):
        page = opened_anywhere.goto("archive/")
        field = page.get_by_label("Go to the day")
        assert field.get_attribute("min") == harbour.DAYS[0]
        field.fill(wanted)
        field.press("Enter")
        page.wait_for_url(opened_anywhere.site.page(f"archive/{day}/"))


def test_a_date_outside_the_archive_is_refused_by_the_browser(opened: Opened) -> None:
    page = opened.goto("archive/")
    page.get_by_label("Go to the day").fill("2030-01-01")
    page.get_by_role("button", name="Go").click()
    assert page.url == opened.site.page("archive/")
    assert page.locator("input:invalid[type=date]").count() == 1


def test_each_square_says_its_day_and_leads_there(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("archive/")
    squares = page.locator(".pf-heat a")
    assert squares.count() == len(harbour.DAYS)
    square = page.get_by_role("link", name="10 January 2024: ")
    box = square.locator("rect").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 22
    square.click()
    page.wait_for_url(opened_anywhere.site.page("archive/2024/01/10/"))


def test_on_a_phone_the_drawing_scrolls_and_not_the_page(
    open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site, viewport={"width": 320, "height": 640})
    page = opened.goto("archive/")
    inner, outer = page.locator(".pf-heat").first.evaluate(
        # As wide as half a year is; the harbour's is a month.
        "(heat) => { heat.querySelector('svg').setAttribute('width', 680);"
        " return [heat.scrollWidth, heat.clientWidth]; }"
    )
    assert inner > outer
    assert page.evaluate("document.documentElement.scrollWidth") == 320


# Paging


def test_pages_of_a_topic_follow_each_other(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("topics/tides/")
    expect(page.locator(".pf-trend")).to_be_visible()
    page.get_by_role("link", name="Older").click()
    page.wait_for_url(opened_anywhere.site.page("topics/tides/2/"))
    expect(page.locator(".pf-card").first).to_be_visible()
    page.get_by_role("link", name="Newer").click()
    page.wait_for_url(opened_anywhere.site.page("topics/tides/"))


def test_the_pager_can_be_hit_with_a_thumb(open_site: Callable[..., Opened], site: Served) -> None:
    opened = open_site(site, viewport={"width": 360, "height": 640}, has_touch=True)
    page = opened.goto("topics/tides/2/")
    for link in page.locator(".pf-paging a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
