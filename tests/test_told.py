"""A record's bytes tell of which paper it is, however its format writes letters."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.identifiers import normal_title
from generator.kept_out import KeptOut
from generator.told import readings, tells_title
from generator.tombstones import tombstone_of
from tests.toy import paper

TITLE = "Étude of a zugzwang in Søren's æther"
GONE = paper(
    900,
    title=TITLE,
    aliases=("zug-1",),
    identifiers={"arxiv": "2401.00900", "doi": "10.1109/cvpr.2024.1", "acl": "2024.acl-long.900"},
)
KEPT_OUT = KeptOut([tombstone_of(GONE, date(2024, 3, 6), "Asked for")])

TITLED: dict[str, bytes] = {
    "JSON": json.dumps({"title": TITLE, "abstract": "x"}, ensure_ascii=False).encode(),
    "JSON's escapes": json.dumps({"title": TITLE, "abstract": "x"}).encode(),
    "JSON cut short": json.dumps({"title": TITLE, "abstract": "x"}).encode()[:-6],
    "TeX in JSON": json.dumps(
        {"title": r"{\'E}tude of a zugzwang in S{\o}ren's {\ae}ther"}
    ).encode(),
    "entities": b"<title>&#201;tude of a zugzwang\n in S&#xF8;ren's &aelig;ther</title>",
    "entities twice": b"<title>&amp;Eacute;tude of a zugzwang in S&amp;oslash;ren's "
    b"&amp;aelig;ther</title>",
    "tags within": b"<title>&#201;tude of a <i>zugzwang</i> in S&#xF8;ren's &aelig;ther</title>",
    "CDATA": f"<title><![CDATA[{TITLE}]]></title>".encode(),
    "BibTeX": b"@article{x,\n  title = {{\\'E}tude of a {Z}ugzwang in S{\\o}ren's {\\ae}ther},\n}",
    "BibTeX over lines": b"@article{x, title = {\\'Etude of a zugzwang\n  in S\\o{}ren's "
    b"\\ae{}ther}, abstract = {x}}",
    "RIS": f"TY  - JOUR\nTI  - {TITLE}\nER  - ".encode(),
    "Latin-1": f"TI  - {TITLE}\n".encode("latin-1"),
    "other Unicode": unicodedata.normalize("NFD", TITLE).encode(),
}
NAMED: dict[str, bytes] = {
    "an id": b'{"id": "2401.00900", "title": ""}',
    "an alias": b'{"id": "zug-1", "title": ""}',
    "an address": b"<id>http://arxiv.org/abs/2401.00900v3</id>",
    "arXiv's line": b"\\\\\narXiv:2401.00900\nDate: Mon, 1 Jan 2024\n",
    "BibTeX": b"@article{x,\n  eprint = {2401.00900},\n}",
    "OAI": b"<identifier>oai:arXiv.org:2401.00900</identifier>",
    "a DOI": b'{"doi": "10.1109\\/CVPR.2024.1"}',
    "RIS": b"DO  - 10.1109/CVPR.2024.1\n",
    "ACL": b"<paper><url>2024.acl-long.900</url></paper>",
}


@pytest.mark.parametrize("name", TITLED)
def test_a_title_is_found_however_it_is_written(name: str) -> None:
    assert tells_title(tuple(readings(TITLED[name])), normal_title(TITLE))
    assert KEPT_OUT.stone_told(TITLED[name])


@pytest.mark.parametrize("name", NAMED)
def test_an_identifier_is_found_however_it_is_written(name: str) -> None:
    assert KEPT_OUT.stone_told(NAMED[name])


@pytest.mark.parametrize(
    "record",
    [
        {"id": "2401.00901", "title": "Étude of a zugzwang", "doi": "10.1109/cvpr.2024.12"},
        {"title": "", "abstract": "After 2401.00900 we look at gulls. " * 9},
        {"title": "Étude"},
    ],
)
def test_a_record_of_another_paper_tells_of_another(record: dict[str, str]) -> None:
    data = json.dumps(record).encode()
    assert not KEPT_OUT.stone_told(data)
    assert not tells_title(tuple(readings(data)), normal_title(TITLE))


def test_a_title_that_many_papers_share_tells_nothing() -> None:
    kept_out = KeptOut([tombstone_of(paper(1, title="Introduction"), date(2024, 3, 6), "x")])
    assert not kept_out.stone_told(b'{"title": "Introduction"}')


@given(st.binary(max_size=200), st.sampled_from([*TITLED.values()]))
def test_whatever_else_is_there_it_is_found(more: bytes, record: bytes) -> None:
    assert tells_title(tuple(readings(record + b"\n\n" + more)), normal_title(TITLE))
    KEPT_OUT.stone_told(more)


@pytest.mark.parametrize(
    "part", [b"<title>", b'"\\', b"<", b"> ", b"={", b"} ", b"$", b"\\u", b"["]
)
def test_no_record_takes_long(part: bytes) -> None:
    """Each of these took minutes where the time grew with the square of the text."""
    assert not KEPT_OUT.stone_told(part * (200_000 // len(part)))
