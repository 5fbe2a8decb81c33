"""A paper's page: its facts, links, topics with their reason, and the papers next to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.feed import Feed
from generator.model import Author, Link, Listing, Page, Paper
from generator.pages import paper as pages
from generator.pages.facts import reason
from generator.pages.paper import PaperView
from generator.topics import Evidence, TopicMatch
from tests.toy import SITE, WORDS, by_uri, feed_of, topic
from tests.toy import paper as make

TREES = topic("trees", "tree", "sorting")


def page_of(paper: Paper) -> Page:
    (page,) = pages.pages(feed_of(paper, topics=[TREES]), SITE)
    return page


def view_of(paper: Paper) -> PaperView:
    view: PaperView = page_of(paper).view
    return view


def test_two_links_of_one_kind_are_told_apart_by_their_host() -> None:
    links = (
        Link("paper", "https://arxiv.org/abs/2401.00001"),
        Link("code", "https://github.com/a/b"),
        Link("code", "https://www.git.example/a/b"),
    )
    shown = view_of(make(links=links)).links
    assert [(item.label, item.url) for item in shown] == [
        ("Paper", "https://arxiv.org/abs/2401.00001"),
        ("Code (GitHub)", "https://github.com/a/b"),
        ("Code (git.example)", "https://www.git.example/a/b"),
    ]


def test_every_kind_of_link_has_a_label() -> None:
    from generator.fields import LINK_RELS, STATUSES

    links = tuple(Link(rel, f"https://a.example/{rel}") for rel in LINK_RELS)
    assert len({item.label for item in view_of(make(links=links)).links}) == len(LINK_RELS)
    for status in STATUSES:
        assert status in view_of(make(status=status)).status_note


def test_every_kind_of_identifier_is_named() -> None:
    from generator.identifiers import KINDS

    facts = dict(view_of(make(identifiers={kind: f"value-{kind}" for kind in KINDS})).facts)
    assert {f"value-{kind}" for kind in KINDS} <= set(facts.values())


def test_a_topic_says_why() -> None:
    found = view_of(make(title="A tree", abstract="Sorting trees and trees.")).topics
    assert [item.reason for item in found] == [
        "“tree” in the title; “tree” in the abstract, 2 times; “sorting” in the abstract"
    ]
    assert [item.url for item in found] == ["topics/trees/"]
    by_hand = view_of(make(topics=("trees",))).topics
    assert [item.reason for item in by_hand] == ["set by hand"]


def test_a_category_that_earned_a_topic_is_named_as_such() -> None:
    found = TopicMatch(
        "trees", 2.0, (Evidence("tree", "title", 1), Evidence("q-bio", "category", 1))
    )
    assert reason(found, WORDS) == "“tree” in the title; arXiv category q-bio"


def test_where_and_when_it_was_listed() -> None:
    listings = (Listing("hf-page", date(2024, 1, 3)), Listing("hf-daily", date(2024, 1, 9)))
    view = view_of(make(listings=listings, published="2019-06"))
    assert view.listings == (("hf-page", "3 January 2024"), ("hf-daily", "9 January 2024"))
    assert (view.listed, view.listed_url) == ("3 January 2024", "archive/2024/01/03/")
    assert view.published == "June 2019"
    assert view_of(make()).published == ""


def test_a_summary_says_that_it_is_one() -> None:
    paper = make(abstract="Our words.")
    assert view_of(paper).summary_note == ""
    sample = replace(
        paper, provenance=tuple(replace(item, source="sample") for item in paper.provenance)
    )
    assert "not the authors' abstract" in view_of(sample).summary_note
    assert view_of(sample).summary_note in pages.markdown(page_of(sample), WORDS)


def test_an_abstract_of_another_source_is_no_summary() -> None:
    """The sample's paper, once its real abstract has come in, no longer says it is a summary."""
    paper = make(abstract="The authors' words.")
    sample = replace(paper.provenance[0], source="sample", fields={"abstract": "000000"})
    both = replace(paper, provenance=(*paper.provenance, sample))
    assert view_of(both).summary_note == ""


def test_papers_of_the_day_stand_next_to_each_other() -> None:
    feed = feed_of(*(make(n, upvotes=-n) for n in (1, 2, 3)), make(4, "2024-01-04"))
    views = {uri: page.view for uri, page in by_uri(pages.pages(feed, SITE)).items()}
    middle: PaperView = views["papers/2401.00002.md"]
    assert (middle.before_url, middle.after_url) == ("papers/2401.00001/", "papers/2401.00003/")
    alone: PaperView = views["papers/2401.00004.md"]
    assert (alone.before, alone.after, alone.before_url, alone.after_url) == (None, None, "", "")


def test_a_description_is_the_beginning_of_the_abstract_or_the_title() -> None:
    long = make(abstract="One two three. " * 40 + "\n\nNever seen.")
    assert page_of(long).description.endswith(" One…")
    assert 150 < len(page_of(long).description) <= 200
    assert page_of(make(abstract="First.\n\nSecond.")).description == "First. Second."
    assert page_of(make(title=r"On $\alpha$")).description == "On α"


def test_tags_are_the_labels_of_topics() -> None:
    assert page_of(make(title="A tree")).tags == ("Trees",)
    assert page_of(make()).tags == ()


def test_all_of_three_thousand_authors(toy_pages: dict[str, Page], toy_feed: Feed) -> None:
    page = toy_pages["papers/2401.00042.md"]
    assert (len(page.view.authors), len(page.view.more_authors)) == (10, 2990)
    assert len(page.view.names) == 3000
    assert "Author 0001, Author 0002" in pages.markdown(page, WORDS)
    assert "Author 3000" in pages.markdown(page, WORDS)


