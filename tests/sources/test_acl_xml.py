"""The ACL Anthology's XML: identifiers, markup, and what a volume says for its papers."""

from __future__ import annotations

import contextlib
import io
import re
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Rejected
from generator.model import Author, Link, Listing, Paper
from generator.sources.acl_xml import SOURCE
from tests.core import RAW, read_all, reading, stored, take_file

ABOUT = reading("2024.gull.xml", "acl")
META = """<meta>
  <booktitle>Proceedings of the 1st Workshop on <fixed-case>G</fixed-case>ulls</booktitle>
  <editor><first>Ed</first><last>Itor</last></editor>
  <publisher>Pier Press</publisher><month>August</month><year>2024</year><venue>gull</venue>
</meta>"""
TITLE = "<title>Counting Gulls</title>"


def collection(*papers: str, id_: str = "2024.gull", volume: str = "1", meta: str = META) -> str:
    inner = "\n".join(papers)
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"{id_}\">\n"
        f'<volume id="{volume}" type="proceedings" ingest-date="2024-08-09">{meta}\n{inner}\n</volume>\n'
        "</collection>\n"
    )


def paper(inner: str = "", number: str = "1", title: str = TITLE) -> str:
    return f'<paper id="{number}">{title}{inner}</paper>'


def only(text: str) -> Paper:
    (taken,), rejected, _ = read_all(SOURCE, text, ABOUT)
    assert rejected == []
    return taken.raw


def one(inner: str) -> Paper:
    return only(collection(paper(inner)))


def test_every_part_of_a_paper_is_read() -> None:
    (taken,), _, notes = read_all(
        SOURCE,
        collection(
            "<frontmatter><url>2024.gull-1.0</url></frontmatter>",
            paper(
                "<author><first>Ada</first><last>Byron</last></author>"
                "<author><last>Li</last></author><editor><first>No</first><last>One</last></editor>"
                "<pages>1\u201310</pages><abstract>We count.</abstract>"
                '<url hash="0a">2024.gull-1.1</url><doi>10.1000/Gull.1</doi>'
                "<language>fra</language><award>Best Paper</award><award>Best Bird</award>"
                '<video href="2024.gull-1.1.mp4"/><video href="secret.mp4" permission="false"/>'
                '<pwccode url="https://github.com/pier/gulls" additional="false">pier/gulls</pwccode>'
                '<pwccode url="" additional="true"/>'
                '<pwcdataset url="https://data.example/glue">GLUE</pwcdataset>'
                '<attachment type="software">2024.gull-1.1.software.zip</attachment>'
                '<attachment type="poster">https://pier.example/poster.pdf</attachment>'
                "<attachment>2024.gull-1.1.odd.pdf</attachment>"
            ),
        ),
        ABOUT,
    )
    assert taken.where == "2024.gull-1.1"
    raw = taken.raw
    assert (raw.title, raw.abstract, raw.language) == ("Counting Gulls", "We count.", "fra")
    assert raw.authors == (Author("Ada Byron"), Author("Li"))
    assert raw.identifiers == {"acl": "2024.gull-1.1", "doi": "10.1000/Gull.1"}
    assert (raw.published, raw.updated, raw.version, raw.status) == ("2024-08", None, None, None)
    assert raw.listings == (Listing("acl", date(2024, 8, 9)),)
    assert raw.venue == "Proceedings of the 1st Workshop on Gulls"
    assert raw.journal_ref == "Proceedings of the 1st Workshop on Gulls, pages 1\u201310"
    assert raw.comment == "Best Paper; Best Bird"
    assert raw.links == (
        Link("paper", "https://aclanthology.org/2024.gull-1.1/"),
        Link("pdf", "https://aclanthology.org/2024.gull-1.1.pdf"),
        Link("code", "https://github.com/pier/gulls"),
        Link("code", "https://aclanthology.org/attachments/2024.gull-1.1.software.zip"),
        Link("poster", "https://pier.example/poster.pdf"),
        Link("related", "https://aclanthology.org/attachments/2024.gull-1.1.odd.pdf"),
        Link("video", "https://aclanthology.org/2024.gull-1.1.mp4"),
    )
    assert notes == ["left out as front or back matter of volumes, not papers: 1"]


# Identifiers


