"""Feeds of journals, laboratories and blogs."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import feedparser
import pytest
from hypothesis import given

from generator.incoming import Incoming, InputError
from generator.model import Author, Link
from generator.parsing.broken_xml import mended
from generator.sources.web_feed import SOURCE
from tests.core import read_all, reading, stored, take
from tests.sources.xml_inputs import BOMB, FILE, ends_well, nearly

ABOUT = reading("feed.xml", "feed")
RDF_SPACE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NETSCAPE = "http://my.netscape.com/rdf/simple/0.9/"

RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
 <channel rdf:about="https://journal.example/feed"><title>Pier Letters</title>
  <items><rdf:Seq><rdf:li rdf:resource="https://journal.example/1"/></rdf:Seq></items></channel>
 <item rdf:about="https://journal.example/1">
  <title><![CDATA[Counting <i>Larus</i> if x<y & y>z]]></title>
  <link>https://journal.example/1</link>
  <content:encoded><![CDATA[<p>We count x<y gulls.</p><p>Twice.</p>]]></content:encoded>
  <dc:creator>Ada Byron</dc:creator><dc:creator>Li, Bo</dc:creator>
  <dc:identifier>doi:10.1000/Gulls</dc:identifier>
  <dc:date>2025-03-12</dc:date>
  <dc:language>en</dc:language>
  <prism:publicationName>Pier Letters</prism:publicationName>
  <prism:doi>10.1000/Gulls</prism:doi>
 </item>
</rdf:RDF>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lab.example/"><title>Lab</title>
 <entry><id>tag:lab.example,2025:1</id><title type="html">Counting &lt;b>Gulls&lt;/b></title>
  <link rel="alternate" href="/posts/1"/>
  <link rel="enclosure" type="application/pdf" href="/posts/1.pdf"/>
  <link rel="enclosure" type="audio/mpeg" href="/posts/1.mp3"/>
  <author><name>Ada Byron</name><email>ada@lab.example</email></author>
  <author><name>Bo Li</name></author>
  <published>2025-03-10T23:30:00-05:00</published><updated>2025-03-12T00:30:00+05:00</updated>
  <category term="gulls"/><category term="piers"/>
  <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></summary>
 </entry>
 <entry><id>tag:2</id><title type="text">if a &lt;b> c</title><updated>2025-03-12T00:00:00Z</updated>
  <content type="text">x &lt;p> y</content></entry>
</feed>"""


def rss(*items: str, head: str = "", version: str = "2.0") -> str:
    return (
        f'{head}<rss version="{version}" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Lab</title><link>https://lab.example/</link>{''.join(items)}</channel></rss>"
    )


def item(**parts: str) -> str:
    inner = "".join(
        f"<{name.replace('_', ':')}>{text}</{name.replace('_', ':')}>"
        for name, text in {"title": "Gulls", **parts}.items()
    )
    return f"<item>{inner}</item>"


def one(text: str | bytes) -> Incoming:
    (found,), rejected, notes = read_all(SOURCE, text, ABOUT)
    assert (rejected, notes) == ([], [])
    return found


def test_every_part_of_a_journals_entry_is_read() -> None:
    assert SOURCE.detect(RDF.encode())
    found = one(RDF)
    assert found.where == "entry 1 (https://journal.example/1)"
    paper = found.raw
    assert paper.title == "Counting Larus if x<y & y>z"
    assert paper.abstract.split("\n\n")[0] == "We count x<y gulls."
    assert paper.abstract.endswith("\n\nTwice.")
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert paper.identifiers == {"doi": "10.1000/gulls"}
    assert (paper.published, paper.updated) == ("2025-03-12", None)
    assert (paper.venue, paper.language) == ("Pier Letters", "en")
    assert paper.links == (Link("paper", "https://journal.example/1"),)
    assert paper.listings == ()


def test_every_part_of_an_atom_entry_is_read() -> None:
    assert SOURCE.detect(ATOM.encode())
    taken, rejected, notes = read_all(SOURCE, ATOM, ABOUT)
    assert (rejected, notes) == ([], [])
    assert [each.where for each in taken] == ["entry 1 (tag:lab.example,2025:1)", "entry 2 (tag:2)"]
    paper = taken[0].raw
    assert paper.title == "Counting Gulls"
    assert [part for part in paper.abstract.split("\n") if part] == ["One.", "Two."]
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert (paper.published, paper.updated) == ("2025-03-11", "2025-03-11")
    assert paper.categories == ("gulls", "piers")
    assert paper.links == (
        Link("paper", "https://lab.example/posts/1"),
        Link("pdf", "https://lab.example/posts/1.pdf"),
    )
    plain = taken[1].raw
    assert (plain.title, plain.abstract) == ("if a <b> c", "x <p> y")
    assert (plain.published, plain.updated) == ("2025-03-12", None)


