"""The search page: what it finds, what its address says, and that results are text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from generator.builder.search import Part, index, parts_of
from generator.feed import Feed
from generator.identifiers import identifier_id, identifiers_in, normal_identifier
from tests.browser import harbour
from tests.browser.conftest import Opened, Served, build, serve
from tests.toy import SITE, run

HARMFUL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "x" * 10_000,
    "word " * 2_000,
    " ".join(f"word{number}" for number in range(2_000)),
    "\u200b\u2060\ufeff",
    "\u202egulls",
    "(((((((((",
    '"',
    "%00 %ff &amp; \\",
)
IDENTIFIERS = {
    "2401.00001": "2401.00001",
    "arXiv:2503.01234v2": "2503.01234",
    "arxiv: 0704.0001": "0704.0001",
    "https://arxiv.org/abs/2503.01234": "2503.01234",
    "http://www.arxiv.org/pdf/2503.01234v3.pdf": "2503.01234",
    "arxiv.org/html/2503.01234v1/": "2503.01234",
    "https://huggingface.co/papers/2503.01234?x=1": "2503.01234",
    "https://doi.org/10.48550/arXiv.2503.01234": "2503.01234",
    "hep-th/9901001": "hep-th-9901001",
    "https://arxiv.org/abs/math.GT/0309136v1": "math-0309136",
    "10.1234/shore.7": "10.1234-shore.7",
    "https://doi.org/10.1234/Shore.7": "10.1234-shore.7",
    "2022.acl-long.1": "2022.acl-long.1",
    "https://aclanthology.org/P19-1001.pdf": "p19-1001",
    "gpt-4": None,
    "mixture of experts": None,
    "2025.03.11": None,
    "3.14159": None,
    "https://example.org/abs/2503.01234": None,
    "../../2503.01234": None,
}


def box(page: Page) -> Locator:
    """The search page's own box."""
    return page.locator("#pf-page-q")


def status(page: Page) -> Locator:
    """The line that says how it went."""
    return page.locator("[data-pf-status]")


def titles(page: Page) -> Locator:
    """The results' links."""
    return page.locator(".pf-results .pf-result__title a")


def select(page: Page, name: str) -> Locator:
    """One of the two filters."""
    return page.locator(f"[data-pf-searchpage] select[name={name}]")


