"""The text of a Hugging Face Papers page, as it comes out of a browser's clipboard."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats import detect
from generator.incoming import Incoming, InputError, Note, Reading, Rejected
from generator.markup import html_paragraphs
from generator.sources.hf_page_text import SOURCE
from tests.core import FIXTURES, RAW, only, read_all, reading, stored, take, take_file

PAGE = FIXTURES / "hf_page_text.txt"
CHROME = ["new", "Get trending papers in your email inbox!", "Subscribe", "byAK and the gulls"]
ABSTRACT = (
    "We count gulls on a pier at dawn and at dusk, with a notebook and two pencils. "
    "The count at dusk is higher, and we do not know why."
)


def page(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"


def days(text: str, about: Reading) -> tuple[list[str], list[str]]:
    taken, _, notes = read_all(SOURCE, text, about)
    return [str(item.raw.listings[0].day) if item.raw.listings else "" for item in taken], notes


def test_the_whole_page(tmp_path: Path) -> None:
    assert detect(PAGE.read_bytes()) is SOURCE
    account = take_file(tmp_path, SOURCE, PAGE, date(2025, 3, 11))
    assert [(item.where, item.state, item.reason) for item in account.outcomes] == [
        ("line 11", "added", None),
        ("line 15", "rejected", "`A title that lost its abstract` has no abstract line below it"),
        ("line 17", "added", None),
        ("line 21", "added", None),
        ("line 25", "rejected", "an abstract without a title line above it"),
        ("line 29", "rejected", "`Company` has no abstract line below it"),
        ("line 31", "rejected", "`TOS` has no abstract line below it"),
    ]
    assert account.notes == [
        "hf_page_text.txt: left out as the page's own words, not papers: lines 1, 3, 5, 7, 9"
    ]
    papers = {paper.title: paper for paper in stored(tmp_path)}
    assert sorted(papers) == [
        "50% fewer gulls: \\tool and the “quiet” pier",
        "Counting Gulls on a Pier",
        "Terns at 2.5× the Speed of Gulls",
    ]
    quirks = papers["50% fewer gulls: \\tool and the “quiet” pier"]
    assert "6.3× more gulls" in quirks.abstract
    assert "is \\( small" in quirks.abstract
    assert '<a href="https://example.org/gulls" ' in html_paragraphs(quirks.abstract)
    assert html_paragraphs(quirks.abstract).endswith("</a>].</p>")
    for paper in papers.values():
        assert str(paper.listed) == "2025-03-11"
        assert paper.authors == ()
        assert paper.identifiers == {}
        assert {p.source for p in paper.provenance} == {"hf-page"}


# The day


@pytest.mark.parametrize(
    ("today", "line", "day"),
    [
        (date(2025, 3, 12), "Mar 11", "2025-03-11"),
        (date(2025, 3, 11), "Mar 11", "2025-03-11"),
        (date(2025, 3, 10), "Mar 11", "2024-03-11"),
        (date(2025, 1, 1), "Dec 31", "2024-12-31"),
        (date(2025, 3, 1), "Feb 29", "2024-02-29"),
        (date(2023, 3, 1), "Feb 29", "2020-02-29"),
        (date(2025, 12, 1), "Sept. 5", "2025-09-05"),
        (date(2025, 12, 1), "November 05", "2025-11-05"),
    ],
)
def test_without_a_date_the_year_is_the_latest_that_is_not_in_the_future(
    today: date, line: str, day: str
) -> None:
    found, notes = days(page(*CHROME, line, "Gulls", ABSTRACT), reading(today=today))
    assert found == [day]
    assert notes[0] == f"line 9: `{line}` has no year; took {day} (--date says another)"


@pytest.mark.parametrize(
    ("given_", "line", "day", "said"),
    [
        (date(2019, 3, 11), "Mar 11", "2019-03-11", []),
        (date(2025, 1, 1), "Dec 31", "2024-12-31", ["differs from --date 2025-01-01"]),
        (date(2024, 12, 31), "Jan 1", "2025-01-01", ["differs from --date 2024-12-31"]),
        (date(2025, 3, 11), "Mar 39", "2025-03-11", ["is no day; listed on 2025-03-11"]),
    ],
)
def test_a_date_gives_the_year(given_: date, line: str, day: str, said: list[str]) -> None:
    found, notes = days(page(line, "Gulls", ABSTRACT), reading(day=given_))
    assert found == [day]
    assert [any(part in note for note in notes) for part in said] == [True] * len(said)
    assert len(notes) == len(said) + 1  # the last says what was left out


def test_a_day_that_no_year_has_is_no_day() -> None:
    found, notes = days(page("Feb 30", "Gulls", ABSTRACT), reading())
    assert found == [""]
    assert notes[0] == "line 1: `Feb 30` is no day; give --date"


def test_several_days_in_one_paste(tmp_path: Path) -> None:
    text = page(
        *CHROME, "Mar 11", "Gulls", ABSTRACT, "Terns", ABSTRACT + " Not here.",
        *CHROME, "Mar 10", "Boats", ABSTRACT + " Nor here.",
    )  # fmt: skip
    taken, rejected, notes = read_all(SOURCE, text, reading())
    assert [(item.raw.title, str(item.raw.listings[0].day)) for item in taken] == [
        ("Gulls", "2025-03-11"), ("Terns", "2025-03-11"), ("Boats", "2025-03-10")
    ]  # fmt: skip
    assert rejected == []
    assert notes[-1].endswith("lines 1, 3, 5, 7, 9, 19, 21, 23, 25")
    take(tmp_path, taken)
    assert {str(paper.listed) for paper in stored(tmp_path)} == {"2025-03-10", "2025-03-11"}


def test_text_without_a_day_needs_a_date(tmp_path: Path) -> None:
    text = page("Gulls", ABSTRACT)
    assert detect(text.encode()) is None
    taken, _, notes = read_all(SOURCE, text, reading())
    assert notes == ["the text names no day; --date says on which day it was listed"]
    assert take(tmp_path, taken).rejected[0].reason == "no day is known; give --date YYYY-MM-DD"
    about = reading(day=date(2025, 3, 11))
    taken, _, notes = read_all(SOURCE, text, about)
    assert notes == []
    take(tmp_path, taken, about)
    assert str(only(stored(tmp_path)).listed) == "2025-03-11"


@pytest.mark.parametrize("title", ["Octopus 2", "Marching 5", "Mayfly 3", "Decoding 7", "Mar 111"])
def test_a_title_that_begins_like_a_month_is_no_day(title: str) -> None:
    taken, rejected, _ = read_all(SOURCE, page("Mar 11", title, ABSTRACT), reading())
    assert [item.raw.title for item in taken] == [title]
    assert rejected == []


# What is a paper


def test_chrome_is_never_published() -> None:
    text = page(*CHROME, "Mar 11", "Gulls", ABSTRACT, *CHROME)
    taken, rejected, _ = read_all(SOURCE, text, reading())
    assert [item.raw.title for item in taken] == ["Gulls"]
    assert [item.where for item in rejected] == ["line 15", "line 17", "line 19", "line 21"]


def test_a_title_before_the_next_day_is_named_with_what_was_left_out() -> None:
    text = page("Mar 11", "Gulls", ABSTRACT, "Lost", "Mar 10", "Terns", ABSTRACT)
    taken, rejected, notes = read_all(SOURCE, text, reading())
    assert [item.raw.title for item in taken] == ["Gulls", "Terns"]
    assert rejected == []
    assert notes[-1].endswith("lines 1, 7")


def test_an_abstract_is_never_left_out_as_chrome() -> None:
    text = page("Mar 11", "Gulls", ABSTRACT, ABSTRACT, "Mar 10", "Terns", ABSTRACT)
    _, rejected, _ = read_all(SOURCE, text, reading())
    assert [(item.where, item.reason) for item in rejected] == [
        ("line 7", "an abstract without a title line above it")
    ]


@pytest.mark.parametrize(
    ("line", "abstract"),
    [
        (ABSTRACT, True),
        ("word " * 81, True),
        ("A title: with a colon. And a sentence.", False),
        (f"A very long title that goes on and on{' about gulls and terns' * 10}", False),
    ],
)
def test_abstracts_are_told_from_titles(line: str, abstract: bool) -> None:
    taken, rejected, _ = read_all(SOURCE, page("Mar 11", "Gulls", line), reading())
    assert bool(taken) is abstract
    assert [item.where for item in rejected] == ([] if abstract else ["line 3", "line 5"])


@pytest.mark.parametrize(
    ("lost", "meant"),
    [
        ("6.3times", "6.3×"),
        ("10times faster", "10× faster"),
        ("2times-3times", "2×-3×"),
        ("5 times", "5 times"),
        ("3timestamps", "3timestamps"),
        ("sometimes", "sometimes"),
    ],
)
def test_a_lost_times_sign_is_found(lost: str, meant: str) -> None:
    taken, _, _ = read_all(
        SOURCE, page("Mar 11", f"Gulls, {lost}", f"{ABSTRACT} {lost}"), reading()
    )
    assert only_raw(taken).title == f"Gulls, {meant}"
    assert only_raw(taken).abstract == f"{ABSTRACT} {meant}"


def only_raw(taken: list[Incoming]) -> Any:
    assert len(taken) == 1
    return taken[0].raw


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(newline: str, bom: str) -> None:
    text = bom + page(*CHROME, "Mar 11", "  Gulls ", ABSTRACT).replace("\n", newline)
    assert detect(text.encode()) is SOURCE
    assert only_raw(read_all(SOURCE, text, reading())[0]).title == "Gulls"


def test_bytes_that_are_no_text_are_replaced() -> None:
    taken, _, _ = read_all(
        SOURCE, page("Mar 11", "Gulls", ABSTRACT).encode() + b"\xff\n", reading()
    )
    assert only_raw(taken).title == "Gulls"


def test_each_record_can_be_had_as_it_stood() -> None:
    text = page(*CHROME, "Mar 11", ABSTRACT, "Gulls", "Terns", ABSTRACT, "Skuas")
    taken, rejected, _ = read_all(SOURCE, text, reading())
    assert [one.original().decode() for one in taken] == [f"Terns\n{ABSTRACT}"]
    assert [one.original().decode() for one in rejected] == [ABSTRACT, "Gulls", "Skuas"]


@pytest.mark.parametrize("text", ["", "\n", "Daily Papers\nMar 11\n", "Gulls\nMar 11\n"])
def test_a_page_without_papers_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="holds no papers"):
        read_all(SOURCE, text, reading())


@pytest.mark.parametrize("text", ["", "\n", "Mar 11", "{}", "[]", "<html>\nMar 11\n" + ABSTRACT])
def test_other_text_is_not_taken_for_a_page(text: str) -> None:
    assert not SOURCE.detect(text.encode())


@given(
    st.lists(st.one_of(RAW, st.sampled_from([*CHROME, "Mar 11", "Gulls", ABSTRACT])), max_size=8)
)
def test_every_line_of_any_text_is_accounted_for(lines: list[str]) -> None:
    text = "\n".join(lines)
    records: list[Incoming | Rejected | Note] = []
    with contextlib.suppress(InputError):
        records.extend(SOURCE.read(io.BytesIO(text.encode("utf-8", "replace")), reading()))
    # A line that is nothing but a day says only when what follows was listed.
    seen = {n for n, s in enumerate(_as_read(text), 1) if s.strip() == "Mar 11"}
    filled = [n for n, s in enumerate(_as_read(text), 1) if s.strip()]
    for item in records:
        if isinstance(item, Incoming):
            number = int(item.where.removeprefix("line "))
            after = next(n for n in filled if n > number)
            seen |= {number, after}
        elif isinstance(item, Rejected):
            seen.add(int(item.where.removeprefix("line ")))
        elif "lines " in item.text:
            seen |= {int(n) for n in item.text.rpartition("lines ")[2].split(", ")}
    assert seen == {*filled}


def _as_read(text: str) -> list[str]:
    return text.encode("utf-8", "replace").decode("utf-8-sig", "replace").splitlines()
