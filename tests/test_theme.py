"""Every page of a built site: policy, head, and nothing from elsewhere; of a hostile feed too."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from generator.feed import Feed
from generator.model import Page
from generator.pages.facts import addresses
from tests.toy import ROOT, SITE, page_files, parsed, words

#: The pages that only lead on have a head of their own.
REDIRECTS = {"papers/2401.00032/", "papers/a-survey-of-crabs-0b1c2d/"}
_URL = re.compile(r"https?://[^\s<>)\"]+")


@pytest.fixture(scope="session")
def built(toy_built: Path) -> dict[str, html.HtmlElement]:
    """Every page that Material made, by its address; the 404 page is one."""
    files = {a: path for a, path in page_files(toy_built).items() if a not in REDIRECTS}
    pages = {address: parsed(path) for address, path in files.items()}
    return {**pages, "404.html": parsed(toy_built / "404.html")}


def test_there_is_something_to_look_at(built: dict[str, html.HtmlElement]) -> None:
    assert len(built) > 60


def policy_of(tree: html.HtmlElement) -> dict[str, list[str]]:
    (content,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return {name: values for name, *values in map(str.split, content.split(";"))}


def test_the_policy_is_the_first_thing_after_the_character_set(
    built: dict[str, html.HtmlElement],
) -> None:
    for address, tree in built.items():
        first, second = tree.xpath("/html/head/*")[:2]
        assert first.attrib == {"charset": "utf-8"}, address
        assert second.get("http-equiv") == "Content-Security-Policy", address


def test_the_policy_names_each_inline_script_by_its_hash_and_no_other(
    toy_built: Path, built: dict[str, html.HtmlElement]
) -> None:
    seen = 0
    for address, tree in built.items():
        policy = policy_of(tree)
        assert policy["default-src"] == ["'none'"]
        wanted: dict[str, set[str]] = {"script": set(), "style": set()}
        for kind in wanted:
            for element in tree.xpath(f"//{kind}[not(@src)]"):
                if "json" in (element.get("type") or ""):
                    continue
                digest = hashlib.sha256((element.text or "").encode()).digest()
                wanted[kind].add(f"'sha256-{base64.b64encode(digest).decode()}'")
        allowed = {"'self'", "'wasm-unsafe-eval'"}
        assert set(policy["script-src"]) - allowed == wanted["script"], address
        assert set(policy["style-src"]) - allowed == wanted["style"], address
        seen += len(wanted["script"])
    assert seen > 100


def test_no_style_and_no_event_attributes(built: dict[str, html.HtmlElement]) -> None:
    for address, tree in built.items():
        for element in tree.iter():
            bad = [name for name in element.attrib if name == "style" or name.startswith("on")]
            assert not bad, (address, element.tag, bad)


def test_everything_comes_from_the_site_itself(
    toy_built: Path, toy_feed: Feed, built: dict[str, html.HtmlElement]
) -> None:
    """No address leads elsewhere but the papers' own links, and nothing is loaded from them."""
    papers = {link.url for paper in toy_feed.papers for link in paper.links}
    papers |= {url for paper in toy_feed.papers for url in addresses(paper).values()}
    papers |= {
        url.rstrip(".,") for paper in toy_feed.papers for url in _URL.findall(paper.abstract)
    }
    for address, tree in built.items():
        for element in tree.iter():
            for name in ("href", "src", "action", "srcset", "poster", "data"):
                value = element.get(name)
                if value is None:
                    continue
                target = urljoin(SITE.url + address, value)
                if target.startswith(SITE.url) or element.get("rel") == "cite-as":
                    continue  # nothing is loaded from where it is cited
                assert (element.tag, name) == ("a", "href"), (address, element.tag, value)
                assert value in papers, (address, value)
                assert "noopener" in element.get("rel", ""), (address, value)


def test_every_address_of_the_site_is_there(
    toy_built: Path, built: dict[str, html.HtmlElement]
) -> None:
    for address, tree in built.items():
        for element in tree.iter():
            for name in ("href", "src", "action"):
                target = urlsplit(urljoin(SITE.url + address, element.get(name) or ""))
                whole = f"{target.scheme}://{target.netloc}{target.path}"
                if not whole.startswith(SITE.url):
                    continue
                path = toy_built / unquote(whole.removeprefix(SITE.url))
                assert (path / "index.html" if path.is_dir() else path).is_file(), (address, whole)


def test_stylesheets_load_nothing_from_elsewhere(toy_built: Path) -> None:
    for path in (ROOT / "overrides/assets/stylesheets").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text
        for target in re.findall(r"url\(([^)]*)\)", text):
            assert target.strip("'\"").startswith(("data:", "../", "./")), (path.name, target)


