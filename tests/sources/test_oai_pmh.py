"""OAI-PMH answers and records in arXiv's two formats and in Dublin Core."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given

from generator.incoming import InputError
from generator.model import Author, Link
from generator.sources import arxiv_atom, arxiv_rss, web_feed
from generator.sources.oai_pmh import SOURCE
from tests.core import read_all, reading, stored, take, take_file
from tests.sources.xml_inputs import BOMB, ends_well, nearly

ABOUT = reading("records.xml", "arxiv")
OAI = "http://www.openarchives.org/OAI/2.0/"

ARXIV = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/">
 <id>2503.01234</id><created>2025-03-03</created><updated>2025-03-10</updated>
 <authors>
  <author><keyname>Byron</keyname><forenames>Ada</forenames><suffix>Jr</suffix>
   <affiliation>Pier Laboratory</affiliation></author>
  <author><keyname>Gull Collaboration</keyname></author>
  <author/>
 </authors>
 <title>Counting Gulls
  on a Pier</title>
 <categories>q-bio.PE cs.CV</categories><comments>12 pages</comments><report-no>P-1</report-no>
 <journal-ref>Pier Letters 3 (2025)</journal-ref>
 <doi>10.1000/gulls, 10.1000/terns;10.1000/auks</doi>
 <license>http://creativecommons.org/licenses/by/4.0/</license>
 <abstract>  We count gulls.
  The count at dusk is higher.
</abstract></arXiv>"""
RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
 <id>2503.01234</id><submitter>Nobody</submitter>
 <version version="v1"><date>Mon, 03 Mar 2025 23:30:00 GMT</date><size>5kb</size></version>
 <version version="v2"><date>Mon, 10 Mar 2025 23:30:00 GMT</date><size>6kb</size></version>
 <title>Counting Gulls</title>
 <authors>Ada Byron (1), Bo Li (1 and 2) ((1) Pier Laboratory, (2) Quay)</authors>
 <categories>q-bio.PE cs.CV</categories><comments>12 pages</comments>
 <journal-ref>Pier Letters 3 (2025)</journal-ref><doi>10.1000/gulls</doi>
 <license>http://creativecommons.org/licenses/by/4.0/</license>
 <abstract>We count gulls.</abstract></arXivRaw>"""
DC = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <dc:title>Counting Gulls</dc:title>
 <dc:creator>Byron, Ada</dc:creator>
 <dc:creator>King, Martin Luther, Jr.</dc:creator>
 <dc:creator>Gull Collaboration</dc:creator>
 <dc:subject>Quantitative Biology - Populations and Evolution</dc:subject>
 <dc:subject>92D25</dc:subject>
 <dc:description>  We count gulls.
</dc:description>
 <dc:description>Comment: 12 pages</dc:description>
 <dc:date>2025-03-03</dc:date>
 <dc:date>2025-03-10</dc:date>
 <dc:type>text</dc:type>
 <dc:identifier>http://arxiv.org/abs/2503.01234</dc:identifier>
 <dc:identifier>Pier Letters 3 (2025)</dc:identifier>
 <dc:identifier>doi:10.1000/GULLS</dc:identifier>
 </oai_dc:dc>"""
