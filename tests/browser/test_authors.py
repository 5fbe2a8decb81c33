"""The page of every author: whose papers it lists, and what it says where it cannot."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.addresses import author_url
from generator.authors import author_key, shard_of
from tests.browser import harbour
from tests.browser.conftest import Opened, Served, serve

HARMFUL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "constructor",
    "__proto__",
    "x" * 5_000,
    "%00%ff&amp;",
    "\u202egnihton",
    "../../papers",
)
NAMES = (
    "Ada  Lovelace", "ＡＤＡ\u00a0LOVELACE", "José Ñandú", "Jose\u0301", "Σοφός ΣΟΦΟΣ", "İstanbul ıŞIK",
    "Straße ẞ", "Дмитрий Щ", "王伟", "שרה כהן", "ﬁne ﬂow ②", "a\tb\nc", "😀 𝒜𝔟𝕔", "क्षत्रिय", "ﾊﾝｶｸ", "",
)  # fmt: skip


def status(page: Page) -> Locator:
    return page.locator("[data-pf-status]")


def rows(page: Page) -> Locator:
    return page.locator("[data-pf-results] li")


def test_a_names_papers_are_listed_newest_first(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto(author_url("ada  EBB"))
    expect(page.locator("h1")).to_have_text("Ada Ebb")
    expect(status(page)).to_have_text(
        "4 papers, newest first. People with the same name are one here."
    )
    texts = rows(page).all_inner_texts()
    assert len(texts) == 4
    days = [" ".join(text.split()[-3:-1]) for text in texts]
    assert days == ["10 January", "9 January", "9 January", "3 January"]
    assert "$" not in texts[0]
    assert page.title().startswith("Ada Ebb - ")
    expect(page.get_by_label("Name of an author")).to_have_value("ada  EBB")
    rows(page).nth(3).locator("a").first.click()
    page.wait_for_url(opened_anywhere.site.page(f"papers/{harbour.FOUND}/"))


def test_each_row_leads_to_its_day(opened: Opened) -> None:
    page = opened.goto(author_url("Ada Ebb"))
    rows(page).first.get_by_text("10 January 2024").click()
    page.wait_for_url(opened.site.page("archive/2024/01/10/"))


def test_without_a_name_there_is_a_field_for_one(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("authors/")
    expect(page.locator("h1")).to_have_text("Authors")
    expect(rows(page)).to_have_count(0)
    page.get_by_label("Name of an author").fill("grace flood")
    page.get_by_role("button", name="List papers").click()
    expect(page.locator("h1")).to_have_text("Grace Flood")
    assert page.url.endswith("authors/?name=grace+flood")


def test_a_name_that_no_paper_has(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto(author_url("Nobody Atall"))
    expect(status(page)).to_contain_text("No paper here has an author “Nobody Atall”.")
    status(page).get_by_role("link").click()
    page.wait_for_url(opened_anywhere.site.page("search/?q=Nobody+Atall"))


def test_a_name_of_a_crowd(opened: Opened) -> None:
    page = opened.goto(author_url("Watcher 2999"))
    expect(rows(page)).to_have_count(1)


@pytest.mark.parametrize("name", HARMFUL)
def test_a_hostile_name_is_text(opened: Opened, name: str) -> None:
    page = opened.goto(f"authors/?name={quote(name, safe='%')}")
    expect(status(page)).to_contain_text("No paper here has an author")
    assert page.locator("#pf-content :is(script, img)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_hostile_names_of_papers_are_listed_as_text(opened: Opened) -> None:
    page = opened.goto(author_url('" onmouseover="alert(3)'))
    expect(page.locator("h1")).to_have_text('" onmouseover="alert(3)')
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(harbour.HOSTILE_TITLE)
    assert page.locator("#pf-content img").count() == 0


@pytest.fixture
def damaged(site: Served, tmp_path: Path) -> Callable[[str], Served]:
    """The site with the file of Ada Ebb's papers replaced."""

    def with_file(text: str) -> Served:
        folder = tmp_path / "site"
        shutil.copytree(site.folder, folder, dirs_exist_ok=True)
        path = folder / "api" / "authors" / f"{shard_of(author_key('Ada Ebb'), 16)}.json"
        path.unlink()
        if text:
            path.write_text(text, encoding="utf-8")
        return serve(folder)[1]

    return with_file


@pytest.mark.parametrize("text", ["", "not JSON", "[]", "null", '{"names": {"ada ebb": 7}}'])
def test_a_file_that_cannot_be_used_is_said(
    open_site: Callable[..., Opened], damaged: Callable[[str], Served], text: str
) -> None:
    opened = open_site(damaged(text))
    opened.watch.allow("404")
    page = opened.goto(author_url("Ada Ebb"))
    expect(status(page)).to_contain_text("The list could not be loaded.")
    expect(status(page).get_by_role("link")).to_have_attribute(
        "href", f"{opened.site.url}search/?q=Ada+Ebb"
    )


def test_ids_that_are_none_do_not_become_links(
    open_site: Callable[..., Opened], damaged: Callable[[str], Served]
) -> None:
    file = """{"papers": [["javascript:alert(1)//", "T", "2024-01-03"], ["../../x", "T", "2024-01-03"],
      ["a..b/", "T", "2024-01-03"], ["ok", "T", "soon"], 7, ["fine", "Fine", "2024-01-03"]],
      "names": {"ada ebb": ["Ada Ebb", [0, 1, 2, 3, 4, 5, 99, "length"]]}}"""
    opened = open_site(damaged(file))
    page = opened.goto(author_url("Ada Ebb"))
    expect(rows(page)).to_have_count(1)
    expect(rows(page).locator("a").first).to_have_attribute(
        "href", f"{opened.site.url}papers/fine/"
    )


def test_a_connection_that_breaks_is_said(opened: Opened) -> None:
    opened.watch.allow("Failed to load resource")
    opened.page.route("**/api/authors/*", lambda route: route.abort())
    page = opened.goto(author_url("Ada Ebb"))
    expect(status(page)).to_contain_text("The list could not be loaded.")


def test_python_and_javascript_agree_on_keys_and_hashes(opened: Opened) -> None:
    page = opened.goto("authors/")
    # Every letter that both know, ten at a time, and names in many scripts.
    letters = [chr(code) for code in range(0x20, 0x2FFFF) if chr(code).isalpha()]
    words = ["".join(letters[at : at + 10]) for at in range(0, 20_000, 10)]
    names = [*NAMES, *words]
    found = page.evaluate(
        """async (names) => {
          const { authorKey, crc32 } = await import(
            new URL("../assets/javascripts/authors-page.js", location).href);
          return names.map((name) => [authorKey(name), crc32(authorKey(name))]);
        }""",
        names,
    )
    for name, (key, value) in zip(names, found, strict=True):
        assert key == author_key(name), name
        assert value == shard_of(key, 1 << 32), name


def test_days_are_written_as_elsewhere(opened: Opened) -> None:
    page = opened.goto(author_url("Grace Flood"))
    day = date(2024, 2, 1)
    expect(rows(page).first).to_contain_text(f"{day.day} February {day.year}")


def test_without_javascript_the_page_says_what_it_needs(
    open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site, java_script_enabled=False)
    page = opened.goto(author_url("Ada Ebb"))
    expect(page.locator("noscript p")).to_be_visible()