def test_search_finds_a_paper_and_opens_it(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("search/")
    box(page).fill("gull periwinkle")
    expect(status(page)).to_have_text("1 paper")
    result = page.locator(".pf-result")
    expect(result.locator(".pf-result__by")).to_contain_text("Ada Ebb, Grace Flood")
    expect(result.locator(".pf-result__by")).to_contain_text("3 January 2024")
    expect(result.locator("mark").filter(has_text="periwinkles")).to_have_count(1)
    expect(result.locator(".pf-chip")).to_have_text("Birds")
    titles(page).click()
    page.wait_for_url(opened_anywhere.site.page(f"papers/{harbour.FOUND}/"))
    expect(page.locator("h1")).to_have_text("Gulls that count the waves")


def test_the_excerpt_is_of_the_abstract_where_the_words_stand(opened: Opened) -> None:
    page = opened.goto("search/?q=barnacles")
    text = page.locator(".pf-result__text")
    expect(text.locator("mark")).to_have_text("barnacles")
    expect(text).to_have_text(re.compile(r"^…\s.*the control, preferred barnacles & mussels\.$"))
    expect(text).not_to_contain_text("Ada Ebb")


def test_filters_narrow_what_is_found(opened: Opened) -> None:
    page = opened.goto("search/?q=tide")
    expect(status(page)).to_have_text("54 papers")
    select(page, "topic").select_option("tides")
    expect(status(page)).to_have_text("53 papers")
    select(page, "year").select_option("2023")
    expect(status(page)).to_have_text("8 papers")
    expect(page.locator(".pf-result__by").filter(has_text="2023")).to_have_count(8)
    expect(page).to_have_url(opened.site.page("search/?q=tide&topic=tides&year=2023"))
    select(page, "topic").select_option("birds")
    expect(status(page)).to_have_text(
        "No paper has all of these words. Try another topic and year."
    )


def test_a_filter_alone_lists_its_papers_the_newest_first(opened: Opened) -> None:
    page = opened.goto("search/?topic=birds")
    expect(status(page)).to_have_text("2 papers, newest first")
    expect(titles(page)).to_have_text(["Cormorants", "Gulls that count the waves"])
    page = opened.goto("search/?topic=tides")
    expect(titles(page)).to_have_count(20)
    shown = page.locator(".pf-result__by span:last-child").all_inner_texts()
    days = [datetime.strptime(day, "%d %B %Y").replace(tzinfo=UTC) for day in shown]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 1


def test_of_equally_good_papers_the_newest_come_first(opened: Opened) -> None:
    page = opened.goto("search/?q=rows+comes+again")  # all tables have these once
    expect(titles(page)).to_have_count(20)
    shown = page.locator(".pf-result__by span:last-child").all_inner_texts()
    days = [datetime.strptime(day, "%d %B %Y").replace(tzinfo=UTC) for day in shown]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 1


def test_topics_that_are_meant_stand_above_the_papers(opened: Opened) -> None:
    page = opened.goto("search/?q=gull")
    topics = page.locator("[data-pf-topics]").get_by_role("link")
    expect(topics).to_have_count(1)
    expect(topics).to_have_text(re.compile(r"^Birds \d papers$"))
    page.locator("#pf-page-q").fill("cormorants")
    expect(page.locator("[data-pf-topics]")).to_be_hidden()
    page.locator("#pf-page-q").fill("birds")
    topics.click()
    page.wait_for_url(opened.site.page("topics/birds/"))
    opened.goto("search/?q=gull&topic=birds")
    expect(page.locator(".pf-result")).to_have_count(1)
    expect(page.locator("[data-pf-topics]")).to_be_hidden()


def test_more_results_come_twenty_at_a_time(opened: Opened) -> None:
    page = opened.goto("search/?topic=tides")
    more = page.get_by_role("button", name="More results")
    expect(titles(page)).to_have_count(20)
    more.click()
    expect(titles(page)).to_have_count(40)
    expect(titles(page).nth(20)).to_be_focused()
    more.click()
    expect(titles(page)).to_have_count(harbour.TABLES)
    expect(more).to_be_hidden()
    hrefs = {link.get_attribute("href") for link in titles(page).all()}
    assert len(hrefs) == harbour.TABLES
    titles(page).nth(45).click()
    page.wait_for_url("**/papers/**")
    page.go_back()
    expect(titles(page)).to_have_count(harbour.TABLES)


def test_the_address_restores_everything(opened_anywhere: Opened) -> None:
    page = opened_anywhere.goto("search/?q=tide+table&topic=tides&year=2023")
    expect(status(page)).to_have_text("8 papers")
    expect(box(page)).to_have_value("tide table")
    expect(select(page, "topic")).to_have_value("tides")
    expect(select(page, "year")).to_have_value("2023")


def test_back_and_forward_move_between_searches(opened: Opened) -> None:
    page = opened.goto("search/")
    greeting = status(page).inner_text()
    box(page).fill("gulls")
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("1 paper")
    expect(page).to_have_url(opened.site.page("search/?q=gulls"))
    select(page, "year").select_option("2023")
    expect(status(page)).to_contain_text("No paper")
    page.go_back()
    expect(status(page)).to_have_text("1 paper")
    expect(select(page, "year")).to_have_value("")
    page.go_back()
    expect(status(page)).to_have_text(greeting)
    expect(box(page)).to_have_value("")
    expect(titles(page)).to_have_count(0)
    page.go_forward()
    expect(titles(page)).to_have_text(["Gulls that count the waves"])


def test_typing_changes_the_address_and_leaves_no_history(opened: Opened) -> None:
    page = opened.goto("search/")
    before = page.evaluate("history.length")
    box(page).press_sequentially("seals", delay=20)
    expect(page).to_have_url(opened.site.page("search/?q=seals"))
    box(page).fill("")
    expect(page).to_have_url(opened.site.page("search/"))
    assert page.evaluate("history.length") == before


def test_what_is_typed_before_the_script_is_there_is_searched_for(opened: Opened) -> None:
    late: list[Route] = []
    page = opened.page
    page.route("**/javascripts/search-page.js", lambda route: late.append(route))  # noqa: PLW0108 - needs a function
    page.goto(opened.site.page("search/"), wait_until="commit")
    box(page).press_sequentially("seals", delay=20)
    late[0].continue_()
    expect(titles(page)).to_have_text(["Seals of the outer harbour"])
    expect(box(page)).to_have_value("seals")
    assert page.url == opened.site.page("search/?q=seals")


def test_a_late_script_does_not_take_the_focus_away(opened: Opened) -> None:
    late: list[Route] = []
    page = opened.page
    page.route("**/javascripts/search-page.js", lambda route: late.append(route))  # noqa: PLW0108 - needs a function
    page.goto(opened.site.page("search/"), wait_until="commit")
    page.locator("select[name=topic]").focus()
    late[0].continue_()
    page.wait_for_load_state("load")  # after all scripts
    expect(page.locator("select[name=topic]")).to_be_focused()


def test_a_late_answer_does_not_replace_a_newer_one(opened: Opened) -> None:
    page = opened.goto("search/")
    late: list[Route] = []
    page.route(f"**/papers/{harbour.FOUND}/", lambda route: late.append(route))  # noqa: PLW0108 - needs a function
    box(page).fill(harbour.FOUND)
    page.wait_for_event("request", lambda request: harbour.FOUND in request.url)
    box(page).fill("cormorants")
    expect(titles(page)).to_have_text(["Cormorants"])
    late[0].continue_()
    page.wait_for_timeout(500)
    expect(titles(page)).to_have_text(["Cormorants"])
    expect(status(page)).to_have_text("1 paper")


def test_results_are_text(opened: Opened) -> None:
    page = opened.goto("search/?q=driftwood")
    expect(titles(page)).to_have_text([harbour.HOSTILE_TITLE])
    expect(page.locator(".pf-result__by")).to_contain_text("<b>Mallory</b>")
    text = page.locator(".pf-result__text")
    expect(text).to_have_text(
        "Driftwood says <script>alert(2)</script> and <mark>this</mark> &lt;i&gt; too."
    )
    expect(text.locator("mark")).to_have_text(["Driftwood"])
    assert page.locator(".pf-results").locator("img, script, b, i, [onmouseover]").count() == 0


def test_no_query_does_harm(opened: Opened) -> None:
    page = opened.goto("search/")
    for query in HARMFUL:
        box(page).fill(query)
        page.keyboard.press("Enter")
        expect(status(page)).to_have_text(re.compile(r"papers?\b", re.IGNORECASE))
        expect(status(page)).not_to_have_text(re.compile("does not work|Searching"))
        assert page.locator(".pf-results").locator("img, script").count() == 0, query[:40]
        box(page).fill("cormorants")
        expect(titles(page)).to_have_text(["Cormorants"])


def test_a_query_is_cut_to_what_can_be_searched(opened: Opened) -> None:
    page = opened.goto()
    module = opened.site.page("assets/javascripts/search-index.js")
    texts = ["x" * 10_000, "a " * 5_000, " two \u200b\t words\x00 ", "\u202e\u2066\ufeff"]
    found = page.evaluate(
        "async ([module, texts]) => texts.map((await import(module)).tidy)", [module, texts]
    )
    assert found == ["x" * 300, " ".join("a" * 24), "two words", ""]


def test_a_hyphen_does_not_hide_what_is_written_apart(opened: Opened) -> None:
    # Pagefind joins the halves; the nearest to `silentbell` is another paper's word.
    page = opened.goto("search/?q=silent-bell+ebb")
    expect(status(page)).to_have_text("1 paper")
    expect(titles(page)).to_have_text(["A silent bell"])


def test_nothing_found_is_said_with_help(opened: Opened) -> None:
    page = opened.goto("search/?q=gulls+seals+foghorns+cormorants")
    expect(status(page)).to_have_text("No paper has all of these words. Try fewer or other words.")
    expect(titles(page)).to_have_count(0)


# Pagefind finds "a" for the first, "tide" for the second.
@pytest.mark.parametrize(
    "query", ["aquixotry zzqxqzz", "tidezzqxqzz", "tidezzqxqzz aquixotry", "5353535"]
)
def test_words_that_no_paper_has_find_nothing(opened: Opened, query: str) -> None:
    page = opened.goto(f"search/?{urlencode({'q': query})}")
    one = " " not in query
    said = "this word. Try another." if one else "any of these words. Try others."
    expect(status(page)).to_have_text(f"No paper has {said}")
    expect(titles(page)).to_have_count(0)
    page.locator("#pf-q").fill(query)
    expect(page.locator(".pf-suggest__note")).to_have_text(f"No paper has {said}")


def test_a_word_that_pagefind_would_shorten_is_left_out(opened: Opened) -> None:
    page = opened.goto("search/?q=tidezzqxqzz+foghorns")
    expect(status(page)).to_have_text(
        "No paper has all of these words. Without “tidezzqxqzz”: 1 paper."
    )
    expect(titles(page)).to_have_text(["Anonymous foghorns"])


@pytest.mark.parametrize("query", ["watching", "periwin", "counting", "askings"])
def test_other_forms_and_beginnings_of_a_word_are_found(opened: Opened, query: str) -> None:
    page = opened.goto(f"search/?q={query}")
    expect(status(page)).to_have_text(re.compile(r"^\d+ papers?$"))
    expect(titles(page).first).to_be_visible()


@pytest.mark.parametrize("query", ["foghorns xylophone", "anonymous foghorns cormorants"])
def test_a_word_that_stands_in_the_way_is_left_out(opened: Opened, query: str) -> None:
    page = opened.goto(f"search/?{urlencode({'q': query})}")
    expect(status(page)).to_have_text(
        f"No paper has all of these words. Without “{query.split()[-1]}”: 1 paper."
    )
    expect(titles(page)).to_have_text(["Anonymous foghorns"])


@pytest.mark.parametrize(
    ("query", "instead", "found"),
    [
        ("fghorns", "foghorns", "Anonymous foghorns"),  # a letter missing
        ("cormornats", "cormorants", "Cormorants"),  # two swapped
        ("anonymous fohghorns", "anonymous foghorns", "Anonymous foghorns"),  # one too many
        ("Gulls taht cuont waves", "gulls that count waves", "Gulls that count the waves"),
    ],
)
def test_a_misspelt_word_is_taken_for_the_nearest(
    opened: Opened, query: str, instead: str, found: str
) -> None:
    page = opened.goto(f"search/?{urlencode({'q': query})}")
    expect(status(page)).to_contain_text(f"Showing results for “{instead}”: ")
    expect(titles(page).first).to_have_text(found)
    box(page).fill("foghorns")
    expect(status(page)).to_have_text("1 paper")


def test_without_the_words_of_titles_search_goes_on(opened: Opened) -> None:
    opened.page.route("**/api/words.txt", lambda route: route.fulfill(status=404))
    opened.watch.allow("404")
    page = opened.goto("search/?q=anonymous+fghorns")
    expect(status(page)).to_contain_text("Without “fghorns”")
    expect(titles(page)).to_have_text(["Anonymous foghorns"])


def test_the_distance_of_words(opened: Opened) -> None:
    page = opened.goto()
    module = opened.site.page("assets/javascripts/search-words.js")
    cases = [
        ("tide", "tide"), ("tide", "tid"), ("tide", "tides"), ("tide", "tidy"), ("tide", "itde"),
        ("tide", "edit"), ("", "ab"), ("abcd", "wxyz"),
    ]  # fmt: skip
    found = page.evaluate(
        "async ([module, cases]) => {"
        " const { distance } = await import(module);"
        " return cases.map(([one, two]) => distance(one, two, 3)); }",
        [module, cases],
    )
    assert found == [0, 1, 1, 1, 1, 3, 2, 3]
    near = page.evaluate(
        "async ([module, words]) => {"
        " const { nearest } = await import(module);"
        " return ['wavs', 'seel', 'barnacels', 'ox', 'zebra'].map((word) => nearest(word, words)); }",
        [module, ["waves", "seal", "seals", "barnacles", "oxen"]],
    )
    assert near == ["waves", "seal", "barnacles", None, None]


@pytest.fixture(scope="module")
def in_parts(
    toy_built: Path, toy_feed: Feed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, tuple[Part, ...]]]:
    """The toy feed's site with an index in several parts, below a path."""
    site = tmp_path_factory.mktemp("parts") / "site"
    shutil.copytree(toy_built, site, ignore=shutil.ignore_patterns("pagefind"))
    parts = parts_of(toy_feed.papers, 5)
    index(site, parts)
    server, served = serve(site, urlsplit(SITE.url).path)
    yield served, parts
    server.shutdown()
    server.server_close()


