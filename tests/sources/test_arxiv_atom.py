"""The Atom feed of arXiv's search API, and its errors."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from generator.incoming import InputError
from generator.model import Author, Link
from generator.sources import arxiv_rss, web_feed
from generator.sources.arxiv_atom import SOURCE
from tests.core import read_all, reading, stored, take, take_file
from tests.sources.xml_inputs import BOMB, FILE, ends_well, nearly

ABOUT = reading("answer.xml", "arxiv")
HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/Zm9v</id>
  <title>arXiv Query: search_query=all:gulls&amp;id_list=&amp;start=10&amp;max_results=2</title>
  <updated>2025-03-12T00:00:00Z</updated>
  <opensearch:itemsPerPage>2</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
"""
GULLS = """  <entry>
    <id>http://arxiv.org/abs/2503.01234v2</id>
    <title>Counting Gulls
  on a Pier</title>
    <updated>2025-03-10T23:30:00-05:00</updated>
    <link href="https://arxiv.org/abs/2503.01234v2" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/2503.01234v2" rel="related" type="application/pdf" title="pdf"/>
    <link href="https://doi.org/10.1000/gulls" rel="related" title="doi"/>
    <summary>  We count $n$ gulls.
  The count at dusk is &lt;higher&gt;.</summary>
    <category term="cs.CV" scheme="http://arxiv.org/schemas/atom"/>
    <category term="q-bio.PE" scheme="http://arxiv.org/schemas/atom"/>
    <published>2025-03-03T17:59:46Z</published>
    <arxiv:comment>12 pages</arxiv:comment>
    <arxiv:journal_ref>Pier Letters 3 (2025)</arxiv:journal_ref>
    <arxiv:doi>10.1000/gulls 10.1000/terns</arxiv:doi>
    <arxiv:primary_category term="q-bio.PE"/>
    <author><name>Ada Byron</name><arxiv:affiliation>Pier Laboratory</arxiv:affiliation></author>
    <author><name>Bo Li</name></author>
    <author><name> </name></author>
  </entry>
"""
BARE = """  <entry>
    <id>http://arxiv.org/abs/hep-th/9901001v1</id>
    <title>Terns</title>
  </entry>
"""
ERROR = """  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_gulls</id>
    <title>Error</title>
    <updated>2025-03-12T00:00:00Z</updated>
    <summary>incorrect id format for gulls</summary>
    <author><name>arXiv api core</name></author>
  </entry>
"""


def answer(*entries: str, total: int = 2, start: int = 0) -> str:
    return HEAD.format(total=total, start=start) + "".join(entries) + "</feed>\n"


def test_every_part_of_an_entry_is_read() -> None:
    assert SOURCE.detect(answer(GULLS).encode())
    taken, rejected, notes = read_all(SOURCE, answer(GULLS, BARE), ABOUT)
    assert (rejected, notes) == ([], [])
    assert [one.where for one in taken] == [
        "entry 1 (http://arxiv.org/abs/2503.01234v2)",
        "entry 2 (http://arxiv.org/abs/hep-th/9901001v1)",
    ]
    paper = taken[0].raw
    assert paper.title == "Counting Gulls\n  on a Pier"
    assert paper.abstract == "  We count $n$ gulls.\n  The count at dusk is <higher>."
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert paper.identifiers == {"arxiv": "2503.01234", "doi": "10.1000/gulls"}
    assert (paper.version, paper.published, paper.updated) == (2, "2025-03-03", "2025-03-11")
    assert paper.categories == ("q-bio.PE", "cs.CV")
    assert (paper.comment, paper.journal_ref) == ("12 pages", "Pier Letters 3 (2025)")
    assert paper.links == (Link("pdf", "https://arxiv.org/pdf/2503.01234v2"),)
    assert paper.listings == ()
    bare = taken[1].raw
    assert (bare.identifiers, bare.version) == ({"arxiv": "hep-th/9901001"}, 1)
    assert (bare.abstract, bare.authors, bare.published, bare.comment) == ("", (), None, None)


