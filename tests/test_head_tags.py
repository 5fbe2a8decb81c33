"""What reference managers read in the head of a paper's page is what the record holds."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from lxml import html

from generator.citing import citation
from generator.head_tags import head_tags
from generator.model import Author, Link, Paper
from generator.names import name_parts
from generator.text import clean_line
from tests.core import RAW
from tests.toy import paper

URL = "https://toy.example/papers/x/"


def read(made: Paper) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The tags of a paper by name, and its links by what they are; nothing else may be there."""
    head = head_tags(made, citation(made, URL), URL)
    tree = html.document_fromstring(f'<html><head><meta charset="utf-8">{head}</head></html>')
    found = tree.xpath("/html/head/*")[1:]
    assert len(found) == head.count("\n") + 1
    assert not tree.xpath("/html/body/*")
    tags: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    for each in found:
        if each.tag == "link":
            assert set(each.attrib) <= {"rel", "type", "href"}
            links[each.get("rel")] = each.get("href")
        else:
            assert (each.tag, set(each.attrib)) == ("meta", {"name", "content"})
            tags.setdefault(each.get("name").removeprefix("citation_"), []).append(
                each.get("content")
            )
    return tags, links


def expected(made: Paper) -> dict[str, list[str]]:
    """The tags that a record makes, worked out by other means than the program's."""
    cited = citation(made, URL)
    names = []
    for parts in cited.get("author", []):
        given_name = " ".join(filter(None, (parts.get("given"), parts.get("suffix"))))
        name = parts.get("literal") or f"{parts['family']}, {given_name}"
        if len(cited["author"]) == 1 and name.count(" ") > 2 and " " in parts.get("family", ""):
            name = f"{given_name} {parts['family']}"
        names.append(name)
    title = {"article-journal": "journal_title", "paper-conference": "conference_title"}
    wanted = {
        "author": names,
        "publication_date": [cited.get("issued", "").replace("-", "/")],
        "doi": [made.identifiers.get("doi")],
        "arxiv_id": [made.identifiers.get("arxiv")],
        "pdf_url": [link.url for link in made.links if link.rel == "pdf"][:1],
        "language": [made.language],
        title.get(cited["type"], "none"): [cited.get("container-title")],
    }
    return {key: list(filter(None, said)) for key, said in wanted.items() if any(said)}


def test_all_that_is_known_is_said() -> None:
    made = paper(
        7,
        authors=tuple(
            map(Author, ("Ada B. Lovelace", "Ludwig van Beethoven", "OpenAI", "Sammy Davis Jr."))
        ),
        identifiers={"doi": "10.1/a-b", "arxiv": "2401.00007"},
        links=(Link("paper", "https://a.example/"), Link("pdf", "https://a.example/x.pdf?a=1&b=2")),
        published="2019-06-12",
        venue="Journal of Shores",
        language="de",
    )
    tags, links = read(made)
    assert tags == {
        "author": ["Lovelace, Ada B.", "van Beethoven, Ludwig", "OpenAI", "Davis, Sammy Jr."],
        "publication_date": ["2019/06/12"],
        "journal_title": ["Journal of Shores"],
        "doi": ["10.1/a-b"],
        "arxiv_id": ["2401.00007"],
        "language": ["de"],
        "pdf_url": ["https://a.example/x.pdf?a=1&b=2"],
    }
    assert links == {
        "cite-as": "https://doi.org/10.1/a-b",
        "describedby": f"../../api/papers/{made.id}.json",
        "alternate": f"../{made.id}.md",
    }
    two = Link("pdf", "https://b.example/y.pdf")
    assert read(replace(made, links=(*made.links, two)))[0] == tags  # programs take one
    tags, _ = read(replace(made, venue="Shore 2024"))
    assert (tags["conference_title"], "journal_title" in tags) == (["Shore 2024"], False)


@pytest.mark.parametrize(
    ("published", "said"), [("2019", "2019"), ("2019-06", "2019/06"), (None, "2024/01")]
)
def test_a_date_is_as_precise_as_it_is_known(published: str | None, said: str) -> None:
    assert read(paper(published=published))[0]["publication_date"] == [said]


