"""A site works wherever it is put: at a root, below a path, below a longer one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import harbour
from tests.browser.conftest import HOST, PREFIXES, Opened, Served
from tests.browser.crawler import Crawler
from tests.toy import SITE

#: The theme's own parts are followed from where they are used; the rest of the site, file by file.
_PARTS = ("assets", "pagefind")
NOWHERE = "nowhere/at/any/depth/"


@dataclass(frozen=True, slots=True)
class Place:
    """A served site, where it says that it is, and what to look for there."""

    site: Served
    published: str
    day: str
    paper: str
    topic: str
    title: str
    words: str


@pytest.fixture(scope="module", params=["root", "one level", "two levels"])
def place(request: pytest.FixtureRequest) -> Place:
    """The sites that other tests look at as well, each in its place."""
    if request.param == "one level":
        toy = request.getfixturevalue("toy_site")
        title, words = "Tide tables by tree search are wrong", "tide tables search wrong"
        return Place(toy, SITE.url, "archive/2024/01/05/", "2401.00031", "trees", title, words)
    name = "root" if request.param == "root" else "sub"
    served = request.getfixturevalue("sites")[name]
    title, words = "Gulls that count the waves", "gull periwinkle"
    return Place(
        served, HOST + PREFIXES[name], "archive/2024/01/03/", harbour.FOUND, "birds", title, words
    )


@pytest.fixture(scope="module")
def crawler(place: Place) -> Crawler:
    """All that the site tells of, asked for."""
    found = Crawler(place.site.url, place.published)
    found.crawl([*files_of(place.site.folder), NOWHERE])
    return found


def files_of(site: Path) -> Iterator[str]:
    """The addresses of a site's files, relative to its root; a page's is its folder's."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith(_PARTS):
            yield name.removesuffix("index.html")


def test_every_address_that_the_site_tells_of_is_there(crawler: Crawler) -> None:
    assert "\n".join(crawler.faults) == ""


def test_all_kinds_of_file_were_looked_at(place: Place, crawler: Crawler) -> None:
    root = urlsplit(place.site.url).path
    kinds = Counter(
        path.rpartition(".")[2] if "." in path.rpartition("/")[2] else "page"
        for path, answer in crawler.answers.items()
        if answer.status == HTTPStatus.OK and path.startswith(root)
    )
    for kind in ("page", "xml", "json", "css", "js", "png", "svg", "opml", "gz", "md", "txt"):
        assert kinds[kind], kind
    assert kinds["page"] > 60
    assert kinds["js"] > 20


@pytest.fixture
def opened(open_site: Callable[..., Opened], place: Place) -> Opened:
    """The site in a page of its own, on which nothing may be asked for in vain."""
    opened = open_site(place.site)
    opened.page.on(
        "response",
        lambda answer: (
            opened.watch.faults.append(f"{answer.status} {answer.url}")
            if answer.status >= HTTPStatus.BAD_REQUEST
            else None
        ),
    )
    return opened


def links_lead_somewhere(page: Page, crawler: Crawler) -> int:
    """Ask for all that links in the page lead to on this site, those of scripts among them."""
    hrefs = page.evaluate("[...document.links].map((link) => link.href)")
    ours = [each for each in hrefs if crawler.here(each)]
    assert ours
    faults: list[str] = []
    for each in ours:
        target, _, anchor = each.partition("#")
        is_own = target == page.url.partition("#")[0]  # it may have places that scripts made
        faults += crawler.faults_at(crawler.here(target), "" if is_own else anchor, page.url)
    assert "\n".join(faults) == ""
    return len(ours)


def test_each_kind_of_page_loads_all_its_parts(
    opened: Opened, place: Place, crawler: Crawler
) -> None:
    day = place.day
    for address in (
        "", day, day[:-3], day[:-6], "archive/", f"papers/{place.paper}/", f"topics/{place.topic}/",
        "topics/", "trending/", "venues/", "stats/", "search/", "authors/", "library/",
        "subscribe/", "about/", "docs/fetch/",
    ):  # fmt: skip
        page = opened.goto(address)
        expect(page.locator(".pf-footer")).to_contain_text("updated")  # scripts run
        assert links_lead_somewhere(page, crawler) > 10


def test_what_is_searched_is_found_where_the_site_is(
    opened: Opened, place: Place, crawler: Crawler
) -> None:
    paper = place.site.page(f"papers/{place.paper}/")
    page = opened.goto(place.day)
    page.keyboard.press("/")
    expect(page.locator("input:focus")).to_have_attribute("type", "search")
    page.keyboard.type(place.words)
    link = page.get_by_role("option").filter(has_text=place.title)
    expect(link).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{place.site.page('search/')}?*")
    results = page.locator(".pf-results .pf-result__title a")
    expect(results.filter(has_text=place.title)).to_have_count(1)
    assert links_lead_somewhere(page, crawler)
    results.filter(has_text=place.title).click()
    page.wait_for_url(paper)
    expect(page.locator("h1")).to_have_text(place.title)


def test_the_library_leads_back_to_its_papers(
    opened: Opened, place: Place, crawler: Crawler
) -> None:
    page = opened.goto(f"papers/{place.paper}/")
    page.keyboard.press("s")
    page.get_by_role("link", name="Library").first.click()
    page.wait_for_url(place.site.page("library/"))
    saved = page.locator("#pf-content a").filter(has_text=place.title)
    expect(saved).to_have_count(1)
    assert links_lead_somewhere(page, crawler)
    saved.click()
    page.wait_for_url(place.site.page(f"papers/{place.paper}/"))


def test_where_nothing_is_links_lead_on(opened: Opened, place: Place, crawler: Crawler) -> None:
    opened.watch.allow("status of 404")  # any other than the page's own is told with its address
    for address in ("nowhere", NOWHERE):
        opened.watch.allow(f"404 {place.site.page(address)}")
        page = opened.goto(address)
        expect(page.locator("h1")).to_have_text("There is no page here")
        assert links_lead_somewhere(page, crawler) > 10
    page.locator("#pf-404-q").fill(place.words)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{place.site.page('search/')}?*")
    expect(page.locator(".pf-results").get_by_text(place.title)).to_have_count(1)