def test_what_is_not_known_takes_no_line() -> None:
    text = pages.markdown(page_of(make(links=(), identifiers={})), WORDS)
    assert text == (
        "# Paper number 1\n\nListed [3 January 2024](../archive/2024/01/03.md)\n\nThe source gave no abstract.\n\n"
        "## Details\n\n- Listed by toy on 3 January 2024\n\n"
        "## Cite\n\nPaper number 1. https&#58;//toy.example/mirror/papers/2401.00001/\n"
    )


def test_authors_lead_to_their_papers() -> None:
    (author,) = view_of(make(authors=(Author("Zoë & Co"),))).authors
    assert (author.name, author.url) == ("Zoë & Co", "authors/?name=Zo%C3%AB%20%26%20Co")


def test_related_papers_say_what_they_share() -> None:
    text = "A periwinkle and a sorting crab."
    others = (make(n, abstract=f"Stranger {n}.") for n in range(3, 9))
    feed = feed_of(make(1, abstract=text), make(2, abstract=text), *others, topics=[TREES])
    page = by_uri(pages.pages(feed, SITE))["papers/2401.00001.md"]
    (near,) = page.view.related
    assert near.paper.id == "2401.00002"
    # topics where terms say little
    assert set(near.shared.split(", ")) == {"periwinkle", "sorting crab"}


def test_what_a_shared_topic_says_is_not_said_twice() -> None:
    text = "Of trees: a tree is a tree."
    others = (make(n, abstract=f"Stranger {n}.") for n in range(3, 9))
    feed = feed_of(make(1, abstract=text), make(2, abstract=text), *others, topics=[TREES])
    page = by_uri(pages.pages(feed, SITE))["papers/2401.00001.md"]
    assert [near.shared for near in page.view.related] == ["Trees"]
    assert "- [Paper number 2](2401.00002.md): Trees" in pages.markdown(page, WORDS)


def test_a_repository_is_linked_only_if_there_is_one() -> None:
    assert (view_of(make()).edit_url, view_of(make()).report_url) == ("", "")
    site = replace(SITE, repository="https://github.com/a/b")
    (page,) = pages.pages(feed_of(make()), site)
    file = "content/papers/2024/01/2401.00001.md"
    assert page.view.edit_url == f"https://github.com/a/b/edit/main/{file}"
    assert "https%3A%2F%2Ftoy.example%2Fmirror%2Fpapers%2F2401.00001%2F" in page.view.report_url
    assert "[Edit this record](https://github.com/a/b/edit/" in pages.markdown(page, WORDS)


def test_every_fact_is_shown() -> None:
    paper = make(
        venue="Shore", journal_ref="Shore 1", organization="Club", categories=("cs.CL", "cs.LG"),
        comment="9 pages", upvotes=1234, submitted_by="Bea", license="CC BY 4.0", authors=(Author("Ada"),),
    )  # fmt: skip
    assert dict(view_of(paper).facts) == {
        "Venue": "Shore", "Published in": "Shore 1", "Organisation": "Club", "Submitted by": "Bea",
        "Categories": "cs.CL, cs.LG", "arXiv": "2401.00001", "Comment": "9 pages",
        "Upvotes": "1,234", "Licence": "CC BY 4.0",
    }  # fmt: skip


def test_identifiers_and_licences_lead_to_where_they_are_kept() -> None:
    licence = "http://creativecommons.org/licenses/by/4.0/"
    paper = make(
        identifiers={
            "arxiv": "hep-th/9901001", "doi": '10.1234/a"<b>', "acl": "P19-1001",
            "openreview": "rJ4km2R5t7",
        },
        license=licence,
    )  # fmt: skip
    assert view_of(paper).addresses == {
        "hep-th/9901001": "https://arxiv.org/abs/hep-th/9901001",
        '10.1234/a"<b>': "https://doi.org/10.1234/a%22%3Cb%3E",
        "P19-1001": "https://aclanthology.org/P19-1001",
        "rJ4km2R5t7": "https://openreview.net/forum?id=rJ4km2R5t7",
        licence: "https://creativecommons.org/licenses/by/4.0/",
    }
    assert "[P19-1001](https://aclanthology.org/P19-1001)" in pages.markdown(page_of(paper), WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "cc-by", "javascript:alert(1)//https://a.example/", "https://a.example/\" onclick=x",
        "https://evil.example\\@a.example/", "http://a.example/license", "https://a/b", "//a.example/",
        "https://user@a.example/", "https://a.example/<b>",
    ],
)  # fmt: skip
def test_a_licence_that_is_no_safe_address_stays_text(text: str) -> None:
    assert text not in view_of(make(license=text)).addresses


def test_search_has_the_identifiers_that_an_address_does_not_show() -> None:
    assert view_of(make()).search_keys == ""
    both = {"arxiv": "2401.00001", "doi": "10.18653/v1/2022.acl-long.1", "acl": "2022.acl-long.1"}
    assert view_of(make(identifiers=both)).search_keys == "1018653v12022acllong1 2022acllong1"


@pytest.mark.parametrize(
    ("comment", "shown"),
    [
        ("Withdrawn due to an error in Lemma 8", True),
        ("withdrawn by arXiv administrators due to plagiarism", True),
        ("This paper has been withdrawn by the author(s).", False),  # as the note says already
        ("paper withdrawn by author", False),
        ("12 pages, 5 figures", False),
    ],
)
def test_why_a_paper_was_withdrawn_stands_beside_that_it_was(comment: str, shown: bool) -> None:
    paper = make(status="withdrawn", comment=comment)
    assert view_of(paper).status_reason == (comment if shown else "")
    assert view_of(replace(paper, status=None)).status_reason == ""
    said = f"This paper has been withdrawn. {comment}\n"
    assert (said in pages.markdown(page_of(paper), WORDS)) == shown