def test_it_becomes_a_paper_listed_when_it_was_published(tmp_path: Path) -> None:
    taken, _, _ = read_all(SOURCE, answer(GULLS), ABOUT)
    assert take(tmp_path, taken, ABOUT).counts()["added"] == 1
    (paper,) = stored(tmp_path)
    assert (paper.id, paper.listed) == ("2503.01234", date(2025, 3, 3))
    assert paper.title == "Counting Gulls on a Pier"
    assert [link.rel for link in paper.links] == ["paper", "pdf"]


def test_an_entry_that_is_no_paper_is_rejected() -> None:
    untitled = GULLS.replace("Counting Gulls\n  on a Pier", " ")
    elsewhere = BARE.replace("hep-th/9901001v1", "gulls")
    taken, rejected, _ = read_all(SOURCE, answer(untitled, "<entry/>", elsewhere, BARE), ABOUT)
    assert [one.where for one in taken] == ["entry 4 (http://arxiv.org/abs/hep-th/9901001v1)"]
    assert [(one.where, one.reason) for one in rejected] == [
        ("entry 1 (http://arxiv.org/abs/2503.01234v2)", "has no title"),
        ("entry 2", "has no title"),
        (
            "entry 3 (http://arxiv.org/abs/gulls)",
            "`http://arxiv.org/abs/gulls` is not an arXiv identifier",
        ),
    ]


def test_the_original_of_an_entry_is_its_own_bytes() -> None:
    originals = [
        one.original()  # type: ignore[union-attr]
        for one in SOURCE.read(_stream(answer("<entry/>", GULLS)), ABOUT)
    ]
    assert originals[0].startswith(b"<entry")
    assert b"<id>http://arxiv.org/abs/2503.01234v2</id>" in originals[1]
    assert originals[1].endswith(b"</entry>")


@pytest.mark.parametrize(
    ("total", "start", "notes"),
    [
        (1, 0, []),
        (11, 10, []),
        (12, 10, ["entries 11 to 11 of 12 that the search found; ask for the rest with start=11"]),
    ],
)
def test_a_page_of_a_longer_answer_says_so(total: int, start: int, notes: list[str]) -> None:
    assert read_all(SOURCE, answer(GULLS, total=total, start=start), ABOUT)[2] == notes


# What is no answer


def test_an_error_that_looks_like_a_paper_is_none() -> None:
    assert SOURCE.detect(answer(ERROR).encode())
    with pytest.raises(InputError, match="error: incorrect id format for gulls; change the query"):
        read_all(SOURCE, answer(ERROR), ABOUT)


def test_papers_before_an_error_stand() -> None:
    records = SOURCE.read(_stream(answer(GULLS, ERROR)), ABOUT)
    assert next(records).where.startswith("entry 1 ")  # type: ignore[union-attr]
    with pytest.raises(InputError, match="incorrect id format"):
        next(records)


def test_an_error_of_before_2025_is_one() -> None:
    old = ERROR.replace("https://arxiv.org/api/errors#", "http://arxiv.org/api/errors#")
    old = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>{old}</feed>'
    assert SOURCE.detect(old.encode())
    with pytest.raises(InputError, match="incorrect id format"):
        read_all(SOURCE, old, ABOUT)


