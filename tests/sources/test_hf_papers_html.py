"""Pages of Hugging Face Papers: the data in them, and the markup where there is none."""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Rejected
from generator.model import Author, Link, Listing, Paper
from generator.sources import hf_daily_json
from generator.sources.hf_papers_html import SOURCE
from tests.core import RAW, read_all, reading, stored, take_file

ABOUT = reading("page.html", "hf-daily")
ITEM = {
    "paper": {
        "id": "2503.01234",
        "title": "Counting Gulls",
        "summary": 'We count "gulls" & <terns>.',
        "authors": [{"name": "Ada Byron"}, {"name": "Bo", "hidden": True}],
        "publishedAt": "2025-03-03T00:00:00.000Z",
        "upvotes": 26,
        "githubRepo": "https://github.com/pier/gulls",
    },
    "numComments": 3,
}
SECOND = {"paper": {"id": "2503.01235", "title": "Terns", "submittedOnDailyAt": "2025-03-09"}}
HEAD = '<meta property="og:url" content="{}" /><title>Daily Papers - Hugging Face</title>'
DATE_URL = "https://huggingface.co/papers/date/2025-03-11"


def component(props: object, target: str = "DailyPapers", inner: str = "") -> str:
    value = html.escape(props if isinstance(props, str) else json.dumps(props))
    return (
        f'<div class="SVELTE_HYDRATER contents" data-target="{target}" data-props="{value}">'
        f"{inner}</div>"
    )


def page(*parts: str, url: str = "https://huggingface.co/papers", head: str = HEAD) -> str:
    body = "".join(
        (component({"isLoggedIn": False}, "MainHeader", "<nav>Hugging Face</nav>"), *parts)
    )
    return (
        f'<!doctype html>\n<html class=""><head><meta charset="utf-8"/>{head.format(url)}</head>'
        f'<body class="flex DailyPapersPage"><main>{body}</main></body></html>'
    )


def daily(*items: object, **props: Any) -> str:
    return component({"canSubmit": False, **props, "dailyPapers": [*items]})


def read(
    text: str, name: str = "page.html"
) -> tuple[list[Paper], list[tuple[str, str]], list[str]]:
    taken, rejected, notes = read_all(SOURCE, text, reading(name, "hf-daily"))
    return [one.raw for one in taken], [(one.where, one.reason) for one in rejected], notes


def error(text: str | bytes) -> str:
    with pytest.raises(InputError) as raised:
        read_all(SOURCE, text, ABOUT)
    return str(raised.value)


# The data


def test_the_items_are_those_of_the_api() -> None:
    bad = {"paper": {"id": "2503.01236"}}
    text = page(daily(ITEM, bad, SECOND, dateString="2025-03-11", periodType="day"))
    taken, rejected, notes = read_all(SOURCE, text, ABOUT)
    assert [one.where for one in taken] == ["item 0", "item 2"]
    assert [(one.where, one.reason) for one in rejected] == [("item 1", "has no title")]
    assert json.loads(rejected[0].original()) == bad
    assert notes == []
    raw = taken[0].raw
    assert (raw.title, raw.abstract) == ("Counting Gulls", 'We count "gulls" & <terns>.')
    assert raw.authors == (Author("Ada Byron"),)
    assert (raw.identifiers, raw.upvotes, raw.comments) == ({"arxiv": "2503.01234"}, 26, 3)
    answer = json.dumps([ITEM, bad, SECOND])
    same, _, _ = read_all(hf_daily_json.SOURCE, answer, reading("2025-03-11.json", "hf-daily"))
    assert taken == same


def test_a_page_of_one_paper() -> None:
    props = {"paper": ITEM["paper"], "comments": [], "canSubmit": False}
    text = page(
        component({"paper": {"upvoters": 1}}, "Other"),
        component(props, "PaperContent"),
        component({"paper": ITEM["paper"]}, "Aside"),
        url="https://huggingface.co/papers/2503.01234",
        head='<meta property="og:url" content="{}"/><title>Paper page - Counting Gulls</title>',
    )
    (raw,), rejected, _ = read(text, "saved-2025-03-12.html")
    assert (raw.title, raw.upvotes, rejected) == ("Counting Gulls", 26, [])
    # It may never have been on the daily list.
    assert raw.listings == ()
    assert raw.links == (Link("code", "https://github.com/pier/gulls"),)


def test_a_fragment_of_a_page_will_do() -> None:
    props = html.escape(json.dumps({"dateString": "2025-03-11", "dailyPapers": [ITEM]}))
    text = f'<div class="SVELTE_HYDRATER contents" data-props="{props}" data-target="DailyPapers"/>'
    assert SOURCE.detect(text.encode())
    (raw,), _, _ = read(text)
    assert raw.listings == (Listing("hf-daily", date(2025, 3, 11)),)


