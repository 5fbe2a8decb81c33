"""A record's file: what is written is read again, and every fault is named with its key."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.fields import (
    KEYS,
    LINK_RELS,
    LONGEST_ABSTRACT,
    LONGEST_LINE,
    READERS,
    WrongValueError,
)
from generator.front_matter import load_mapping, split
from generator.identifiers import KINDS, normal_identifier
from generator.model import Author, Link, Listing, Paper, Provenance
from generator.record import RecordError, dump, dump_values, from_mapping, parse, to_mapping
from generator.text import clean_line, clean_paragraphs, unclean
from tests.core import AWKWARD, DAYS, LINES, PARAGRAPHS, RAW, TITLES, cases

FULL = """\
---
id: 2401.00010
aliases: [counting-gulls-0a1b2c]
title: 'Counting gulls: a survey'
authors:
- name: Ada Byron
  orcid: 0000-0002-1825-0097
- name: 'No'
listed: 2025-03-11
listings:
- {source: hf-daily, day: 2025-03-11}
published: 2025-03
updated: '2025-03-09'
version: 2
identifiers: {arxiv: '2401.00010', doi: 10.1000/gulls}
categories: [cs.CL, 'no']
venue: 1e5
comment: '12 pages # and one figure'
license: CC-BY-4.0
links:
- {rel: paper, url: 'https://arxiv.org/abs/2401.00010'}
upvotes: 26
comments: 0
topics: [+birds, -boats]
pinned: [title, abstract]
provenance:
- {source: hf-daily, retrieved: '2025-03-12T06:30:00Z', version: 2, fields: {title: 12e345}}
---

Gulls $g$.