_IS_PLAIN = re.compile(r"[A-Za-z ]{12,}")


def test_papers_of_every_part_are_found(
    in_parts: tuple[Served, tuple[Part, ...]], open_site: Callable[..., Opened]
) -> None:
    served, parts = in_parts
    assert len(parts) > 2
    opened = open_site(served)
    found = []
    for part in parts:
        paper = next((each for each in part.papers if _IS_PLAIN.fullmatch(each.title)), None)
        if paper is None:
            continue
        found.append(part.name)
        page = opened.goto(f"search/?{urlencode({'q': paper.title})}")
        expect(titles(page).first).to_have_text(paper.title)
        expect(titles(page).first).to_have_attribute("href", re.compile(rf"/papers/{paper.id}/$"))
    assert len(found) > 2


def test_without_words_the_newest_of_all_parts_come_first(
    in_parts: tuple[Served, tuple[Part, ...]], open_site: Callable[..., Opened]
) -> None:
    served, parts = in_parts
    listed = {each.id: each.listed for part in parts for each in part.papers}
    page = open_site(served).goto("search/?year=2024")
    wanted = sorted((day for day in listed.values() if day.year == 2024), reverse=True)
    expect(titles(page)).to_have_count(len(wanted))
    urls = [str(link.get_attribute("href")) for link in titles(page).all()]
    assert [listed[url.rstrip("/").rpartition("/")[2]] for url in urls] == wanted


