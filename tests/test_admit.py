"""A raw record becomes a clean paper that stands alone, or is refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.admit import LIMITS, InadmissibleError, admit
from generator.identifiers import is_id, permanent_id
from generator.incoming import Incoming, states
from generator.merge import field_hash, merge
from generator.model import Author, Link, Listing, Paper, Provenance
from generator.record import dump, parse
from tests.core import DAY, DAYS, NOW, RAW, admitted, reading, record


def refused(**fields: Any) -> str:
    with pytest.raises(InadmissibleError) as error:
        admitted(**fields)
    return str(error.value)


def test_a_record_becomes_a_clean_paper_with_its_own_id() -> None:
    paper, left_out = admit(
        Incoming(
            "item 0",
            states(
                title=" Counting\n gulls\u202e \\& terns ",
                abstract="One\ntwo.\n\nThree.",
                authors=(Author("Byron,\nAda"), Author("..."), Author("Bo Li"), Author("Bo Li")),
                identifiers={"arxiv": "https://arxiv.org/abs/2503.01234v2", "doi": "nonsense"},
                listings=(Listing("hf-daily", date(2025, 3, 12)), Listing("hf-daily", DAY)),
                published="2025-03-03",
                venue=" ",
                links=(Link("code", " https://github.com/a/b "), Link("project", "javascript:x")),
                media=("ftp://x", "https://x.org/v.mp4"),
            ),
        ),
        reading(source="hf-daily"),
        NOW,
    )
    fields = {"title": "Counting gulls & terns", "abstract": "One two.\n\nThree."}
    assert paper == Paper(
        id="2503.01234",
        title=fields["title"],
        abstract=fields["abstract"],
        authors=(Author("Byron, Ada"), Author("Bo Li")),
        identifiers={"arxiv": "2503.01234"},
        listed=DAY,
        listings=(Listing("hf-daily", DAY), Listing("hf-daily", date(2025, 3, 12))),
        published="2025-03-03",
        links=(
            Link("paper", "https://arxiv.org/abs/2503.01234"),
            Link("pdf", "https://arxiv.org/pdf/2503.01234"),
            Link("code", "https://github.com/a/b"),
        ),
        media=("https://x.org/v.mp4",),
        provenance=(
            Provenance(
                "hf-daily",
                NOW,
                {name: field_hash(getattr(paper, name)) for name in (*fields, "authors")}
                | {"published": field_hash("2025-03-03"), "media": field_hash(paper.media)},
            ),
        ),
    )
    assert [note.partition(":")[0] for note in left_out] == ["links", "links"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": ""}, "has no title"),
        ({"title": "\u200b \n"}, "has no title"),
        ({"title": "---"}, "`---` is no title"),
        ({"title": "x" * 2001}, "the title has 2,001 characters; at most 2,000"),
        ({"title": "Gulls", "abstract": "x" * 200_001}, "the abstract has 200,001 characters"),
        ({"title": "Gulls", "authors": ["A"] * 20_001}, "20,001 authors; at most 20,000"),
        ({"title": "Gulls", "authors": ["A" * 1001]}, "an author's name of more than 1,000"),
        ({"title": "Gulls", "day": None}, "no day is known; give --date YYYY-MM-DD"),
        ({"title": "Preface"}, "`Preface` is all it says; many papers have that title"),
    ],
)
def test_a_record_is_refused_with_a_reason(fields: dict[str, Any], reason: str) -> None:
    assert refused(**fields).startswith(reason)


def test_what_is_just_in_proportion_is_taken() -> None:
    names = [f"{'A' * 900} {n}" for n in range(20)]
    paper = admitted(title="x" * LIMITS["title"], abstract="y" * LIMITS["abstract"], authors=names)
    assert len(paper.authors) == 20


# The day


@pytest.mark.parametrize(
    ("day", "given_", "published", "listed"),
    [
        (DAY, date(2025, 1, 1), "2024-05-06", DAY),
        (None, date(2025, 1, 1), "2024-05-06", date(2025, 1, 1)),
        (None, None, "2024-05-06", date(2024, 5, 6)),
        (None, None, "2024-05", date(2024, 5, 1)),
        (None, None, "2024", date(2024, 1, 1)),
    ],
)
def test_the_day_is_the_sources_own_else_the_given_else_that_of_publication(
    day: date | None, given_: date | None, published: str, listed: date
) -> None:
    paper, _ = admit(
        record("hf-daily", day, title="Gulls", published=published), reading(day=given_), NOW
    )
    shown = (Listing("hf-daily", listed),) if day or given_ else ()
    assert (paper.listed, paper.listings) == (listed, shown)
    assert paper.published == published


@pytest.mark.parametrize(
    ("arxiv", "listed"),
    [
        ("2009.13987", date(2020, 9, 1)),
        ("0704.0001", date(2007, 4, 1)),
        ("hep-th/9901001", date(1999, 1, 1)),
        ("cs/0001001", date(2000, 1, 1)),
    ],
)
def test_without_any_day_arxivs_identifier_says_the_month(arxiv: str, listed: date) -> None:
    paper = admitted("arxiv", None, title="Gulls", identifiers={"arxiv": arxiv}, updated="2025")
    assert (paper.listed, paper.listings, paper.published) == (listed, (), None)


def test_a_day_of_publication_that_is_none_is_left_out_and_said() -> None:
    paper, left_out = admit(record(title="Gulls", published="2025-13"), reading(), NOW)
    assert paper.published is None
    assert left_out == ("published: `2025-13` is no date; left out",)


# Identifiers


def test_addresses_of_the_paper_state_its_identifiers() -> None:
    paper = admitted(title="Gulls", links=(Link("pdf", "https://arxiv.org/pdf/2503.01234v3"),))
    assert paper.id == "2503.01234"
    assert [link.url for link in paper.links] == [
        "https://arxiv.org/abs/2503.01234",
        "https://arxiv.org/pdf/2503.01234",
    ]
    paper = admitted(title="Gulls", identifiers={"doi": "10.48550/arXiv.2503.01234"})
    assert paper.id == "2503.01234"
    assert paper.identifiers == {"arxiv": "2503.01234", "doi": "10.48550/arxiv.2503.01234"}


@pytest.mark.parametrize("rel", ["code", "project", "data", "related", "video"])
def test_addresses_of_other_things_state_none(rel: str) -> None:
    # A project's page may be another paper's, and a data set has a DOI of its own.
    for url in ("https://arxiv.org/abs/2401.00001", "https://doi.org/10.5281/zenodo.1"):
        paper = admitted(title="Gulls", links=(Link(rel, url),))
        assert paper.identifiers == {}
        assert paper.links == (Link(rel, url),)


def test_what_is_stated_is_stronger_than_an_address() -> None:
    paper = admitted(
        title="Gulls",
        identifiers={"arxiv": "2503.01234"},
        links=(Link("paper", "https://arxiv.org/abs/2401.00001"),),
    )
    assert paper.identifiers == {"arxiv": "2503.01234"}
    assert paper.links[0] == Link("paper", "https://arxiv.org/abs/2503.01234")


def test_a_generic_title_needs_something_else() -> None:
    ids = {
        admitted(title="Preface", abstract="On gulls.").id,
        admitted(title="Preface", abstract="On terns.").id,
        admitted(title="Preface", authors=["Ada Byron"]).id,
        admitted(title="Preface", identifiers={"doi": "10.1000/1"}).id,
    }
    assert len(ids) == 4


# Records of the project itself


def exported(**fields: Any) -> Paper:
    """A paper as another checkout of the project holds it."""
    usual: dict[str, Any] = {"title": "Gulls", "identifiers": {"arxiv": "2503.01234"}}
    return merge(paper := admitted("hf-daily", **usual | fields), paper)


def test_a_record_that_says_where_it_came_from_keeps_its_id_and_day() -> None:
    moved = replace(
        exported(), id="gulls-0a1b2c", aliases=("2503.01234", "old-1"), listed=date(2024, 1, 1)
    )
    paper, _ = admit(Incoming("line 1", moved), reading(), NOW)
    assert paper == moved
    # Without provenance it is any record that states an id: the id is made anew.
    stated = replace(moved, provenance=())
    assert admit(Incoming("line 1", stated), reading(), NOW)[0].id == "2503.01234"


def test_what_a_person_pinned_elsewhere_is_not_pinned_here() -> None:
    paper = admitted(title="Gulls", pinned=("title",))
    assert paper.pinned == ()


# For any record at all

ANY_RECORD = st.builds(
    states,
    title=RAW,
    abstract=RAW,
    authors=st.lists(st.builds(Author, RAW), max_size=3).map(tuple),
    identifiers=st.dictionaries(
        st.sampled_from(["arxiv", "doi", "acl", "openreview"]),
        st.one_of(RAW, st.sampled_from(["2503.01234v0", "10.1000/<x>", "P19-1001", "aB_-cDeF"])),
        max_size=2,
    ),
    listings=st.lists(st.builds(Listing, st.just("hf-daily"), DAYS), max_size=2).map(tuple),
    published=st.one_of(st.none(), RAW, st.just("2019-06")),
    version=st.one_of(st.none(), st.integers(0, 3)),
    categories=st.lists(RAW, max_size=2).map(tuple),
    venue=st.one_of(st.none(), RAW),
    comment=st.one_of(st.none(), RAW),
    organization=st.one_of(st.none(), RAW),
    submitted_by=st.one_of(st.none(), RAW),
    links=st.lists(
        st.builds(
            Link,
            st.sampled_from(["paper", "code"]),
            st.one_of(RAW, RAW.map("https://x.org/{}".format), st.just("https://x.org/\ud83d")),
        ),
        max_size=3,
    ).map(tuple),
    media=st.lists(st.one_of(RAW, st.just("https://x.org/\ud83d")), max_size=2).map(tuple),
    upvotes=st.one_of(st.none(), st.integers(0)),
)


@given(ANY_RECORD)
def test_what_is_admitted_can_be_kept_and_read_again(raw: Paper) -> None:
    try:
        paper, _ = admit(Incoming("item 0", raw), reading(day=DAY), NOW)
    except InadmissibleError:
        return
    assert parse(dump(paper)) == paper
    assert is_id(paper.id)
    first = paper.authors[0].name if paper.authors else ""
    assert paper.id == permanent_id(paper.identifiers, paper.title, first, paper.abstract)
    assert merge(paper, paper) == paper
    assert dump(merge(paper, paper)) == dump(paper)
    # What was admitted once is admitted again as it is.
    assert admit(Incoming("item 0", paper), reading(day=DAY), NOW)[0] == paper


def test_an_id_that_names_another_paper_than_the_identifiers_is_refused() -> None:
    raw = states(
        id="2503.01234", title="Gulls", identifiers={"arxiv": "2504.00001"}, published="2025-03-03"
    )
    with pytest.raises(InadmissibleError, match="name two papers"):
        admit(Incoming("line 1", raw), reading(), NOW)


def test_a_collaboration_before_its_first_author_is_an_author_of_its_own() -> None:
    paper = admitted(title="Gulls", authors=["The LHCb collaboration: R. Aaij", "B. Adeva", ":"])
    names = [author.name for author in paper.authors]
    assert names == ["The LHCb collaboration", "R. Aaij", "B. Adeva"]


@pytest.mark.parametrize(
    "text",
    ["Abstract Unavailable", "No abstract available.", "N/A", "-", "(none)", "TBA", "Abstract"],
)
def test_what_stands_in_place_of_an_abstract_is_none(text: str) -> None:
    assert admitted(title="Gulls", abstract=text).abstract == ""


@pytest.mark.parametrize(
    "text", ["Abstract algebra", "Nonesuch", "No gulls", "Not available gulls are studied.", "A"]
)
def test_a_short_abstract_is_one(text: str) -> None:
    assert admitted(title="Gulls", abstract=text).abstract == text


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("This paper has been withdrawn by the authors.", "withdrawn"),
        ("This article\n has been withdrawn because it was merged.", "withdrawn"),
        ("The paper is temporarily withdrawn.", "withdrawn"),
        ("We study why papers are withdrawn. This paper has been withdrawn once.", None),
        ("This paper has been written and withdrawn money is counted.", None),
    ],
)
def test_an_abstract_that_says_so_is_a_withdrawal(text: str, status: str | None) -> None:
    paper = admitted(title="Gulls", abstract=text)
    assert (paper.status, bool(paper.abstract)) == (status, True)
    retracted = admitted(title="Gulls", abstract=text, status="retracted")
    assert retracted.status == "retracted"


def test_an_abstract_of_16_000_characters_and_3_303_authors_are_kept() -> None:
    text = "Gulls are counted. " * 900
    names = [f"Author {number:04d}" for number in range(3303)]
    paper = admitted(title="Gulls", abstract=text, authors=names)
    assert paper.abstract == text.strip()
    assert [author.name for author in paper.authors] == names
    assert parse(dump(paper)) == paper


def test_a_paper_without_an_abstract_is_kept_without_one() -> None:
    for abstract in ("", " \n\n\u200b", "Abstract Unavailable"):
        paper = admitted(title="Gulls", abstract=abstract)
        assert paper.abstract == ""
        assert "abstract" not in paper.provenance[0].fields
        assert dump(paper).endswith("\n---\n")
        assert parse(dump(paper)) == paper


@pytest.mark.parametrize("title", ["*Gulls* first", "# Gulls", "[Re] Gulls", "`Gulls`", "'Gulls'"])
def test_a_title_keeps_the_sign_that_it_begins_with(title: str) -> None:
    paper = admitted(title=title)
    assert paper.title == title
    assert parse(dump(paper)).title == title


def test_classes_among_the_categories_stay_whole() -> None:
    classes = ("cs.CL", "68T07 (Primary) 68W25, 05C85 (Secondary)", "I.2.7; I.2.6")
    paper = admitted(title="Gulls", categories=(*classes, "cs.CL"))
    assert paper.categories == classes
    assert parse(dump(paper)).categories == classes


@pytest.mark.parametrize("tail", [".", ")", "],", "\u201d."])
def test_an_address_ends_before_the_sentence_does(tail: str) -> None:
    links = (
        Link("code", f"https://github.com/gulls/count{tail}"),
        Link("paper", f"https://arxiv.org/abs/2503.01234{tail}"),
        Link("project", "https://gulls.example/wiki/Gull_(bird)"),
    )
    paper = admitted(title="Gulls", links=links)
    assert paper.identifiers == {"arxiv": "2503.01234"}
    assert {link.url for link in paper.links if link.rel in ("code", "project")} == {
        "https://github.com/gulls/count",
        "https://gulls.example/wiki/Gull_(bird)",
    }


@pytest.mark.parametrize("day", [date(999, 12, 31), date(2100, 1, 1), date(9999, 12, 31)])
def test_a_day_beyond_all_calendars_is_refused(day: date) -> None:
    with pytest.raises(InadmissibleError, match=f"of the day {day}; a feed has the years 1000"):
        admitted(day=day, title="Gulls")
