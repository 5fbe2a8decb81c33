"""RIS and the Web of Science's tags: every record is accounted for, also those rispy drops."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.admit import admit
from generator.incoming import Incoming, InputError, Rejected
from generator.model import Author, Link, Paper
from generator.sources.ris import SOURCE
from tests.core import DAY, NOW, RAW, read_all, reading, stored, take_file

ABOUT = reading("papers.ris", "ris", DAY)


def read(text: str | bytes) -> tuple[list[Incoming], list[Rejected], list[str]]:
    return read_all(SOURCE, text, ABOUT)


def papers(text: str | bytes) -> list[Paper]:
    """The papers of a text of which nothing is rejected and nothing is to be told."""
    taken, rejected, notes = read(text)
    assert (rejected, notes) == ([], [])
    return [one.raw for one in taken]


def record(lines: str, kind: str = "JOUR") -> Paper:
    (paper,) = papers(f"TY  - {kind}\nTI  - Gulls\n{lines}\nER  - \n")
    return paper


# A record


def test_every_part_of_a_record_is_read() -> None:
    (paper,) = papers(
        """1.
TY  - JOUR
ID  - byron2025
T1  - Counting Gulls
      on a Pier
A1  - Byron, Ada
AU  - van der Moss,Cy
A1  - King, Martin, Jr.
Y1  - 2025/03/04/
N2  - We count.