@pytest.mark.parametrize(
    ("collection_id", "volume", "number", "acl"),
    [
        ("2022.acl", "long", "1", "2022.acl-long.1"),
        ("2022.acl", "long", "007", "2022.acl-long.7"),
        ("2023.findings_x", "1", "12", "2023.findings_x-1.12"),
        ("J89", "1", "1", "J89-1001"),
        ("L06", "1", "123", "L06-1123"),
        ("W19", "70", "1", "W19-7001"),
        ("W05", "1", "12", "W05-0112"),
        ("W18", "64", "103", "W18-64103"),
        ("C69", "1", "2", "C69-0102"),
        ("D19", "1", "5", "D19-1005"),
        ("D19", "50", "5", "D19-5005"),
        ("D19", "5", "5", "D19-0505"),
    ],
)
def test_the_identifier_is_made_of_three_parts(
    collection_id: str, volume: str, number: str, acl: str
) -> None:
    raw = only(collection(paper(number=number), id_=collection_id, volume=volume))
    assert raw.identifiers["acl"] == acl
    assert raw.links[0] == Link("paper", f"https://aclanthology.org/{acl}/")


@pytest.mark.parametrize(
    ("id_", "volume", "number"),
    [
        ("", "1", "1"),
        ("2024.gull", "a/b", "1"),
        ("2024.gull", "1", "x"),
        ("P19", "long", "1"),
        ("2024.gull", "1", "9" * 5000),
        ("../etc", "1", "1"),
    ],
)
def test_parts_that_make_no_identifier_leave_it_to_the_url(
    id_: str, volume: str, number: str
) -> None:
    text = collection(paper("<url>P19-1234</url>", number), id_=id_, volume=volume)
    assert only(text).identifiers["acl"] == "P19-1234"
    (taken,), _, _ = read_all(
        SOURCE, collection(paper("<url>x</url>", number), id_=id_, volume=volume), ABOUT
    )
    assert taken.raw.identifiers["acl"] == ""
    assert taken.where.startswith("line ")


# Addresses


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("2024.gull-1.1", Link("pdf", "https://aclanthology.org/2024.gull-1.1.pdf")),
        ("http://a.example/4_pdf.PDF", Link("pdf", "http://a.example/4_pdf.PDF")),
        ("https://a.example/paper", Link("paper", "https://a.example/paper")),
    ],
)
def test_the_url_is_a_bare_name_or_an_address(url: str, link: Link) -> None:
    assert one(f"<url> {url}\n</url>").links[1:] == (link,)


# Versions and papers taken back


def test_revisions_say_the_version_and_when_it_changed() -> None:
    raw = one(
        '<revision id="1" href="x"/><revision id="10" href="x" date="2024-10-01">Typo.</revision>'
        '<revision id="2" date="2024-12-01"/><revision id="z" date="soon"/>'
    )
    assert (raw.version, raw.updated) == (10, "2024-12-01")


def test_an_erratum_is_a_link() -> None:
    raw = one('<erratum id="1" date="2024-11-02">2024.gull-1.1e1</erratum>')
    assert raw.links[-1] == Link("related", "https://aclanthology.org/2024.gull-1.1e1.pdf")
    assert (raw.version, raw.updated) == (None, "2024-11-02")


@pytest.mark.parametrize(
    ("tag", "status", "links"), [("retracted", "retracted", 2), ("removed", "withdrawn", 1)]
)
def test_a_paper_taken_back_says_so(tag: str, status: str, links: int) -> None:
    url = "<url>2024.gull-1.1</url>"
    raw = one(f'{url}<award>Best</award><{tag} date="2025-01-02">No gulls.</{tag}>')
    assert (raw.status, raw.updated) == (status, "2025-01-02")
    assert raw.comment == f"Best; {tag.capitalize()} 2025-01-02: No gulls."
    assert len(raw.links) == links
    assert one(f"{url}<{tag}/>").comment == tag.capitalize()


# Dates and venues


@pytest.mark.parametrize(
    ("month", "published"),
    [
        ("May", "2024-05"),
        ("July 30 - August 4", "2024-07"),
        ("30 Sept", "2024-09"),
        ("dec", "2024-12"),
        ("11", "2024-11"),
        ("Spring", "2024"),
        ("Dismay", "2024"),
        ("", "2024"),
    ],
)
def test_the_month_is_named_in_many_ways(month: str, published: str) -> None:
    meta = f"<meta><month>{month}</month><year>2024</year></meta>"
    assert only(collection(paper(), meta=meta)).published == published