@pytest.mark.parametrize(
    ("identifiers", "address"),
    [
        ({"doi": "10.1/x", "arxiv": "2401.00001"}, "https://doi.org/10.1/x"),
        ({"doi": '10.1/(a)<1:b>2.0;c"#?%'}, "https://doi.org/10.1/(a)%3C1:b%3E2.0;c%22%23%3F%25"),
        ({"arxiv": "cs/0101001", "acl": "P18-1001"}, "https://arxiv.org/abs/cs/0101001"),
        ({"acl": "P18-1001"}, URL),
        ({}, URL),
    ],
)
def test_a_paper_is_cited_by_what_lasts(identifiers: dict[str, str], address: str) -> None:
    links = read(paper(identifiers=identifiers, links=(Link("paper", "https://a.example/"),)))[1]
    assert links["cite-as"] == address
    if doi := identifiers.get("doi"):
        assert unquote(links["cite-as"]) == f"https://doi.org/{doi}"


def test_of_three_thousand_authors_a_hundred_are_named() -> None:
    crowd = paper(authors=tuple(Author(f"Ada Lovelace{n}") for n in range(3000)))
    assert len(read(crowd)[0]["author"]) == 100


def test_one_author_with_a_long_name_is_not_two() -> None:
    # Zotero parts a single "a b, c d" at its comma.
    alone = paper(authors=(Author("Laurens J. van der Maaten"),))
    assert read(alone)[0]["author"] == ["Laurens J. van der Maaten"]
    two = paper(authors=(Author("Laurens J. van der Maaten"), Author("Ada B. Lovelace")))
    assert read(two)[0]["author"] == ["van der Maaten, Laurens J.", "Lovelace, Ada B."]


HARD = (
    "\"><script>alert(1)</script>", "' onload='x", "</script><!--", "a\nb\r\nc\u2028d", "{{ 7*7 }}",
    "\u202eevil\u202c \u2066x", "R&D &amp; Team", "王小明", "O'Neil <b>", "{% raw %}", "50% José",
)  # fmt: skip


@pytest.mark.parametrize("text", HARD)
def test_hostile_text_is_said_and_does_nothing(text: str) -> None:
    made = paper(
        authors=(Author(f"Ada {text}"), Author(text)),
        venue=text,
        language=text,
        identifiers={"doi": f"10.1/{text}"},
        links=(Link("pdf", f"https://a.example/{text}"),),
    )
    line = " ".join(text.split())
    tags, links = read(made)
    first = name_parts(f"Ada {text}")
    assert tags["author"][0] == " ".join(
        (first.get("literal") or f"{first['family']}, {first['given']}").split()
    )
    assert tags["conference_title"] == [line]
    assert tags["language"] == [line]
    assert tags["doi"] == [f"10.1/{line}"]
    assert tags["pdf_url"] == [f"https://a.example/{line}"]
    assert not set(links["cite-as"]) & set('<>"{}\n ')
    head = head_tags(made, citation(made, URL), URL)
    assert not set(head) & set("{}\u2028\r")


@given(RAW)
def test_no_text_makes_another_element(text: str) -> None:
    line = clean_line(text) or "x"
    tags, _ = read(paper(venue=line, authors=(Author(line), Author("Ada B"))))
    assert set(tags) <= {
        "author",
        "arxiv_id",
        "publication_date",
        "conference_title",
        "journal_title",
    }


@pytest.mark.real
def test_three_hundred_real_papers_say_what_their_records_hold(shared: Any) -> None:
    records: list[dict[str, Any]] = []
    for name in ("hf_daily", "venues", "arxiv_abs"):
        with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
            records += found[:: len(found) // 100][:100]
    kinds: set[str] = set()
    for number, record in enumerate(records):
        names = (clean_line(name) for name in record.get("authors") or ())
        venue, doi = record.get("venue"), record.get("doi")
        made = paper(
            number,
            title=clean_line(record["title"]),
            authors=tuple(Author(name) for name in names if name),
            published=record.get("published"),
            venue=clean_line(venue) if isinstance(venue, str) and venue else None,
            identifiers={"doi": doi} if doi else {"arxiv": f"2401.{number:05d}"},
            links=(Link("pdf", f"https://a.example/{number}.pdf"),) if number % 3 else (),
        )
        tags, links = read(made)
        assert tags == expected(made)
        assert links["cite-as"].startswith(("https://doi.org/", "https://arxiv.org/abs/"))
        kinds |= tags.keys()
    assert len(records) == 300
    assert {"author", "publication_date", "conference_title", "pdf_url", "arxiv_id"} <= kinds
