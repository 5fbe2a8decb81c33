"""CSL-JSON: names with their particles, dates of parts, and the ways in which tools write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from generator.admit import admit
from generator.model import Author, Link
from generator.sources.csl_json import SOURCE
from tests.core import NOW, read_all, reading
from tests.sources.json_inputs import VALUES, borne, json_of, mutations, paper, refusals

GULLS: dict[str, Any] = {
    "id": "byron2025",
    "type": "article-journal",
    "title": "Counting <i>Larus</i> on a Pier",
    "author": [
        {"family": "Byron", "given": "Ada", "ORCID": "http://orcid.org/0000-0002-1825-0097"},
        {"literal": "Pier Laboratory"},
    ],
    "editor": [{"family": "Moss", "given": "Cy"}],
    "issued": {"date-parts": [[2025, 3, 3]]},
    "container-title": "Gull Letters",
    "volume": "7",
    "DOI": "10.1234/Gulls",
    "URL": "https://pier.example/gulls",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We count H<jats:sub>2</jats:sub>O.</jats:p>",
    "language": "en-GB",
    "keyword": "gulls, piers",
    "accessed": {"date-parts": [[2025, 6, 1]]},
}
PREPRINT: dict[str, Any] = {
    "id": "http://zotero.org/users/1/items/AB12",
    "type": "article",
    "title": "Gulls",
    "number": "arXiv:2503.01234",
    "publisher": "arXiv",
    "source": "arXiv.org",
    "note": "arXiv:2503.01234 [cs]",
    "issued": {"date-parts": [["2025", 3]]},
    "author": [{"family": "Byron", "given": "Ada"}],
}


def test_every_part_of_an_item_is_read() -> None:
    gulls = paper(SOURCE, GULLS)
    assert gulls.title == "Counting Larus on a Pier"
    assert gulls.abstract == "We count H₂O."
    assert gulls.authors == (Author("Ada Byron", "0000-0002-1825-0097"), Author("Pier Laboratory"))
    assert gulls.identifiers == {"doi": "10.1234/Gulls"}
    assert (gulls.published, gulls.venue) == ("2025-03-03", "Gull Letters")
    assert gulls.language == "en-GB"
    assert gulls.categories == gulls.listings == ()
    assert gulls.links == (Link("paper", "https://pier.example/gulls"),)


@pytest.mark.parametrize("data", [GULLS, [GULLS], {"items": [GULLS]}])
def test_a_single_item_a_list_and_a_library_are_known_and_read(data: Any) -> None:
    assert SOURCE.detect(json.dumps(data).encode())
    assert SOURCE.detect(b"\xef\xbb\xbf" + json.dumps(data, indent="\t").encode())
    taken, _, _ = read_all(SOURCE, json.dumps(data), reading())
    assert [one.where for one in taken] == ["item 0 (byron2025)"]


@pytest.mark.parametrize(
    "item",
    [
        PREPRINT,
        {"type": "book", "id": 7, "title": "Gulls", "URL": "https://pier.example"},
        {"type": "book", "id": "x", "title": "Gulls", "DOI": "10.1/x"},
        {"title": "Gulls", "author": [{"family": "Byron"}]},
        {"title": "Gulls", "author": [{"literal": "Pier Laboratory"}]},
        {"title": "Gulls", "container-title": "Letters"},
    ],
)
def test_items_with_few_fields_are_known(item: Any) -> None:
    assert SOURCE.detect(json.dumps([item]).encode())
    assert paper(SOURCE, [item]).title == "Gulls"


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"given": "Ada", "family": "Byron"}, "Ada Byron"),
        ({"family": "Plato"}, "Plato"),
        (
            {"given": "Vincent", "non-dropping-particle": "van", "family": "Gogh"},
            "Vincent van Gogh",
        ),
        (
            {"given": "Alexander", "dropping-particle": "von", "family": "Humboldt"},
            "Alexander von Humboldt",
        ),
        (
            {
                "given": "Jean",
                "dropping-particle": "de",
                "non-dropping-particle": "La",
                "family": "Fontaine",
            },
            "Jean de La Fontaine",
        ),
        (
            {"given": "Martin Luther", "family": "King", "suffix": "Jr.", "comma-suffix": True},
            "Martin Luther King Jr.",
        ),
        ({"literal": "The Pier Group", "family": "x"}, "The Pier Group"),
        ({"given": "Zedong", "family": "Mao", "static-ordering": True}, "Mao Zedong"),
        ({"given": "栄", "family": "我妻"}, "我妻栄"),
        ({"given": "栄", "family": "我妻", "static-ordering": True}, "我妻栄"),
        ({"name": "Pier Laboratory"}, "Pier Laboratory"),
        ("Ada Byron", "Ada Byron"),
        ({"given": " Ada ", "family": "Byron", "suffix": None}, "Ada Byron"),
    ],
)
def test_a_name_is_put_together_in_its_own_order(person: object, name: str) -> None:
    assert paper(SOURCE, {**GULLS, "author": [person]}).authors == (Author(name),)


def test_nobody_is_no_author_and_editors_are_none() -> None:
    assert paper(SOURCE, {**GULLS, "author": [{}, None, {"family": ""}, 7]}).authors == ()


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ({"date-parts": [[2025, 3, 3]]}, "2025-03-03"),
        ({"date-parts": [["2025", "03"]]}, "2025-03"),
        ({"date-parts": [[2025]]}, "2025"),
        ({"date-parts": [[2019, 5], [2020, 1]]}, "2019-05"),
        ({"date-parts": [[2025, 13]], "season": 1}, "2025"),
        ({"date-parts": [[2025, 2, 30]]}, "2025-02"),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [[2025, 3, 3, 9, 9]]}, "2025-03-03"),
        ({"raw": "2025-03-03"}, "2025-03-03"),
        ({"raw": "2025/3"}, "2025-03"),
        ({"raw": "2025-03-03T10:00:00Z"}, "2025-03-03"),
        ({"literal": "2025"}, "2025"),
        ({"raw": "March 2025"}, None),
        ("2025-03", "2025-03"),
        ("2019-05/2020-01", None),
        ({}, None),
        (None, None),
    ],
)
def test_a_date_keeps_its_precision(issued: object, published: str | None) -> None:
    assert paper(SOURCE, {**GULLS, "issued": issued}).published == published


def test_other_dates_stand_in_for_the_day_of_issue() -> None:
    item = {**GULLS, "issued": None}
    assert paper(SOURCE, item).published is None
    assert paper(SOURCE, {**item, "published": {"date-parts": [[2024, 1]]}}).published == "2024-01"
    assert paper(SOURCE, {**item, "available-date": {"date-parts": [[2023]]}}).published == "2023"


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        ({"number": "arXiv:2503.01234"}, {"arxiv": "2503.01234"}),
        ({"note": "arXiv: 2503.01234 [cs]"}, {"arxiv": "2503.01234"}),
        (
            {"note": "Read twice\nDOI: 10.1234/gulls\narXiv:2503.01234"},
            {"doi": "10.1234/gulls", "arxiv": "2503.01234"},
        ),
        ({"archive": "arXiv", "archive_location": "2503.01234"}, {"arxiv": "2503.01234"}),
        ({"DOI": "10.1/a", "note": "DOI: 10.1234/gulls"}, {"doi": "10.1/a"}),
        ({"number": "2503.01234"}, {}),
        ({"archive": "JSTOR", "archive_location": "2503.01234"}, {}),
        ({"note": "as arXiv:2503.01234 says"}, {}),
    ],
)
def test_identifiers_are_found_where_tools_put_them(
    fields: dict[str, str], identifiers: dict[str, str]
) -> None:
    raw = paper(SOURCE, {"type": "article", "id": "x", "title": "Gulls", **fields})
    assert raw.identifiers == identifiers


def test_a_preprint_has_no_venue_and_becomes_its_arxiv_paper() -> None:
    (record,), _, _ = read_all(SOURCE, json.dumps([PREPRINT]), reading(source="csl-json"))
    admitted, _ = admit(record, reading(source="csl-json"), NOW)
    assert (admitted.id, admitted.venue, admitted.published) == ("2503.01234", None, "2025-03")
    assert paper(SOURCE, {**PREPRINT, "container-title": "arXiv"}).venue is None


@pytest.mark.parametrize("key", ["event-title", "event"])
def test_a_conference_is_a_venue(key: str) -> None:
    item = {**GULLS, "container-title": None, key: "Gulls <i>and</i> Piers"}
    assert paper(SOURCE, item).venue == "Gulls and Piers"
    assert paper(SOURCE, {**item, "container-title": ["Letters", "L."]}).venue == "Letters"


def test_an_address_of_a_pdf_is_a_pdf() -> None:
    assert paper(SOURCE, {**GULLS, "URL": "https://pier.example/g.PDF"}).links == (
        Link("pdf", "https://pier.example/g.PDF"),
    )


def test_what_is_no_item_is_rejected() -> None:
    assert refusals(
        SOURCE, [{"id": "a"}, {"title": ["", "x"]}, None, {"itemType": "book", "key": "K"}]
    ) == [
        ("item 0 (a)", "has no title"),
        ("item 1", "has no title"),
        ("item 2", "null in place of an object"),
        ("item 3", "Zotero's own JSON and not CSL-JSON; export the library as CSL JSON"),
    ]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", [*sorted(GULLS.keys() - {"title"}), "note", "number", "event"])
def test_a_value_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    assert paper(SOURCE, {**GULLS, key: value}).title == "Counting Larus on a Pier"


@pytest.mark.parametrize(
    "other",
    [
        "",
        "[]",
        '{"items": []}',
        '{"items": [{"itemType": "book", "title": "Gulls", "DOI": "10.1/x", "id": 1, "type": "x"}]}',
        '{"id": "https://openalex.org/W1", "type": "article", "title": "Gulls", "doi": "x"}',
        '{"swagger": "2.0", "info": {"title": "Gulls"}}',
    ],
)
def test_other_json_is_not_taken_for_it(other: str) -> None:
    assert not SOURCE.detect(other.encode())


KEYS = (*GULLS, *PREPRINT, "items", "family", "given", "literal", "date-parts", "raw", "suffix")


@given(json_of(KEYS))
def test_any_json_is_borne(value: Any) -> None:
    borne(SOURCE, json.dumps(value).encode())


@given(mutations(json.dumps([GULLS, PREPRINT], indent=1).encode()))
def test_any_damage_is_borne(data: bytes) -> None:
    borne(SOURCE, data)


@pytest.mark.real
def test_no_real_sample_of_another_format_is_taken_for_it(shared: Path) -> None:
    samples = [path for path in (shared / "formats").rglob("*") if path.is_file()]
    assert len(samples) > 300
    assert [path for path in samples if SOURCE.detect(path.read_bytes()[:65_536])] == []
