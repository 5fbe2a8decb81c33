"""The reader's library: saved, read, followed, what is new; as files; two tabs; hostile imports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_file
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import harbour
from tests.browser.conftest import Opened, Served

DAY = "archive/2024/01/03/"
GULLS = "Gulls that count the waves"
TIME = 1_700_000_000_000


def card(page: Page, paper: str) -> Locator:
    return page.locator(f"[data-paper='{paper}']")


def button(page: Page, paper: str, name: str) -> Locator:
    """A paper's button, in the first place where it stands."""
    return card(page, paper).first.locator(f".pf-toggle--{name}")


def said(page: Page) -> Locator:
    return page.locator(".pf-said")


def listed(page: Page, name: str) -> Locator:
    """The titles of a list of the library page."""
    return page.locator(f"[data-pf-list={name}] h3")


def deed(page: Page, name: str) -> Locator:
    return page.locator(f"[data-pf-do={name}]")


def stored(opened: Opened) -> dict[str, Any]:
    """The library as it lies in the browser's storage."""
    text = opened.page.evaluate(
        "Object.entries(localStorage).find(([key]) => /^paperfeed-library:[^:]*$/.test(key))[1]"
    )
    found: dict[str, Any] = json.loads(text)
    return found


def library(**lists: Any) -> dict[str, Any]:
    """A library as a file holds it."""
    return {"kind": "paperfeed-library", "version": 1, **lists}


def entry(paper: str, at: int = TIME, **fields: Any) -> dict[str, Any]:
    return {"id": paper, "title": f"Title of {paper}", "day": "2024-01-03", "at": at, **fields}


def store(opened: Opened, text: str) -> None:
    """Put a text in the place of the library, before a page looks there."""
    opened.page.evaluate(
        "text => localStorage.setItem(`paperfeed-library:${new URL('.', location).pathname}`, text)",
        text,
    )


def import_file(page: Page, data: object, folder: Path) -> None:
    path = folder / "library.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    choose_file(page, path)


def choose_file(page: Page, path: Path) -> None:
    """Import a file, as soon as the page can."""
    expect(page.locator("[data-pf-body]")).to_be_visible()
    page.locator("[data-pf-import]").set_input_files(path)


# Save, read, follow