Again.
JF  - Journal of Gulls
JA  - J. Gulls
VL  - 12
IS  - 3
SP  - 101
EP  - 110
DO  - https://doi.org/10.1234/gulls
UR  - https://pier.example/gulls
L1  - https://pier.example/full
L1  - internal-pdf://gulls.pdf
LA  - en
KW  - gulls
XX  - of no meaning
ER  -
"""
    )
    assert paper.title == "Counting Gulls\non a Pier"
    assert paper.authors == (
        Author("Cy van der Moss"),
        Author("Ada Byron"),
        Author("Martin King Jr."),
    )
    assert paper.published == "2025-03-04"
    assert paper.abstract == "We count.\n\nAgain."
    assert paper.venue == "Journal of Gulls"
    assert paper.journal_ref == "Journal of Gulls 12(3), 101–110 (2025)"
    assert paper.identifiers == {"doi": "10.1234/gulls"}
    assert paper.links == (
        Link("paper", "https://pier.example/gulls"),
        Link("pdf", "https://pier.example/full"),
    )
    assert (paper.language, paper.listings) == ("en", ())


def test_a_record_says_where_it_stands_and_what_it_was() -> None:
    taken, _, _ = read(
        "\nx\nTY  - JOUR\nID  - a\nTI  - A\nER  - \n\nTY  - JOUR\nTI  - B\n  c\nER  -\n"
    )
    assert [one.where for one in taken] == ["line 3 (a)", "line 8"]
    assert taken[1].original() == b"TY  - JOUR\nTI  - B\n  c\nER  -"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("TI  - A\nT1  - B", "A"),
        ("TI  - \nT1  - B", "B"),
        ("T1  - B\nT1  - C", "B"),
        ("T2  - J\nBT  - B", "B"),
        ("ST  - S\nT2  - J", "S"),
    ],
)
def test_the_title_is_found(lines: str, title: str) -> None:
    assert [paper.title for paper in papers(f"TY  - GEN\n{lines}\nER  - ")] == [title]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("AU  - Byron, A.; Li, B.", ["A. Byron", "B. Li"]),
        ("AU  - Ada Byron\nAU  - \nAU  - et al.", ["Ada Byron"]),
        ("AU  - Anonymous\nA2  - Editor, E.", []),
    ],
)
def test_names_are_given_first(lines: str, names: list[str]) -> None:
    assert [author.name for author in record(lines).authors] == names


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ("PY  - 2014/04/08/", "2014-04-08"),
        ("PY  - 2014/04//Spring", "2014-04"),
        ("PY  - 2014//", "2014"),
        ("PY  - 2014", "2014"),
        ("PY  - 2001/00/00/", "2001"),
        ("PY  - ///\nPY  - 99\nPY  - YEAR/MONTH/DAY/", None),
        ("PY  - 2014-04-08", "2014-04-08"),
        ("Y1  - 2015/october", "2015-10"),
        ("DA  - 8 April 2014", "2014-04-08"),
        ("PY  - 2014\nDA  - 2014/04/08", "2014-04-08"),
        ("PY  - 2014\nDA  - 2013/12/01", "2014"),
        ("PY  - 2005\nY1  - 2005/07/15\nDA  - 2005/07/28", "2005-07-15"),
        ("PY  - 2013/02/15/received\nPY  - 2013/04/18", "2013-04-18"),
        ("Y2  - 2019/03/28", None),
    ],
)
def test_the_date_is_as_exact_as_it_is_stated(lines: str, published: str | None) -> None:
    assert record(lines).published == published


@pytest.mark.parametrize(
    ("kind", "lines", "venue", "reference"),
    [
        ("JOUR", "T2  - \nJO  - J.\nSP  - 1-22", "J.", "J., 1-22"),
        ("CPAPER", "T2  - Proceedings of P\nJO  - P\nVL  - 2", "Proceedings of P", None),
        ("CHAP", "BT  - Gulls and Piers\nSP  - 3", "Gulls and Piers", "Gulls and Piers, 3"),
        ("BOOK", "T2  - A Series\nVL  - 2", None, None),
        ("Journal Article", "JF  - J", "J", None),
    ],
)
def test_the_venue_is_that_of_the_type(
    kind: str, lines: str, venue: str | None, reference: str | None
) -> None:
    paper = record(lines, kind)
    assert (paper.venue, paper.journal_ref) == (venue, reference)


def test_a_thesis_has_an_organisation() -> None:
    assert record("PB  - University of Piers", "THES").organization == "University of Piers"
    assert record("PB  - Pier Press", "BOOK").organization is None


@pytest.mark.parametrize(
    ("lines", "identifiers"),
    [
        ("DO  - doi:10.1234/X", {"doi": "10.1234/x"}),
        ("DO  - none\nM3  - doi: 10.1234/x", {"doi": "10.1234/x"}),
        ("N1  - doi: 10.1234/x", {"doi": "10.1234/x"}),
        ("N1  - Cites 10.1234/x", {}),
        ("JO  - arXiv preprint arXiv:2503.01234", {"arxiv": "2503.01234"}),
        ("AN  - arXiv:2503.01234v2", {"arxiv": "2503.01234"}),
        ("N1  - arXiv:2503.01234 [cs]", {"arxiv": "2503.01234"}),
        ("N1  - A reply to arXiv:2503.01234", {}),
    ],
)
def test_identifiers(lines: str, identifiers: dict[str, str]) -> None:
    paper = record(lines)
    assert (paper.identifiers, paper.venue) == (identifiers, None)


def test_the_version_of_arxiv_is_kept() -> None:
    assert record("M1  - arXiv:2503.01234v2").version == 2


def test_addresses_may_share_a_line() -> None:
    paper = record(
        "UR  - https://a.example/x;y; https://b.example/z.pdf\nUR  - https://c.example\nL2  - file:///x"
    )
    assert [(link.rel, link.url) for link in paper.links] == [
        ("paper", "https://a.example/x;y"),
        ("pdf", "https://b.example/z.pdf"),
        ("paper", "https://c.example"),
    ]


def test_it_becomes_papers(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(
        "TY  - JOUR\nTI  - Gulls &amp; Piers\nPY  - 2025\nUR  - https://arxiv.org/abs/2503.01234\nER  -\n"
    )
    take_file(tmp_path, SOURCE, path)
    assert [(paper.id, paper.title) for paper in stored(tmp_path)] == [
        ("2503.01234", "Gulls & Piers")
    ]


# What rispy drops, runs together or fails on


def test_a_record_ends_where_the_next_begins() -> None:
    taken, rejected, notes = read(
        "TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \nTY  - JOUR\nTI  - C"
    )
    assert ([one.raw.title for one in taken], rejected) == (["A", "B", "C"], [])
    assert notes == ["records without their `ER` line; read up to the next: 2"]


def test_tags_without_a_record_are_rejected() -> None:
    taken, rejected, _ = read(
        "JF  - J\nTI  - A\n\nER  -\nTY  - JOUR\nTI  - B\nER  -\nER  -\nTI  - C"
    )
    assert [one.raw.title for one in taken] == ["B"]
    assert [(one.where, one.reason, one.original()) for one in rejected] == [
        ("line 1", "no `TY  - ` line begins this record", b"JF  - J\nTI  - A\n\nER  -"),
        ("line 9", "no `TY  - ` line begins this record", b"TI  - C"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nfree words\nTI  - A\nER  - ",
        "TY  - JOUR\nTI  - A\nUK  - x\nUK  - y\nXX  - z\nER  - ",
        "TY  - JOUR\nZZ  - x\n y\nTI  - A\nER  - ",
        "TYPICAL words\nTY  - JOUR\nTI  - A\nER  - ",
        "TY  - JOUR\r\nTI  - A\r\nER  - \r\n",
        "TY  - JOUR\rTI  - A\rER  - \r",
        "\ufeffTY  - JOUR\nTI  - A\nER  - ",
        "x\n\ufeff TY  - JOUR\n TI  - A\n ER  - ",
        "TY  -JOUR\nTI  -A\nER  -",
        "TY - JOUR\nTI - A\nER - ",
        "TY\t- JOUR\nTI\t- A\nER\t- ",
        "TY  - JOUR\nTI  - A\nER  - TY  - JOUR",
    ],
)
def test_odd_lines_hide_nothing(text: str) -> None:
    assert [paper.title for paper in papers(text)] == ["A"]
    assert SOURCE.detect(text.encode())


def test_prose_is_not_taken_for_a_tag() -> None:
    assert record("AB  - Counting by\nAI - made easy\nUSA  - and\nA1-").abstract == (
        "Counting by\nAI - made easy\nUSA  - and\nA1-"
    )


def test_a_separator_in_a_value_does_not_end_it() -> None:
    (paper,) = papers("TY  - JOUR\nTI  - A\x1eER  - \x1eTY  - X\nER  - ")
    assert paper.title == "A ER  -  TY  - X"


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("TY  - JOUR\nAU  - A", "line 1", "has no title"),
        ("TY  - JOUR\nTI  - \nDO  - 10.1/x\nID  - k", "line 1 (k)", "has no title (DOI 10.1/x)"),
        ("TY  - PAT\nTI  - A", "line 1", "`TY  - PAT` is no paper"),
        ("TY  - data\nTI  - A", "line 1", "`TY  - data` is no paper"),
    ],
)
def test_what_is_no_paper_is_rejected(text: str, where: str, reason: str) -> None:
    _, rejected, _ = read(f"{text}\nER  - \n")
    assert [(one.where, one.reason) for one in rejected] == [(where, reason)]
    assert rejected[0].original().decode() == f"{text}\nER  - "


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no records"),
        (b"1.\nwords\n", "holds no records"),
        (b"ER  - \n" * 3, "holds no records"),
        (b"<html>\nTY  - JOUR", "an HTML page in place of RIS"),
    ],
)
def test_an_input_without_records_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(data)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(codec: str) -> None:
    data = "TY  - JOUR\r\nTI  - Möwen\r\nER  - \r\nTY  - PAT\r\nTI  - é\r\n".encode(codec)
    taken, rejected, notes = read(data)
    assert [one.raw.title for one in taken] == ["Möwen"]
    assert any("Windows-1252" in note for note in notes) == (codec == "cp1252")
    assert SOURCE.detect(data)
    if codec == "cp1252":
        assert rejected[0].original() == b"TY  - PAT\nTI  - \xe9\n"


# The Web of Science


WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Byron, A
   Li, B
AF Byron, Ada
   Li, Bo
CA Pier Lab
TI Counting gulls
   on a pier
SO JOURNAL OF GULLS
LA English
DT Article; Retracted Publication
AB We count.
CR BYRON A, 2001, J GULLS, V1, DOI 10.1/other
PD JUN 8
PY 2004
VL 43
IS 22
BP 7003
EP 7016
DI 10.1234/gulls
UT WOS:0001
ER

PT P
TI A patent
ER

PT J
AU Moss, C
UT WOS:0002
ER

EF
"""


