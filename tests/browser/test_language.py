"""The site in German, in a browser: pages, scripts and search speak it; papers keep their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from generator.interface import load_words
from tests import toy as toys
from tests.browser import harbour
from tests.browser.conftest import Opened, Served, serve

GERMAN = load_words((), "de")
REPOSITORY = "https://github.com/owner/strand"


@pytest.fixture(scope="module")
def german(harbour: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented feed's site in German, in a repository."""
    project = toys.make_project(tmp_path_factory.mktemp("german"), harbour)
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("theme: {", "theme: {language: de, ")
    config += f"plugins: [{{paperfeed: {{repository: {REPOSITORY}, branch: strand}}}}]\n"
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = toys.run("paperfeed", "build", cwd=project, SITE_URL="https://papers.example/")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    server, served = serve(project / "site")
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(open_site: Callable[..., Opened], german: Served) -> Opened:
    """It in a page of its own, in a browser that speaks English."""
    return open_site(german, locale="en-US")


def test_the_home_page_and_its_buttons_speak_german(opened: Opened) -> None:
    page = opened.goto()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Donnerstag, 1. Februar 2024")
    card = page.locator(".pf-card").first
    card.get_by_role("button", name="Merken").click()
    page.keyboard.press("m")
    expect(page.locator(".pf-said")).to_have_text(GERMAN("script.read"))
    expect(page.get_by_role("button", name="Gelesene verbergen")).to_be_visible()
    expect(page.locator("#pf-q")).to_have_attribute("placeholder", "Artikel suchen")


def test_titles_and_abstracts_are_marked_as_english(opened: Opened) -> None:
    page = opened.goto(f"papers/{harbour.FOUND}/")
    expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "en")
    expect(page.locator("#abstract")).to_have_attribute("lang", "en")
    expect(page.locator(".pf-eyebrow")).to_contain_text("Gelistet: ")


def test_search_finds_english_words_and_says_so_in_german(opened: Opened) -> None:
    page = opened.goto(
        "search/?q=tables"
    )  # `table` stands in the titles: English plurals are known
    status = page.locator("[data-pf-status]")
    expect(status).to_have_text(re.compile(r"^\d+ Artikel$"))
    page.goto(opened.site.page("search/?q=zzzzqqqq+xkcdwort"))
    expect(status).to_have_text(GERMAN("script.found_no_words"))


def test_the_library_and_its_numbers_and_days_are_german(opened: Opened) -> None:
    page = opened.goto()
    page.locator(".pf-card").first.get_by_role("button", name="Merken").click()
    page.goto(opened.site.page("library/"))
    expect(page.locator("[data-pf-count=saved]")).to_have_text("1 Artikel")
    expect(page.locator("[data-pf-list=saved] .pf-card__by")).to_contain_text("1. Februar 2024")
    page.get_by_role("button", name="Die Tasten zeigen").click()
    expect(page.get_by_role("dialog", name="Tasten")).to_contain_text("nächster Artikel")


def test_a_record_can_be_edited_and_a_mistake_reported(opened: Opened) -> None:
    page = opened.goto(f"papers/{harbour.FOUND}/")
    edit = page.get_by_role("link", name=GERMAN("paper.edit")).get_attribute("href") or ""
    assert edit.startswith(f"{REPOSITORY}/edit/strand/")
    assert edit.endswith(f"/papers/2024/01/{harbour.FOUND}.md")
    report = page.get_by_role("link", name=GERMAN("paper.report")).get_attribute("href") or ""
    assert report.startswith(f"{REPOSITORY}/issues/new?")
    asked = parse_qs(urlsplit(report).query)
    assert f"papers/{harbour.FOUND}/" in asked["paper"][0]