---
"""


def test_a_record_reads_as_it_stands() -> None:
    paper = parse(FULL.replace("id: 2401.00010", "id: '2401.00010'"))
    assert paper == Paper(
        id="2401.00010",
        aliases=("counting-gulls-0a1b2c",),
        title="Counting gulls: a survey",
        authors=(Author("Ada Byron", "0000-0002-1825-0097"), Author("No")),
        listed=date(2025, 3, 11),
        listings=(Listing("hf-daily", date(2025, 3, 11)),),
        published="2025-03",
        updated="2025-03-09",
        version=2,
        identifiers={"arxiv": "2401.00010", "doi": "10.1000/gulls"},
        categories=("cs.CL", "no"),
        venue="1e5",
        comment="12 pages # and one figure",
        license="CC-BY-4.0",
        links=(Link("paper", "https://arxiv.org/abs/2401.00010"),),
        upvotes=26,
        comments=0,
        topics=("+birds", "-boats"),
        pinned=("title", "abstract"),
        provenance=(
            Provenance(
                "hf-daily", datetime(2025, 3, 12, 6, 30, tzinfo=UTC), {"title": "12e345"}, 2
            ),
        ),
        abstract="Gulls $g$.\n\n---",
    )


def test_a_record_is_written_so() -> None:
    text = FULL.replace("id: 2401.00010", "id: '2401.00010'")
    assert dump(parse(text)) == text


# Round trip

MOMENTS = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
    min_value=datetime(1001, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2099, 1, 1),  # noqa: DTZ001
)
SPAN = st.one_of(
    DAYS.map(str), DAYS.map(lambda day: str(day)[:7]), DAYS.map(lambda day: str(day)[:4])
)
IDS = st.from_regex(r"[a-z0-9]{1,4}[.-]?[a-z0-9]{1,9}", fullmatch=True).filter(
    lambda text: text not in ("index", "readme")
)
ONE_LINE = st.one_of(LINES, st.sampled_from(AWKWARD).map(str.strip)).filter(
    lambda s: bool(s) and s == " ".join(s.split()) and s.isprintable()
)
SOURCES = st.sampled_from(["hf-daily", "hf-page", "arxiv", "acl", "no", "1.5", "2025", "on"])
URLS = st.from_regex(r"https?://[a-z]{1,5}\.org/[!$-;=?-Z_a-z~éㄅ:#&,\[\]]{0,12}", fullmatch=True)
COUNTS = st.integers(0, 10**12)
SOME = st.sampled_from


def lists(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


def maybe(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), of)


def identifiers() -> st.SearchStrategy[dict[str, str]]:
    made = {
        "arxiv": SOME(["2401.00010", "1501.00000", "hep-th/9901001", "0704.0001"]),
        "doi": st.from_regex(r"10\.[0-9]{4}/[!-~]{1,9}", fullmatch=True),
        "acl": SOME(["P19-1001", "2022.acl-long.1"]),
        "openreview": st.from_regex(r"[A-Za-z0-9_-]{6,20}", fullmatch=True),
    }
    return st.fixed_dictionaries({}, optional=made).map(
        lambda found: {k: v for k in KINDS if k in found and (v := normal_identifier(k, found[k]))}
    )


PAPERS = st.builds(
    Paper,
    id=IDS,
    title=st.one_of(TITLES, ONE_LINE),
    listed=DAYS,
    abstract=st.one_of(PARAGRAPHS, SOME(["---", "---\n\nx", "x\n\n---", "# x", "'", "\\", "a: b"])),
    authors=lists(
        st.builds(Author, ONE_LINE, maybe(SOME(["0000-0002-1825-0097", "0000-0000-0000-000X"])))
    ),
    listings=lists(st.builds(Listing, SOURCES, DAYS)),
    published=maybe(SPAN),
    updated=maybe(SPAN),
    version=maybe(COUNTS),
    identifiers=identifiers(),
    categories=lists(ONE_LINE),
    venue=maybe(ONE_LINE),
    comment=maybe(ONE_LINE),
    journal_ref=maybe(ONE_LINE),
    license=maybe(ONE_LINE),
    language=maybe(ONE_LINE),
    organization=maybe(ONE_LINE),
    submitted_by=maybe(ONE_LINE),
    links=lists(st.builds(Link, SOME(LINK_RELS), URLS)),
    media=lists(URLS),
    upvotes=maybe(COUNTS),
    comments=maybe(COUNTS),
    status=maybe(SOME(["withdrawn", "retracted"])),
    topics=lists(st.from_regex(r"[+-]?[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True)),
    pinned=lists(SOME(["title", "abstract", "links", "topics"])),
    aliases=lists(IDS),
    provenance=lists(
        st.builds(
            Provenance,
            SOURCES,
            MOMENTS,
            st.dictionaries(SOME(["title", "abstract"]), SOME(["123456", "12e345", "abcdef"])),
            maybe(COUNTS),
            maybe(SPAN),
        )
    ),
)  # fmt: skip


@given(PAPERS)
def test_what_is_written_is_read_again(paper: Paper) -> None:
    text = dump(paper)
    assert parse(text) == paper
    assert parse(text.replace("\n", "\r\n")) == paper
    assert parse(f"\ufeff{text}") == paper
    assert dump(parse(text)) == text


@given(PAPERS)
def test_plain_values_are_written_as_a_paper_is(paper: Paper) -> None:
    """What reads a record and knows no paper, as upgrading does, writes the same text."""
    text = dump(paper)
    parts = split(text)
    assert parts
    assert dump_values(load_mapping(parts[0]), parts[1].strip("\n")) == text


def test_values_of_another_shape_are_written_as_they_are() -> None:
    odd = {"topics": "x", "links": {"a": [1]}, "provenance": ["y", None], "new": {"b": [2]}, 3: 4}
    parts = split(dump_values(odd, ""))
    assert parts
    assert (load_mapping(parts[0]), parts[1]) == (odd, "")


@pytest.mark.parametrize("scalar", [s for s in AWKWARD if s.isprintable() and s == s.strip()])
def test_an_awkward_scalar_is_only_text(scalar: str) -> None:
    paper = Paper(
        "x",
        scalar,
        date(2025, 3, 11),
        venue=scalar,
        authors=(Author(scalar),),
        categories=(scalar,),
    )
    assert parse(dump(paper)) == paper


def test_every_field_of_a_paper_is_a_key_with_a_reader() -> None:
    fields = {field.name for field in dataclasses.fields(Paper)}
    assert fields == {*KEYS, "abstract"} == {*READERS}


@given(PAPERS)
def test_front_matter_is_a_mapping_that_makes_the_paper(paper: Paper) -> None:
    front = to_mapping(paper)
    assert list(front) == [key for key in KEYS if key in front]
    assert not [key for key, value in front.items() if value in (None, (), {}, "")]
    assert from_mapping({**front, "abstract": paper.abstract}) == paper


# Faults


def record(*lines: str) -> str:
    given_ = [line.partition(":")[0] for line in lines]
    usual = {"id": "id: gulls-0a1b2c", "title": "title: Gulls", "listed": "listed: 2025-03-11"}
    return "\n".join(["---", *(v for k, v in usual.items() if k not in given_), *lines, "---", ""])


def faults(text: str) -> list[str]:
    with pytest.raises(RecordError) as raised:
        parse(text)
    assert str(raised.value) == "; ".join(raised.value.faults)
    return raised.value.faults


def test_a_record_needs_an_id_a_title_and_a_day() -> None:
    assert parse(record()).id == "gulls-0a1b2c"
    assert faults("---\n{}\n---\n") == [
        "line 1: title: missing; add it",
        "line 1: id: missing; add it",
        "line 1: listed: missing; add it",
    ]


@pytest.mark.parametrize(("lines", "expected"), cases("record_faults.txt"))
def test_faults_say_what_stood_there_and_what_to_do(lines: str, expected: str) -> None:
    """All of them at once."""
    assert faults(record(*lines.split("\n"))) == expected.split("\n")


@pytest.mark.parametrize("text", ["", "Gulls", "---\ntitle: x\n", "--- x\n---\n", "\n---\n---\n"])
def test_a_file_needs_front_matter(text: str) -> None:
    assert faults(text) == [
        "line 1: the file does not begin with front matter; put `---` above and below"
    ]


@pytest.mark.parametrize(("front", "what"), [("- x", "a list"), ("", "nothing"), ("x", "a text")])
def test_front_matter_is_a_mapping(front: str, what: str) -> None:
    assert faults(f"---\n{front}\n---\n") == [f"line 2: found {what}; write `key: value` lines"]


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000])
def test_a_number_out_of_all_proportion_is_only_a_fault(number: str) -> None:
    (fault,) = faults(record(f"upvotes: {number}"))
    assert fault.startswith("line 5: upvotes: found ")
    assert fault.endswith("; write a whole number")
    (fault,) = faults(record(f"? {number}\n: red"))
    assert fault.startswith("line 5: ")
    assert fault.endswith(": unknown key; no record has such a key; remove it")


def test_what_only_looks_like_a_day_or_a_number_is_the_text_that_it_is() -> None:
    paper = parse(record("venue: 2025-02-30", "comment: 0x_", "license: !!timestamp x"))
    assert (paper.venue, paper.comment, paper.license) == ("2025-02-30", "0x_", "x")


def test_each_fault_has_the_line_of_what_it_is_about() -> None:
    text = """\