def test_paragraphs_are_apart_once_it_is_a_paper(tmp_path: Path) -> None:
    taken, _, _ = read_all(SOURCE, ATOM, ABOUT)
    assert take(tmp_path, taken, ABOUT).counts()["added"] == 2
    paper = next(paper for paper in stored(tmp_path) if paper.title == "Counting Gulls")
    assert paper.abstract == "One.\n\nTwo."
    assert paper.listed == date(2025, 3, 11)


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_any_rss_is_read(version: str) -> None:
    text = rss(item(description="We count."), version=version)
    assert SOURCE.detect(text.encode())
    assert one(text).raw.abstract == "We count."


@pytest.mark.parametrize(
    ("root", "name"),
    [
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#">{}</feed>', "entry"),
        (f'<r:RDF xmlns:r="{RDF_SPACE}" xmlns="{NETSCAPE}">{{}}</r:RDF>', "item"),
    ],
)
def test_feeds_of_long_ago_are_read(root: str, name: str) -> None:
    text = root.format(f"<{name}><title>Gulls</title></{name}>")
    assert SOURCE.detect(text.encode())
    assert one(text).raw.title == "Gulls"


# Authors


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ({"author": "ada@lab.example (Ada Byron)"}, ["Ada Byron"]),
        ({"author": "ada@lab.science (Ada Byron, Bo Li)"}, ["Ada Byron", "Bo Li"]),
        ({"author": "Ada Byron &lt;ada@lab.science&gt;"}, ["Ada Byron"]),
        ({"author": "The Lab", "dc_creator": "Ada Byron"}, ["Ada Byron"]),
        ({"author": "ada@lab.example"}, []),
        ({"dc_creator": "Ada Byron, Bo Li"}, ["Ada Byron", "Bo Li"]),
        ({"dc_creator": "Ada Byron, Bo Li and Cy Moss"}, ["Ada Byron", "Bo Li", "Cy Moss"]),
        ({"dc_creator": "Byron, Ada"}, ["Ada Byron"]),
        (
            {"dc_creator": "<![CDATA[ Stein, N., Mascher, M. J., Li, S.-Y., Öz, XL ]]>"},
            ["N. Stein", "M. J. Mascher", "S.-Y. Li", "XL Öz"],
        ),
        ({"dc_creator": "Stein, N., Mascher, Martin"}, ["Stein", "N.", "Mascher", "Martin"]),
        ({"dc_creator": "Bo Li, Ada Moss"}, ["Bo Li", "Ada Moss"]),
        ({"dc_creator": "NASA, ESA, JAXA, CSA"}, ["NASA", "ESA", "JAXA", "CSA"]),
        ({"dc_creator": "Byron, Ada; Li, Bo"}, ["Ada Byron", "Bo Li"]),
        ({"dc_creator": "&lt;a href='x'>Ada Byron&lt;/a>"}, ["Ada Byron"]),
        ({"dc_creator": " "}, []),
    ],
)
def test_authors_strung_together_are_taken_apart(parts: dict[str, str], names: list[str]) -> None:
    assert [author.name for author in one(rss(item(**parts))).raw.authors] == names


# Identifiers and addresses


@pytest.mark.parametrize(
    ("parts", "identifiers"),
    [
        ({"link": "https://doi.org/10.1000/Gulls"}, {"doi": "10.1000/gulls"}),
        ({"link": "https://press.example/doi/abs/10.1000/gulls?af=R"}, {"doi": "10.1000/gulls"}),
        ({"link": "https://press.example/doi/10.1000/gulls"}, {"doi": "10.1000/gulls"}),
        ({"guid": "doi:10.1000/gulls"}, {"doi": "10.1000/gulls"}),
        ({"dc_identifier": "10.1000/gulls"}, {"doi": "10.1000/gulls"}),
        ({"dc_identifier": "1234-5678"}, {}),
        ({"link": "http://arxiv.org/abs/2503.01234v2"}, {"arxiv": "2503.01234"}),
        ({"link": "https://openreview.net/forum?id=abcDEF123"}, {"openreview": "abcDEF123"}),
        ({"link": "https://lab.example/1"}, {}),
    ],
)
def test_identifiers_are_what_the_entry_states(
    parts: dict[str, str], identifiers: dict[str, str]
) -> None:
    assert one(rss(item(**parts))).raw.identifiers == identifiers