def test_a_papers_own_word_counts_more_than_its_volumes() -> None:
    text = collection(
        '<paper id="3" ingest-date="2025-01-02"><title>Gulls</title><year>1999</year>'
        "<month>January</month><booktitle>Other Proceedings</booktitle><pages>3</pages></paper>"
    )
    raw = only(text)
    assert (raw.published, raw.venue) == ("1999-01", "Other Proceedings")
    assert raw.journal_ref == "Other Proceedings, pages 3"
    assert raw.listings == (Listing("acl", date(2025, 1, 2)),)


@pytest.mark.parametrize(
    ("meta", "venue"),
    [
        ("<booktitle>Gulls, Volume 3</booktitle><venue>g</venue>", "Gulls, Volume 3"),
        ("<journal-title>Gulls</journal-title><booktitle>Gulls 3</booktitle>", "Gulls"),
        ("<venue>gull</venue>", "gull"),
        ("", None),
    ],
)
def test_the_venue(meta: str, venue: str | None) -> None:
    assert only(collection(paper(), meta=f"<meta>{meta}</meta>")).venue == venue


def test_a_volume_speaks_for_its_own_papers_alone() -> None:
    text = (
        f'<collection id="J89"><volume id="1">{META}{paper()}</volume>'
        f'<volume id="2">{paper()}</volume><event id="x"><meta><title>E</title></meta></event>'
        "</collection>"
    )
    first, second = (item.raw for item in read_all(SOURCE, text, ABOUT)[0])
    assert (first.published, first.venue is None) == ("2024-08", False)
    assert (second.published, second.venue, second.listings) == (None, None, ())
    assert second.identifiers["acl"] == "J89-2001"


# People


@pytest.mark.parametrize(
    ("person", "author"),
    [
        ("<first/><last>Mononym</last>", Author("Mononym")),
        ("<first>Ada</first>", Author("Ada")),
        ("The Gull Group", Author("The Gull Group")),
        (
            '<first>Dawen</first><last>Chen</last><variant script="hani"><last>\u9648</last></variant>',
            Author("Dawen Chen"),
        ),
    ],
)
def test_authors(person: str, author: Author) -> None:
    assert one(f'<author id="x" complete="yes">{person}</author>').authors == (author,)


@pytest.mark.parametrize(
    ("orcid", "kept"), [("0000-0002-1825-0097", "0000-0002-1825-0097"), ("x", None)]
)
def test_an_orcid_is_kept_if_it_is_one(orcid: str, kept: str | None) -> None:
    raw = one(f'<author orcid="{orcid}"><last>Byron</last></author>')
    assert raw.authors == (Author("Byron", kept),)


# Markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<fixed-case>G</fixed-case>ulls <b>and <i>terns</i></b>", "Gulls and terns"),
        ("<tex-math>k</tex-math>-means, S<tex-math>^4</tex-math>", "$k$-means, S$^4$"),
        ("<tex-math> $x$ </tex-math> <tex-math>$$y$$</tex-math>", "$x$ $y$"),
        ("a<tex-math> </tex-math>b <tex-math/>", "ab"),
        ("<tex-math>a &lt; b\\$</tex-math>", "$a < b\\$$"),
        ("at <url>https://gulls.example/a_b</url>.", "at https://gulls.example/a_b."),
        ("R&amp;D<!-- no --><?no no?> &lt;b&gt;", "R&D <b>"),
        ("<span class='x'>un</span>known", "unknown"),
        ("&gull; here", "&gull; here"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    document = collection(paper(f"<abstract>{markup}</abstract>", title=f"<title>{markup}</title>"))
    doctype = '<!DOCTYPE collection [<!ENTITY gull "expanded">]>'
    raw = only(document.replace("\n", f"\n{doctype}", 1))
    assert (raw.title, raw.abstract) == (text, text)


def test_a_line_break_of_the_file_ends_no_paragraph_and_br_does() -> None:
    raw = one(
        "<abstract>\n    We\n    count <tex-math>k</tex-math>\n\n  gulls.<br/>Twice.</abstract>"
    )
    assert raw.abstract == "We count $k$ gulls.\n\nTwice."
    assert only(collection(paper(title="<title>Two<br/>lines</title>"))).title == "Two lines"


# What is no paper


def test_front_and_back_matter_are_counted() -> None:
    matter = "<frontmatter><title>Front</title></frontmatter>"
    zero = paper(number="0")
    back = f'<paper id="9" type="backmatter">{TITLE}</paper>'
    taken, rejected, notes = read_all(SOURCE, collection(matter, zero, paper(), back), ABOUT)
    assert ([item.where for item in taken], rejected) == (["2024.gull-1.1"], [])
    assert notes == ["left out as front or back matter of volumes, not papers: 3"]


def test_a_paper_without_a_title_is_rejected_as_it_stood() -> None:
    bad = '<paper id="2"><title> <b/> </title><url>x</url></paper>'
    taken: list[str] = []
    for item in SOURCE.read(io.BytesIO(collection(paper(), bad, paper()).encode()), ABOUT):
        if isinstance(item, Rejected):
            assert (item.where, item.reason) == ("2024.gull-1.2", "has no title")
            assert item.original() == bad.encode()
        elif isinstance(item, Incoming):
            taken.append(item.where)
            assert item.original().startswith(b'<paper id="1">')
    assert len(taken) == 2


def test_a_paper_outside_a_volume_is_rejected() -> None:
    text = f'<collection id="J89"><volume id="1">{paper()}</volume>{paper()}</collection>'
    taken, rejected, _ = read_all(SOURCE, text, ABOUT)
    assert [item.where for item in taken] == ["J89-1001"]
    assert [(item.where, item.reason) for item in rejected] == [
        ("line 1", "a paper outside a volume")
    ]
    nested, refused, _ = read_all(SOURCE, collection(paper(paper(number="2"))), ABOUT)
    assert len(nested) + len(refused) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not well-formed XML"),
        ("<!doctype html><p>Not found<br></html>", "not well-formed XML"),
        ("{}", "not well-formed XML"),
        ("<collection/>", "holds no papers"),
        ("<rss><channel/></rss>", "holds no papers"),
        (collection("<frontmatter/>"), "holds no papers"),
        ("<collection>" + "<b>" * 100_000, "not well-formed XML"),
        (collection(paper("<abstract>&bomb;</abstract>")), "not well-formed XML"),
    ],
)
def test_what_is_no_collection_of_papers_is_an_error(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_all(SOURCE, text, ABOUT)


def test_papers_before_the_end_of_a_truncated_file_stand() -> None:
    text = collection(*(paper(number=str(n)) for n in range(1, 400)))
    seen: list[object] = []
    with pytest.raises(InputError, match="get the file again"):
        seen.extend(SOURCE.read(io.BytesIO(text.encode()[:-200]), ABOUT))
    assert len(seen) > 390


@pytest.mark.parametrize("depth", [100, 300, 2000, 100_000])
def test_markup_nested_without_end_does_no_harm(depth: int) -> None:
    text = collection(paper(f"<abstract>{'<i>' * depth}x{'</i>' * depth}</abstract>"))
    try:
        assert only(text).abstract == "x"
    except InputError:
        assert depth > 200


def test_memory_does_not_grow_with_the_papers() -> None:
    text = collection(
        *(paper(f"<abstract>{n} {'x' * 2000}</abstract>", str(n)) for n in range(1, 4000))
    )
    stream = io.BytesIO(text.encode())
    tracemalloc.start()
    try:
        count = sum(1 for _ in SOURCE.read(stream, ABOUT))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 3999
    assert peak < 4_000_000


# Detection


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_it_is_detected_also_when_cut(bom: bytes) -> None:
    text = bom + collection(paper()).encode()
    assert all(SOURCE.detect(text[:size]) for size in range(200, len(text)))
    event = b'<collection id="2022.acl"><event id="x"/><volume id="1">'
    assert SOURCE.detect(event)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<collection",
        "<collection><record/></collection>",
        '<collection xmlns="http://www.loc.gov/MARC21/slim"><record/></collection>',
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry/></feed>",
        "<rss><channel><collection><volume/></collection></channel></rss>",
        "<html><body><collection><volume/></collection></body></html>",
        '{"collection": "volume"}',
        "<volume><paper/></volume>",
    ],
)
def test_other_input_is_not_taken_for_it(text: str) -> None:
    assert not SOURCE.detect(text.encode())


# Any input


def read_any(data: bytes) -> int:
    SOURCE.detect(data)
    count = 0
    with contextlib.suppress(InputError):
        for item in SOURCE.read(io.BytesIO(data), ABOUT):
            if isinstance(item, Incoming | Rejected):
                count += 1
                item.original()
    return count