def test_records_of_the_web_of_science_are_read() -> None:
    assert SOURCE.detect(WOS.encode())
    taken, rejected, notes = read(WOS)
    assert [one.where for one in taken] == ["line 3 (WOS:0001)"]
    paper = taken[0].raw
    assert paper.title == "Counting gulls on a pier"
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"), Author("Pier Lab"))
    assert (paper.published, paper.identifiers) == ("2004-06-08", {"doi": "10.1234/gulls"})
    assert paper.venue == "JOURNAL OF GULLS"
    assert paper.journal_ref == "JOURNAL OF GULLS 43(22), 7003–7016 (2004)"
    assert (paper.abstract, paper.language, paper.status) == ("We count.", "English", "retracted")
    assert [(one.where, one.reason) for one in rejected] == [
        ("line 26", "`PT P` is a patent, not a paper"),
        ("line 30 (WOS:0002)", "has no title"),
    ]
    assert rejected[0].original() == b"PT P\nTI A patent\nER"
    assert notes == []


def test_early_access_and_article_numbers_of_the_web_of_science() -> None:
    (paper,) = papers("PT J\nAU Li, B\nTI A\nSO J\nEA SEP 2019\nAR 12\nER\n")
    assert (paper.published, paper.journal_ref) == ("2019-09", "J, 12 (2019)")
    assert [author.name for author in paper.authors] == ["B Li"]


