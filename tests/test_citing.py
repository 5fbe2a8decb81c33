"""What a citation of a paper is made of."""

from __future__ import annotations

import json

from generator.citing import MOST_AUTHORS, citation, plain_citation, script_safe
from generator.feed import Feed
from generator.model import Author, Link
from tests.toy import HOSTILE, paper

PAGE = "https://toy.example/papers/x/"


def test_what_is_known_is_said() -> None:
    found = paper(
        title=r"On $\epsilon$ and \$5",
        authors=(Author("Ada Lovelace"), Author("Gull Team")),
        published="2019-06",
        venue="Journal of Shores",
        identifiers={"arxiv": "1906.00001", "doi": "10.1234/a.b"},
        categories=("cs.CL", "cs.LG"),
        language="de",
    )
    assert citation(found, PAGE) == {
        "id": "2401.00001",
        "type": "article-journal",
        "title": "On ϵ and $5",
        "title-parts": ["On ", r"\epsilon", " and $5"],
        "author": [{"family": "Lovelace", "given": "Ada"}, {"literal": "Gull Team"}],
        "issued": "2019-06",
        "container-title": "Journal of Shores",
        "DOI": "10.1234/a.b",
        "arxiv": "1906.00001",
        "arxiv-class": "cs.CL",
        "language": "de",
        "URL": "https://arxiv.org/abs/2401.00001",
    }
    assert plain_citation(found, citation(found, PAGE)) == (
        "Ada Lovelace, Gull Team (2019). On ϵ and $5. Journal of Shores. "
        "https://doi.org/10.1234/a.b"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = paper(links=(), identifiers={})
    assert set(citation(bare, PAGE)) == {"id", "type", "title", "URL"}
    assert plain_citation(bare, citation(bare, PAGE)) == f"Paper number 1. {PAGE}"


def test_a_kind_for_each_venue() -> None:
    kinds = {
        "NeurIPS 2024": "paper-conference",
        "Transactions on Machine Learning Research": "article-journal",
        "Proceedings of the 60th Annual Meeting": "paper-conference",
    }
    for venue, kind in kinds.items():
        assert citation(paper(venue=venue), PAGE)["type"] == kind, venue
    assert citation(paper(journal_ref="Shore 1 (2020) 7"), PAGE)["type"] == "article-journal"
    assert citation(paper(identifiers={"acl": "2024.acl-long.1"}), PAGE)["type"] == (
        "paper-conference"
    )
    assert citation(paper(), PAGE)["type"] == "article"


def test_an_arxiv_identifier_knows_its_month() -> None:
    for arxiv, month in (("hep-th/9901001", "1999-01"), ("math.GT/0309136", "2003-09")):
        assert citation(paper(identifiers={"arxiv": arxiv}), PAGE)["issued"] == month


def test_many_authors_are_a_hundred_and_others() -> None:
    crowd = paper(authors=tuple(Author(f"Ada Number{n}") for n in range(3303)))
    data = citation(crowd, PAGE)
    assert (len(data["author"]), data["others"]) == (MOST_AUTHORS, True)
    assert "others" not in citation(paper(authors=crowd.authors[:100]), PAGE)
    some = citation(paper(authors=(Author("Ada Ebb"), Author("et al."))), PAGE)
    assert (some["author"], some["others"]) == ([{"family": "Ebb", "given": "Ada"}], True)
    assert "Ada Number9 et al. (2024). Paper" in plain_citation(crowd, citation(crowd, PAGE))
    assert "Ada Number10" not in plain_citation(crowd, citation(crowd, PAGE))


def test_a_formula_that_would_break_bibtex_is_text() -> None:
    parts = citation(paper(title=r"All $\{x\}$ of $\left\{y\right.$"), PAGE)["title-parts"]
    assert parts[:2] == ["All ", r"\{x\}"]
    assert len(parts) == 3
    assert "title-parts" not in citation(paper(title="No formula for $5"), PAGE)


def test_an_address_for_each() -> None:
    links = (Link("pdf", "https://a.example/x.pdf"), Link("paper", "https://a.example/x"))
    assert citation(paper(links=links), PAGE)["URL"] == "https://a.example/x"
    assert citation(paper(links=()), PAGE)["URL"] == "https://arxiv.org/abs/2401.00001"
    assert citation(paper(links=(), identifiers={}), PAGE)["URL"] == PAGE


def test_nothing_ends_the_script(toy_feed: Feed) -> None:
    title = "</script><!-- <script> & \u2028 \u2029"
    text = script_safe(citation(paper(title=title), PAGE))
    assert not set("<>&\u2028\u2029\n") & set(text)
    assert json.loads(text)["title"] == title
    hostile = next(found for found in toy_feed.papers if found.id == HOSTILE)
    assert json.loads(script_safe(citation(hostile, PAGE))) == citation(hostile, PAGE)
