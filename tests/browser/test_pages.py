"""Every kind of page in a browser: the policy, light and dark, small, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html
from playwright.sync_api import expect

from tests.browser import harbour
from tests.browser.conftest import HOST, PREFIXES, Opened, Served

#: Words of tables, and names of code that rows begin with, that are in more lines than one.
BROKEN = """[...document.querySelectorAll(
  ".pf-prose :is(th, td), .pf-prose td:first-child > code"
)].flatMap((cell) => {
  const found = [];
  for (const node of cell.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE) continue;
    for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (range.getClientRects().length > 1) found.push(word[0]);
    }
  }
  return found;
})"""
#: A page of every kind, and the papers that are hard to show.
KINDS = {
    "home": "",
    "day": "archive/2024/01/03/",
    "quiet day": f"archive/{harbour.QUIET}/",
    "week": "archive/2024/W01/",
    "month": "archive/2024/01/",
    "year": "archive/2024/",
    "archive": "archive/",
    "topics": "topics/",
    "topic": "topics/tides/",
    "topic's second page": "topics/tides/2/",
    "topic without papers": "topics/wrecks/",
    "trending": "trending/",
    "trending month": "trending/month/",
    "venues": "venues/",
    "statistics": "stats/",
    "subscribe": "subscribe/",
    "authors": "authors/",
    "author": "authors/?name=Ada%20Ebb",
    "author of no paper": "authors/?name=Nobody",
    "about": "about/",
    "search": "search/",
    "library": "library/",
    "search with results": "search/?q=tide",
    "404": "no-such-page/",
    "paper": f"papers/{harbour.FOUND}/",
    "hostile paper": f"papers/{harbour.HOSTILE}/",
    "right-to-left paper": f"papers/{harbour.RIGHT_TO_LEFT}/",
    "paper of 3,000": f"papers/{harbour.CROWD}/",
    "paper of nobody": f"papers/{harbour.NOBODY}/",
    "withdrawn paper": f"papers/{harbour.WITHDRAWN}/",
    "paper with formulas": f"papers/{harbour.FORMULA}/",
    "wide paper": f"papers/{harbour.WIDE}/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_its_policy(
    open_site: Callable[..., Opened], site: Served, scheme: str
) -> None:
    opened = open_site(site, color_scheme=scheme)
    opened.watch.allow("404")
    for address in KINDS.values():
        page = opened.goto(address)
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1, address
        shown = "slate" if scheme == "dark" else "default"
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", shown)
        assert opened.watch.remaining() == [], address


def test_the_watch_sees_what_it_watches_for(opened: Opened) -> None:
    page = opened.goto()
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://[::1]:1/x.png'}))")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.wait_for_timeout(300)
    seen = "\n".join(opened.watch.remaining())
    for part in ("violation of img-src", "violation of style-src-attr", "exception: thrown"):
        assert part in seen
    opened.watch.faults.clear()


def test_nothing_is_wider_than_a_small_phone(
    open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site, viewport={"width": 320, "height": 640})
    opened.watch.allow("404")
    wide = {}
    for kind, address in KINDS.items():
        page = opened.goto(address)
        if "results" in kind:
            expect(page.locator(".pf-result")).to_have_count(20)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[kind] = width
    assert wide == {}


def test_the_palette_goes_round_and_is_remembered(opened: Opened) -> None:
    page = opened.goto()
    body = page.locator("body")
    button = page.locator("[data-md-component=palette] label:visible")
    expect(button).to_have_attribute("title", "Switch to light mode")
    button.click()
    expect(button).to_have_attribute("title", "Switch to dark mode")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    button.click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    opened.goto("archive/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    button.click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_the_system_is_followed_as_it_changes_until_something_is_chosen(opened: Opened) -> None:
    page = opened.goto()
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("[data-md-component=palette] label:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_pages_by_hand_know_the_palette_that_was_chosen_and_tell_theirs(opened: Opened) -> None:
    page = opened.goto()
    body = page.locator("body")
    button = page.locator("[data-md-component=palette] label:visible")
    button.click()
    button.click()
    opened.goto("about/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(button).to_have_attribute("title", "Follow the system")
    button.click()
    expect(button).to_have_attribute("title", "Switch to light mode")
    button.click()
    opened.goto()
    expect(button).to_have_attribute("title", "Switch to dark mode")
    expect(body).to_have_attribute("data-md-color-scheme", "default")


@pytest.mark.parametrize("kept", ["", "null", "[", '{"index": 7}', '{"index": "x"}'])
def test_a_palette_kept_by_something_else_hides_no_button(opened: Opened, kept: str) -> None:
    page = opened.goto()
    opened.watch.allow("JSON")  # The theme's own reading of it.
    page.evaluate("kept => localStorage.setItem(__md_scope.pathname + '.__palette', kept)", kept)
    page.reload()
    expect(page.locator("[data-md-component=palette] label:visible")).to_have_count(1)


def test_a_day_back(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto()
    expect(page.locator("h1")).to_have_text("Thursday, 1 February 2024")
    page.locator("h1 a").click()
    page.locator("a[rel=prev]").first.click()
    page.wait_for_url(opened_anywhere.site.page("archive/2024/01/10/"))
    expect(page.locator("h1")).to_have_text("Wednesday, 10 January 2024")
    page.locator("a[rel=next]").first.click()
    page.wait_for_url(opened_anywhere.site.page("archive/2024/02/01/"))


def test_a_quiet_day_leads_to_its_neighbours(opened: Opened) -> None:
    for rel, day in (("prev", harbour.BEFORE_QUIET), ("next", harbour.AFTER_QUIET)):
        page = opened.goto(f"archive/{harbour.QUIET}/")
        expect(page.locator(".pf-lead")).to_have_text("No papers were listed on this day.")
        page.locator(f"a[rel={rel}]").click()
        page.wait_for_url(opened.site.page(f"archive/{day}/"))
        assert page.locator(".pf-card").count() > 0


def test_an_alias_redirects(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto(f"papers/{harbour.ALIAS}/")
    page.wait_for_url(opened_anywhere.site.page(f"papers/{harbour.ALIASED}/"))
    expect(page.locator("h1")).to_have_text("Seals of the outer harbour")


def test_the_404_page_searches(opened_anywhere: Opened) -> None:
    opened_anywhere.watch.allow("404")
    page = opened_anywhere.goto("papers/never/was/")
    page.get_by_role("searchbox", name="Search", exact=True).fill("cormorants")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url(opened_anywhere.site.page("search/?q=cormorants"))
    expect(page.locator(".pf-result a").first).to_have_text("Cormorants")


def test_without_javascript_everything_but_search_is_there(
    open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site, java_script_enabled=False)
    page = opened.goto()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".pf-card").count() > 0
    page.locator("h1 a").click()
    expect(page.locator(".pf-card").first).to_be_visible()
    page = opened.goto(f"papers/{harbour.FOUND}/")
    expect(page.get_by_text("It counts in periwinkles")).to_be_visible()
    expect(page.get_by_role("link", name="PDF")).to_be_visible()
    page = opened.goto("search/?q=gulls")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("noscript p")).to_contain_text("needs JavaScript")


def test_no_page_asks_for_the_whole_sitemap(opened: Opened) -> None:
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    for address in ("", f"papers/{harbour.FOUND}/"):
        opened.goto(address).wait_for_load_state("networkidle")
    assert [url for url in asked if "sitemap" in url] == []


@pytest.mark.parametrize("where", list(PREFIXES))
def test_every_internal_link_leads_somewhere(sites: dict[str, Served], where: str) -> None:
    folder, prefix = sites[where].folder, PREFIXES[where]
    trees = {path: html.parse(str(path)).getroot() for path in folder.rglob("*.html")}
    ids = {path: set(tree.xpath("//@id")) for path, tree in trees.items()}
    assert len(trees) > 100
    dead = set()
    for path, tree in trees.items():
        address = HOST + prefix + path.relative_to(folder).as_posix().removesuffix("index.html")
        for target in _targets(tree, address):
            parts = urlsplit(target)
            if f"{parts.scheme}://{parts.netloc}" != HOST:
                continue
            file = _file(folder, prefix, unquote(parts.path))
            if file is None or (parts.fragment and unquote(parts.fragment) not in ids[file]):
                dead.add((address, target))
    assert sorted(dead) == []


def _targets(tree: html.HtmlElement, address: str) -> list[str]:
    found = [str(each) for each in tree.xpath("//@href | //@src | //form/@action")]
    found += [
        each.split("url=", 1)[1] for each in tree.xpath("//meta[@http-equiv='refresh']/@content")
    ]
    return [urljoin(address, each) for each in found]


def _file(folder: Path, prefix: str, path: str) -> Path | None:
    if not path.startswith(prefix):
        return None
    found = folder / path.removeprefix(prefix)
    if path.endswith("/"):
        found /= "index.html"
    return found if found.is_file() else None


@pytest.mark.parametrize(
    ("page", "code"),
    [("host", "{\n    root * /srv/paperfeed/public/html\n"), ("records", "\n---\n\nThe abstract")],
)
def test_code_in_documents_keeps_its_blanks(page: str, code: str, opened: Opened) -> None:
    blocks = opened.goto(f"docs/{page}/").locator("pre code").all_text_contents()
    assert [block for block in blocks if code in block]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", ["contribute", "formats", "mirroring", "reference", "speed"])
def test_no_word_of_a_table_is_broken(
    page: str, width: int, open_site: Callable[..., Opened], site: Served
) -> None:
    opened = open_site(site, viewport={"width": width, "height": 800})
    opened.page.goto(f"{site.url}docs/{page}/")
    assert opened.page.evaluate(BROKEN) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_papers_identifiers_and_licence_are_links(opened: Opened) -> None:
    page = opened.goto(f"papers/{harbour.SILENT}/")
    links = page.locator(".pf-facts a")
    assert [(each.inner_text(), each.get_attribute("href")) for each in links.all()] == [
        (harbour.SILENT, f"https://arxiv.org/abs/{harbour.SILENT}"),
        (harbour.BELL_DOI.lower(), "https://doi.org/10.1234/bell.8(1)"),
        (
            "http://creativecommons.org/licenses/by/4.0/",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
    ]
    for link in links.all():
        expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_a_withdrawn_papers_page_says_why_at_once(opened: Opened) -> None:
    page = opened.goto(f"papers/{harbour.WITHDRAWN}/")
    expect(page.locator(".pf-warning")).to_have_text(
        "This paper has been withdrawn. Withdrawn by the author due to an error in the level"
    )