def test_records_of_the_web_of_science_without_their_marks() -> None:
    taken, rejected, notes = read("\n\ufeffPT J\n   x\nTI A\n\nPT J\nTI B\nEF\nTI C\n")
    assert [one.raw.title for one in taken] == ["A", "B"]
    assert [(one.where, one.reason) for one in rejected] == [
        ("line 9", "no `PT` line begins this record")
    ]
    assert notes == ["records without their `ER` line; read up to the next: 3"]


# Detection


@pytest.mark.parametrize(
    "head",
    [
        "TY  - JOUR\n",
        "\ufeff\n\nTY  - JOUR",
        "Record #1 of 2\n1.\r\nTY  - JOUR\r\n",
        "PT J\nAU x",
        "\ufeffJF  - J\r\nTI  - A\r\nER  -\r\n",
    ],
)
def test_ris_is_detected(head: str) -> None:
    assert SOURCE.detect(head.encode())


@pytest.mark.parametrize(
    "head",
    [
        "",
        "{\nTY  - JOUR",
        "<p>\nTY  - JOUR",
        "@misc{a, title={TY  - JOUR}}",
        "PMID- 1\nTI  - A\nAU  - B\n",
        "TYPE  - x",
        "PT Barnum",
        "ER  - x",
    ],
)
def test_other_text_is_not_taken_for_it(head: str) -> None:
    assert not SOURCE.detect(head.encode())


# Hostile


LINES = st.sampled_from(
    [
        *("TY  - JOUR", "TY  - ", "TY", "TY -x", "ER  - ", "ER", "TI  - A", "T1  - ", "UK  - x"),
        *("AU  - A, B, C, D", "AU  - ;;,", "PY  - 2020/13/40/", "PY  - ²", "DO  - 10.1/x", "UR  - ;"),
        *("PT J", "PT P", "TI A", "AU x", "   y", "EF", "FN", "PY 2020", "PD ²", "x", "", "\x1e", "\ufeff"),
    ]
)  # fmt: skip


@given(
    st.lists(st.one_of(LINES, RAW), max_size=25), st.sampled_from(["\n", "\r\n", "\r", "\n\x1e"])
)
def test_whatever_the_text_only_input_errors_are_raised(lines: list[str], end: str) -> None:
    data = end.join(lines).encode("utf-8", "surrogatepass")
    SOURCE.detect(data)
    try:
        taken, rejected, _ = read(data)
    except InputError:
        return
    places = [one.where for one in taken] + [one.where for one in rejected]
    assert all(re.match("line [0-9]+", place) for place in places)
    assert all(isinstance(one.original(), bytes) for one in rejected)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_only_input_errors_are_raised(data: bytes) -> None:
    SOURCE.detect(data)
    for mutated in (data, b"TY  - JOUR\nTI  - A\n" + data, b"PT J\nTI A\n" + data):
        with suppress(InputError):
            read(mutated)


