"""The plain Markdown, built by stock MkDocs and Material, says what our own build says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import html

from generator.builder.plain import generate
from generator.builder.project import OWN_CONTENT
from generator.feed import Feed
from generator.model import Page
from generator.outputs import all_outputs
from generator.pages import markdown_file
from tests.toy import (
    HOSTILE,
    MARKUP,
    SITE,
    WORDS,
    build_stock,
    internal_links,
    live,
    main_of,
    page_files,
    parsed,
    words,
)

ALIASES = {"papers/2401.00032/", "papers/a-survey-of-crabs-0b1c2d/"}
#: Where our own build has a search, a stock one has none: its pages do not link to it.
SEARCH = {"search/"}


@pytest.fixture(scope="session")
def own(toy_built: Path) -> dict[str, Path]:
    return page_files(toy_built)


@pytest.fixture(scope="session")
def stock(toy_stock: Path) -> dict[str, Path]:
    return page_files(toy_stock)


def test_the_same_addresses(own: dict[str, Path], stock: dict[str, Path]) -> None:
    assert len(own) > 60
    assert set(own) == set(stock)


def test_every_page_has_the_same_headings(own: dict[str, Path], stock: dict[str, Path]) -> None:
    for address in own.keys() - ALIASES - {"about/"}:
        ours, theirs = main_of(parsed(own[address])), main_of(parsed(stock[address]))
        (heading,), (other) = ours.xpath(".//h1"), theirs.xpath(".//h1")
        assert [words(heading)] == [words(found) for found in other], address


def test_every_page_links_to_the_same_pages(own: dict[str, Path], stock: dict[str, Path]) -> None:
    compared = 0
    for address in own.keys() - ALIASES:
        ours = internal_links(main_of(parsed(own[address])), address)
        theirs = internal_links(main_of(parsed(stock[address])), address)
        assert ours - SEARCH == theirs - SEARCH, address
        compared += len(ours)
    assert compared > 300


def paragraphs(element: html.HtmlElement, path: str) -> list[str]:
    return [words(found) for found in element.xpath(path)]


def within(part: list[str], whole: list[str]) -> bool:
    """Whether the one list is in the other without a gap."""
    size = len(part)
    return any(whole[start : start + size] == part for start in range(len(whole) - size + 1))


def test_every_paper_has_the_same_title_authors_abstract_topics_and_facts(
    own: dict[str, Path], stock: dict[str, Path], toy_feed: Feed
) -> None:
    for paper in toy_feed.papers:
        address = f"papers/{paper.id}/"
        ours, theirs = main_of(parsed(own[address])), main_of(parsed(stock[address]))
        said = paragraphs(theirs, "./p")
        names = paragraphs(ours, ".//ul[@class='pf-authors']/li")
        assert names == [author.name for author in paper.authors]
        assert (", ".join(names) in said) == bool(names)
        if paper.abstract:
            abstract = paragraphs(ours, ".//*[@class='pf-abstract']/p")
            assert len(abstract) == paper.abstract.count("\n\n") + 1, paper.id
            assert within(abstract, said), paper.id
        labels = paragraphs(ours, ".//ul[@class='pf-topics']/li/a")
        assert labels == [topic.label for topic in toy_feed.topics_of(paper)]
        assert labels == paragraphs(theirs, ".//h2[@id='topics']/following-sibling::ul[1]/li/a")
        names = paragraphs(ours, ".//dl[@class='pf-facts']/dt")
        facts = paragraphs(ours, ".//dl[@class='pf-facts']/dd")
        items = paragraphs(theirs, ".//h2[@id='details']/following-sibling::ul[1]/li")
        assert len(items) == len(facts)
        for name, fact, item in zip(names, facts, items, strict=True):
            assert fact in item or name in ("Listed", ""), (name, fact, item)
        for link in paper.links:
            assert link.url in ours.xpath(".//a/@href")
            assert link.url in theirs.xpath(".//a/@href")


def test_every_list_has_the_same_papers_in_the_same_order(
    own: dict[str, Path], stock: dict[str, Path]
) -> None:
    lists = 0
    for address in own.keys() - ALIASES:
        ours, theirs = main_of(parsed(own[address])), main_of(parsed(stock[address]))
        cards = ours.xpath(".//article[@class='pf-card']")
        if not cards:
            continue
        lists += 1
        titles = [words(card.xpath("./h2")[0]) for card in cards]
        headings = [text for text in paragraphs(theirs, ".//h2") if text != WORDS("home.before")]
        assert titles == headings, address
        said = paragraphs(theirs, "./p")
        for card in cards:
            assert within(paragraphs(card, "./div/p"), said), address
            for status in paragraphs(card, ".//*[@class='pf-status']"):
                assert status in said
            for name in paragraphs(card, "./p/span[@dir]"):
                assert name in said
    # Days, home, topics, trending, venues.
    assert lists == 5 + 1 + 4 + 3 + 2


@pytest.mark.parametrize("build", ["own", "stock"])
def test_nothing_of_the_data_is_alive(build: str, request: pytest.FixtureRequest) -> None:
    pages: dict[str, Path] = request.getfixturevalue(build)
    for address in pages.keys() - ALIASES - {"about/"}:
        # A page by hand has a picture, of our own.
        picture = ["img"] if address == "docs/architecture/" else []
        assert live(main_of(parsed(pages[address]))) == picture, address


@pytest.mark.parametrize("build", ["own", "stock"])
def test_a_hostile_page_has_the_chrome_of_a_tame_one(
    build: str, request: pytest.FixtureRequest
) -> None:
    """No element more or less outside of the content: titles and descriptions break out nowhere."""
    pages: dict[str, Path] = request.getfixturevalue(build)

    def chrome(paper: str) -> list[str]:
        tree = parsed(pages[f"papers/{paper}/"])
        main = main_of(tree)
        inside = set(main.iter())
        return [
            f"{e.tag!s} {sorted(map(str, e.attrib))}"
            for e in tree.iter()
            if e not in inside
            and e.get("class") != "md-nav__item"
            and "md-nav" not in str(e.get("class"))
            and not (e.get("name", "").startswith("citation_") and e.get("property") is None)
        ]

    tame = chrome("2401.00022")
    assert len(tame) > 30
    for paper in (HOSTILE, MARKUP):
        tree = parsed(pages[f"papers/{paper}/"])
        assert len(tree.xpath("//title")) == 1
        if build == "own":
            assert [t for t in chrome(paper) if "ld+json" not in t] == tame
        scripts = [
            len(parsed(pages[f"papers/{p}/"]).xpath("//script")) for p in (paper, "2401.00022")
        ]
        assert scripts[0] == scripts[1]


def test_a_title_is_one_text_in_both_heads(own: dict[str, Path], stock: dict[str, Path]) -> None:
    for address in own.keys() - ALIASES - {"", "about/"}:
        ours = parsed(own[address]).findtext(".//title") or ""
        theirs = parsed(stock[address]).findtext(".//title") or ""
        assert ours.removesuffix("Toy feed") == theirs.removesuffix("Stock"), address
        heads = [
            parsed(found[address]).xpath("string(//meta[@name='description']/@content)")
            for found in (own, stock)
        ]
        assert heads[0] == heads[1] != "", address


def test_aliases_are_files_in_both(own: dict[str, Path], stock: dict[str, Path]) -> None:
    for address in ALIASES:
        assert own[address].read_bytes() == stock[address].read_bytes()
        assert b'http-equiv="refresh"' in own[address].read_bytes()


def test_the_feed_is_a_file_in_both(toy_built: Path, toy_stock: Path) -> None:
    assert (toy_built / "feed.xml").read_bytes() == (toy_stock / "feed.xml").read_bytes()


def test_every_page_is_written_and_nothing_else(
    toy: Path, toy_feed: Feed, toy_pages: dict[str, Page], tmp_path: Path
) -> None:
    by_hand = {path.relative_to(OWN_CONTENT).as_posix() for path in OWN_CONTENT.glob("docs/*.*")}
    by_hand |= {"about.md", "reading.md"}
    assert by_hand >= {"about.md", "docs/formats.md", "docs/architecture.png"}
    assert generate(tmp_path / "g", toy, toy_feed, SITE) == len(toy_pages) + sum(
        name.endswith(".md") for name in by_hand
    )
    files = {p.relative_to(tmp_path / "g").as_posix() for p in (tmp_path / "g").rglob("*.*")}
    files = {name for name in files if (tmp_path / "g" / name).is_file()}
    assert files == {*toy_pages, *by_hand, *(o.path for o in all_outputs(toy_feed, SITE))}
    for uri, page in toy_pages.items():
        assert (tmp_path / "g" / uri).read_text(encoding="utf-8") == markdown_file(page, WORDS)


def test_a_file_by_hand_stands_in_place_of_ours(toy: Path, toy_feed: Feed, tmp_path: Path) -> None:
    content = Path(shutil.copytree(toy, tmp_path / "content"))
    (content / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    generate(tmp_path / "g", content, toy_feed, SITE)
    assert "Disallow" in (tmp_path / "g/robots.txt").read_text()


@pytest.mark.real
def test_the_page_text_builds_in_stock_mkdocs(real_page_text: Path, tmp_path: Path) -> None:
    from tests.toy import make_project, run

    project = make_project(tmp_path / "project", real_page_text)
    done = run("paperfeed", "generate", "markdown", "--content", real_page_text, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    site, built = build_stock(tmp_path / "stock", project / "markdown")
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    papers = [a for a in page_files(site) if a.startswith("papers/")]
    assert len(papers) == 66
    for address in papers:
        assert live(main_of(parsed(page_files(site)[address]))) == []
