"""A record's file: what is written is read again, and every fault is named with its key."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.fields import KEYS, LINK_RELS, READERS, WrongValueError
from generator.identifiers import KINDS, normal_identifier
from generator.model import Author, Link, Listing, Paper, Provenance
from generator.record import RecordError, dump, from_mapping, parse, to_mapping
from tests.core import AWKWARD, LINES, PARAGRAPHS, TITLES

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

DAYS = st.dates()
MOMENTS = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001
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
            st.dictionaries(SOME(["title", "abstract"]), SOME(["123456", "12e345", "0x1f2a", "abcdef"])
                .filter(lambda h: "x" not in h)),
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
        "title: missing; add it", "id: missing; add it", "listed: missing; add it"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("id: 2401.0001", "id: found the number 2401.0001; put it in quotes"),
        ("id: 240100010", "id: found the number 240100010; put it in quotes"),
        ("id: 2025-03-11", "id: found the date 2025-03-11; put it in quotes"),
        ("id: Gulls", "id: found `Gulls`; ids are lower-case ASCII letters, digits and . - _"),
        ("id: ../x", "id: found `../x`; ids are lower-case ASCII letters, digits and . - _"),
        ("id:", "id: found nothing; write a value or remove the key"),
        ("title: 1984", "title: found the number 1984; put it in quotes"),
        ("title: no", "title: found `false`; put it in quotes"),
        ("title: [a]", "title: found a list; put it in quotes"),
        ("title: ''", "title: found several lines, blanks around it or nothing; write one line"),
        ('title: "a\\nb"', "title: found several lines, blanks around it or nothing; write one line"),
        ("titel: x", "titel: unknown key; did you mean `title`?"),
        ("author: x", "author: unknown key; did you mean `authors`?"),
        ("colour: red", "colour: unknown key; no record has such a key; remove it"),
        ("1: red", "1: unknown key; no record has such a key; remove it"),
        ("listed: March", "listed: found `March`; write a day as 2025-03-11"),
        ("listed: 2025-03-11T06:00:00", "listed: found the date 2025-03-11 06:00:00; write a day as 2025-03-11"),
        ("listed: 20250311", "listed: found the number 20250311; write a day as 2025-03-11"),
        ("published: 2019", "published: found the number 2019; put it in quotes"),
        ("published: '2019-13'", "published: found `2019-13`; write '2019', '2019-06' or a day"),
        ("version: '2'", "version: found `2`; write a whole number"),
        ("upvotes: -1", "upvotes: found the number -1; write a whole number"),
        ("upvotes: true", "upvotes: found `true`; write a whole number"),
        ("upvotes: .inf", "upvotes: found the number inf; write a whole number"),
        ("authors: Ada", "authors: found `Ada`; write a list"),
        ("authors: [Ada]", "authors[0]: found `Ada`; write {name: …}"),
        ("authors: [{name: Ada}, {orcid: x}]", "authors[1].orcid: found `x`; write an ORCID such as 0000-0002-1825-0097"),
        ("authors: [{orcid: 0000-0002-1825-0097}]", "authors[0].name: missing; add it"),
        ("authors: [{name: Ada, email: x}]", "authors[0].email: unknown key; known are name, orcid"),
        ("links: [{rel: home, url: 'https://x.org'}]", "links[0].rel: found `home`; write one of paper, pdf, code, project, data, video, slides, poster, related"),
        ("links: [{rel: [], url: 'https://x.org'}]", "links[0].rel: found a list; write one of paper, pdf, code, project, data, video, slides, poster, related"),
        ("media: ['javascript:x']", "media[0]: found `javascript:x`; write an address that begins with https://"),
        ('media: ["https://x.org/\\u202e"]', "media[0]: found `https://x.org/\ufffd`; write an address that begins with https://"),
        ("identifiers: {arxiv: 2401.0001}", "identifiers.arxiv: found the number 2401.0001; put it in quotes"),
        ("identifiers: {arxiv: x}", "identifiers.arxiv: found `x`; that is not such an identifier"),
        ("identifiers: {isbn: x}", "identifiers.isbn: unknown key; known are arxiv, doi, acl, openreview"),
        ("identifiers: x", "identifiers: found `x`; write {arxiv: '2503.01234'}"),
        ("listings: [{source: HF, day: 2025-03-11}]", "listings[0].source: found `HF`; write a source's name (lower-case letters, digits, - and .)"),
        ("pinned: [listed]", None),
        ("status: gone", "status: found `gone`; write one of withdrawn, retracted"),
        ("topics: [A b]", "topics[0]: found `A b`; write a topic's slug, with + or - before it to add or remove"),
        ("provenance: [{source: x, retrieved: now, fields: {}}]", "provenance[0].retrieved: found `now`; write a time as 2025-03-11T06:00:00Z"),
        ("provenance: [{source: x, retrieved: 0001-01-01T00:00:00+23:00, fields: {}}]", "provenance[0].retrieved: found the date 0001-01-01 00:00:00+23:00; write a time that there is"),
        ("provenance: [{source: x, retrieved: 2025-03-11, fields: {title: 123456}}]", None),
        ("provenance: [{source: x, retrieved: 2025-03-11T06:00:00Z, fields: {title: xyz}}]", "provenance[0].fields: found a mapping; write {title: '3f9a1c'}"),
        ("title: \"\\e[31mred\"", "title: found the character U+001B; remove it"),
        ("status: \"\\e[31m\"", "status: found `\ufffd[31m`; write one of withdrawn, retracted"),
    ],
)  # fmt: skip
def test_a_fault_says_what_stood_there_and_what_to_do(line: str, fault: str | None) -> None:
    found = faults(record(line))
    assert len(found) == 1
    assert fault is None or found == [fault]


def test_all_faults_are_found_at_once() -> None:
    assert faults(record("id: 1", "titel: x", "version: x")) == [
        "id: found the number 1; put it in quotes",
        "titel: unknown key; did you mean `title`?",
        "version: found `x`; write a whole number",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the file does not begin with front matter; put `---` above and below"),
        ("Gulls", "the file does not begin with front matter; put `---` above and below"),
        ("---\ntitle: x\n", "the file does not begin with front matter; put `---` above and below"),
        ("---\n- x\n---\n", "the front matter is a list; write `key: value` lines"),
        ("---\n\n---\n", "the front matter is a NoneType; write `key: value` lines"),
        (record("title: a: b"), "line 4: the front matter is not valid YAML: mapping values are not allowed in this context; put the value in quotes"),
        (record("title: a", "title: b"), "line 5: the front matter is not valid YAML: the key `title` stands twice; put the value in quotes"),
        (record("authors: [{name: a, name: b}]"), "line 5: the front matter is not valid YAML: the key `name` stands twice; put the value in quotes"),
        (record("? [a]\n: b"), "line 5: the front matter is not valid YAML: found unhashable key; put the value in quotes"),
        (record("venue: !!python/object/apply:os.system [x]"), None),
        (record("listed: 2025-02-30"), "the front matter cannot be read: day is out of range for month"),
        (record("upvotes: " + "9" * 5000), None),
        (record("venue: *x"), None),
    ],
)  # fmt: skip
def test_front_matter_that_cannot_be_read_says_where(text: str, fault: str | None) -> None:
    found = faults(text)
    assert len(found) == 1
    assert fault is None or found == [fault]


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
            assert error.faults  # noqa: PT017 - either of the two may happen
            assert all(fault.isprintable() for fault in error.faults)
        else:
            assert parse(dump(paper)) == paper


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
        assert str(wrong)[0] in ":[."  # noqa: PT017 - either of the two may happen
