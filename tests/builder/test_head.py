"""The head of every built page: OpenGraph, its own address, links that lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from generator.addresses import CARD, day_card, url_of
from generator.citing import citation
from generator.feed import Feed
from generator.head_tags import persistent_address
from generator.markup import plain
from generator.model import Page
from tests.toy import HOSTILE, MARKUP, SITE, page_files, parsed

#: As the theme's script finds pages in other languages, for each of which it fetches the sitemap.
ALTERNATE = "//link[@rel='alternate']"


@pytest.fixture(scope="module")
def built(toy_built: Path) -> dict[str, html.HtmlElement]:
    trees = {address: parsed(path) for address, path in page_files(toy_built).items()}
    return {a: t for a, t in trees.items() if not t.xpath("//meta[@http-equiv='refresh']")}


def told(tree: html.HtmlElement, name: str) -> str:
    """What the one tag of this property says."""
    (found,) = tree.xpath(f"/html/head/meta[@property='{name}']/@content")
    return str(found)


def test_every_page_says_of_itself_what_chat_programs_show(
    built: dict[str, html.HtmlElement], toy_pages: dict[str, Page], toy_built: Path
) -> None:
    assert any(page.kind == "day" and not page.view.cards for page in toy_pages.values())
    pages = {url_of(uri): page for uri, page in toy_pages.items()}
    assert len(built) > len(pages)  # and those by hand
    for address, tree in built.items():
        page = pages.get(address)
        kind = page.kind if page else ""
        assert told(tree, "og:site_name") == SITE.name
        assert told(tree, "og:type") == ("article" if kind == "paper" else "website"), address
        assert told(tree, "og:url") == SITE.url + address
        assert tree.xpath("//link[@rel='canonical']/@href") == [SITE.url + address]
        (description,) = tree.xpath("//meta[@name='description']/@content")
        assert told(tree, "og:description") == description, address
        own = page.date if page and kind == "day" and page.view.cards else None
        card = day_card(own) if own else CARD
        assert told(tree, "og:image") == SITE.url + card, address
        assert (toy_built / card).is_file(), address
        large = tree.xpath("//meta[@name='twitter:card']/@content")
        assert large == ["summary_large_image"] * (kind in ("home", "day")), address
        if page:
            assert told(tree, "og:title") == (SITE.name if kind == "home" else page.title)
            assert description == page.description
        else:
            assert tree.findtext("head/title") == f"{told(tree, 'og:title')} - {SITE.name}"


def test_a_paper_s_title_is_told_once_for_all(
    built: dict[str, html.HtmlElement], toy_feed: Feed
) -> None:
    addresses = {f"papers/{paper.id}/": paper for paper in toy_feed.papers}
    for address, tree in built.items():
        found = tree.xpath("//meta[starts-with(@name, 'citation_')]")
        assert bool(found) == (address in addresses), address
        if paper := addresses.get(address):
            (title,) = tree.xpath("//meta[@name='citation_title'][@property='og:title']/@content")
            assert title == plain(paper.title)
            cited = citation(paper, SITE.url + address)
            authors = tree.xpath("//meta[@name='citation_author']/@content")
            assert len(authors) == len(cited.get("author", []))
            assert tree.xpath("//link[@rel='cite-as']/@href") == [
                persistent_address(cited, SITE.url + address)
            ]
            (data,) = tree.xpath("//link[@rel='describedby'][@type='application/json']")
            (text,) = tree.xpath(f"{ALTERNATE}[@type='text/markdown']")
            tree.make_links_absolute(SITE.url + address)
            assert data.get("href") == f"{SITE.url}api/papers/{paper.id}.json"
            assert text.get("href") == f"{SITE.url}papers/{paper.id}.md"


def test_no_page_with_another_form_has_the_script_that_fetches_the_sitemap_for_it(
    built: dict[str, html.HtmlElement],
) -> None:
    seen = set()
    for address, tree in built.items():
        other, script = (
            bool(tree.xpath(ALTERNATE)),
            bool(tree.xpath("//script[contains(@src, '/bundle.')]")),
        )
        assert not (other and script), address
        seen.add((other, script))
    assert seen == {(True, False), (False, False), (False, True)}


@pytest.mark.parametrize("paper", [HOSTILE, MARKUP])
def test_a_hostile_paper_s_head_has_the_elements_of_a_tame_one(
    paper: str, built: dict[str, html.HtmlElement]
) -> None:
    def elements(address: str) -> list[str]:
        found = built[address].xpath("/html/head/*")
        names = (f"{e.tag} {e.get('name')} {e.get('property')} {e.get('rel')}" for e in found)
        return [name for name in names if "meta citation_" not in name or "og:" in name]

    assert elements(f"papers/{paper}/") == elements("papers/2401.00022/")


def test_the_404_page_says_nothing_of_an_address(toy_built: Path) -> None:
    tree = parsed(toy_built / "404.html")
    assert not tree.xpath("//meta[starts-with(@property, 'og:u')] | //link[@rel='canonical']")