def test_a_topic_narrows_every_part(
    in_parts: tuple[Served, tuple[Part, ...]],
    open_site: Callable[..., Opened],
    toy_feed: Feed,
) -> None:
    page = open_site(in_parts[0]).goto("search/?topic=birds")
    expect(titles(page)).to_have_count(len(toy_feed.by_topic["birds"]))


def test_a_part_that_is_not_there_is_said(
    in_parts: tuple[Served, tuple[Part, ...]], open_site: Callable[..., Opened]
) -> None:
    served, parts = in_parts
    opened = open_site(served)
    gone = parts[0]
    opened.page.route(f"**/pagefind/{gone.name}/**", lambda route: route.abort())
    opened.watch.allow("Failed to load resource")
    page = opened.goto("search/?q=tree")
    expect(status(page)).to_contain_text(f"Papers of {gone.name.replace('--', '–')} could not")
    expect(titles(page).first).to_be_visible()


#: Pagefind as far as search uses it, with an order of its own.
_FAKE = """
const titles = ["Fog, seen twice", "Fog and fog again", "FOG: foghorns of the outer harbour", "A fog"];
const names = ["Bo", "Bo, Cy Reef", "Cy Reef, Bo", "Ada Ebb"];
const papers = titles.map((title, at) => ({
  content: `${title} fog`, url: `/papers/p${at}/`, meta: { title, by: names[at] },
  locations: [], anchors: [], filters: {},
}));
export const options = async () => {}, init = async () => {};
export const search = async () => ({ results: papers.map((each) => ({ data: async () => each })) });
"""


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("fog", "Fog, seen twice"),  # all have it: the index's own order
        ("FOG", "FOG: foghorns of the outer harbour"),
        ("ebb fog", "A fog"),
        ("reef fog", "FOG: foghorns of the outer harbour"),  # papers are cited by the first author
        ("ebb harbour", "FOG: foghorns of the outer harbour"),  # a name alone is not enough
        ("fog of the outer", "Fog, seen twice"),  # more words are told apart by the index
    ],
)
def test_of_short_queries_the_very_words_come_first(opened: Opened, query: str, first: str) -> None:
    opened.page.route(
        "**/pagefind/pagefind.js",
        lambda route: route.fulfill(body=_FAKE, content_type="text/javascript"),
    )
    page = opened.goto(f"search/?{urlencode({'q': query})}")
    expect(titles(page)).to_have_count(4)
    expect(titles(page).first).to_have_text(first)