@pytest.mark.parametrize("space", ["http://prismstandard.org/namespaces/basic/3.0/", "urn:other"])
def test_a_doi_is_one_in_any_vocabulary(space: str) -> None:
    text = item(link="https://lab.example/1").replace(
        "</item>", f'<x:doi xmlns:x="{space}">10.1000/gulls</x:doi></item>'
    )
    assert one(rss(text)).raw.identifiers == {"doi": "10.1000/gulls"}


def test_an_attached_pdf_is_a_link() -> None:
    attached = '<enclosure url="https://lab.example/1.pdf" type="application/pdf" length="1"/>'
    text = rss(item().replace("</item>", f"{attached}</item>"))
    assert one(text).raw.links == (Link("pdf", "https://lab.example/1.pdf"),)


# Dates


@pytest.mark.parametrize(
    ("parts", "published", "updated"),
    [
        ({"pubDate": "Tue, 11 Mar 2025 23:30:00 -0500"}, "2025-03-12", None),
        ({"pubDate": "2025-03"}, "2025-03", None),
        ({"pubDate": "2025"}, "2025", None),
        ({"pubDate": "soon"}, None, None),
        ({"pubDate": "1-2-3-4"}, None, None),
        ({"dc_date": "2025-03-12T10:00:00Z"}, "2025-03-12", None),
        ({"pubDate": "11 Mar 2025", "dc_date": "2025-03-20"}, "2025-03-11", "2025-03-20"),
        ({}, None, None),
    ],
)
def test_dates_are_as_exact_as_they_are_stated(
    parts: dict[str, str], published: str | None, updated: str | None
) -> None:
    paper = one(rss(item(**parts))).raw
    assert (paper.published, paper.updated) == (published, updated)


# Entries that become no papers


def test_an_entry_without_a_title_is_rejected_as_it_stood() -> None:
    text = rss(item(title=" ", guid="https://lab.example/1"), "<item/>", item())
    taken, rejected, _ = read_all(SOURCE, text, ABOUT)
    assert [each.where for each in taken] == ["entry 3"]
    assert [(each.where, each.reason) for each in rejected] == [
        ("entry 1 (https://lab.example/1)", "has no title"),
        ("entry 2", "has no title"),
    ]
    records = SOURCE.read(io.BytesIO(text.encode()), ABOUT)
    original = next(records).original()  # type: ignore[union-attr]
    assert original.startswith(b"<item")
    assert b"<guid>https://lab.example/1</guid>" in original


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(author="a" * 500), "its `author` is no name: a word of 500 characters"),
        (item(author="<b>x</b>" + "a" * 500), "its `author` is no name"),
        (item(description="x" * 2_000_000), "bytes; at most 2,000,000"),
        (item(description="<b/>" * 5_000), "has more than 5,000 elements"),
        (item(description="a\n" * 100_001), "has more than 100,000 lines"),
        (
            item(description="<b " + " ".join(f'b{n}=""' for n in range(101)) + "/>"),
            "its `b` has 101 attributes",
        ),
    ],
)
def test_what_is_out_of_proportion_is_rejected(text: str, reason: str) -> None:
    taken, (rejected,), _ = read_all(SOURCE, rss(text, item()), ABOUT)
    assert len(taken) == 1
    assert reason in rejected.reason


def test_an_entry_that_feedparser_fails_at_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> object:
        raise KeyError("gulls")

    monkeypatch.setattr(feedparser, "parse", fails)
    taken, (rejected,), _ = read_all(SOURCE, rss(item()), ABOUT)
    assert (taken, rejected.reason) == ([], "feedparser cannot read it: KeyError")


def test_an_item_of_another_vocabulary_is_none() -> None:
    inner = '<x:item xmlns:x="https://x.example/"><x:title>No</x:title></x:item>'
    assert one(rss(f"<item>{inner}<title>Gulls</title></item>")).raw.title == "Gulls"


# Feeds that are broken


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (rss(item(title="AT&T and R&D"), item()), ["AT&T and R&D", "Gulls"]),
        (rss(item(title="caf&eacute;&nbsp;x"), item()), ["café\u00a0x", "Gulls"]),
        (rss(item(title="x < y <3"), item()), ["x < y <3", "Gulls"]),
        (rss(item(title="a<br>b"), item()), ["a\nb", "Gulls"]),
        (rss(item(title="caf\u00e9"), item()).encode("cp1252"), ["café", "Gulls"]),
        (rss(item(title="a\x01b"), item()), ["ab", "Gulls"]),
        (rss(item(title="a&#xD800;b&#0;"), item()), ["a\ufffdb\ufffd", "Gulls"]),
        (rss(item(), item(title="cut")).partition("ut</")[0], ["Gulls", "c"]),
        (rss(item(), "<item><title>c"), ["Gulls", "c"]),
        (rss("<item><media:x>y</media:x><title>c</title></item>"), ["c"]),
    ],
)
def test_a_broken_feed_is_read_as_far_as_it_goes(text: str | bytes, titles: list[str]) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    assert SOURCE.detect(data)
    taken, rejected, (note,) = read_all(SOURCE, data, ABOUT)
    assert ([each.raw.title for each in taken], rejected) == (titles, [])
    assert note.startswith("the feed is broken (not well-formed XML: ")
    assert note.endswith(f"); {len(titles)} entries could be read, maybe not whole")


