"""What holds for every kind of page, and golden files of the Markdown of one of each."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import url_of
from generator.feed import Feed
from generator.markup import escaped
from generator.model import Page
from generator.pages import KINDS, all_pages, markdown_file
from tests.toy import HOSTILE, MARKUP, ROOT, SITE, WORDS, by_uri, feed_of, paper, topic

GOLDEN = {
    "home": "index.md",
    "archive": "archive/index.md",
    "year": "archive/2024/index.md",
    "month": "archive/2024/01/index.md",
    "week": "archive/2024/W01.md",
    "day": "archive/2024/01/03.md",
    "day-quiet": "archive/2024/01/05.md",
    "day-crowd": "archive/2024/01/09.md",
    "topics": "topics/index.md",
    "topic": "topics/tides/index.md",
    "topic-empty": "topics/stones/index.md",
    "trending": "trending/index.md",
    "trending-month": "trending/month.md",
    "venues": "venues/index.md",
    "venue": "venues/i-venue-i-co/index.md",
    "paper": "papers/2312.00011.md",
    "paper-hostile": f"papers/{HOSTILE}.md",
    "paper-markup": f"papers/{MARKUP}.md",
    "paper-sample": "papers/1706.00099.md",
    "paper-venue": "papers/10.1234-shore.7.md",
    "paper-bare": "papers/2312.00012.md",
    "removed": "papers/2401.00099.md",
    "stats": "stats.md",
    "authors": "authors/index.md",
    "search": "search.md",
    "library": "library.md",
    "subscribe": "subscribe.md",
}


@pytest.mark.parametrize("name", GOLDEN)
def test_markdown(
    name: str, toy_pages: dict[str, Page], golden: Callable[[str, str], None]
) -> None:
    golden(f"markdown/{name}.md", markdown_file(toy_pages[GOLDEN[name]], WORDS))


def test_each_kind_has_a_golden_file_a_fragment_and_a_module() -> None:
    assert {name.split("-")[0] for name in GOLDEN} == set(KINDS)
    for kind, module in KINDS.items():
        assert module.__name__ == f"generator.pages.{kind}"
        assert (ROOT / "overrides" / "feed" / f"{kind}.html").is_file()


def test_each_page_has_an_address_of_its_own(toy_feed: Feed) -> None:
    pages = list(all_pages(toy_feed, SITE))
    addresses = Counter(url_of(page.uri).casefold() for page in pages)
    assert addresses.most_common(1)[0][1] == 1
    assert {page.kind for page in pages} == set(KINDS)


def test_each_page_has_a_title_and_a_description_of_one_line(toy_feed: Feed) -> None:
    for page in all_pages(toy_feed, SITE):
        for text in (page.title, page.description):
            assert text.strip() == text != "", page.uri
            assert "\n" not in text, page.uri
        assert page.title in page.description or len(page.description) > 20 or page.kind == "paper"


def test_an_empty_feed_has_the_pages_that_say_so() -> None:
    pages = by_uri(all_pages(feed_of(topics=[topic("trees", "tree")]), SITE))
    assert set(pages) == {
        "index.md", "archive/index.md", "topics/index.md", "topics/trees/index.md",
        "search.md", "library.md", "subscribe.md", "authors/index.md", "venues/index.md",
        "trending/index.md", "trending/week.md", "trending/month.md", "stats.md",
    }  # fmt: skip
    assert "There are no papers here yet." in markdown_file(pages["index.md"], WORDS)
    assert "There are no papers here yet." in markdown_file(pages["archive/index.md"], WORDS)
    assert "No paper has this topic yet." in markdown_file(pages["topics/trees/index.md"], WORDS)
    assert "No paper has a topic yet." in markdown_file(pages["topics/index.md"], WORDS)


# Front matter


def front(page: Page) -> dict[str, object]:
    text = markdown_file(page, WORDS)
    assert text.startswith("---\n")
    found = yaml.safe_load(text.split("---\n")[1])
    assert isinstance(found, dict)
    return found


def test_front_matter_says_what_the_page_is(toy_pages: dict[str, Page]) -> None:
    page = toy_pages["papers/2312.00011.md"]
    assert front(page) == {
        "title": html.escape(page.title),
        "description": html.escape(page.description),
        "date": date(2023, 12, 29),
        "tags": ["Trees"],
    }
    assert page.title.startswith("Sorting n shells in O(n")
    assert page.title.endswith(") under ϵ-noise")
    assert page.description.startswith("We sort shells whose weights w_1 < w_2 are seen")
    assert len(page.description) <= 200
    assert "date" not in front(toy_pages["topics/index.md"])
    assert front(toy_pages["archive/2024/01/03.md"])["date"] == date(2024, 1, 3)


def test_front_matter_is_escaped_for_templates_that_print_it_as_it_is(
    toy_pages: dict[str, Page],
) -> None:
    assert any(set("<>\"'&{") & set(page.title) for page in toy_pages.values())
    for page in toy_pages.values():
        values = front(page)
        texts = [values["title"], values["description"], *values.get("tags", [])]  # type: ignore[misc]
        for text in texts:
            assert not set(str(text)) & set("<>\"'{}"), page.uri
        assert html.unescape(str(values["title"])) == page.title
        assert html.unescape(str(values["description"])) == page.description
        assert [html.unescape(str(tag)) for tag in values.get("tags", [])] == list(page.tags)  # type: ignore[attr-defined]


@given(st.text())
def test_escaping_loses_nothing(text: str) -> None:
    safe = escaped(text)
    assert not set("<>\"'{}") & set(safe)
    assert html.unescape(safe) == html.unescape(html.escape(text))


@given(
    st.text(
        alphabet=st.characters(
            exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\u2028\u2029\ufeff"
        ),
        min_size=1,
    )
)
def test_any_title_makes_front_matter_that_yaml_reads(text: str) -> None:
    pages = by_uri(all_pages(feed_of(paper(title=text)), SITE))
    page = pages["papers/2401.00001.md"]
    assert html.unescape(str(front(page)["title"])) == html.unescape(html.escape(page.title))