def test_a_long_query_without_a_result_loses_what_is_no_whole_word(opened: Opened) -> None:
    words = "watched gull year counts periwinkles second control preferred barnacles 12"
    page = opened.goto(f"search/?{urlencode({'q': words})}")
    expect(status(page)).to_contain_text("Without “12”: 1 paper")
    expect(titles(page)).to_have_text(["Gulls that count the waves"])


def test_a_withdrawn_paper_is_said_to_be(opened: Opened) -> None:
    page = opened.goto("search/?q=harbour+flat")
    expect(page.locator(".pf-result .pf-status")).to_have_text("withdrawn")


def test_an_unknown_topic_in_the_address_is_ignored_with_a_word(opened: Opened) -> None:
    page = opened.goto("search/?q=cormorants&topic=<b>tea</b>&year=1066")
    expect(status(page)).to_contain_text("There is no topic “<b>tea</b>” here")
    expect(status(page)).to_contain_text("There is no year “1066” here")
    expect(status(page)).to_contain_text("1 paper")
    expect(titles(page)).to_have_text(["Cormorants"])
    assert status(page).locator("b").count() == 0


@pytest.mark.parametrize("text", [f" arXiv:{harbour.FOUND}v2 ", "hep-th/9901001v1"])
def test_an_identifier_goes_straight_to_its_paper(opened: Opened, text: str) -> None:
    paper = harbour.FOUND if harbour.FOUND in text else harbour.OLD_STYLE
    page = opened.goto("search/")
    box(page).fill(text)
    expect(status(page)).to_have_text("The paper with this identifier is here.")
    expect(titles(page)).to_have_count(1)
    box(page).press("Enter")
    page.wait_for_url(opened.site.page(f"papers/{paper}/"))