def test_what_is_mended_is_only_what_is_wrong() -> None:
    fine = rss(item(title="AT&amp;T &lt;b> &#233; é", description="<br/><![CDATA[<p>x</p>]]>"))
    assert mended(fine.encode()) == fine.encode()


def test_another_encoding_that_the_feed_states_is_kept() -> None:
    head = '<?xml version="1.0" encoding="iso-8859-2"?>'
    data = rss(item(title="R&D in Łódź"), head=head).encode("iso-8859-2")
    (found,), _, _ = read_all(SOURCE, data, ABOUT)
    assert found.raw.title == "R&D in Łódź"


def test_the_entities_of_a_doctype_are_those_of_html() -> None:
    netscape = '<!DOCTYPE rss SYSTEM "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    assert one(rss(item(title="caf&eacute;"), head=netscape)).raw.title == "café"


def test_no_entity_of_the_feeds_own_is_expanded() -> None:
    for declared, title in ((FILE, "&file;"), (BOMB, "&l;")):
        data = declared.replace(b"DOCTYPE x", b"DOCTYPE rss") + rss(item(title=title)).encode()
        taken, _, _ = read_all(SOURCE, data, ABOUT)
        assert [found.raw.title for found in taken] == [title]


def test_a_feed_is_never_taken_for_the_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *name, **_: opened.append(name))
    one(rss(item()))
    assert opened == []


# What is no feed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (rss(), "a feed without entries"),
        ("<html><body>Gulls</body></html>", "an HTML page in place of a feed"),
        ("Gulls", "not well-formed XML: Start tag expected"),
        ("", "not well-formed XML"),
        ("<gulls/>", "a feed without entries"),
        ("<rss><channel", "holds no records: not well-formed XML"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_all(SOURCE, text, ABOUT)


def test_a_feed_that_is_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="more than 50 MB; split it"):
        read_all(SOURCE, b" " * 50_000_001, ABOUT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "<html><head><title>x</title></head></html>",
        "<!DOCTYPE html><rss/>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x/></rdf:RDF>',
        "<collection><item/></collection>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id></feed>',
        "<rss><channel><link>http://rss.arxiv.org/rss/cs.CV</link></channel></rss>",
    ],
)
def test_other_inputs_are_not_claimed(text: str) -> None:
    assert not SOURCE.detect(text.encode())


@given(
    nearly(
        RDF.encode(),
        ATOM.encode(),
        rss(item(author="a@b.c (d)", pubDate="2025-03-11"), item(description="&lt;p>x")).encode(),
    )
)
def test_any_bytes_end_well(data: bytes) -> None:
    ends_well(SOURCE, data, ABOUT)


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0"?>' + "\n" * 60_000 + rss(item()),
        rss(item(author="a" * 400_000)),
        rss(item(author=("a" * 499 + " ") * 500)),
        rss("<item>" + "".join(f"<category>{n}</category>" for n in range(4_000)) + "</item>"),
        rss(item(description="<br " * 100_000)),
        rss(item(description="<" * 200_000)),
        rss("<item><title>" * 20_000),
    ],
)
def test_no_feed_takes_time_out_of_proportion(data: str) -> None:
    start = time.process_time()
    ends_well(SOURCE, data.encode(), ABOUT)
    assert time.process_time() - start < 10


# Real feeds: there are none but arXiv's, which read as feeds do


@pytest.mark.real
@pytest.mark.parametrize(
    ("folder", "entries"), [("arxiv_rss", 2), ("arxiv_rss_RECONSTRUCTED", 120)]
)
def test_real_feeds(shared: Path, tmp_path: Path, folder: str, entries: int) -> None:
    (path,) = (shared / "formats" / folder).glob("*.xml")
    taken, rejected, notes = read_all(SOURCE, path.read_bytes(), ABOUT)
    assert (len(taken), rejected, notes) == (entries, [], [])
    assert all(found.raw.identifiers["arxiv"] and found.raw.authors for found in taken)
    assert take(tmp_path, taken, ABOUT).counts()["added"] == entries