def test_a_saved_paper_is_in_the_library_with_all_that_shows_it(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto(DAY)
    save = button(page, harbour.FOUND, "save")
    expect(save).to_have_attribute("aria-pressed", "false")
    expect(save).to_have_accessible_name(f"Save: {GULLS}")
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    expect(save).to_have_text("Saved")
    expect(save).to_have_accessible_name(f"Saved: {GULLS}")
    page.get_by_role("link", name="Library", exact=True).first.click()
    page.wait_for_url(opened_anywhere.site.page("library/"))
    expect(listed(page, "saved")).to_have_text([GULLS])
    saved = page.locator("[data-pf-list=saved]")
    expect(saved).to_contain_text("Ada Ebb, Grace Flood")
    expect(saved).to_contain_text("3 January 2024")
    saved.get_by_role("link", name=GULLS).click()
    page.wait_for_url(opened_anywhere.site.page(f"papers/{harbour.FOUND}/"))
    expect(button(page, harbour.FOUND, "save")).to_have_attribute("aria-pressed", "true")
    button(page, harbour.FOUND, "save").click()
    opened_anywhere.goto("library/")
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()


def test_every_card_and_paper_describes_itself(opened: Opened) -> None:
    page = opened.goto(DAY)
    assert page.locator(".pf-card").count() == page.locator(".pf-toggle--save").count()
    button(page, harbour.HOSTILE, "save").click()
    opened.goto(f"papers/{harbour.CROWD}/")
    button(page, harbour.CROWD, "save").click()
    crowd, hostile = sorted(stored(opened)["saved"], key=lambda each: str(each["title"][:1] == "<"))
    assert hostile["title"] == harbour.HOSTILE_TITLE
    assert hostile["authors"] == ["<b>Mallory</b>", '" onmouseover="alert(3)']
    assert (crowd["authors"], crowd["others"]) == ([f"Watcher 000{n}" for n in (1, 2, 3)], True)
    assert (crowd["topics"], crowd["year"], crowd["day"]) == ([], "2024", "2024-01-04")


def test_what_is_read_can_be_hidden(opened: Opened) -> None:
    page = opened.goto(DAY)
    cards = page.locator(".pf-card:visible")
    many = cards.count()
    hide = page.get_by_role("button", name="Hide read")
    hide.click()
    expect(hide).to_have_attribute("aria-pressed", "true")
    expect(cards).to_have_count(many)
    button(page, harbour.FOUND, "read").click()
    expect(card(page, harbour.FOUND)).to_be_hidden()
    expect(page.locator(".pf-listbar")).to_contain_text("1 hidden")
    opened.goto(DAY)
    expect(cards).to_have_count(many - 1)
    hide.click()
    expect(card(page, harbour.FOUND)).to_be_visible()
    expect(button(page, harbour.FOUND, "read")).to_have_attribute("aria-pressed", "true")
    opened.goto("library/")
    expect(listed(page, "read")).to_have_text([GULLS])


def test_my_feed_has_what_is_followed(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("library/")
    expect(page.locator("[data-pf-feed-note]")).to_contain_text("Follow a topic")
    opened_anywhere.goto("topics/birds/")
    page.get_by_role("button", name="Follow: Birds").click()
    opened_anywhere.goto(f"papers/{harbour.FOUND}/")
    more = page.get_by_role("button", name="Follow", exact=True)
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="Birds", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Grace Flood", exact=True).click()
    opened_anywhere.goto("library/")
    expect(listed(page, "feed")).to_have_text(
        ["Strings on a pier", "Cormorants", "Proof that the harbour is flat", GULLS]
    )
    expect(page.locator("[data-pf-list=feed] > li").last).to_contain_text("Birds, Grace Flood")
    page.get_by_role("button", name="Unfollow: Grace Flood").click()
    expect(listed(page, "feed")).to_have_text(["Cormorants", GULLS])
    page.get_by_role("button", name="Unfollow: Birds").click()
    expect(page.get_by_text("You follow nothing yet.")).to_be_visible()


def test_topics_and_authors_are_followed_on_the_library_page(opened: Opened) -> None:
    page = opened.goto("library/")
    page.get_by_label("Author", exact=True).fill("  ada   EBB ")
    page.get_by_role("button", name="Follow author").click()
    expect(listed(page, "feed")).to_have_count(4)
    page.get_by_label("Topic", exact=True).select_option("tides")
    page.get_by_role("button", name="Follow topic").click()
    expect(listed(page, "feed")).to_have_count(10)
    page.locator("[data-pf-all=feed]").click()
    expect(listed(page, "feed")).to_have_count(57)
    expect(page.locator("[data-pf-list=feed] > li:nth-child(11) a")).to_be_focused()
    page.get_by_label("Author", exact=True).fill(" ")
    page.get_by_role("button", name="Follow author").click()
    expect(said(page)).to_contain_text("Write a name first.")


def test_an_author_is_followed_on_their_page(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("authors/?name=grace%20flood")
    follow = page.get_by_role("button", name="Follow: Grace Flood")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    opened_anywhere.goto("library/")
    expect(listed(page, "feed")).to_have_count(3)
    page.get_by_role("link", name="Grace Flood", exact=True).click()
    expect(follow).to_have_attribute("aria-pressed", "true")


def test_my_feed_says_when_it_cannot_be_had(opened: Opened) -> None:
    opened.watch.allow("404")
    opened.page.route("**/api/recent.json", lambda route: route.fulfill(status=404))
    page = opened.goto("library/")
    page.get_by_label("Author", exact=True).fill("Ada Ebb")
    page.get_by_role("button", name="Follow author").click()
    expect(page.locator("[data-pf-feed-note]")).to_contain_text("could not be loaded")


# What is new


def test_the_first_look_finds_nothing_new_and_is_kept(opened: Opened) -> None:
    page = opened.goto()
    expect(page.locator(".pf-toggle--save").first).to_be_visible()
    expect(page.locator("[data-pf-new]")).to_be_empty()
    assert stored(opened)["looked"]["day"] == "2024-02-01"


def test_what_came_since_the_last_look_is_marked(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto()
    every = page.locator(".pf-card").count()
    look = {"day": "2024-01-09", "ids": ["2401.00006"], "at": TIME}
    store(opened_anywhere, json.dumps(library(looked=look)))
    rows = page.locator("[data-papers]")
    for _ in range(2):  # A second look soon after the first is the same visit.
        opened_anywhere.goto()
        expect(page.locator("[data-pf-new]")).to_contain_text("since you last looked (1")
        expect(page.locator(".pf-card .pf-newmark")).to_have_count(every)
        expect(rows.filter(has=page.locator(".pf-newmark"))).to_have_count(1)
        number = every + int(str(rows.first.get_attribute("data-papers")))
        expect(page.locator("[data-pf-new]")).to_contain_text(f"{number} new since")


def test_a_paper_added_to_the_day_that_was_seen_is_new(opened: Opened) -> None:
    page = opened.goto()
    ids = page.locator(".pf-card").evaluate_all("cards => cards.map(each => each.dataset.paper)")
    look = {"day": "2024-02-01", "ids": ids[1:], "at": TIME}
    store(opened, json.dumps(library(looked=look)))
    opened.goto()
    expect(page.locator("[data-pf-new]")).to_contain_text("1 new since you last looked")
    expect(card(page, ids[0]).locator(".pf-newmark")).to_be_visible()
    store(opened, json.dumps(library(looked={**look, "ids": ids})))
    opened.goto()
    expect(page.locator("[data-pf-new]")).to_contain_text("Nothing new since")


# Files


def test_a_library_goes_to_another_browser_as_a_file(
    open_site: Callable[..., Opened], site: Served, tmp_path: Path
) -> None:
    first, second = open_site(site), open_site(site)
    page = first.goto(DAY)
    button(page, harbour.FOUND, "save").click()
    button(page, harbour.HOSTILE, "read").click()
    first.goto("library/")
    with page.expect_download() as download:
        deed(page, "export").click()
    assert download.value.suggested_filename.startswith("library-")
    path = tmp_path / "exported.json"
    download.value.save_as(path)
    page = second.goto("archive/2024/01/04/")
    button(page, harbour.NOBODY, "save").click()
    second.goto("library/")
    choose_file(page, path)
    expect(said(page)).to_contain_text(
        "Imported 1 saved paper. Of 2 in the file, 2 entries are new."
    )
    expect(listed(page, "saved")).to_have_text(["Anonymous foghorns", GULLS])
    expect(listed(page, "read")).to_have_text([harbour.HOSTILE_TITLE])
    choose_file(page, path)
    expect(said(page)).to_contain_text("0 entries are new")
    expect(listed(page, "saved")).to_have_count(2)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("{", "not a library"),
        ("", "not a library"),
        ("[]", "not a library"),
        ("null", "not a library"),
        ({"version": 1}, "not a library"),
        (library(version="1"), "not a library"),
        (library(version=0), "not a library"),
        (library(version=2, saved=[entry("2401.1")]), "newer version of this site"),
    ],
)
def test_a_file_that_is_no_library_is_refused_with_a_word(
    opened: Opened, tmp_path: Path, data: object, word: str
) -> None:
    page = opened.goto(DAY)
    button(page, harbour.FOUND, "save").click()
    opened.goto("library/")
    import_file(page, data, tmp_path)
    expect(said(page)).to_contain_text(word)
    expect(listed(page, "saved")).to_have_text([GULLS])


def test_a_hostile_file_stays_text_and_leads_nowhere_else(opened: Opened, tmp_path: Path) -> None:
    page = opened.goto("library/")
    bad = ["../../evil", "javascript:alert(1)", "//evil.example", "a/b", "__proto__", "A", "a..b"]
    bad += ["x" * 121, "", "2401.1?x", "2401.1#x", "2401.1\u202e"]
    live = "<img src=x onerror=alert(1)>\u202e\x00"
    good = entry("2401.1", title=live, by=live, authors=[live, 5, None, {}], doi='10.1/"><b>')
    import_file(
        page,
        library(
            saved=[*(entry(each) for each in bad), good, None, 5, "x", [], {"id": {}}],
            read=[{"id": "2401.2", "title": {"toString": 1}, "day": "tomorrow", "at": "now"}],
            topics=[{"slug": "../x"}, {"slug": "tides", "label": live}],
            authors=[{"name": live}, {"name": 7}, {}],
            looked={"day": "9999-99-99"},
            since=[],
            hideRead="yes",
            keys=0,
        ),
        tmp_path,
    )
    expect(said(page)).to_contain_text(f"{len(bad) + 5 + 1 + 2} could not be used")
    expect(listed(page, "saved")).to_have_text(["<img src=x onerror=alert(1)>"])
    expect(listed(page, "read")).to_have_text(["2401.2"])
    assert page.locator(".pf-library img").count() == 0
    for href in page.locator(".pf-library a").evaluate_all("all => all.map(each => each.href)"):
        assert href.startswith(opened.site.url), href
    kept = stored(opened)
    assert (kept["looked"], kept["since"], kept["hideRead"], kept["keys"]) == (
        None,
        None,
        False,
        True,
    )
    assert kept["saved"][0]["doi"] == ""
    assert "\u202e" not in json.dumps(kept, ensure_ascii=False)


def test_saved_papers_as_bibtex(opened: Opened, tmp_path: Path) -> None:
    page = opened.goto("library/")
    names = ["Ada Ebb", "Search and Rescue {Team}", "Flood, Grace", "100% \\O_o~^ $#&"]
    saved = [
        entry("2401.00001", title="On {x} & 50% of $y$_z", authors=names, year="2023"),
        entry("hep-th-9901001", authors=["A B"], others=True, at=TIME - 1),
        entry("10.1234-shore.7", doi="10.1234/shore.7", year="2019", at=TIME - 2),
    ]
    import_file(page, library(saved=saved), tmp_path)
    expect(listed(page, "saved")).to_have_count(3)
    with page.expect_download() as download:
        deed(page, "bibtex").click()
    path = tmp_path / "saved.bib"
    download.value.save_as(path)
    read = parse_file(str(path))
    assert not read.failed_blocks
    first, second, third = ({f.key: f.value for f in each.fields} for each in read.entries)
    assert [each.key for each in read.entries] == [each["id"] for each in saved]
    assert first["title"] == r"{On \textbraceleft{}x\textbraceright{} \& 50\% of \$y\$\_z}"
    assert first["author"] == (
        r"Ada Ebb and {Search and Rescue \textbraceleft{}Team\textbraceright{}} and {Flood, Grace} and "
        r"100\% \textbackslash{}O\_o\textasciitilde{}\textasciicircum{} \$\#\&"
    )
    assert (first["year"], first["eprint"]) == ("2023", "2401.00001")
    assert (second["eprint"], second["author"]) == ("hep-th/9901001", "A B and others")
    assert (third["doi"], third["year"]) == ("10.1234/shore.7", "2019")
    assert third["url"] == opened.site.page("papers/10.1234-shore.7/")


def test_everything_is_forgotten_and_comes_back(opened: Opened) -> None:
    page = opened.goto(DAY)
    button(page, harbour.FOUND, "save").click()
    button(page, harbour.FOUND, "read").click()
    before = stored(opened)
    opened.goto("library/")
    deed(page, "forget").click()
    expect(said(page)).to_contain_text("Everything is forgotten")
    expect(listed(page, "saved")).to_have_count(0)
    assert stored(opened)["saved"] == stored(opened)["read"] == []
    expect(deed(page, "undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(listed(page, "saved")).to_have_text([GULLS])
    assert stored(opened) == before
    expect(deed(page, "undo")).to_be_hidden()


def test_the_focus_stays_near_what_goes_from_a_list(opened: Opened, tmp_path: Path) -> None:
    page = opened.goto("library/")
    import_file(page, library(saved=[entry(f"2401.{n}", at=TIME - n) for n in (1, 2)]), tmp_path)
    button(page, "2401.1", "save").press("Enter")
    expect(listed(page, "saved")).to_have_text(["Title of 2401.2"])
    expect(button(page, "2401.2", "save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pf-saved")).to_be_focused()


# Two tabs


def tab(opened: Opened, address: str) -> Page:
    """One more page of the same browser."""
    context: BrowserContext = opened.page.context
    page = context.new_page()
    opened.watch.over(page)
    page.goto(opened.site.page(address))
    return page


def test_two_tabs_lose_nothing_of_each_other(opened: Opened) -> None:
    page = opened.goto(DAY)
    other = tab(opened, "archive/2024/01/04/")
    shelf = tab(opened, "library/")
    button(page, harbour.FOUND, "save").click()
    button(other, harbour.NOBODY, "save").click()
    button(page, harbour.HOSTILE, "read").click()
    expect(listed(shelf, "saved")).to_have_text(["Anonymous foghorns", GULLS])
    expect(listed(shelf, "read")).to_have_text([harbour.HOSTILE_TITLE])
    button(shelf, harbour.FOUND, "save").click()
    expect(button(page, harbour.FOUND, "save")).to_have_attribute("aria-pressed", "false")


def test_each_change_reads_first_what_another_tab_wrote(opened: Opened) -> None:
    page = opened.goto()
    store(opened, json.dumps(library(saved=[entry("2401.1")])))  # No event tells of this one.
    button(page, harbour.OLD_STYLE, "save").click()
    assert {each["id"] for each in stored(opened)["saved"]} == {"2401.1", harbour.OLD_STYLE}


# Without scripts, on phones, at rest


def test_without_javascript_nothing_dead_is_shown(
    open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site, java_script_enabled=False)
    for address in ("", DAY, f"papers/{harbour.FOUND}/", "topics/tides/"):
        page = opened.goto(address)
        expect(page.locator("#pf-content button:visible")).to_have_count(0)
        assert page.locator(".pf-actions").first.evaluate("each => each.offsetHeight") == 0
    page = opened.goto("library/")
    expect(page.locator("noscript p")).to_contain_text("needs JavaScript")
    expect(page.locator(".pf-library")).to_be_hidden()


def test_the_library_is_found_from_everywhere_but_by_no_search_engine(
    open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site)
    page = opened.goto("library/")
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    small = open_site(site, viewport={"width": 320, "height": 640})
    page = small.goto(f"papers/{harbour.FOUND}/")
    page.locator(".pf-menu").click()
    page.locator(".md-nav").get_by_role("link", name="Library").click()
    page.wait_for_url(site.page("library/"))


@pytest.mark.parametrize(
    "address",
    ["", f"papers/{harbour.FOUND}/", "topics/tides/2/", "archive/2024/01/", "library/"],
)
def test_a_finger_hits_every_target_on_a_phone(
    open_site: Callable[..., Opened], site: Served, tmp_path: Path, address: str
) -> None:
    opened = open_site(site, viewport={"width": 360, "height": 740}, has_touch=True)
    page = opened.goto("library/")
    lists = {"saved": [entry("2401.1")], "authors": [{"name": "Ada Ebb"}]}
    import_file(page, library(**lists, topics=[{"slug": "birds"}]), tmp_path)
    expect(listed(page, "feed").first).to_be_visible()
    if address != "library/":
        opened.goto(address)
        expect(page.locator(".pf-footer")).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input, label.pf-file")]
          .filter((each) => each.checkVisibility() && !each.closest("p, dd, .pf-authors, .pf-prose, .pf-hidden, .pf-head h1"))
          .filter((each) => !each.closest("label.pf-switch, .md-nav") && !each.matches(".pf-skip, .md-skip, .pf-hidden"))
          .filter((each) => each.offsetHeight && each.getBoundingClientRect().height < 43.9)
          .map((each) => `${each.className} ${each.textContent.trim().slice(0, 30)} ${each.offsetHeight}`)
        """
    )
    assert small == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["", DAY, f"papers/{harbour.FOUND}/"])
def test_nothing_moves_when_the_buttons_come(
    open_site: Callable[..., Opened], site: Served, width: int, address: str
) -> None:
    opened = open_site(site, viewport={"width": width, "height": 900})
    script = {"body": "", "content_type": "text/javascript"}
    others = re.compile("/javascripts/(list-tools|topic-filter).js")
    opened.page.route(others, lambda route: route.fulfill(**script))
    opened.goto()
    store(opened, json.dumps(library(looked={"day": "2024-01-09", "ids": [], "at": TIME})))
    page = opened.goto(address)
    expect(page.locator(".pf-toggle--save").first).to_be_visible()
    moved = page.evaluate(
        """() => new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((each) => (sum += each.value)))
            .observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 300);
        })"""
    )
    assert moved < 0.001
