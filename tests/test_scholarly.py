"""Papers in schema.org's words."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.feed import Feed
from generator.model import Author, Link
from generator.scholarly import json_ld
from tests.toy import HOSTILE, paper

URL = "https://toy.example/papers/x/"


def read(text: str) -> dict[str, Any]:
    data = json.loads(text)
    assert isinstance(data, dict)
    return data


def test_what_is_known_is_said() -> None:
    found = paper(
        7,
        title=r"On $\epsilon$ and \$5",
        authors=(Author("Ada", "0000-0002-1825-0097"), Author("Bo")),
        published="2019-06",
        venue="Shore",
        journal_ref="Shore 1",
        updated="2019-07-01",
        version=2,
        organization="Sea",
        license="https://creativecommons.org/licenses/by/4.0/",
        status="withdrawn",
        language="de",
        links=(Link("paper", "https://a.example/"), Link("code", "https://b.example/")),
    )
    assert read(json_ld(found, URL, "article-journal")) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": URL,
        "url": URL,
        "headline": "On ϵ and $5",
        "author": [
            {"@type": "Person", "name": "Ada", "@id": "https://orcid.org/0000-0002-1825-0097"},
            {"@type": "Person", "name": "Bo"},
        ],
        "datePublished": "2019-06",
        "identifier": [{"@type": "PropertyValue", "propertyID": "arxiv", "value": "2401.00007"}],
        "sameAs": ["https://a.example/"],
        "isPartOf": {"@type": "Periodical", "name": "Shore"},
        "dateModified": "2019-07-01",
        "version": 2,
        "sourceOrganization": {"@type": "Organization", "name": "Sea"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creativeWorkStatus": "withdrawn",
        "inLanguage": "de",
    }


def test_what_is_not_known_is_left_out() -> None:
    data = read(json_ld(paper(links=(), identifiers={}), URL, "article"))
    assert set(data) == {"@context", "@type", "@id", "url", "headline"}


def test_a_journal_stands_in_for_a_venue() -> None:
    data = read(json_ld(paper(journal_ref="Shore 1"), URL, "article-journal"))
    assert data["isPartOf"] == {"@type": "Periodical", "name": "Shore 1"}
    data = read(json_ld(paper(venue=r"Shore \$1"), URL, "paper-conference"))
    assert data["isPartOf"] == {"@type": "CreativeWork", "name": "Shore $1"}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_ends_the_script_or_begins_another(text: str) -> None:
    found = json_ld(paper(title=f"T {text}", authors=(Author(text),)), URL, "article")
    assert not set("<>&\u2028\u2029\n") & set(found)
    assert read(found)["author"][0]["name"] == text


def test_a_hostile_paper_is_the_same_text(toy_feed: Feed) -> None:
    found = next(p for p in toy_feed.papers if p.id == HOSTILE)
    text = json_ld(found, URL, "article")
    assert "<" not in text
    data = read(text)
    assert data["headline"] == found.title
    assert [author["name"] for author in data["author"]] == [a.name for a in found.authors]


def test_of_three_thousand_authors_a_hundred_are_named() -> None:
    crowd = paper(authors=tuple(Author(f"Author {n}") for n in range(3000)))
    assert len(read(json_ld(crowd, URL, "article"))["author"]) == 100
