"""Encodings, months in words, arXiv in prose: what reference managers leave to be guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.parsing.references import (
    addresses_in,
    arxiv_in,
    arxiv_of_note,
    date_of,
    decoded,
    is_pdf,
    is_preprint_server,
    journal_reference,
    month_and_day,
    year_of,
)
from tests.core import RAW


@pytest.mark.parametrize(
    ("data", "text", "codec", "is_told"),
    [
        (b"a\r\nb\rc", "a\nb\nc", "utf-8", False),
        ("é".encode("utf-8-sig"), "é", "utf-8", False),
        ("é".encode("utf-16"), "é", "utf-16", False),
        (b"\xff\xfe\x00", "ÿþ\x00", "cp1252", True),
        (b"\xe9\x93", "é“", "cp1252", True),
        (b"\xe9\x81", "é\x81", "latin-1", True),
    ],
)
def test_decoding(data: bytes, text: str, codec: str, is_told: bool) -> None:
    found = decoded(data)
    assert (found.text, found.codec, found.note is not None) == (text, codec, is_told)
    assert found.encoded(text).decode(codec) == text


@pytest.mark.parametrize(
    ("text", "month_day"),
    [
        ("jun", (6, None)),
        ("JUN 8", (6, 8)),
        ("15~Sept.", (9, 15)),
        ("MAR-APR", (3, None)),
        ("June 3-5", (6, None)),
        ("March 2019", (3, None)),
        ("06", (6, None)),
        ("{6}", (6, None)),
        ("0", (None, None)),
        ("13", (None, None)),
        ("ma", (None, None)),
        ("mayor", (None, None)),
        ("1 2", (None, None)),
        ("²", (None, None)),
        ("", (None, None)),
        ("9" * 100_000, (None, None)),
        ("." * 600 + "june", (None, None)),
    ],
)
def test_months(text: str, month_day: tuple[int | None, int | None]) -> None:
    assert month_and_day(text) == month_day


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2014/04/08/", "2014-04-08"),
        ("2014/04//Spring", "2014-04"),
        ("2014///", "2014"),
        (" 2014-4-8T10", "2014-04-08"),
        ("2001/00/00", "2001"),
        ("2014/2015", "2014"),
        ("20141", None),
        ("3014", None),
        ("soon", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert date_of(text) == date


def test_years() -> None:
    assert [year_of(text) for text in ("c. 2019", "2019a", "12019", "99")] == [
        "2019",
        "2019",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arXiv preprint arXiv:2503.01234", ("2503.01234", None)),
        ("arXiv:2503.01234v3 [cs]", ("2503.01234", 3)),
        ("arXiv preprint 2503.01234", ("2503.01234", None)),
        ("https://arxiv.org/abs/hep-th/9901001", ("hep-th/9901001", None)),
        ("abs/2503.01234", ("2503.01234", None)),
        ("arXiv: math.GT/0309136", ("math/0309136", None)),
        ("2503.01234", None),
        ("arXiv:2503.012345", None),
        ("arXiv:2599.01234", None),
        ("labs/2503.01234", None),
        ("x" * 600 + "arXiv:2503.01234", None),
    ],
)
def test_arxiv(text: str, found: tuple[str, int | None] | None) -> None:
    assert arxiv_in(text) == found


def test_a_note_about_another_paper_is_not_about_this_one() -> None:
    assert arxiv_of_note("Preprint: arXiv:2503.01234") == ("2503.01234", None)
    assert arxiv_of_note("Reply to arXiv:2503.01234") is None


def test_journals() -> None:
    assert is_preprint_server("{arXiv} e-prints")
    assert is_preprint_server("CoRR")
    assert not is_preprint_server("Corrosion Science")
    assert journal_reference("J", "1", "2", "3-4", "2019-01") == "J 1(2), 3-4 (2019)"
    assert journal_reference("J", "", "2", "3-4", None) == "J, 3-4"
    assert journal_reference("J", "1", "", "", None) == "J 1"
    assert journal_reference("J", "", "2", "", "2019") is None
    assert journal_reference("", "1", "2", "3", "2019") is None


def test_addresses() -> None:
    text = "https://a.example/x;y, https://b.example\n;http://c.example;"
    assert addresses_in(text) == ["https://a.example/x;y", "https://b.example", "http://c.example"]
    assert addresses_in(" ; ") == []
    assert is_pdf("https://a.example/x.PDF?download=1")
    assert not is_pdf("https://a.example/pdf")


@given(RAW, st.binary(max_size=40))
def test_nothing_raises(text: str, data: bytes) -> None:
    for function in (month_and_day, date_of, year_of, arxiv_in, arxiv_of_note, addresses_in):
        function(text)
    found = decoded(data)
    assert isinstance(found.encoded(found.text), bytes)