@pytest.mark.parametrize("text", ["Rate exceeded.", "\nRate exceeded.\n", "rate exceeded"])
def test_the_word_to_wait_is_passed_on(text: str) -> None:
    assert SOURCE.detect(text.encode())
    with pytest.raises(InputError, match="wait"):
        read_all(SOURCE, text, ABOUT)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (answer(total=0), "the search found nothing"),
        ("<!DOCTYPE html><html><body>Busy</body></html>", "an HTML page in place of XML"),
        ("", "not well-formed XML"),
        ("busy", "not well-formed XML"),
        (answer(GULLS)[:-20], "not well-formed XML"),
    ],
)
def test_what_cannot_be_read_on_is_said(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_all(SOURCE, text, ABOUT)


def test_no_entity_is_expanded() -> None:
    data = answer(BARE.replace("Terns", "Terns &file;")).encode()
    (one,), _, _ = read_all(SOURCE, data.replace(b"<feed", FILE + b"<feed", 1), ABOUT)
    assert one.raw.title == "Terns &file;"
    data = answer(BARE.replace("Terns", "Terns &l;")).encode()
    with pytest.raises(InputError, match="not well-formed"):
        read_all(SOURCE, data.replace(b"<feed", BOMB + b"<feed", 1), ABOUT)


# Which inputs are claimed


def test_a_feed_of_papers_from_elsewhere_on_arxiv_is_claimed_by_its_entries() -> None:
    listing = answer(GULLS).replace("https://arxiv.org/api/Zm9v", "http://arxiv.org/a/byron_a_1")
    assert SOURCE.detect(listing.encode())
    assert not web_feed.SOURCE.detect(listing.encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "We could not rate exceeded expectations",
        "<html><body>https://arxiv.org/api/</body></html>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://gulls.example/</id></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2503.1</id>',
        '<rss version="2.0"><channel><id>https://arxiv.org/api/x</id></channel></rss>',
        answer(GULLS.replace("<author>", "<arxiv:announce_type>new</arxiv:announce_type><author>")),
    ],
)
def test_other_inputs_are_not_claimed(text: str) -> None:
    assert not SOURCE.detect(text.encode())


def test_a_head_that_is_cut_is_enough() -> None:
    data = answer(GULLS, BARE).encode()
    assert all(SOURCE.detect(data[:size]) for size in range(320, len(data)))
    assert not arxiv_rss.SOURCE.detect(data)


@given(nearly(answer(GULLS, BARE).encode(), answer(ERROR).encode(), b"Rate exceeded."))
def test_any_bytes_end_well(data: bytes) -> None:
    ends_well(SOURCE, data, ABOUT)


# Real answers


@pytest.mark.real
def test_real_answers(shared: Path, tmp_path: Path) -> None:
    counted = {}
    for path in sorted((shared / "formats" / "arxiv_atom_api").glob("*.xml")):
        data = path.read_bytes()
        assert SOURCE.detect(data[:65_536])
        assert not arxiv_rss.SOURCE.detect(data[:65_536])
        assert not web_feed.SOURCE.detect(data[:65_536])
        entries = len(re.findall(rb"<entry>", data))
        counted[path.name.split("_m")[0]] = entries
        if entries and b"api/errors" not in data:
            taken, rejected, notes = read_all(SOURCE, data, ABOUT)
            assert (len(taken), rejected, len(notes)) == (entries, [], int(entries > 1))
            assert all(one.raw.abstract and one.raw.authors for one in taken)
            assert take_file(tmp_path, SOURCE, path).rejected == []
    assert counted == {
        "id_0000.0000_s0": 0,
        "id_1605.08386_s0": 1,
        "id_abc_s0": 1,
        "q_testing_s0": 100,
        "q_testing_s10": 10,
        "q_testing_s40": 10,
        "q_testing_s5": 15,
    }
    papers = {paper.id: paper for paper in stored(tmp_path)}
    walks = papers["1605.08386"]
    assert walks.title == "Heat-bath random walks with Markov bases"
    assert [author.name for author in walks.authors] == ["Caprice Stanley", "Tobias Windisch"]
    assert walks.categories == ("math.CO", "math.ST")
    assert (walks.comment, walks.published) == ("20 pages, 3 figures", "2016-05-26")
    assert papers["2202.12139"].identifiers["doi"] == "10.1109/icstw55395.2022.00035"
    assert (papers["2403.16981"].version, papers["2403.16981"].updated) == (2, "2025-05-24")


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "message"), [("id_abc", "incorrect id format for abc"), ("id_0000", "found nothing")]
)
def test_real_errors(shared: Path, name: str, message: str) -> None:
    (path,) = (shared / "formats" / "arxiv_atom_api").glob(f"{name}*.xml")
    with pytest.raises(InputError, match=message):
        read_all(SOURCE, path.read_bytes(), ABOUT)


def _stream(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode())