---
id: gulls-0a1b2c
title: Gulls  # é, and an end of a line that editors do not know\u2028
abstract: here
---
"""
    assert [fault[:6] for fault in faults(text)] == ["line 4"]
    text = """\
---
id: gulls-0a1b2c
title: >
  Gulls
  é
authors:
- name: Ada

- name: 3
- orcid: x
links: [{rel: home,
  url: 'x:y'}]
provenance:
  - source: hf
    retrieved: 2025-03-11T06:00:00Z
    fields:
      title: 12
upvotes: many
1: x
2024-01-01: x
---

Gulls.

A bell: \u0007.
"""
    for ends in ("\n", "\r\n"):
        assert faults(text.replace("\n", ends)) == [
            "line 3: title: found several lines, blanks around it or nothing; write one line",
            "line 9: authors[1].name: found the number 3; put it in quotes",
            "line 10: authors[2].orcid: found `x`; write an ORCID such as 0000-0002-1825-0097",
            "line 10: authors[2].name: missing; add it",
            "line 11: links[0].rel: found `home`; write one of " + ", ".join(LINK_RELS),
            "line 12: links[0].url: found `x:y`; write an address that begins with https://",
            "line 16: provenance[0].fields: found a mapping; write {title: '3f9a1c'}",
            "line 18: upvotes: found `many`; write a whole number",
            "line 19: 1: unknown key; no record has such a key; remove it",
            "line 20: 2024-01-01: unknown key; no record has such a key; remove it",
            "line 25: abstract: found the character U+0007; remove it",
            "line 1: listed: missing; add it",
        ]


@pytest.mark.parametrize(
    ("character", "said"),
    [
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
        ("\u200b", "U+200B (ZERO WIDTH SPACE)"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        ("\u00ad", "U+00AD (SOFT HYPHEN)"),
    ],
)
def test_a_character_that_nobody_sees_is_a_fault(character: str, said: str) -> None:
    escaped = f'"A\\u{ord(character):04x}b"'
    for line, key in (
        (f"venue: A{character}b", "venue"),
        (f"venue: 'A{character}: b'", "venue"),
        (f"venue: {escaped}", "venue"),
        (f"categories: [cs.CL, a{character}]", "categories[1]"),
        (f"authors: [{{name: Ada By{character}ron}}]", "authors[0].name"),
    ):
        assert faults(record(line)) == [f"line 5: {key}: found the character {said}; remove it"]
    long = record(
        "authors:\n- name: Ada Byron\n- name: Ada By\u200bron".replace("\u200b", character)
    )
    assert faults(long) == [f"line 7: authors[1].name: found the character {said}; remove it"]
    assert faults(f"{record('venue: x')}\nWe look.\n\nWe{character} see.\n") == [
        f"line 10: abstract: found the character {said}; remove it"
    ]


@given(RAW)
def test_what_cleaning_keeps_is_no_fault(text: str) -> None:
    line, paragraphs = clean_line(text), clean_paragraphs(text)
    if line:
        assert READERS["title"](line[:LONGEST_LINE].strip()) == line[:LONGEST_LINE].strip()
    assert READERS["abstract"](paragraphs) == paragraphs
    assert unclean(line) is None


@pytest.mark.parametrize("kept", ["\u200c", "\u200d", "\u00a0", "\u3000x", "\ufffd", "\U000100000"])
def test_characters_that_writing_needs_are_no_fault(kept: str) -> None:
    assert READERS["title"](f"a{kept}b") == f"a{kept}b"
    assert READERS["abstract"](f"a{kept}b\n\nc\td") == f"a{kept}b\n\nc\td"


def test_an_abstract_that_is_too_long_is_told_where_it_begins() -> None:
    text = f"{record('venue: x')}\n\n{'a' * (LONGEST_ABSTRACT + 1)}\n"
    (fault,) = faults(text)
    assert fault.startswith(f"line 9: abstract: found {LONGEST_ABSTRACT + 1:,} characters")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("authors: [a\nvenue: x", "line 6: not valid YAML: did not find expected ',' or ']'"),
        ("venue: 'a\nurl: x", "line 7: not valid YAML: found unexpected end of stream; close"),
        ("venue:\n\t- x", "line 6: not valid YAML: found character that cannot start any token"),
        ("venue: é\u2028\nb: \x07", "line 6: not valid YAML: the character U+0007 is not"),
        ("a: 1\n--- x", "line 6: not valid YAML: but found another document; remove the line of"),
        ("venue: " + 30 * "[" + "x" + 30 * "]" + 999 * "\n# - ", "line 2: nested too deep; write"),
    ],
)
def test_yaml_that_cannot_be_read_has_the_line_where_that_shows(lines: str, expected: str) -> None:
    (fault,) = faults(record(*lines.split("\n")))
    assert fault.startswith(expected)


@pytest.mark.parametrize(
    "unit", ["[", "{a: ", "- ", "? ", "[{a: ", "*a [", "&a [", "!x [", "\t", "|"]
)
def test_front_matter_nested_without_end_is_only_a_fault(unit: str) -> None:
    start = time.process_time()
    assert faults(record("venue: " + unit * 30_000))
    assert faults("---\n" + unit * 30_000 + "\n---\n")
    assert time.process_time() - start < 5


def test_a_paper_of_thousands_of_authors_is_no_nest() -> None:
    paper = Paper("x", "x", date(2025, 3, 11), authors=tuple(Author(f"A {n}") for n in range(4000)))
    assert parse(dump(paper)) == paper


@given(st.text(max_size=60))
@example("listed: 2025-03-11T06:00:00+99:99")
@example("a: &a [*a]")
@example("<<: {id: x}")
def test_any_text_is_a_record_or_has_faults(text: str) -> None:
    for whole in (text, record(text), f"---\n{text}\n---\n{text}"):
        try:
            paper = parse(whole)
        except RecordError as error:
            found = error.faults
        else:
            found = []
            assert parse(dump(paper)) == paper
        assert all(fault and fault.isprintable() for fault in found)


ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.dates()
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(READERS)), ANYTHING)
def test_any_value_is_read_or_refused(name: str, value: object) -> None:
    try:
        READERS[name](value)
    except WrongValueError as wrong:
        message = str(wrong)
    else:
        message = ": "
    assert message[0] in ":[."


@pytest.mark.parametrize("day", ["0999-12-31", "2100-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "line",
    [
        "listed: {day}",
        "listed: 2025-03-11\nlistings: [{{source: gulls, day: {day}}}]",
        "listed: 2025-03-11\npublished: '{day}'",
        "listed: 2025-03-11\nprovenance: [{{source: gulls, retrieved: {day}T06:00:00Z, fields: {{}}}}]",
    ],
)
def test_a_day_beyond_all_calendars_is_a_fault(day: str, line: str) -> None:
    text = f"---\nid: gulls\ntitle: Gulls\n{line.format(day=day)}\n---\n\nWe count.\n"
    with pytest.raises(RecordError, match="write one of the years 1000 to 2099"):
        parse(text)
