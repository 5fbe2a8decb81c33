"""Accounts of one paper become one paper, whatever the order in which they come."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from functools import reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.admit import admit
from generator.fields import READERS
from generator.merge import CLAIMED, adds_nothing, field_hash, giver, merge
from generator.model import Author, Link, Paper
from generator.record import dump, parse
from tests.core import DAY, LATER, NOW, admitted, reading, record

#: What may differ with the order: what the first arrival alone decides.
FIRST = {"id", "listed", "aliases", "provenance"}


def facts(paper: Paper) -> dict[str, Any]:
    """All that may not depend on the order in which records come."""
    same = {f.name: getattr(paper, f.name) for f in fields(Paper) if f.name not in FIRST}
    names = {paper.id, *paper.aliases}
    return same | {
        "names": names,
        "provenance": [replace(p, retrieved=NOW) for p in paper.provenance],
    }


# Which source is believed


@pytest.mark.parametrize(
    ("field", "first", "second", "believed"),
    [
        ("title", "hf-page", "hf-daily", "hf-daily"),
        ("title", "hf-daily", "arxiv", "arxiv"),
        ("title", "arxiv", "openreview", "arxiv"),
        ("title", "jsonl", "hf-page", "jsonl"),
        ("title", "sample", "hf-page", "hf-page"),
        ("abstract", "acl-2022", "hf-daily", "acl-2022"),
        ("venue", "arxiv", "acl", "acl"),
        ("venue", "openreview", "arxiv", "openreview"),
        ("organization", "arxiv", "hf-daily", "hf-daily"),
        ("submitted_by", "arxiv", "hf-daily", "hf-daily"),
    ],
)
def test_each_field_is_the_source_that_knows_best(
    field: str, first: str, second: str, believed: str
) -> None:
    papers = []
    for source in (first, second):
        stated: dict[str, Any] = {"title": "Gulls", field: f"By {source}"}
        papers.append(admitted(source, **stated))
    for one, other in (papers, papers[::-1]):
        merged = merge(one, other)
        assert getattr(merged, field) == f"By {believed}"
        assert giver(merged, field) == believed


def test_a_source_that_is_believed_less_fills_what_is_missing() -> None:
    merged = merge(
        admitted("arxiv", title="Gulls"), admitted("hf-page", title="GULLS", abstract="We.")
    )
    assert (merged.title, merged.abstract) == ("Gulls", "We.")
    assert (giver(merged, "title"), giver(merged, "abstract")) == ("arxiv", "hf-page")


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"version": 2, "updated": "2025-04"}, {"version": 1, "updated": "2025-05"}),
        ({"version": 1, "updated": "2025-05"}, {"version": 2, "updated": "2025-05"}),
        ({"version": 9}, {"version": 10}),
        ({"updated": "2025-03-09"}, {"updated": "2025-03-10"}),
        ({}, {"updated": "2025"}),
        ({}, {"version": 1}),
    ],
)
def test_of_one_source_the_newer_record_is_believed(
    older: dict[str, Any], newer: dict[str, Any]
) -> None:
    old, new = (
        admitted("arxiv", title="Gulls", abstract=a, **f)
        for a, f in (("Old.", older), ("New.", newer))
    )
    assert merge(old, new).abstract == merge(new, old).abstract == "New."


def test_a_newer_record_of_a_source_believed_less_does_not_win() -> None:
    old, new = admitted("arxiv", title="Gulls"), admitted("hf-daily", title="Terns", version=9)
    assert merge(old, new).title == merge(new, old).title == "Gulls"


def test_votes_and_comments_are_the_highest_seen() -> None:
    first = admitted(title="Gulls", upvotes=3, comments=7)
    second = admitted(title="Gulls", upvotes=5, comments=0)
    third = admitted(title="Gulls")
    for order in permutations((first, second, third)):
        merged = reduce(merge, order)
        assert (merged.upvotes, merged.comments) == (5, 7)
    assert merge(third, third).upvotes is None


def test_listings_and_links_of_all_are_kept() -> None:
    first = admitted("hf-page", title="Gulls", links=(Link("code", "http://github.com/a/b.git"),))
    second = admitted(
        "hf-daily",
        date(2025, 3, 9),
        title="Gulls",
        links=(Link("code", "https://github.com/a/b/"), Link("project", "https://a.b")),
    )
    merged = merge(first, second)
    assert [(item.source, str(item.day)) for item in merged.listings] == [
        ("hf-daily", "2025-03-09"), ("hf-page", "2025-03-11")
    ]  # fmt: skip
    assert merged.links == (Link("code", "https://github.com/a/b/"), Link("project", "https://a.b"))
    assert merged.listed == first.listed  # for ever


def test_the_id_is_the_first_arrivals_and_the_others_lead_to_it() -> None:
    first = admitted(title="Gulls")
    second = admitted("arxiv", title="Gulls", identifiers={"arxiv": "2503.01234"})
    merged = merge(first, second)
    assert (merged.id, merged.aliases) == (first.id, ("2503.01234",))
    turned = merge(second, first)
    assert (turned.id, turned.aliases) == ("2503.01234", (first.id,))


def test_of_two_dois_one_is_shown_and_both_lead_to_the_paper() -> None:
    dois = ("10.1000/b", "10.1000/a", "10.48550/arXiv.2503.01234")
    papers = [
        admitted(title="Gulls", identifiers={"arxiv": "2503.01234", "doi": doi}) for doi in dois
    ]
    for order in permutations(papers):
        merged = reduce(merge, order)
        assert merged.identifiers == {"arxiv": "2503.01234", "doi": "10.1000/a"}
        assert merged.aliases == ("10.1000-b",)


# A person's word


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Mine"), ("abstract", "Mine."), ("authors", (Author("Mine"),)), ("venue", None),
        ("links", ()), ("identifiers", {}), ("upvotes", None), ("comments", 1),
        ("topics", ("birds",)), ("published", "1999"), ("status", "withdrawn"), ("version", 9), ("categories", ()),
    ],
)  # fmt: skip
def test_what_is_pinned_never_changes(name: str, value: Any) -> None:
    source = admitted(
        "acl",
        title="Gulls", abstract="We.", authors=["Ada Byron"], venue="ACL", published="2025",
        links=(Link("code", "https://a.b/"),), identifiers={"doi": "10.1000/1"}, upvotes=9,
        comments=9, version=10, categories=("cs.CL",), status="retracted", topics=("boats",),
    )  # fmt: skip
    mine = replace(source, pinned=(name,), **{name: value})
    newer = replace(source, provenance=tuple(replace(p, version=11) for p in source.provenance))
    for merged in (merge(mine, source), merge(mine, newer), merge(merge(mine, newer), source)):
        assert getattr(merged, name) == value
        assert merged.pinned == (name,)
    # Nor where the file that holds the edit joins another's.
    joined = merge(newer, mine)
    assert getattr(joined, name) == value
    assert joined.pinned == (name,)


def test_of_two_pinned_words_the_first_files_stays() -> None:
    one = replace(admitted(title="Gulls"), title="One", links=(), pinned=("title", "links"))
    other = replace(one, title="Other", links=(Link("code", "https://a.b/"),))
    assert merge(one, other) == replace(one, aliases=())


def test_an_edit_stays_until_a_better_record_comes() -> None:
    source = admitted("hf-daily", title="Gulls")
    edited = replace(source, title="Edited")
    assert merge(edited, source).title == "Edited"
    assert giver(edited, "title") is None
    assert merge(edited, admitted("hf-page", title="GULLS")).title == "Edited"
    assert merge(edited, admitted("arxiv", title="Gulls!")).title == "Gulls!"


def test_topics_that_a_person_wrote_stay() -> None:
    mine = replace(admitted(title="Gulls"), topics=("+birds",))
    theirs = admitted("jsonl", title="Gulls", topics=("boats",))
    assert merge(mine, theirs).topics == ("+birds",)
    assert merge(admitted(title="Gulls"), theirs).topics == ("boats",)


# In every order the same

SOURCES = st.sampled_from(["arxiv", "hf-daily", "hf-page", "acl", "openreview", "jsonl", "other"])
SMALL = st.sampled_from(["Gulls", "GULLS", "Terns", "Boats", "Waders"])
URL = st.sampled_from(
    ["https://a.b", "https://a.b/", "http://a.b/", "https://github.com/a/b", "https://c.d/x.git"]
)


@st.composite
def records(draw: st.DrawFn) -> Paper:
    """A record of the one paper 2503.01234, as some source may give it."""
    some: dict[str, st.SearchStrategy[Any]] = {
        "abstract": SMALL,
        "authors": st.lists(SMALL, min_size=1, max_size=2),
        "published": st.sampled_from(["2019", "2019-06", "2019-06-12"]),
        "updated": st.sampled_from(["2024", "2024-05", "2025-01-01"]),
        "version": st.integers(0, 3),
        "categories": st.lists(SMALL, max_size=2).map(tuple),
        "venue": SMALL,
        "comment": SMALL,
        "organization": SMALL,
        "submitted_by": SMALL,
        "media": st.lists(URL, max_size=2).map(tuple),
        "links": st.lists(
            st.builds(Link, st.sampled_from(["code", "project", "paper"]), URL), max_size=3
        ).map(tuple),
        "upvotes": st.integers(0, 5),
        "comments": st.integers(0, 5),
    }
    stated = draw(st.fixed_dictionaries({"title": SMALL}, optional=some))
    others = {
        "doi": st.sampled_from(["10.1000/a", "10.1000/b", "10.48550/arxiv.2503.01234"]),
        "openreview": st.sampled_from(["abcdefgh", "ABCDEFGH"]),
    }
    named: dict[str, str] = draw(
        st.fixed_dictionaries({}, optional={"arxiv": st.just("2503.01234"), **others})
    )
    day = draw(st.dates(date(2025, 3, 1), date(2025, 3, 9)))
    source = draw(SOURCES)
    retrieved = draw(st.sampled_from([NOW, LATER]))
    return admit(record(source, day, identifiers=named, **stated), reading(), retrieved)[0]


@given(st.lists(records(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_records_make_the_same_paper_in_every_order(papers: list[Paper], chance: Any) -> None:
    merged = reduce(merge, papers)
    for order in permutations(papers):
        other = reduce(merge, order)
        assert facts(other) == facts(merged)
        assert (other.id, other.listed) == (order[0].id, order[0].listed)
    # Nor does it matter which of them were one file before.
    cut = chance.randrange(1, len(papers))
    joined = merge(reduce(merge, papers[:cut]), reduce(merge, papers[cut:]))
    assert facts(joined) == facts(merged)


@given(st.lists(records(), min_size=1, max_size=4))
@example([admitted(title="Gulls", version=0)])
def test_what_is_merged_again_changes_nothing(papers: list[Paper]) -> None:
    merged = reduce(merge, papers)
    assert merge(merged, merged) == merged
    for paper in papers:
        assert merge(merged, paper) == merged
    assert parse(dump(merged)) == merged


@given(st.lists(records(), min_size=1, max_size=3), records(), st.sampled_from(["", "title"]))
def test_what_is_said_to_add_nothing_adds_nothing(
    papers: list[Paper], other: Paper, pinned: str
) -> None:
    merged = reduce(merge, papers)
    merged = replace(merged, title="Mine", pinned=(pinned,)) if pinned else merged
    for paper in (*papers, other, replace(other, title=merged.title)):
        if adds_nothing(merged, paper):
            assert merge(merged, paper) == merged
    if len(papers) == 1 and not pinned:
        assert adds_nothing(merged, papers[0])


@pytest.mark.parametrize(
    "more",
    [
        {"upvotes": 9},
        {"comments": 1},
        {"title": "Terns"},
        {"abstract": "We count."},
        {"links": (Link("code", "https://github.com/gulls/count"),)},
        {"identifiers": {"doi": "10.1234/gulls"}},
        {"version": 2},
        {"updated": "2025-04-01"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_adds_something_is_never_said_to_add_nothing(more: dict[str, Any]) -> None:
    stated: dict[str, Any] = {"title": "Gulls", "upvotes": 3}
    stored = admitted("hf-daily", **stated)
    assert adds_nothing(stored, admitted("hf-daily", **stated))
    assert not adds_nothing(stored, admitted("hf-daily", **stated, day=LATER.date()))
    assert not adds_nothing(stored, admitted("hf-daily", **{**stated, **more}))


@given(
    st.lists(records(), min_size=2, max_size=4),
    st.sets(st.sampled_from(["title", "abstract", "links"])),
)
def test_what_is_pinned_stays_whatever_comes(papers: list[Paper], names: set[str]) -> None:
    mine = replace(papers[0], title="Mine", abstract="Mine.", pinned=tuple(sorted(names)))
    merged = reduce(merge, [mine, *papers[1:]])
    for name in names:
        assert getattr(merged, name) == getattr(mine, name)


@given(records(), records())
def test_every_value_is_that_of_the_source_which_is_said_to_have_given_it(
    first: Paper, second: Paper
) -> None:
    merged = merge(first, second)
    for name in CLAIMED:
        value = getattr(merged, name)
        if value not in (None, (), ""):
            assert giver(merged, name) in {
                p.source for p in (*first.provenance, *second.provenance)
            }
            assert field_hash(value) in {p.fields.get(name) for p in merged.provenance}


def test_every_field_is_merged_somehow() -> None:
    merged_elsewhere = {"id", "listed", "aliases", "listings", "identifiers", "links", "upvotes"}
    merged_elsewhere |= {"comments", "pinned", "provenance"}
    assert {*CLAIMED} | merged_elsewhere == {f.name for f in fields(Paper)} == {*READERS}


def test_a_hash_is_for_ever() -> None:
    assert field_hash("Gulls") == "fd4855"
    assert field_hash((Author("Ada Byron"),)) != field_hash((Author("Ada Byron", "0"),))
    assert field_hash(("a", "b")) != field_hash(("ab",))
    assert field_hash(DAY.year) == field_hash("2025")