WHOLE = collection(
    "<frontmatter/>",
    paper(
        "<author><first>Ada</first><last>Byron</last></author><abstract>We <tex-math>k</tex-math>"
        '</abstract><revision id="2" date="2024-10-01"/><url>2024.gull-1.1</url>'
    ),
    paper(number="2"),
).encode()


@given(st.binary(max_size=200))
def test_any_bytes_do_no_harm(data: bytes) -> None:
    read_any(data)
    read_any(b'<collection id="J89"><volume id="1"><paper id="1"><title>' + data)


@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=6))
@example(len(WHOLE), 0, b"")
def test_any_change_does_no_harm(place: int, gone: int, put: bytes) -> None:
    read_any(WHOLE[:place] + put + WHOLE[place + gone :])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                "title author abstract url doi year month pages booktitle revision erratum "
                "retracted removed award video pwccode attachment language journal".split()
            ),
            st.sampled_from("id date href type orcid url permission".split()),
            RAW,
            RAW,
        ),
        max_size=6,
    )
)
def test_any_text_in_any_element_is_accounted_for(parts: list[tuple[str, str, str, str]]) -> None:
    def safe(text: str) -> str:
        plain = "".join(c for c in text if c.isprintable() or c in "\n\t")
        return re.sub(
            '[&<>"]', lambda m: f"&#{ord(m[0])};", plain.encode("utf-8", "replace").decode()
        )

    inner = "".join(f'<{tag} {key}="{safe(a)}">{safe(b)}</{tag}>' for tag, key, a, b in parts)
    assert read_any(collection(paper(inner, title="")).encode()) == 1


# Real files


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "papers", "matter", "added"),
    [
        ("2022.acl.xml", 774, 5, 774),
        ("2022.naloma.xml", 5, 1, 5),
        ("L06.xml", 4, 1, 4),
        ("J89.xml", 58, 4, None),
    ],
)
def test_real_collections(
    shared: Path, tmp_path: Path, name: str, papers: int, matter: int, added: int | None
) -> None:
    path = shared / "formats" / "acl_anthology_xml" / name
    data = path.read_bytes()
    assert SOURCE.detect(data[:65_536])
    assert len(re.findall(rb"<paper ", data)) == papers
    taken, rejected, notes = read_all(SOURCE, data, ABOUT)
    assert (len(taken), rejected) == (papers, [])
    assert notes == [f"left out as front or back matter of volumes, not papers: {matter}"]
    bare = re.findall(rb"<url[^>]*>([A-Z0-9][^</]*)</url>\s*(?=<)", data)
    named = {item.raw.identifiers["acl"] for item in taken}
    assert all(item.where == item.raw.identifiers["acl"] for item in taken)
    # The Anthology writes the whole identifier into <url>; ours is put together of the parts.
    ours = {name.decode() for name in bare} & named
    assert name == "L06.xml" or ours == named
    account = take_file(tmp_path, SOURCE, path)
    assert account.rejected == []
    if added is not None:
        assert account.counts()["added"] == added
    assert all(paper.authors or name == "J89.xml" for paper in stored(tmp_path))


@pytest.mark.real
def test_known_papers(shared: Path, tmp_path: Path) -> None:
    take_file(tmp_path, SOURCE, shared / "formats" / "acl_anthology_xml" / "2022.acl.xml")
    papers = {paper.identifiers["acl"]: paper for paper in stored(tmp_path)}
    assert papers["2022.acl-long.1"].title == (
        "AdapLeR: Speeding up Inference by Adaptive Length Reduction"
    )
    code = [link.url for link in papers["2022.acl-long.1"].links if link.rel == "code"]
    assert "https://github.com/amodaresi/adapler" in code
    assert (papers["2022.acl-long.52"].version, papers["2022.acl-long.52"].updated) == (
        3,
        "2022-12-19",
    )
    assert papers["2022.acl-long.219"].title == "Automated Crossword Solving"
    titles = {paper.title for paper in papers.values() if "$" in paper.title}
    assert "$\\infty$-former: Infinite Memory Transformer" in titles
    assert len(titles) == 4
    assert sum(paper.comment is not None for paper in papers.values()) == 12
    assert sum(paper.version is not None for paper in papers.values()) == 18
