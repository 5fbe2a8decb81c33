"""arXiv's `.abs` files: their fields, their oddities, and that no e-mail address comes through."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Note, Rejected
from generator.model import Author
from generator.parsing.arxiv_versions import stamped_day
from generator.sources.arxiv_abs import SOURCE
from tests.core import read_all, reading, stored, take_file

ABOUT = reading("2503.01234.abs", "arxiv")
RULE = "-" * 78

PAPER = f"""{RULE}
\\\\
arXiv:2503.01234
From: Ada Byron <ada@pier.example>
Date: Mon, 3 Mar 2025 23:30:00 GMT   (749kb,D)
Date (revised v2): Tue, 11 Mar 2025 20:30:00 -0500   (750kb,AD)

Title: Counting Gulls on a Pier, and
  Elsewhere
Authors: Ada Byron (Pier Lab), J\\"org Li and
  Cy Moss (Town)
Categories: cs.CV cs.LG stat.ML
Comments: 12 pages; see
  http://pier.example/gulls
Report-no: PIER-25-1
MSC-class: 62P12
ACM-class: I.2.10; I.4
Journal-ref: J. Gulls 7 (2025) 1-9
DOI: 10.1234/gulls.7
License: http://creativecommons.org/licenses/by/4.0/
\\\\
  We count gulls.
The count at dusk is higher.
  At dawn $n < 5$.
\\\\
"""


def abs_file(title: str = "Gulls", name: str = "arXiv:2503.01234", **given: str) -> str:
    """A small file: `dates`, more `fields` and the `abstract` as given."""
    dates = given.get("dates", "Date: Mon, 3 Mar 2025 23:30:00 GMT   (749kb)\n")
    fields = f"Title: {title}\nAuthors: A. Li\n{given.get('fields', '')}"
    return f"{RULE}\n\\\\\n{name}\n{dates}\n{fields}\\\\\n{given.get('abstract', '  We.')}\n\\\\\n"


def read(text: str | bytes) -> tuple[list[Any], list[tuple[str, str]]]:
    taken, rejected, _ = read_all(SOURCE, text, ABOUT)
    return [one.raw for one in taken], [(one.where, one.reason) for one in rejected]


def only(text: str | bytes) -> Any:
    (paper,), rejected = read(text)
    assert rejected == []
    return paper


def test_every_part_of_a_file_is_read() -> None:
    (taken,), rejected, notes = read_all(SOURCE, PAPER, ABOUT)
    assert (taken.where, taken.source, rejected) == ("line 2 (2503.01234)", None, [])
    paper = taken.raw
    assert " ".join(paper.title.split()) == "Counting Gulls on a Pier, and Elsewhere"
    assert paper.authors == (Author("Ada Byron"), Author('J\\"org Li'), Author("Cy Moss"))
    assert paper.abstract == "  We count gulls.\nThe count at dusk is higher.\n  At dawn $n < 5$."
    assert paper.identifiers == {"arxiv": "2503.01234", "doi": "10.1234/gulls.7"}
    assert (paper.published, paper.updated, paper.version) == ("2025-03-03", "2025-03-12", 2)
    assert paper.categories == ("cs.CV", "cs.LG", "stat.ML")
    assert " ".join((paper.comment or "").split()) == "12 pages; see http://pier.example/gulls"
    assert paper.journal_ref == "J. Gulls 7 (2025) 1-9"
    assert paper.license == "http://creativecommons.org/licenses/by/4.0/"
    assert (paper.status, paper.listings, paper.submitted_by) == (None, (), None)
    assert notes == [
        f"`{name}` has no field in a record; left out: 1"
        for name in ("acm-class", "msc-class", "report-no")
    ]


def test_it_becomes_a_paper(tmp_path: Path) -> None:
    path = tmp_path / "2503.01234.abs"
    path.write_text(PAPER)
    account = take_file(tmp_path / "content", SOURCE, path)
    assert account.counts() == {"added": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    (paper,) = stored(tmp_path / "content")
    assert paper.title == "Counting Gulls on a Pier, and Elsewhere"
    assert paper.abstract == "We count gulls. The count at dusk is higher.\n\nAt dawn $n < 5$."
    assert [author.name for author in paper.authors] == ["Ada Byron", "Jörg Li", "Cy Moss"]
    assert str(paper.listed) == "2025-03-03"
    assert "ada@pier" not in "".join(
        file.read_text() for file in (tmp_path / "content").rglob("*.md")
    )


# The address of who sent it in


@pytest.mark.parametrize(
    "sent",
    [
        "From: Ada Byron <ada@pier.example>",
        'From: "Ada" <ada@pier.example>\n  ada@town.example',
        "From: <ada@pier.example>",
        "From: ada@pier.example",
    ],
)
@pytest.mark.parametrize("title", ["Gulls", ""])
def test_no_address_comes_through_not_even_of_what_is_rejected(sent: str, title: str) -> None:
    text = abs_file(title, f"arXiv:2503.01234\n{sent}")
    taken, rejected, _ = read_all(SOURCE, text, ABOUT)
    assert len(taken) + len(rejected) == 1
    for one in taken:
        assert "ada@" not in str(one.raw)
        assert "Ada" not in str(one.raw)
    for other in rejected:
        assert b"ada@" not in other.original()
        assert b"Authors: A. Li" in other.original()
        assert other.original().count(b"\\\\\n") == 3


# The versions


@pytest.mark.parametrize(
    ("dates", "published", "updated", "version"),
    [
        ("Date: Mon, 3 Mar 2025 23:30:00 GMT   (7kb)", "2025-03-03", "2025-03-03", 1),
        ("Date: Mon, 3 Mar 2025 23:30:00 GMT", "2025-03-03", "2025-03-03", 1),
        ("Date: Mon, 3 Mar 2025 23:30:00 -0500 (7kb)", "2025-03-04", "2025-03-04", 1),
        (
            """Date: Mon, 8 Mar 1993 00:00:00 GMT   (0kb,I)