# The day


@pytest.mark.parametrize(
    ("props", "url", "inner", "name", "day"),
    [
        ({"dateString": "2025-03-11"}, "", "", "2025-03-01.html", "2025-03-11"),
        ({"dateString": "2025-03-11T00:00:00.000Z"}, "", "", "x", "2025-03-11"),
        ({"dateString": "2025-03-11", "periodType": "day"}, "", "", "x", "2025-03-11"),
        ({"dateString": 7}, DATE_URL, "", "2025-03-01.html", "2025-03-11"),
        ({}, "https://huggingface.co/papers?date=2025-03-11", "", "x", "2025-03-11"),
        ({}, "", "<time datetime='2025-03-11T21:57:56'>Mar 11</time>", "2025-03-01", "2025-03-11"),
        (
            {},
            "",
            "<article datetime='2025-03-11'><time datetime='2025-03-11'></time></article>",
            "x",
            None,
        ),
        ({}, "", "<time>Mar 11</time>", "papers_2025-03-11.html", "2025-03-11"),
        ({}, "", "", "page.html", None),
        # A week's or a month's papers were on the list on many days.
        ({"dateString": "2025-03-09", "periodType": "week"}, "", "", "2025-03-11.html", None),
        ({"dateString": "2025-03-09", "periodType": "month"}, DATE_URL, "", "x", None),
        (
            {"dateString": "2025-03-09"},
            "https://huggingface.co/papers/week/2025-W10",
            "",
            "x",
            None,
        ),
        ({}, "https://huggingface.co/papers/trending", "", "2025-03-11.html", None),
    ],
)
def test_the_day_is_the_pages_where_the_item_has_none(
    props: dict[str, Any], url: str, inner: str, name: str, day: str | None
) -> None:
    raws, _, _ = read(page(daily(ITEM, SECOND, **props), inner, url=url), name)
    assert [str(listing.day) for listing in raws[0].listings] == ([day] if day else [])
    assert [str(listing.day) for listing in raws[1].listings] == ["2025-03-09"]


def test_the_address_from_which_a_browser_saved_the_page() -> None:
    saved = f"<!-- saved from url=(0045){DATE_URL} -->\n"
    text = page(daily(ITEM), head="").replace("<html", f"{saved}<html")
    assert SOURCE.detect(text.encode().replace(b"dailyPapers", b""))
    (raw,), _, _ = read(text)
    assert raw.listings == (Listing("hf-daily", date(2025, 3, 11)),)


def test_the_title_may_name_the_day() -> None:
    text = page(daily(ITEM), head="<title>Daily Papers - Hugging Face 2025-03-11</title>")
    assert read(text)[0][0].listings == (Listing("hf-daily", date(2025, 3, 11)),)


# The markup

ARTICLE = """
<article class="relative flex flex-col overflow-hidden rounded-xl border">
 <a href="/papers/2503.01234" class="h-56 w-full"><img src="x.png"></a>
 <div>Submitted by <div class="flex-none"><img alt="" src="a.png"/></div><!-- --> cy-moss</div>
 <div class="shadow-alternate"><input type="checkbox"/><div class="leading-none">26</div></div>
 <h3><a href="/papers/2503.01234" class="line-clamp-3">Counting
   Gulls</a></h3>
 <ul><li title="Ada Byron"></li></ul><span>22 authors</span>
 <a href="https://github.com/pier/gulls"><span>4</span></a>
 <a href="/papers/2503.01234#community">3</a>
</article>
"""


def test_without_data_the_articles_are_read() -> None:
    other = (
        '<article><h3><a href="https://huggingface.co/papers/hep-th"></a>Bad</h3></article>'
        '<article><a href="/papers/2503.01236"></a></article>'
        '<article><h3><a href="/blog/x">A post</a></h3></article>'
        '<article><a href="https://huggingface.co/papers/2503.01235?x=1">Terns</a>'
        '<div class="leading-none">-</div></article>'
    )
    text = page(ARTICLE, other, url=DATE_URL)
    taken, rejected, notes = read_all(SOURCE, text, ABOUT)
    assert [one.where for one in taken] == ["article 0", "article 4"]
    raw = taken[0].raw
    assert (raw.title, raw.identifiers) == ("Counting Gulls", {"arxiv": "2503.01234"})
    assert (raw.upvotes, raw.comments, raw.submitted_by) == (26, 3, "cy-moss")
    assert raw.links == (Link("code", "https://github.com/pier/gulls"),)
    # Only those with an account are named, so none is taken for the paper's author.
    assert (raw.authors, raw.abstract) == ((), "")
    assert raw.listings == (Listing("hf-daily", date(2025, 3, 11)),)
    assert taken[0].original().startswith(b'<article class="relative')
    assert (taken[1].raw.title, taken[1].raw.upvotes, taken[1].raw.submitted_by) == (
        "Terns",
        None,
        None,
    )
    assert [(one.where, one.reason) for one in rejected] == [
        (
            "article 1",
            "`https://huggingface.co/papers/hep-th` names no arXiv identifier",
        ),
        ("article 2", "has no title: `/papers/2503.01236`"),
        ("article 3", "has no link to a paper"),
    ]
    assert notes == ["the page lacks its data; its markup has neither abstracts nor authors"]


