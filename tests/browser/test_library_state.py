"""The library as a value, in the browser that runs it: merging, reading back, storage that fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import harbour
from tests.browser.conftest import Opened, Served
from tests.browser.test_library import (
    DAY,
    TIME,
    button,
    entry,
    library,
    listed,
    said,
    store,
    stored,
)

#: Libraries whose entries overlap, of the same and of other times.
LIBRARIES = [
    library(),
    library(saved=[entry("a", 1), entry("b", 2)], authors=[{"name": "Ada Ebb", "at": 3}]),
    library(saved=[entry("b", 5, title="Newer"), entry("c", 0)], read=[entry("a", 1)]),
    library(saved=[entry("b", 2, title="Of the same time")], topics=[{"slug": "x", "at": 1}]),
    library(authors=[{"name": "ADA  EBB", "at": 3}], looked={"day": "2024-01-01", "at": 2}),
    library(looked={"day": "2024-01-02", "at": 1}, since={"day": "2023-01-01", "at": 1}),
]


def run(opened: Opened, module: str, body: str, argument: object = None) -> Any:
    """What the body of a function answers, given a module of the site as `m`."""
    page = opened.goto("library/")
    url = opened.site.page(f"assets/javascripts/{module}.js")
    return page.evaluate(
        f"async ([url, given]) => {{ const m = await import(url); {body} }}", [url, argument]
    )


def test_merging_does_not_mind_the_order_and_may_be_done_again(opened: Opened) -> None:
    found = run(
        opened,
        "library-state",
        """
        const all = given.map((each) => m.parse(JSON.stringify(each)).state);
        const text = (state) => {
          const { hideRead, keys, ...rest } = JSON.parse(m.serialise(state));
          const lists = ["saved", "read", "topics", "authors"];
          for (const name of lists) rest[name].sort((one, two) => (JSON.stringify(one) < JSON.stringify(two) ? -1 : 1));
          return JSON.stringify(rest);
        };
        const wrong = [];
        const check = (what, one, other) => text(one) === text(other) || wrong.push([what, text(one), text(other)]);
        for (const a of all) {
          check("idempotent", m.merge(a, a), a);
          for (const b of all) {
            check("commutative", m.merge(a, b), m.merge(b, a));
            check("absorbing", m.merge(m.merge(a, b), b), m.merge(a, b));
            for (const c of all) check("associative", m.merge(m.merge(a, b), c), m.merge(a, m.merge(b, c)));
          }
        }
        return wrong;
        """,
        LIBRARIES,
    )
    assert found == []


def test_merging_keeps_every_entry_and_changes_neither_library(opened: Opened) -> None:
    found = run(
        opened,
        "library-state",
        """
        const [one, other] = given.map((each) => m.parse(JSON.stringify(each)).state);
        const before = [m.serialise(one), m.serialise(other)];
        const both = m.merge(one, other);
        return {
          ids: [...both.saved.keys()].sort(),
          title: both.saved.get("b").title,
          same: before[0] === m.serialise(one) && before[1] === m.serialise(other),
        };
        """,
        LIBRARIES[1:3],
    )
    assert found == {"ids": ["a", "b", "c"], "title": "Newer", "same": True}


def test_a_library_is_read_back_as_it_was_written(opened: Opened) -> None:
    for given in LIBRARIES:
        body = """
        const first = m.parse(JSON.stringify(given));
        const text = m.serialise(first.state);
        return [first.dropped, text, m.serialise(m.parse(text).state)];
        """
        dropped, once, twice = run(opened, "library-state", body, given)
        assert (dropped, once) == (0, twice)


def test_an_element_describes_a_paper_as_it_is_read_from_it(opened: Opened) -> None:
    paper = entry(
        "2401.1", by="A, B", year="2024", authors=["A", 'B "x"'], others=True, doi="10.1234/x"
    )
    paper |= {"topics": ["tides", "birds"]}
    body = """
    const place = document.createElement("li");
    m.describe(place, given);
    return m.paperOf(place);
    """
    assert run(opened, "paper-data", body, paper) == {**paper, "at": 0}


def test_looks_that_follow_closely_are_one_visit(opened: Opened) -> None:
    hour = 3_600_000
    body = """
    const look = (at) => ({ day: "2024-01-01", ids: [], at });
    let kept = { looked: null, since: null };
    return given.map((at) => (kept = m.looked(kept, look(at))).since?.at ?? null);
    """
    times = [hour, hour + 1000, 3 * hour, 3 * hour + 1000, 2 * hour]
    assert run(opened, "new-since", body, times) == [
        None, None, hour + 1000, hour + 1000, 3 * hour + 1000,
    ]  # fmt: skip


# Storage that fails

BLOCKED = {
    "throws": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
    "is absent": "Object.defineProperty(window, 'localStorage', { value: null });",
    "throws at every use": """
        for (const name of ["getItem", "setItem", "removeItem"])
          Storage.prototype[name] = () => { throw new DOMException("no", "SecurityError"); };
    """,
}


@pytest.mark.parametrize("how", BLOCKED)
def test_storage_that_is_blocked_ends_in_a_word(opened: Opened, how: str) -> None:
    if how == "throws at every use":
        opened.watch.allow("SecurityError")  # The theme's own, of which it says something.
    opened.page.add_init_script(BLOCKED[how])
    opened.watch.allow("exception: Cannot read properties of null")  # The theme's first script.
    opened.watch.allow("exception: no")
    page = opened.goto(DAY)
    button(page, harbour.FOUND, "save").click()
    expect(said(page)).to_contain_text("does not let the site keep anything")
    expect(said(page)).to_have_attribute("role", "status")
    expect(button(page, harbour.FOUND, "save")).to_have_attribute("aria-pressed", "true")
    assert not [each for each in opened.watch.faults if "javascripts/library" in each]
    opened.goto("library/")
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()


def test_storage_that_is_full_ends_in_a_word(opened: Opened) -> None:
    page = opened.goto(DAY)
    button(page, harbour.HOSTILE, "save").click()
    page.evaluate(
        """() => {
          for (const size of [1 << 20, 1 << 10, 1]) {
            try { for (let n = 0; ; n += 1) localStorage.setItem(`fill-${size}-${n}`, "x".repeat(size)); } catch {}
          }
        }"""
    )
    button(page, harbour.FOUND, "save").click()
    expect(said(page)).to_contain_text("storage for this site is full")
    expect(button(page, harbour.FOUND, "save")).to_have_attribute("aria-pressed", "false")
    assert [each["id"] for each in stored(opened)["saved"]] == [harbour.HOSTILE]
    opened.goto()  # The home page would keep that it was looked at.
    expect(page.locator(".pf-toggle--save").first).to_be_visible()
    expect(said(page)).to_have_text("")
    opened.goto("library/")
    expect(listed(page, "saved")).to_have_text([harbour.HOSTILE_TITLE])


@pytest.mark.parametrize("text", ["{", "", "null", "[1]", '"x"', '{"version": 1}', "\ud800 \u0000"])
def test_a_corrupt_library_is_put_aside_with_a_word(opened: Opened, text: str) -> None:
    page = opened.goto("subscribe/")
    page.evaluate("text => localStorage.setItem('paperfeed-library:/', text)", text)
    opened.goto("library/")
    expect(said(page)).to_contain_text("could not be read")
    with page.expect_download() as download:
        page.locator("[data-pf-do=aside]").click()
    kept = download.value.path().read_bytes()
    assert kept == text.encode("utf-8", "replace").replace(b"?", "\ufffd".encode())
    opened.goto(DAY)
    expect(said(page)).to_have_text("")
    button(page, harbour.FOUND, "save").click()
    assert len(stored(opened)["saved"]) == 1


def test_a_corrupt_library_in_a_full_storage_is_no_trouble(opened: Opened) -> None:
    page = opened.goto("subscribe/")
    page.evaluate("localStorage.setItem('paperfeed-library:/', '{' + 'x'.repeat(100))")
    page.evaluate(
        "() => { for (const size of [1 << 20, 1 << 10, 1]) try { for (let n = 0; ; n += 1)"
        " localStorage.setItem(`fill-${size}-${n}`, 'x'.repeat(size)); } catch {} }"
    )
    opened.goto("library/")
    expect(said(page)).to_contain_text("could not be read")


def test_a_library_of_a_newer_version_is_left_alone(opened: Opened) -> None:
    page = opened.goto()
    text = json.dumps(library(version=2, shelves={"new": 1}))
    store(opened, text)
    opened.goto()
    button(page, harbour.OLD_STYLE, "save").click()
    expect(said(page)).to_contain_text("newer version")
    expect(button(page, harbour.OLD_STYLE, "save")).to_have_attribute("aria-pressed", "false")
    assert json.loads(page.evaluate("localStorage['paperfeed-library:/']")) == json.loads(text)


def test_sites_of_one_host_keep_libraries_of_their_own(
    open_site: Callable[..., Opened], sites: dict[str, Served]
) -> None:
    below = open_site(sites["sub"])
    page: Page = below.goto(DAY)
    button(page, harbour.FOUND, "save").click()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('library'))") == [
        "paperfeed-library:/a/b/"
    ]


def test_a_saved_paper_gets_its_newest_words_when_it_is_looked_at(opened: Opened) -> None:
    page = opened.goto()
    old = entry(harbour.FOUND, title="Old title", at=TIME)
    store(opened, json.dumps(library(saved=[old])))
    opened.goto(f"papers/{harbour.FOUND}/")
    expect(page.locator(".pf-toggle--save")).to_be_visible()
    (kept,) = stored(opened)["saved"]
    assert (kept["title"], kept["at"]) == ("Gulls that count the waves", TIME)