Date (revised v2): Mon, 29 Mar 1993 02:17:00 GMT   (9kb)
Date (revised v10): Tue, 3 May 1994 02:17:00 GMT   (9kb,H)""",
            "1993-03-08",
            "1994-05-03",
            10,
        ),
        (
            "replaced with revised version Tue, 11 Mar 2025 17:59:30 GMT   (123kb,D)",
            None,
            "2025-03-11",
            None,
        ),
        ("Date: some day   (7kb)", None, None, 1),
        ("Date: Mon, 31 Feb 2025 23:30:00 GMT   (7kb)", None, None, 1),
        ("Date:", None, None, 1),
        ("", None, None, None),
    ],
)
def test_the_first_version_says_when_it_was_published_the_last_when_updated(
    dates: str, published: str | None, updated: str | None, version: int | None
) -> None:
    paper = only(abs_file(dates=f"{dates}\n"))
    assert (paper.published, paper.updated, paper.version) == (published, updated, version)


@pytest.mark.parametrize(
    "text", ["", "x", "Mon, 3 Mar 99999 1:1:1 GMT", "1", ", , , ", "\x00" * 99, "9" * 99, "é"]
)
def test_what_is_no_time_has_no_day(text: str) -> None:
    assert stamped_day(text) is None


@pytest.mark.parametrize(
    ("size", "comment", "abstract", "status"),
    [
        ("(0kb,I)", "This paper has been withdrawn by the author", "  We.", "withdrawn"),
        ("(0kb,I)", "Withdrawn: Lemma 8 fails", "  We.", "withdrawn"),
        ("(0kb,I)", "4 pages", "  This paper was removed by arXiv administrators", "withdrawn"),
        ("(1kb,I)", "Withdrawn", "  We.", "withdrawn"),
        ("(0kb)", "4 pages", "  This paper has been withdrawn.", "withdrawn"),
        # Without its source, but never withdrawn: many papers of the first years.
        ("(0kb,I)", "4 pages", "  We.", None),
        ("(0kb)", "Proceedings", "  We list talks.", None),
        ("(7kb)", "This paper has been withdrawn from Nature", "  We.", None),
        ("(7kb)", "v1 withdrawn, see v2", "  We.", None),
        ("", "This paper has been withdrawn", "  We.", None),
    ],
)
def test_it_is_withdrawn_where_its_last_version_is_gone_and_its_text_says_so(
    size: str, comment: str, abstract: str, status: str | None
) -> None:
    dates = (
        "Date: Mon, 3 Mar 2025 23:30:00 GMT   (0kb,I)\n"
        f"Date (revised v2): Tue, 4 Mar 2025 23:30:00 GMT   {size}\n"
    )
    text = abs_file(dates=dates, fields=f"Comments: {comment}\n", abstract=abstract)
    assert only(text).status == status


# The fields


def test_a_wrapped_line_belongs_to_its_field_even_with_a_colon_in_it() -> None:
    fields = "Comments: See\n  DOI: none\nreaction: fine\nJournal-ref: J. Gulls\n"
    paper = only(abs_file(fields=fields))
    assert paper.comment == "See\n  DOI: none\nreaction: fine"
    assert (paper.journal_ref, paper.identifiers.get("doi")) == ("J. Gulls", None)


@pytest.mark.parametrize("empty", ["Comments:", "Comments:   ", ""])
def test_a_field_without_words_is_not_there(empty: str) -> None:
    paper = only(abs_file(fields=f"{empty}\nCategories:\n"))
    assert (paper.comment, paper.categories) == (None, ())


def test_fields_may_be_written_small_or_named_otherwise() -> None:
    text = abs_file().replace("Authors:", "Author:").replace("Title:", "title :")
    paper = only(text)
    assert (paper.title, paper.authors) == ("Gulls", (Author("A. Li"),))


def test_of_several_dois_the_first_is_taken_and_what_is_none_is_told() -> None:
    assert only(abs_file(fields="DOI: 10.1234/A, 10.1234/b\n")).identifiers["doi"] == "10.1234/a"
    taken, _, notes = read_all(SOURCE, abs_file(fields="DOI: 21.11130/00-1\n"), ABOUT)
    assert taken[0].raw.identifiers == {"arxiv": "2503.01234"}
    assert notes == ["what stands as `doi` is none; left out: 1"]


@pytest.mark.parametrize(
    ("name", "arxiv"),
    [
        ("arXiv:2503.01234", "2503.01234"),
        ("arXiv:2503.01234 (*cross-listing*)", "2503.01234"),
        ("Paper: hep-th/9901001", "hep-th/9901001"),
        ("arXiv:alg-geom/9202001", "alg-geom/9202001"),
    ],
)
def test_identifiers_of_every_age(name: str, arxiv: str) -> None:
    assert SOURCE.detect(abs_file(name=name).encode())
    assert only(abs_file(name=name)).identifiers == {"arxiv": arxiv}


@pytest.mark.parametrize(
    "abstract",
    ["  $$ u = 1\n\\\\\n  v = 2 $$ holds.", "  One.\n\n  Two.", "  a\n-----\nb", f"  a\n{RULE}\nb"],
)
def test_bars_empty_lines_and_rules_may_stand_in_the_abstract(abstract: str) -> None:
    two = abs_file(abstract=abstract) + abs_file("Terns", "arXiv:2503.01235")
    papers, rejected = read(two)
    assert [(paper.title, paper.abstract) for paper in papers] == [
        ("Gulls", abstract),
        ("Terns", "  We."),
    ]
    assert rejected == []


# Bytes


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_lines_may_end_in_any_way(end: str, mark: bytes) -> None:
    data = mark + PAPER.replace("\n", end).encode()
    assert SOURCE.detect(data)
    assert only(data) == only(PAPER)
    bare = data.replace(RULE.encode() + end.encode(), b"")
    assert SOURCE.detect(bare)
    assert only(bare + 2 * end.encode()) == only(PAPER)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_letters_may_be_utf_8_or_latin_1(encoding: str) -> None:
    text = abs_file("Épi", fields="Comments: übrig\n", abstract="  Möwen.")
    paper = only(text.encode(encoding))
    assert (paper.title, paper.comment, paper.abstract) == ("Épi", "übrig", "  Möwen.")


# Many records


def test_files_in_one_and_mailings_are_read_record_by_record() -> None:
    mailing = (
        f"{RULE}\nSend any comments to the submitter.\n{RULE}\n Submissions to:\nComputer Vision\n"
        + abs_file("Gulls").removesuffix("\\\\\n")
        + "\\\\ ( https://arxiv.org/abs/2503.01234 ,  749kb)\n"
        + "%%--%%" * 13
        + f"\n{RULE}\n\\\\\narXiv:2503.00001\n"
        "replaced with revised version Tue, 11 Mar 2025 17:59:30 GMT   (123kb,D)\n\n"
        "Title: Terns\nAuthors: A. Li\n\\\\ ( https://arxiv.org/abs/2503.00001 ,  123kb)\n"
        + abs_file("Auks", "arXiv:2503.00002")
        + abs_file("Skuas", "arXiv:2503.00003").split("\n", 2)[2]
    )
    assert SOURCE.detect(mailing.encode())
    papers, rejected = read(mailing)
    assert [paper.title for paper in papers] == ["Gulls", "Terns", "Auks", "Skuas"]
    assert [paper.abstract for paper in papers] == ["  We.", "", "  We.", "  We."]
    assert [paper.identifiers["arxiv"][-1] for paper in papers] == ["4", "1", "2", "3"]
    assert rejected == []


def test_what_cannot_be_read_is_rejected_and_the_rest_is_read() -> None:
    texts = (
        abs_file("", "arXiv:2503.00001"),
        abs_file("Terns", "arXiv:gulls"),
        abs_file("Auks", "Sent by post"),
        f"{RULE}\n\\\\\narXiv:2503.00004\n\nTitle: Skuas\n",
        abs_file("Gulls"),
    )
    papers, rejected = read("".join(texts))
    assert [paper.title for paper in papers] == ["Gulls"]
    assert [reason for _, reason in rejected] == [
        "has no title",
        "`gulls` is not an arXiv identifier",
        "`` is not an arXiv identifier",
        "breaks off before its abstract",
    ]
    assert [where for where, _ in rejected][:2] == ["line 2 (2503.00001)", "line 12 (gulls)"]
    _, originals, _ = read_all(SOURCE, "".join(texts), ABOUT)
    for text, one in zip(texts, originals, strict=False):
        assert one.original().decode() == text.removeprefix(f"{RULE}\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no records"),
        (b"Gulls\nand terns\n", "holds no records"),
        (b"<!DOCTYPE html>\n<html>", "an HTML page"),
        (b"\xef\xbb\xbf<html>", "an HTML page"),
        (b"Rate exceeded.", "holds no records"),
        (PAPER.encode()[:-40], "ends within the record of line 2"),
        (PAPER.encode()[:200], "ends within the record of line 2"),
        ((PAPER + PAPER).encode()[:-40], "ends within the record of line 27"),
        (b"\xff\xfe" + PAPER.encode("utf-16-le"), "holds no records"),
    ],
)
def test_an_input_that_cannot_be_read_on_says_why(data: bytes, message: str) -> None:
    found = SOURCE.read(io.BytesIO(data), ABOUT)
    with pytest.raises(InputError, match=f"^{re.escape(message)}"):
        list(found)


def test_records_before_a_cut_stand() -> None:
    records = SOURCE.read(io.BytesIO((PAPER + PAPER).encode()[:-40]), ABOUT)
    assert isinstance(next(records), Incoming)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arXiv:2503.01234\n",
        '{"title": "\\\\\\\\\\narXiv:2503.01234"}',
        "\\\\\nTitle: x\n",
        "Mar 11\n",
        "@article{x, title={\\\\}}\n",
        "TY  - JOUR\nT1  - x\nER  -\n",
        "\\\\" * 30_000,
        "\\\\\n" * 20_000,
    ],
)
def test_other_text_is_not_taken_for_it(text: str) -> None:
    assert not SOURCE.detect(text.encode())


MUTANTS = st.lists(
    st.tuples(st.integers(0, len(PAPER)), st.integers(0, 60), st.binary(max_size=6)), max_size=4
)
PIECES = st.sampled_from(
    [
        *(b"\\\\\n", b"arXiv:", b"2503.01234", b"\n", b"\r", RULE.encode() + b"\n", b"Title: a\n"),
        *(b"From: a@b\n", b"Date: ", b"Date (revised v99999): x (1kb,I)\n", b"\\\\ ( http://a )\n"),
    ]
)


@given(MUTANTS)
def test_a_damaged_file_is_read_or_refused(mutants: list[tuple[int, int, bytes]]) -> None:
    data = PAPER.encode()
    for at, length, put in mutants:
        data = data[:at] + put + data[at + length :]
    _read_whatever(data)


@given(st.lists(PIECES | st.binary(max_size=5), max_size=20).map(b"".join))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _read_whatever(data)
    SOURCE.detect(data)


def _read_whatever(data: bytes) -> None:
    with suppress(InputError):
        for one in SOURCE.read(io.BytesIO(data), ABOUT):
            assert isinstance(one, Incoming | Rejected | Note)
            assert isinstance(one, Note) or isinstance(one.original(), bytes)


@pytest.mark.real
def test_all_real_files_are_read(shared: Path, tmp_path: Path) -> None:
    paths = sorted((shared / "formats/arxiv_abs").glob("*.abs"))
    assert len(paths) == 167
    withdrawn, whole = set[str](), b""
    for path in paths:
        data = path.read_bytes()
        whole += data
        assert SOURCE.detect(data[:65_536]), path.name
        paper = only(data)
        assert f"arXiv:{paper.identifiers['arxiv']}".encode() in data
        dates = re.findall(rb"^Date[^\n]*", data, re.MULTILINE)
        assert (paper.version, bool(paper.published)) == (len(dates), True)
        assert paper.authors
        assert (b"\nCategories:" in data) == bool(paper.categories)
        assert (b"\nComments:" in data) == bool(paper.comment)
        for address in re.findall(rb"^From:[^\n]*<([^>]+)>", data, re.MULTILINE):
            assert address.decode() not in str(paper)
        if paper.status:
            withdrawn.add(path.name.rpartition("__")[2].removesuffix(".abs"))
    assert withdrawn == set(
        "0704.0156 0704.0213 0704.0374 0704.0480 0704.0525 0704.0615 0704.0615v3 0704.0644 "
        "0704.0840 0906.3336 2101.10016".split()
    )
    papers, rejected = read(whole)
    assert (len(papers), rejected) == (167, [])
    every = tmp_path / "every.abs"
    every.write_bytes(whole)
    account = take_file(tmp_path / "content", SOURCE, every)
    assert account.counts()["rejected"] == 0
    assert account.counts()["added"] == len({paper.identifiers["arxiv"] for paper in papers})
    collisions = next(p for p in papers if p.identifiers["arxiv"] == "1411.4413")
    assert collisions.authors[0].name == "The CMS and LHCb Collaborations"
    assert len(collisions.authors) > 2_500