def test_data_that_cannot_be_read_leaves_the_markup() -> None:
    for broken in ("{", "[" * 100_000, '{"dailyPapers": 7}', '{"dailyPapers": []}'):
        raws, _, notes = read(page(component(broken, inner=ARTICLE)))
        assert ([raw.title for raw in raws], len(notes)) == (["Counting Gulls"], 1)


PAPER_PAGE = """
<h1 class="mb-2">Counting
 Gulls</h1>
<div>Published on Mar 3 <time datetime="2025-03-03">Mar 3</time></div>
<div>Authors: <span class="author flex"><a href="/ada">Ada <span class="author">Byron</span></a>,</span>
<span class="author flex"> Bo Li </span> <span class="author"></span></div>
<section><h2>AI-generated summary</h2><p>Gulls, by a machine.</p>
<h2> Abstract </h2><div><p>We count
 gulls.</p></div><p>Not of it.</p></section>
<a href="https://arxiv.org/abs/2503.01234">View arXiv page</a>
<article class="overview-card"><h4>pier/gull-model</h4></article>
"""


@pytest.mark.parametrize(
    "head",
    [
        "<title>Paper page - Counting Gulls</title>",
        '<meta property="og:url" content="https://huggingface.co/papers/2503.01234"/><title>x</title>',
    ],
)
def test_a_papers_own_page_without_data(head: str) -> None:
    text = page(PAPER_PAGE, head=head)
    assert SOURCE.detect(text.encode())
    (taken,), rejected, notes = read_all(SOURCE, text, ABOUT)
    assert (taken.where, rejected, notes) == ("the page", [], [])
    assert taken.original() == text.encode()
    raw = taken.raw
    assert (raw.title, raw.abstract) == ("Counting Gulls", "We count gulls.")
    assert raw.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert raw.identifiers == {"arxiv": "2503.01234"}
    assert raw.listings == ()


def test_a_papers_own_address_is_enough_to_identify_it() -> None:
    text = page("<h1>Gulls</h1>", url="https://huggingface.co/papers/2503.01234")
    assert read(text)[0][0].identifiers == {"arxiv": "2503.01234"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<h1>Gulls</h1>", "names no arXiv identifier"),
        ("<h1></h1><a href='https://arxiv.org/abs/2503.01234'>x</a>", "has no title"),
        ("<h1>Gulls</h1><a href='https://arxiv.org/abs/x'>x</a>", "names no arXiv identifier"),
    ],
)
def test_a_papers_own_page_without_its_facts_is_rejected(body: str, reason: str) -> None:
    assert read(page(body, head="<title>Paper page - </title>"))[1] == [("the page", reason)]


# Errors


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no HTML"),
        (b'[{"paper": {}}]', "no HTML"),
        (b"\xff\xfe<\x00", "no HTML"),
        (b"<!doctype html><title>Sign in</title><article>x</article>", "not one of Hugging Face"),
        (b"<", "not one of Hugging Face"),
        (b"<?xml version='1.0'?><rss/>", "not one of Hugging Face"),
        (page().encode(), "without papers: there are none on it"),
        (page(daily()).encode(), "without papers: there are none on it"),
        (page(component("{")).encode(), "there are none on it"),
        (page(component('{"dailyPapers": [')).encode(), "its data cannot be read"),
    ],
)
def test_a_page_without_papers_is_an_error(text: bytes, words: str) -> None:
    assert words in error(text)


def test_a_page_cut_short_in_its_data_is_an_error() -> None:
    text = page(daily(ITEM, SECOND))
    assert "without papers" in error(text[: text.index("2503.01235")])


# Detection