def test_identifiers_are_known_in_any_form(opened: Opened) -> None:
    page = opened.goto()
    module = opened.site.page("assets/javascripts/identifiers.js")
    found = page.evaluate(
        "async ([module, texts]) => texts.map((await import(module)).paperId)",
        [module, list(IDENTIFIERS)],
    )
    assert dict(zip(IDENTIFIERS, found, strict=True)) == IDENTIFIERS


def test_the_generator_gives_them_the_same_ids() -> None:
    for text, paper in IDENTIFIERS.items():
        bare = text.partition("?")[0]
        found = identifiers_in(bare) or identifiers_in(f"doi:{bare}")
        if acl := normal_identifier("acl", bare):
            found = {"acl": acl}
        assert [identifier_id(*each) for each in found.items()] == ([paper] if paper else []), text


@pytest.mark.parametrize(
    ("text", "paper", "title"),
    [
        (f"arXiv:{harbour.FOUND}", harbour.FOUND, "Gulls that count the waves"),
        (f"https://doi.org/{harbour.BELL_DOI}", harbour.SILENT, "A silent bell"),
    ],
)
def test_an_identifier_is_answered_by_its_paper_alone(
    opened_anywhere: Opened, text: str, paper: str, title: str
) -> None:
    address = f"search/?{urlencode({'q': text})}"
    page = opened_anywhere.goto(address)
    expect(status(page)).to_have_text("The paper with this identifier is here.")
    expect(titles(page)).to_have_text([title])
    expect(page.locator(".pf-result__by")).to_contain_text("Ada Ebb")
    expect(page).to_have_url(opened_anywhere.site.page(address))
    titles(page).click()
    page.wait_for_url(opened_anywhere.site.page(f"papers/{paper}/"))


