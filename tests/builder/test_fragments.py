"""Views as HTML: golden fragments, and nothing of the data alive in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.builder.fragments import renderer
from generator.builder.template_faults import TemplateFaultError
from generator.feed import Feed
from generator.model import Author, Page
from generator.outputs import all_outputs
from generator.pages import KINDS, all_pages
from generator.text import clean_line, clean_paragraphs
from tests.toy import (
    HOSTILE,
    MARKUP,
    ROOT,
    SITE,
    feed_of,
    internal_links,
    live,
    paper,
    topic,
    words,
)

RENDER = renderer([str(ROOT / "overrides")], SITE)
GOLDEN = {
    "paper": "papers/2312.00011.md",
    "paper-hostile": f"papers/{HOSTILE}.md",
    "paper-markup": f"papers/{MARKUP}.md",
    "paper-venue": "papers/10.1234-shore.7.md",
    "day": "archive/2024/01/08.md",
    "day-quiet": "archive/2024/01/05.md",
    "topic": "topics/trees/index.md",
    "topic-empty": "topics/stones/index.md",
    "week": "archive/2024/W01.md",
    "trending": "trending/index.md",
    "stats": "stats.md",
    "venue": "venues/i-venue-i-co/index.md",
    "month": "archive/2024/01/index.md",
    "library": "library.md",
}


@pytest.mark.parametrize("name", GOLDEN)
def test_fragment(
    name: str, toy_pages: dict[str, Page], golden: Callable[[str, str], None]
) -> None:
    golden(f"fragments/{name}.html", RENDER(toy_pages[GOLDEN[name]]))


def test_every_page_is_rendered_and_nothing_in_it_is_alive(toy_pages: dict[str, Page]) -> None:
    for page in toy_pages.values():
        element = html.fragment_fromstring(RENDER(page))
        assert live(element) == [], page.uri
        assert element.get("id") == "pf-content"
        assert len(element.xpath(".//h1")) == 1


@settings(max_examples=60)
@given(st.text(min_size=1), st.text(), st.text())
def test_no_text_becomes_an_element(title: str, abstract: str, name: str) -> None:
    title, abstract, name = clean_line(title), clean_paragraphs(abstract), clean_line(name)
    made = paper(
        title=title or "T", abstract=abstract, authors=(Author(name or "N"),), comment=name or "C"
    )
    feed = feed_of(made, topics=[topic("trees", "tree")])
    tame = feed_of(paper(title="T", abstract="A", authors=(Author("N"),), comment="C"))
    for page in all_pages(feed, SITE):
        if page.kind not in ("paper", "day", "month", "home"):
            continue
        element = html.fragment_fromstring(RENDER(page))
        assert live(element) == []
        plain = next(p for p in all_pages(tame, SITE) if p.uri == page.uri)
        expected = html.fragment_fromstring(RENDER(plain))
        for tag in ("h1", "h2", "ul", "dl", "section", "nav"):
            assert len(element.xpath(f".//{tag}")) == len(expected.xpath(f".//{tag}")), tag


def test_links_lead_to_what_is_there(toy_feed: Feed, toy_pages: dict[str, Page]) -> None:
    from generator.addresses import url_of

    there = {url_of(uri) for uri in toy_pages} | {each.path for each in all_outputs(toy_feed, SITE)}
    for page in toy_pages.values():
        element = html.fragment_fromstring(RENDER(page))
        assert internal_links(element, url_of(page.uri)) <= there, page.uri


def test_what_the_library_keeps_of_a_paper_is_what_its_record_says() -> None:
    doi = "10.1002/(sici)1<1::aid-x>3.0.co;2-\"&'"
    made = paper(1, title="A \"B\" <i> & 'C'", identifiers={"doi": doi}, published="2019-06")
    page = next(p for p in all_pages(feed_of(made), SITE) if p.kind == "paper")
    article = html.fromstring(RENDER(page))
    kept = {name: article.get(f"data-{name}") for name in ("doi", "title", "day", "year")}
    assert kept == {"doi": doi, "title": made.title, "day": "2024-01-03", "year": "2019"}


@pytest.mark.parametrize(("language", "said"), [("en", []), ("EN", []), ("de", ["de"])])
def test_a_title_in_the_pages_language_says_no_language(language: str, said: list[str]) -> None:
    feed = feed_of(paper(1, language=language))
    page = next(page for page in all_pages(feed, SITE) if page.kind == "paper")
    assert html.fromstring(RENDER(page)).xpath("//h1/@lang") == said


def test_a_formula_is_mathml_and_a_macro_of_its_authors_is_shown_by_its_name(
    toy_pages: dict[str, Page],
) -> None:
    element = html.fragment_fromstring(RENDER(toy_pages["papers/2312.00011.md"]))
    assert element.xpath(".//h1//math/@alttext") == ["n", r"O(n \log n)", r"\epsilon"]
    (own,) = element.xpath(r".//*[@class='pf-abstract']//math[@alttext='\oursmacro{x}']")
    assert own.text_content() == "oursmacrox"
    assert "$5 and $6 on weekdays" in words(element)


def test_text_of_another_direction_may_find_its_own(toy_pages: dict[str, Page]) -> None:
    page = toy_pages["papers/openreview-ab3de5gh7j-7b0149.md"]
    element = html.fragment_fromstring(RENDER(page))
    own = ".//*[@lang][not(ancestor::section)]/@lang"
    assert element.xpath(own) == ["he", "he"]  # the title's and the abstract's
    for path in (".//h1", ".//*[@class='pf-authors']/li", ".//*[@class='pf-abstract']"):
        assert element.xpath(f"{path}/@dir") == ["auto"], path


def test_many_authors_are_folded_away(toy_pages: dict[str, Page]) -> None:
    element = html.fragment_fromstring(RENDER(toy_pages["papers/2401.00042.md"]))
    assert len(element.xpath(".//ul[@class='pf-authors']/li/a[contains(@href, '?name=')]")) == 3000
    lists = element.xpath(".//ul[@class='pf-authors']")
    assert [len(found) for found in lists] == [10, 2990]
    assert element.xpath("string(.//summary[1])") == "and 2,990 more authors"


def test_a_day_leads_to_its_neighbours_and_the_last_to_none(toy_pages: dict[str, Page]) -> None:
    element = html.fragment_fromstring(RENDER(toy_pages["archive/2024/01/05.md"]))
    assert element.xpath(".//a[@rel='prev']/@href") == ["../../../../archive/2024/01/03/"]
    assert element.xpath(".//a[@rel='next']/@href") == ["../../../../archive/2024/01/08/"]
    last = html.fragment_fromstring(RENDER(toy_pages["archive/2024/03/05.md"]))
    assert last.xpath(".//a[@rel='next']") == []


def test_pages_of_a_topic_lead_to_each_other() -> None:
    feed = feed_of(
        *(paper(n, title=f"Tree {n}") for n in range(120)), topics=[topic("trees", "tree")]
    )
    pages = {page.uri: page for page in all_pages(feed, SITE)}
    element = html.fragment_fromstring(RENDER(pages["topics/trees/2.md"]))
    (paging,) = element.xpath(".//nav[@aria-label='Pages']")
    first, third = "../../../topics/trees/", "../../../topics/trees/3/"
    assert paging.xpath(".//a/@href") == [first, first, third, third]
    assert paging.xpath("./a[@rel='prev']/@href") == [first]
    assert paging.xpath("./a[@rel='next']/@href") == [third]
    assert paging.xpath(".//*[@aria-current]/text()") == ["2"]
    assert "120 papers, page 2 of 3" in words(element)
    element = html.fragment_fromstring(RENDER(pages["topics/trees/index.md"]))
    assert element.xpath(".//a[@rel='prev']") == []
    assert len(element.xpath(".//article")) == 50


def test_no_papers_and_what_to_do() -> None:
    pages = {page.kind: page for page in all_pages(feed_of(topics=[topic("trees", "tree")]), SITE)}
    assert set(pages) == set(KINDS) - {"venue", "day", "week", "month", "year", "paper", "removed"}
    assert "There are no papers here yet" in RENDER(pages["home"])
    assert "paperfeed ingest" in RENDER(pages["home"])
    assert "There are no papers here yet" in RENDER(pages["archive"])


def test_a_misspelt_name_in_a_fragment_is_an_error(
    toy_pages: dict[str, Page], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("theme") / "feed"
    folder.mkdir()
    (folder / "day.html").write_text("{{ view.titel }}")
    with pytest.raises(TemplateFaultError, match=r"/feed/day\.html:1: .*'titel'"):
        renderer([str(folder.parent)], SITE)(toy_pages["archive/2024/01/03.md"])


def test_a_folder_before_ours_may_replace_a_fragment(
    toy_pages: dict[str, Page], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("theme") / "feed"
    folder.mkdir()
    (folder / "search.html").write_text("<p>{{ view.papers | count('paper') }}, {{ '<b>' }}</p>")
    render = renderer([str(folder.parent), str(ROOT / "overrides")], SITE)
    assert render(toy_pages["search.md"]) == "<p>13 papers, &lt;b&gt;</p>"
    assert "pf-page" in render(toy_pages["index.md"])


def test_a_card_that_is_kept_is_the_card_that_is_made(
    toy_pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.builder.kept_cards.MOST", 0)
    made = renderer([str(ROOT / "overrides")], SITE)
    kept = renderer([str(ROOT / "overrides")], SITE)
    lists = [page for page in toy_pages.values() if page.kind in ("home", "day", "topic", "venue")]
    assert len(lists) > 20
    once = [made(page) for page in lists]
    monkeypatch.undo()
    assert [kept(page) for page in lists] == once
    assert [kept(page) for page in lists] == once
    assert not any("\x02" in text or "\x03" in text for text in once)
    bylines = [p for text in once for p in html.fromstring(text).find_class("pf-card__by")]
    assert [p for p in bylines if any(not words(span) for span in p.iter("span"))] == []
    assert any("<span>3 January 2024</span>" in text for text in once)