@given(st.lists(LINES, max_size=30))
def test_every_start_of_a_record_is_accounted_for(lines: list[str]) -> None:
    starts = sum(line.startswith("TY  -") for line in lines)
    if starts:
        taken, rejected, _ = read("\n".join(lines))
        begun = [one for one in rejected if "begins this record" not in one.reason]
        assert len(taken) + len(begun) == starts


@pytest.mark.parametrize(
    "text",
    [
        "TY  - \n" * 20_000,
        "TI  - x\nER  - \n" * 20_000,
        "TY  - J\nTI  - x\n" + " y\n" * 100_000,
        "TY  - J\n" + "TI  - x\n" * 100_000,
        "TY  - J\nTI  - x\nAU  - " + ";" * 100_000,
        "TY  - J\nTI  - x\nAU  - " + "a," * 100_000,
        "TY  - J\nTI  - x\nUR  - " + "; " * 100_000 + "x",
        "PT J\n" + "   y\n" * 100_000,
        "\ufeff" * 100_000,
        " " * 1_000_000 + "TY  - J",
    ],
)
def test_hostile_texts_take_no_longer_than_their_length(text: str) -> None:
    start = time.perf_counter()
    SOURCE.detect(text.encode()[:65536])
    with suppress(InputError):
        read(text)
    assert time.perf_counter() - start < 20


# Real


#: Rejected records by file; all others are read.
REJECTED = {
    "jabref_RisImporterCorrupted.ris": ["no `TY  - ` line begins this record"],
    "jabref_RisImporterTest1.ris": ["has no title"] * 10,
    "jabref_RisImporterTestDoiAndJournalTitle.ris": ["`TY  - PAT` is no paper"],
    "rispy_example_bom.ris": ["has no title (DOI 10.1186/s40981-020-0316-0)"],
    "rispy_example_custom_list_tags.ris": ["has no title"],
    "rispy_example_multiline.ris": ["has no title"] * 3,
}


@pytest.mark.real
def test_real_files(shared: Path, tmp_path: Path) -> None:
    paths = sorted((shared / "formats" / "ris").glob("*.ris"))
    assert len(paths) == 34
    for path in paths:
        data = path.read_bytes()
        assert SOURCE.detect(data[:65536])
        taken, rejected, _ = read(data)
        assert [one.reason for one in rejected] == REJECTED.get(path.name, [])
        starts = len(re.findall(rb"^(?:\xef\xbb\xbf)?(?:TY  -|PT [A-Z]$)", data, re.M))
        unstarted = sum("begins this record" in one.reason for one in rejected)
        assert len(taken) + len(rejected) - unstarted == starts
        for one in taken:
            assert admit(one, ABOUT, NOW)[0].title
        counts = take_file(tmp_path / path.stem, SOURCE, path).counts()
        assert counts["rejected"] == len(rejected)


@pytest.mark.real
def test_real_fields(shared: Path) -> None:
    def of(name: str) -> list[Paper]:
        taken, _, _ = read((shared / "formats" / "ris" / name).read_bytes())
        return [one.raw for one in taken]

    (neuron,) = of("jabref_RisImporterTest9.ris")
    assert neuron.authors == (Author("Nikolaus Kriegeskorte"), Author("Katherine R. Storrs"))
    assert (neuron.published, neuron.venue) == ("2016-10-19", "Neuron")
    assert neuron.identifiers == {"doi": "10.1016/j.neuron.2016.10.006"}
    (chelation,) = of("jabref_RisImporterTest6.ris")
    assert chelation.published == "2013-04-18"
    assert [len(paper.links) for paper in of("rispy_example_urls.ris")] == [1, 2, 2, 2]
    first, second = of("rispy_example_wos.ris")
    assert first.title.endswith("bacteria and its subunit (B820)")
    assert (second.identifiers, second.published) == ({"doi": "10.1021/bi0497291"}, "2004-06-08")
    assert len(second.authors) == 9