@pytest.mark.parametrize(
    ("text", "name", "away"),
    [
        ("1912.09999v2", "1912.09999", "https://arxiv.org/abs/1912.09999"),
        ("arXiv:9999.99999", "9999.99999", None),
        ("10.1234/bell.8", "10.1234/bell.8", "https://doi.org/10.1234/bell.8"),
        (
            'doi:10.1234/a?"<b>#1',
            '10.1234/a?"<b>#1',
            "https://doi.org/10.1234/a%3F%22%3Cb%3E%231",
        ),
        ("P19-1001", "p19-1001", "https://aclanthology.org/P19-1001/"),
        (
            "https://openreview.net/forum?id=rJ4km2R5t7",
            "rJ4km2R5t7",
            "https://openreview.net/forum?id=rJ4km2R5t7",
        ),
    ],
)
def test_an_identifier_without_a_paper_finds_nothing_else(
    opened: Opened, text: str, name: str, away: str | None
) -> None:
    opened.watch.allow("404")
    page = opened.goto("search/")
    box(page).fill(text)
    box(page).press("Enter")
    expect(page).to_have_url(opened.site.page(f"search/?{urlencode({'q': text})}"))
    expect(status(page)).to_contain_text(f"No paper here has the identifier {name}.")
    expect(titles(page)).to_have_count(0)
    link = status(page).locator("a")
    expect(link).to_have_count(1 if away else 0)
    if away:
        assert link.get_attribute("href") == away
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    page.locator("#pf-q").fill(text)
    expect(page.locator(".pf-suggest__note")).to_contain_text("No paper here has the identifier")


def test_a_removed_papers_identifier_says_that_it_was_removed(opened: Opened) -> None:
    page = opened.goto(f"search/?q={harbour.REMOVED}")
    expect(status(page)).to_have_text(
        f"The paper with the identifier {harbour.REMOVED} was removed. Its page says why."
    )
    expect(titles(page)).to_have_count(0)
    status(page).get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("This paper was removed")
    expect(page.locator("blockquote")).to_have_text("At the request of the authors.")


def test_a_page_that_cannot_be_had_is_not_said_to_be_missing(opened: Opened) -> None:
    opened.page.route(f"**/papers/{harbour.FOUND}/", lambda route: route.fulfill(status=503))
    opened.watch.allow("503")
    page = opened.goto(f"search/?q={harbour.FOUND}")
    expect(status(page)).to_contain_text("Search does not work at the moment")


@pytest.mark.parametrize("lost", ["pagefind", "pagefind/pagefind-entry.json"])
def test_a_lost_index_ends_in_a_sentence(
    open_site: Callable[..., Opened], site: Served, tmp_path: Path, lost: str
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site.folder, folder)
    gone = folder / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    server, served = serve(folder)
    opened = open_site(served)
    opened.watch.allow("404")
    opened.watch.allow("Failed to load Pagefind metadata")  # Pagefind says so itself.
    page = opened.goto("search/?q=gulls")
    expect(status(page)).to_contain_text("Search does not work at the moment")
    page.locator("#pf-q").fill("gulls")
    expect(page.locator(".pf-suggest__note")).to_contain_text("Search does not work")
    server.shutdown()
    server.server_close()


@pytest.mark.real
def test_real_papers_are_found(
    open_site: Callable[..., Opened], shared: Path, tmp_path: Path
) -> None:
    content, folder = tmp_path / "content", tmp_path / "site"
    text = shared / "hf-papers-page-text.txt"
    done = run("paperfeed", "ingest", text, "--date", "2025-03-11", "--content", content)
    assert done.stdout.startswith("66 added"), done.stderr
    build(content, folder, "https://papers.example/")
    server, served = serve(folder)
    opened = open_site(served)
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    page = opened.goto("search/?year=2025")
    expect(status(page)).to_have_text("66 papers, newest first")
    chunks = list((folder / "pagefind" / "index").iterdir())
    loaded = [url for url in asked if "/pagefind/index/" in url]
    assert len(loaded) < len(chunks), "a filter alone loads the whole index"
    page = opened.goto("search/?q=Multi-student+Diffusion+Distillation")
    expect(titles(page).first).to_contain_text("Multi-student Diffusion Distillation")
    titles(page).first.click()
    expect(page.locator("h1")).to_contain_text("Multi-student Diffusion Distillation")
    server.shutdown()
    server.server_close()