@pytest.mark.parametrize(
    "text",
    [
        page(daily(ITEM)),
        page(ARTICLE),
        page(daily(ITEM), head=""),
        "\ufeff\n " + page(),
        component({"paper": ITEM["paper"]}, "PaperContent"),
    ],
)
def test_pages_are_detected(text: str) -> None:
    assert SOURCE.detect(text.encode())


def test_it_is_detected_when_cut() -> None:
    text = page(daily(ITEM)).encode()
    assert SOURCE.detect(text[: text.index(b"</head>")])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><title>404 - Hugging Face</title><h1>404</h1>",
        '<meta property="og:url" content="https://huggingface.co/login"/><title>Hugging Face</title>',
        '<!doctype html><title>News</title><a href="https://huggingface.co/papers/2503.01234">x</a>',
        '<meta property="og:url" content="https://huggingface.co/papersweb"/>',
        "<html><title>Daily Mail</title><article><h3>x</h3></article>",
        json.dumps([ITEM]),
        json.dumps({"dailyPapers": [ITEM]}),
        "<feed xmlns='http://www.w3.org/2005/Atom'/>",
        "Daily Papers - Hugging Face\nMar 11\n",
    ],
)
def test_other_input_is_not_taken_for_it(text: str) -> None:
    assert not SOURCE.detect(text.encode())


# Any input


def read_any(data: bytes) -> int:
    SOURCE.detect(data)
    count = 0
    with contextlib.suppress(InputError):
        for item in SOURCE.read(io.BytesIO(data), ABOUT):
            if isinstance(item, Incoming | Rejected):
                count += 1
                item.original()
    return count


WHOLE = [
    page(daily(ITEM, SECOND, dateString="2025-03-11")).encode(),
    page(ARTICLE, url=DATE_URL).encode(),
    page(PAPER_PAGE, head="<title>Paper page - x</title>").encode(),
]


@given(st.binary(max_size=200))
def test_any_bytes_do_no_harm(data: bytes) -> None:
    read_any(data)
    read_any(b"<title>Paper page - x</title>" + data)
    read_any(b"<!doctype html><article><a href='/papers/2503.01234'>" + data)
    read_any(b"<p data-props='{&quot;dailyPapers&quot;: [" + data)


@given(st.sampled_from(WHOLE), st.floats(0, 1), st.integers(0, 40), st.binary(max_size=6))
def test_any_change_does_no_harm(whole: bytes, at: float, gone: int, put: bytes) -> None:
    place = int(at * len(whole))
    read_any(whole[:place] + put + whole[place + gone :])


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), RAW),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["paper", "id", "title", "authors"]), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(st.lists(ANYTHING, min_size=1, max_size=4), ANYTHING, ANYTHING)
def test_every_item_of_any_list_is_accounted_for(items: list[Any], day: Any, period: Any) -> None:
    text = page(daily(*items, dateString=day, periodType=period))
    assert read_any(text.encode("utf-8", "replace")) == len(items)


@pytest.mark.parametrize(
    "unit",
    [
        "<article>",
        "<article></article>",
        "<div>",
        "<time>",
        "<span class=author>",
        "<p>",
        "<a href='/papers/2503.01234'>",
        "<!--",
        "<title>",
        "<div data-props='{'>",
    ],
)
def test_markup_without_end_takes_no_time_out_of_proportion(unit: str) -> None:
    start = time.process_time()
    for head in (HEAD, "<title>Paper page - x</title>"):
        read_any(page(ARTICLE, unit * 5_000, head=head).encode())
    assert time.process_time() - start < 4


# The real page


@pytest.mark.real
def test_the_page_of_a_day(shared: Path, tmp_path: Path) -> None:
    path = shared / "formats" / "hf_papers_html_RECONSTRUCTED" / "papers_2026-08-19.html"
    data = path.read_bytes()
    assert SOURCE.detect(data[:65_536])
    assert len(re.findall(rb"\{&quot;paper&quot;:", data)) == 26
    account = take_file(tmp_path, SOURCE, path)
    assert account.counts() == {"added": 26, "updated": 0, "unchanged": 0, "rejected": 0}
    papers = {paper.id: paper for paper in stored(tmp_path)}
    assert papers["2608.17271"].title == "ASI-Bench: At the Dawn of Artificial Superintelligence"
    assert len(papers["2608.17271"].authors) == 42
    assert all(paper.listed == date(2026, 8, 19) for paper in papers.values())
    # The API's own answer of that day says the same.
    again = take_file(
        tmp_path, hf_daily_json.SOURCE, shared / "formats" / "hf_daily_api_json" / "2026-08-19.json"
    )
    assert again.counts() == {"added": 0, "updated": 0, "unchanged": 26, "rejected": 0}