def test_every_head_says_what_the_page_is(
    built: dict[str, html.HtmlElement], toy_pages: dict[str, Page]
) -> None:
    from generator.addresses import url_of

    for uri, page in toy_pages.items():
        tree = built[url_of(uri)]
        (title,) = tree.xpath("//head/title")
        assert not len(title), uri
        assert title.getparent().tag == "head"
        name = SITE.name if uri == "index.md" else f"{page.title} - {SITE.name}"
        assert words(title) == " ".join(name.split()), uri
        (description,) = tree.xpath("//meta[@name='description']/@content")
        assert description == page.description, uri
        (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
        assert canonical == SITE.url + url_of(uri)
        for kind, name in (("atom+xml", "feed.xml"), ("feed+json", "feed.json")):
            found = tree.xpath(f"//link[@rel='alternate feed'][@type='application/{kind}']/@href")
            topic = uri.split("/")[1] if page.kind == "topic" else ""
            wanted = [f"{SITE.url}{name}", *([f"{SITE.url}topics/{topic}/{name}"] * bool(topic))]
            assert [urljoin(canonical, each) for each in found] == wanted, uri
        assert bool(tree.xpath("//meta[@name='robots']")) == (not page.indexed), uri


def test_the_404_page_has_a_title_and_a_search(built: dict[str, html.HtmlElement]) -> None:
    tree = built["404.html"]
    assert tree.findtext(".//title") == "Page not found - Toy feed"
    form = tree.get_element_by_id("pf-content").find(".//form")
    assert form is not None
    # It may be shown at any address, so its own are whole.
    assert form.get("action") == "/mirror/search/"
    assert form.xpath(".//input/@name") == ["q"]


def test_every_papers_json_ld_can_be_read(
    built: dict[str, html.HtmlElement], toy_feed: Feed
) -> None:
    by_address = {f"papers/{paper.id}/": paper for paper in toy_feed.papers}
    for address, tree in built.items():
        found = tree.xpath("//script[@type='application/ld+json']")
        assert len(found) == (address in by_address), address
        if found:
            data = json.loads(found[0].text)
            assert data["@type"] == "ScholarlyArticle"
            assert data["url"] == SITE.url + address
            assert len(data.get("author", [])) == min(100, len(by_address[address].authors))


def test_no_attributes_are_glued_together(toy_built: Path) -> None:
    """Parsers part `a="1"b="2"` without a word, so none of the other tests would see it."""
    for path in toy_built.rglob("*.html"):
        for tag in re.findall(r"<[a-z][^<>]*>", path.read_text(encoding="utf-8")):
            bare = re.sub('"[^"]*"', "Q", tag)
            assert not re.search(r"=Q[^\s/>]", bare), (path, tag)


def test_only_papers_are_in_the_index(built: dict[str, html.HtmlElement], toy_feed: Feed) -> None:
    papers = {f"papers/{paper.id}/" for paper in toy_feed.papers}
    for address, tree in built.items():
        marked = len(tree.xpath("//*[@data-pagefind-body]"))
        assert marked == (address in papers), address


def test_every_page_has_one_heading_and_a_way_past_the_menu(
    built: dict[str, html.HtmlElement],
) -> None:
    for address, tree in built.items():
        assert len(tree.xpath("//h1")) == 1, address
        (skip,) = tree.xpath("//a[@class='pf-skip']/@href")
        assert tree.get_element_by_id(skip.removeprefix("#")) is not None
        ids = tree.xpath("//@id")
        assert len(set(ids)) == len(ids), address
        # The theme puts this label beside each table of contents, its box only into the menu.
        for label in set(tree.xpath("//label/@for")) - {"__toc"}:
            assert label in ids, (address, label)


def test_materials_own_search_is_off(built: dict[str, html.HtmlElement], toy_built: Path) -> None:
    assert not (toy_built / "search/search_index.json").exists()
    for tree in built.values():
        for config in tree.xpath("//script[@id='__config']/text()"):
            assert "repo" not in config
        assert not tree.xpath("//*[@data-md-component='search']")


def test_only_pages_by_hand_have_the_themes_script(built: dict[str, html.HtmlElement]) -> None:
    with_it = {address for address, tree in built.items() if tree.xpath("//script[@id='__config']")}
    loading = {
        address
        for address, tree in built.items()
        if tree.xpath("//script[contains(@src, '/bundle.')]")
    }
    palettes = {
        address
        for address, tree in built.items()
        if tree.xpath("//script[contains(@src, '/palette.js')]")
    }
    assert loading == with_it == built.keys() - palettes
    assert "about/" in " ".join(loading)
    assert len(palettes) > len(loading)


def test_lists_name_three_of_three_thousand_authors(toy_built: Path) -> None:
    day = (toy_built / "archive/2024/01/09/index.html").read_text(encoding="utf-8")
    assert "Author 0003 and 2,997 more" in day
    assert "Author 0004" not in day