ELSEWHERE = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <dc:title>Counting Terns</dc:title>
 <dc:creator>Li, Bo</dc:creator>
 <dc:description>International audience</dc:description>
 <dc:description>All terns were counted; there are fewer.</dc:description>
 <dc:date>2020-05-01T10:00:00Z</dc:date>
 <dc:date>2019</dc:date>
 <dc:date>info:eu-repo/date/embargoEnd/2021</dc:date>
 <dc:identifier>terns-1</dc:identifier>
 <dc:identifier>https://repository.example/terns</dc:identifier>
 <dc:identifier>https://repository.example/terns.pdf</dc:identifier>
 <dc:relation>info:eu-repo/semantics/altIdentifier/doi/10.1000/terns</dc:relation>
 <dc:relation>https://doi.org/10.1000/other</dc:relation>
 <dc:source>https://repository.example/</dc:source>
 <dc:source>Pier Letters; Vol. 3 (2019)</dc:source>
 <dc:rights>info:eu-repo/semantics/openAccess</dc:rights>
 <dc:rights>https://creativecommons.org/licenses/by/4.0</dc:rights>
 <dc:language>en</dc:language>
 </oai_dc:dc>"""


def record(metadata: str, identifier: str = "oai:arXiv.org:2503.01234", space: str = "") -> str:
    return (
        f"<record{space}><header><identifier>{identifier}</identifier>"
        f"<datestamp>2025-03-11</datestamp><setSpec>cs</setSpec></header>"
        f"<metadata>{metadata}</metadata></record>"
    )


def answer(*records: str, verb: str = "ListRecords", more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{OAI}">'
        f"<responseDate>2025-03-12T00:00:00Z</responseDate><request>x</request>"
        f"<{verb}>{''.join(records)}{more}</{verb}></OAI-PMH>"
    )


def read(text: str) -> tuple[list[object], list[tuple[str, str]]]:
    taken, rejected, notes = read_all(SOURCE, text, ABOUT)
    assert notes == []
    return list(taken), [(one.where, one.reason) for one in rejected]


# The formats of metadata


def test_every_part_of_arxivs_format_is_read() -> None:
    (one,), rejected, notes = read_all(SOURCE, answer(record(ARXIV)), ABOUT)
    assert (rejected, notes, one.source) == ([], [], None)
    assert one.where == "record 1 (oai:arXiv.org:2503.01234)"
    paper = one.raw
    assert paper.title == "Counting Gulls\n  on a Pier"
    assert paper.abstract == "  We count gulls.\n  The count at dusk is higher.\n"
    assert paper.authors == (Author("Ada Byron Jr"), Author("Gull Collaboration"))
    assert paper.identifiers == {"arxiv": "2503.01234", "doi": "10.1000/gulls"}
    assert (paper.published, paper.updated, paper.version) == ("2025-03-03", "2025-03-10", None)
    assert paper.categories == ("q-bio.PE", "cs.CV")
    assert (paper.comment, paper.journal_ref) == ("12 pages", "Pier Letters 3 (2025)")
    assert paper.license == "http://creativecommons.org/licenses/by/4.0/"
    assert paper.listings == ()


def test_every_part_of_arxivs_raw_format_is_read() -> None:
    (one,), _, _ = read_all(SOURCE, answer(record(RAW)), ABOUT)
    paper = one.raw
    assert (paper.title, paper.abstract) == ("Counting Gulls", "We count gulls.")
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert paper.identifiers == {"arxiv": "2503.01234", "doi": "10.1000/gulls"}
    assert (paper.published, paper.updated, paper.version) == ("2025-03-03", "2025-03-10", 2)
    assert paper.categories == ("q-bio.PE", "cs.CV")
    assert (paper.comment, paper.journal_ref) == ("12 pages", "Pier Letters 3 (2025)")
    assert paper.license == "http://creativecommons.org/licenses/by/4.0/"
    assert "Nobody" not in repr(paper)


@pytest.mark.parametrize("version", ["", "v", "two", "v2x", "v" + "9" * 5000, "v²"])
def test_a_version_that_is_none_is_left_out(version: str) -> None:
    text = RAW.replace('version="v2"', f'version="{version}"').replace("Mon, 10 Mar", "soon")
    (one,), _, _ = read_all(SOURCE, answer(record(text)), ABOUT)
    assert (one.raw.published, one.raw.version) == ("2025-03-03", 1)


def test_every_part_of_dublin_core_is_read() -> None:
    (one,), _, _ = read_all(SOURCE, answer(record(DC)), ABOUT)
    paper = one.raw
    assert (paper.title, paper.abstract) == ("Counting Gulls", "We count gulls.")
    assert paper.authors == (
        Author("Ada Byron"),
        Author("Martin Luther King Jr."),
        Author("Gull Collaboration"),
    )
    assert paper.identifiers == {"arxiv": "2503.01234", "doi": "10.1000/gulls"}
    assert (paper.published, paper.updated) == ("2025-03-03", "2025-03-10")
    assert (paper.comment, paper.journal_ref) == (" 12 pages", "Pier Letters 3 (2025)")
    assert (paper.categories, paper.links, paper.license) == ((), (), None)


def test_dublin_core_of_another_repository_is_read() -> None:
    (one,), _, _ = read_all(SOURCE, answer(record(ELSEWHERE, "oai:repo.example:1")), ABOUT)
    assert one.source == "oai"
    paper = one.raw
    assert paper.abstract == "All terns were counted; there are fewer."
    assert paper.identifiers == {"doi": "10.1000/terns"}
    assert (paper.published, paper.updated) == ("2019", None)
    assert paper.journal_ref == "Pier Letters; Vol. 3 (2019)"
    assert paper.license == "https://creativecommons.org/licenses/by/4.0"
    assert paper.language == "en"
    assert paper.links == (Link("paper", "https://repository.example/terns"),)


def test_the_source_that_the_user_names_counts() -> None:
    data = answer(record(ELSEWHERE, "oai:repo.example:1"))
    (one,), _, _ = read_all(SOURCE, data, reading("x", "hal"))
    assert one.source is None


def test_it_becomes_a_paper_under_the_source_oai(tmp_path: Path) -> None:
    taken, _, _ = read_all(SOURCE, answer(record(ELSEWHERE, "oai:repo.example:1")), ABOUT)
    assert take(tmp_path, taken, ABOUT).counts()["added"] == 1
    (paper,) = stored(tmp_path)
    assert [item.source for item in paper.provenance] == ["oai"]
    assert (paper.id, paper.published) == ("10.1000-terns", "2019")


@pytest.mark.parametrize(
    ("identifier", "arxiv"),
    [
        ("oai:arXiv.org:math/0306266", "math/0306266"),
        ("oai:arxiv.org:0704.0001", "0704.0001"),
        ("oai:arXiv.org:gulls", "2503.01234"),
        ("", "2503.01234"),
    ],
)
def test_the_identifier_is_the_headers_else_the_metadatas(identifier: str, arxiv: str) -> None:
    (one,), _, _ = read_all(SOURCE, answer(record(RAW, identifier)), ABOUT)
    assert (one.raw.identifiers["arxiv"], one.source) == (arxiv, None)


def test_metadata_without_its_namespace_is_read() -> None:
    bare = ARXIV.replace(' xmlns="http://arxiv.org/OAI/arXiv/"', "")
    (one,), _, _ = read_all(SOURCE, answer(record(bare)), ABOUT)
    assert len(one.raw.authors) == 2


@pytest.mark.parametrize("space", ["", f' xmlns="{OAI}"'])
@pytest.mark.parametrize("metadata", [ARXIV, RAW, DC])
def test_a_file_of_one_record_is_read(space: str, metadata: str) -> None:
    text = record(metadata, space=space)
    assert SOURCE.detect(text.encode())
    (one,), _, _ = read_all(SOURCE, text, ABOUT)
    assert one.raw.identifiers["arxiv"] == "2503.01234"


# Records that become no papers


def test_records_that_cannot_be_read_are_rejected() -> None:
    deleted = (
        '<record><header status="deleted"><identifier>oai:arXiv.org:2503.01235</identifier>'
        "<datestamp>2025-03-11</datestamp></header></record>"
    )
    marc = '<record xmlns="http://www.loc.gov/MARC21/slim"><datafield/></record>'
    text = answer(
        deleted,
        deleted.replace("<datestamp>2025-03-11</datestamp>", ""),
        record(""),
        record(marc, "oai:repo.example:1"),
        record(ARXIV.replace("Counting Gulls\n  on a Pier", " ")),
        "<record/>",
        record(RAW),
    )
    taken, rejected = read(text)
    assert len(taken) == 1
    assert rejected == [
        ("record 1 (oai:arXiv.org:2503.01235)", "deleted at the source on 2025-03-11"),
        ("record 2 (oai:arXiv.org:2503.01235)", "deleted at the source on a day it does not say"),
        ("record 3 (oai:arXiv.org:2503.01234)", "has no metadata"),
        (
            "record 4 (oai:repo.example:1)",
            "its metadata is `record`; ask for arXiv, arXivRaw or oai_dc",
        ),
        ("record 5 (oai:arXiv.org:2503.01234)", "has no title"),
        ("record 6", "has no metadata"),
    ]


def test_the_original_of_a_record_is_its_own_bytes() -> None:
    records = SOURCE.read(io.BytesIO(answer("<record/>", record(DC)).encode()), ABOUT)
    originals = [one.original() for one in records]  # type: ignore[union-attr]
    assert originals[0].startswith(b"<record")
    assert b"<dc:title>Counting Gulls</dc:title>" in originals[1]


# The answer as a whole


@pytest.mark.parametrize(
    ("token", "notes"),
    [
        (
            '<resumptionToken cursor="0" completeListSize="1090">64|1001</resumptionToken>',
            ["the list of 1090 records goes on: ask for the rest with resumptionToken=64|1001"],
        ),
        (
            "<resumptionToken>64|1001</resumptionToken>",
            ["the list goes on: ask for the rest with resumptionToken=64|1001"],
        ),
        ("<resumptionToken/>", []),
    ],
)
def test_a_list_that_goes_on_says_so(token: str, notes: list[str]) -> None:
    assert read_all(SOURCE, answer(record(RAW), more=token), ABOUT)[2] == notes


@pytest.mark.parametrize("code", ["noRecordsMatch", "badResumptionToken", "idDoesNotExist"])
def test_an_error_is_passed_on(code: str) -> None:
    text = (
        f'<OAI-PMH xmlns="{OAI}"><request>x</request><error code="{code}">None.</error></OAI-PMH>'
    )
    assert SOURCE.detect(text.encode())
    with pytest.raises(InputError, match=f"the repository answered `{code}`: None."):
        read_all(SOURCE, text, ABOUT)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (answer(), "holds no records"),
        (answer("<header/>", verb="ListIdentifiers"), "holds no records; ask"),
        ("<html><body>Retry later</body></html>", "an HTML page in place of XML"),
        ("", "not well-formed XML"),
        (answer(record(RAW))[:-30], "not well-formed XML"),
    ],
)
def test_what_cannot_be_read_on_is_said(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_all(SOURCE, text, ABOUT)


def test_records_before_the_cut_stand() -> None:
    records = SOURCE.read(io.BytesIO(answer(record(RAW), record(DC))[:-60].encode()), ABOUT)
    assert next(records).where.startswith("record 1")  # type: ignore[union-attr]
    with pytest.raises(InputError):
        next(records)


def test_no_bomb_goes_off() -> None:
    data = record(RAW.replace("Counting", "&l;")).encode()
    with pytest.raises(InputError, match="not well-formed"):
        read_all(SOURCE, BOMB + data, ABOUT)


# Which inputs are claimed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "<record><leader/></record>",
        "<records><record><header/></record></records>",
        "<collection><volume/></collection>",
        '<record xmlns="http://www.loc.gov/MARC21/slim"><header/></record>',
        '<rss version="2.0"><channel/></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom"/>',
    ],
)
def test_other_inputs_are_not_claimed(text: str) -> None:
    assert not SOURCE.detect(text.encode())


@given(
    nearly(
        answer(record(ARXIV), record(RAW), more="<resumptionToken>1</resumptionToken>").encode(),
        answer(record(DC), record(ELSEWHERE, "oai:repo.example:1")).encode(),
        record(DC).encode(),
    )
)
def test_any_bytes_end_well(data: bytes) -> None:
    ends_well(SOURCE, data, ABOUT)


# Real answers


@pytest.mark.real
@pytest.mark.parametrize(
    ("folder", "files", "records", "notes"),
    [
        ("arxiv_oai_arXiv_prefix", 16, 31, 0),
        ("arxiv_oai_arXivRaw_RECONSTRUCTED", 1, 45, 0),
        ("arxiv_oai_dc", 5, 7, 1),
    ],
)
def test_real_answers(
    shared: Path, tmp_path: Path, folder: str, files: int, records: int, notes: int
) -> None:
    paths = sorted((shared / "formats" / folder).glob("*.xml"))
    counts = [0, 0]
    for path in paths:
        data = path.read_bytes()
        claims = [each.SOURCE.detect(data[:65_536]) for each in (arxiv_atom, arxiv_rss, web_feed)]
        assert (SOURCE.detect(data[:65_536]), *claims) == (True, False, False, False)
        taken, rejected, told = read_all(SOURCE, data, ABOUT)
        assert (len(taken), rejected) == (len(re.findall(rb"<record>", data)), [])
        assert [f"oai:arXiv.org:{one.raw.identifiers['arxiv']}" for one in taken] == [
            found.decode() for found in re.findall(rb"<identifier>([^<]+)</identifier>", data)
        ]
        assert all(one.raw.authors and one.raw.abstract and one.raw.published for one in taken)
        counts[0] += len(taken)
        counts[1] += len(told)
        assert take_file(tmp_path, SOURCE, path).rejected == []
    assert (len(paths), *counts) == (files, records, notes)
    assert stored(tmp_path)


@pytest.mark.real
def test_known_records(shared: Path, tmp_path: Path) -> None:
    formats = shared / "formats"
    raw = formats / "arxiv_oai_arXivRaw_RECONSTRUCTED" / "list_records.xml"
    for path in (
        formats / "arxiv_oai_dc" / "arxiv_multi_20230125.xml",
        formats / "arxiv_oai_dc" / "arxiv_0901_2443.xml",
        formats / "arxiv_oai_arXiv_prefix" / "sample_arxiv_record0.xml",
        raw,
    ):
        take_file(tmp_path, SOURCE, path)
    papers = {paper.id: paper for paper in stored(tmp_path)}
    groups = papers["1412.1417"]
    assert groups.journal_ref == (
        "Journal of the London Mathematical Society, Vol 95, Issue 1, 2017, pages 248-276"
    )
    assert groups.identifiers["doi"] == "10.1112/jlms.12001"
    assert (groups.published, groups.updated) == ("2014-12-03", "2023-01-23")
    assert groups.authors[2].name == "Aaron D. Lauda"
    assert papers["0901.2443"].comment == "submitted to Phys. Lett. B"
    assert papers["0901.2443"].authors[0].name == "B. Özel"
    assert papers["1601.03238"].identifiers["doi"] == "10.1103/physrevd.93.016005"
    assert papers["1601.03238"].authors[0].name == "Planck Collaboration"
    sums = papers["1101.0600"]
    assert (sums.version, sums.published, sums.updated) == (25, "2011-01-03", "2014-10-22")
