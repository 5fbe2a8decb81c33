"""arXiv's announcement feeds, as RSS and as Atom."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from generator.incoming import InputError
from generator.model import Author, Listing
from generator.sources import arxiv_atom, web_feed
from generator.sources.arxiv_rss import SOURCE
from tests.core import read_all, reading, stored, take, take_file
from tests.sources.xml_inputs import BOMB, ends_well, nearly

ABOUT = reading("cs.CV.xml", "arxiv")
DAY = Listing("arxiv", date(2025, 3, 11))

RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel>
    <title>cs.CV updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.CV</link>
    <description>cs.CV updates on the arXiv.org e-print archive.</description>
    <atom:link href="http://rss.arxiv.org/rss/cs.CV" rel="self" type="application/rss+xml"/>
    <lastBuildDate>Tue, 11 Mar 2025 04:00:05 +0000</lastBuildDate>
    <pubDate>Tue, 11 Mar 2025 00:00:00 -0400</pubDate>
    <skipDays>
      <day>Saturday</day>
      <day>Sunday</day>
    </skipDays>
"""
ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>http://rss.arxiv.org/atom/cs.CV</id>
  <title>cs.CV updates on arXiv.org</title>
  <updated>2025-03-11T04:00:05.941605+00:00</updated>
  <link href="http://rss.arxiv.org/atom/cs.CV" rel="self" type="application/atom+xml"/>
  <subtitle>cs.CV updates on the arXiv.org e-print archive.</subtitle>
"""


def item(kind: str = "new", **changes: str) -> str:
    parts = {
        "title": "Counting\n Gulls",
        "description": f"arXiv:2503.01234v1 Announce Type: {kind} \nAbstract: We count gulls.\n  Twice.",
        "guid": "oai:arXiv.org:2503.01234v1",
        "pubDate": "Tue, 11 Mar 2025 00:00:00 -0400",
        **changes,
    }
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in parts.items() if text)
    return f"""<item>{inner}
      <link>https://arxiv.org/abs/2503.01234</link>
      <category>cs.CV</category><category>q-bio.PE</category>
      <arxiv:announce_type>{kind}</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <arxiv:DOI>10.1000/gulls, 10.1000/terns</arxiv:DOI>
      <arxiv:journal_reference>Pier Letters 3 (2025)</arxiv:journal_reference>
      <dc:creator>Ada Byron (Pier Laboratory), Bo Li</dc:creator></item>
    """


def entry(kind: str = "new") -> str:
    return f"""<entry>
    <id>oai:arXiv.org:2503.01234v1</id>
    <title>Counting
 Gulls</title>
    <updated>2025-03-12T04:00:05.942190+00:00</updated>
    <link href="https://arxiv.org/abs/2503.01234" rel="alternate" type="text/html"/>
    <summary>arXiv:2503.01234v1 Announce Type: {kind}
Abstract: We count gulls.
  Twice.</summary>
    <category term="cs.CV"/><category term="q-bio.PE"/>
    <published>2025-03-11T00:00:00-04:00</published>
    <arxiv:announce_type>{kind}</arxiv:announce_type>
    <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
    <arxiv:journal_reference>Pier Letters 3 (2025)</arxiv:journal_reference>
    <arxiv:DOI>10.1000/gulls</arxiv:DOI>
    <dc:creator>Ada Byron (Pier Laboratory), Bo Li</dc:creator>
  </entry>
"""


def rss(*items: str) -> str:
    return RSS + "".join(items) + "</channel></rss>"


def atom(*entries: str) -> str:
    return ATOM + "".join(entries) + "</feed>"


@pytest.mark.parametrize("feed", [rss(item()), atom(entry())])
def test_every_part_of_an_item_is_read(feed: str) -> None:
    assert SOURCE.detect(feed.encode())
    (one,), rejected, notes = read_all(SOURCE, feed, ABOUT)
    assert (rejected, notes) == ([], [])
    assert one.where == "item 1 (oai:arXiv.org:2503.01234v1)"
    paper = one.raw
    assert paper.title == "Counting\n Gulls"
    assert paper.abstract == "We count gulls.\n  Twice."
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert paper.identifiers == {"arxiv": "2503.01234", "doi": "10.1000/gulls"}
    assert paper.version == 1
    assert paper.categories == ("cs.CV", "q-bio.PE")
    assert paper.license == "http://creativecommons.org/licenses/by/4.0/"
    assert paper.journal_ref == "Pier Letters 3 (2025)"
    assert paper.listings == (DAY,)
    assert (paper.published, paper.updated) == (None, None)


@pytest.mark.parametrize("kind", ["new", "cross"])
@pytest.mark.parametrize("feed", ["rss", "atom"])
def test_what_is_shown_is_listed_on_the_day(feed: str, kind: str) -> None:
    text = rss(item(kind)) if feed == "rss" else atom(entry(kind))
    (one,), _, _ = read_all(SOURCE, text, ABOUT)
    assert (one.raw.listings, one.raw.updated) == ((DAY,), None)


@pytest.mark.parametrize("kind", ["replace", "replace-cross", "absonly"])
@pytest.mark.parametrize("feed", ["rss", "atom"])
def test_a_replacement_is_an_update_and_not_listed(feed: str, kind: str) -> None:
    text = rss(item(kind)) if feed == "rss" else atom(entry(kind))
    (one,), _, _ = read_all(SOURCE, text, ABOUT)
    assert (one.raw.listings, one.raw.updated) == ((), "2025-03-11")


def test_the_user_names_the_source_of_the_listing() -> None:
    (one,), _, _ = read_all(SOURCE, rss(item()), reading("x", "arxiv-cv"))
    assert one.raw.listings == (Listing("arxiv-cv", date(2025, 3, 11)),)


def test_a_replacement_is_an_update_of_what_is_stored(tmp_path: Path) -> None:
    shown, _, _ = read_all(SOURCE, rss(item()), ABOUT)
    take(tmp_path, shown, ABOUT)
    newer = item(
        "replace",
        guid="oai:arXiv.org:2503.01234v2",
        title="Counting Gulls Again",
        pubDate="Mon, 24 Mar 2025 00:00:00 -0400",
    )
    replaced, _, _ = read_all(SOURCE, rss(newer), ABOUT)
    about = reading("x", "arxiv", date(2025, 3, 24))
    assert take(tmp_path, replaced, about).counts()["updated"] == 1
    (paper,) = stored(tmp_path)
    assert (paper.title, paper.version) == ("Counting Gulls Again", 2)
    assert (paper.listed, paper.updated) == (date(2025, 3, 11), "2025-03-24")


# The day


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Tue, 11 Mar 2025 00:00:00 -0400", "2025-03-11"),
        ("Tue, 11 Mar 2025 00:00:00 -0500", "2025-03-11"),
        ("Tue, 11 Mar 2025 23:59:59 -0500", "2025-03-11"),
        ("Tue, 11 Mar 2025 00:00:00 +0900", "2025-03-11"),
        ("2025-03-11T00:00:00-04:00", "2025-03-11"),
        ("2025-03-11T00:00:00+09:00", "2025-03-11"),
        ("Mon, 10 Mar 2025 00:00:00 -0400", "2025-03-10"),
        # The feed's own day, where the item's is none.
        ("", "2025-03-11"),
        ("soon", "2025-03-11"),
        ("31 Feb 2025 00:00:00 GMT", "2025-03-11"),
        ("1 Jan " + "9" * 5000, "2025-03-11"),
    ],
)
def test_the_day_is_as_it_is_written(stamp: str, day: str) -> None:
    (one,), _, _ = read_all(SOURCE, rss(item(pubDate=stamp)), ABOUT)
    assert [str(listing.day) for listing in one.raw.listings] == [day]


def test_later_items_too_have_the_feeds_day() -> None:
    taken, _, _ = read_all(SOURCE, rss(item(pubDate=""), item(pubDate="")), ABOUT)
    assert [one.raw.listings for one in taken] == [(DAY,), (DAY,)]


def test_without_any_day_nothing_is_listed() -> None:
    feed = f"<rss><channel>{item(pubDate='')}</channel></rss>".replace(
        "<rss>", '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="d">'
    )
    (one,), _, _ = read_all(SOURCE, feed, ABOUT)
    assert one.raw.listings == ()


# Quirks of items


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("arXiv:2503.01234v1 Announce Type: new Abstract: We count.", "We count."),
        ("arXiv:2503.01234v1 Announce Type: replace-cross\nAbstract: We count.", "We count."),
        ("We count. Abstract: twice.", "We count. Abstract: twice."),
        ("arXiv:2503.01234v1 is wrong.", "arXiv:2503.01234v1 is wrong."),
        ("", ""),
    ],
)
def test_what_stands_before_the_abstract_is_no_part_of_it(text: str, abstract: str) -> None:
    (one,), _, _ = read_all(SOURCE, rss(item(description=text)), ABOUT)
    assert one.raw.abstract == abstract


@pytest.mark.parametrize(
    ("guid", "description", "version"),
    [
        ("oai:arXiv.org:2503.01234v3", "x", 3),
        ("", "arXiv:2503.01234v4 Announce Type: new \nAbstract: x", 4),
        ("https://arxiv.org/abs/2503.01234", "x", None),
    ],
)
def test_the_version_is_the_guids_else_the_descriptions(
    guid: str, description: str, version: int | None
) -> None:
    (one,), _, _ = read_all(SOURCE, rss(item(guid=guid, description=description)), ABOUT)
    assert (one.raw.identifiers["arxiv"], one.raw.version) == ("2503.01234", version)


def test_of_two_titles_the_first_counts() -> None:
    twice = item().replace("</item>", "<title>Terns</title></item>")
    (one,), _, _ = read_all(SOURCE, rss(twice), ABOUT)
    assert one.raw.title == "Counting\n Gulls"


def test_the_announce_type_is_also_in_the_description() -> None:
    bare = re.sub("<arxiv:announce_type>.*</arxiv:announce_type>", "", item("replace"))
    (one,), _, notes = read_all(SOURCE, rss(bare), ABOUT)
    assert (one.raw.listings, one.raw.updated, notes) == ((), "2025-03-11", [])


def test_items_of_an_unknown_kind_are_counted() -> None:
    untold = re.sub("<arxiv:announce_type>.*</arxiv:announce_type>", "", item(description="x"))
    taken, _, notes = read_all(SOURCE, rss(item("revive"), item("revive"), untold), ABOUT)
    assert [one.raw.listings for one in taken] == [(DAY,)] * 3
    assert notes == [
        "1 items have no announce type; taken as shown on that day",
        "2 items have the announce type `revive`, which is not known; taken as shown on that day",
    ]


def test_an_item_that_is_no_paper_is_rejected() -> None:
    elsewhere = item(guid="gulls", description="x").replace("https://arxiv.org/abs/", "https://x/")
    taken, rejected, _ = read_all(SOURCE, rss(item(title=" "), elsewhere, "<item/>", item()), ABOUT)
    assert [one.where for one in taken] == ["item 4 (oai:arXiv.org:2503.01234v1)"]
    assert [(one.where, one.reason) for one in rejected] == [
        ("item 1 (oai:arXiv.org:2503.01234v1)", "has no title"),
        ("item 2 (gulls)", "`gulls` is not an arXiv identifier"),
        ("item 3", "has no title"),
    ]


# What announces nothing


def test_a_weekends_feed_says_why_it_is_empty() -> None:
    empty = rss().replace("Tue, 11 Mar 2025 00", "Sat, 15 Mar 2025 00")
    assert SOURCE.detect(empty.encode())
    with pytest.raises(InputError, match="2025-03-15") as raised:
        read_all(SOURCE, empty, ABOUT)
    assert "skipDays: Saturday, Sunday" in str(raised.value)


def test_an_empty_atom_feed_names_its_day() -> None:
    assert SOURCE.detect(atom().encode())
    with pytest.raises(InputError, match="announced nothing on 2025-03-11; take"):
        read_all(SOURCE, atom(), ABOUT)


@pytest.mark.parametrize("feed", [rss(), atom()])
def test_an_error_is_passed_on(feed: str) -> None:
    error = re.sub(
        "<title>.*</title>", "<title>Feed error for query: https://rss.arxiv.org/x</title>", feed
    )
    error = re.sub("(<description>|<subtitle>)[^<]*", r"\1Bad archive: gulls", error)
    assert SOURCE.detect(error.encode())
    with pytest.raises(InputError, match="arXiv answered with an error: Bad archive: gulls"):
        read_all(SOURCE, error, ABOUT)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html><body>Busy</body></html>", "an HTML page in place of XML"),
        ("<gulls/>", "no feed of arXiv"),
        ("<rss/>", "no feed of arXiv"),
        ("", "not well-formed XML"),
        (rss(item())[:-20], "not well-formed XML"),
    ],
)
def test_what_cannot_be_read_on_is_said(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_all(SOURCE, text, ABOUT)


def test_items_before_the_cut_stand() -> None:
    records = SOURCE.read(io.BytesIO(rss(item(), item())[:-60].encode()), ABOUT)
    assert next(records).where == "item 1 (oai:arXiv.org:2503.01234v1)"  # type: ignore[union-attr]
    with pytest.raises(InputError):
        next(records)


def test_no_bomb_goes_off() -> None:
    data = rss(item(title="&l;")).encode().replace(b"<rss", BOMB + b"<rss", 1)
    with pytest.raises(InputError, match="not well-formed"):
        read_all(SOURCE, data, ABOUT)


# Which inputs are claimed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "<html>http://rss.arxiv.org/rss/cs.CV</html>",
        '<rss version="2.0"><channel><title>Gulls</title></channel></rss>',
        "<rss><channel><item><link>http://rss.arxiv.org/rss/cs.CV</link></item></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id></feed>',
    ],
)
def test_other_inputs_are_not_claimed(text: str) -> None:
    assert not SOURCE.detect(text.encode())


@pytest.mark.parametrize("feed", [rss(item()), atom(entry()), rss(), atom()])
def test_no_other_format_claims_it(feed: str) -> None:
    assert not arxiv_atom.SOURCE.detect(feed.encode())
    assert not web_feed.SOURCE.detect(feed.encode())


@given(nearly(rss(item(), item("replace")).encode(), atom(entry()).encode(), rss().encode()))
def test_any_bytes_end_well(data: bytes) -> None:
    ends_well(SOURCE, data, ABOUT)


# Real feeds


@pytest.mark.real
@pytest.mark.parametrize(
    ("folder", "items", "listed"), [("arxiv_rss", 2, 1), ("arxiv_rss_RECONSTRUCTED", 120, 120)]
)
def test_real_feeds(shared: Path, tmp_path: Path, folder: str, items: int, listed: int) -> None:
    (path,) = (shared / "formats" / folder).glob("*.xml")
    data = path.read_bytes()
    assert SOURCE.detect(data[:65_536])
    assert not arxiv_atom.SOURCE.detect(data[:65_536])
    assert not web_feed.SOURCE.detect(data[:65_536])
    assert len(re.findall(rb"<item>", data)) == items
    taken, rejected, notes = read_all(SOURCE, data, ABOUT)
    assert (len(taken), rejected, notes) == (items, [], [])
    assert all(one.raw.authors and one.raw.abstract and one.raw.version for one in taken)
    assert not any("Announce Type" in one.raw.abstract for one in taken)
    assert sum(bool(one.raw.listings) for one in taken) == listed
    days = Counter(
        re.findall(rb"<pubDate>\w+, (\d\d \w+ \d{4}) 00:00:00 -0400</pubDate>\s*<a", data)
    )
    assert len(days) == 1
    account = take_file(tmp_path, SOURCE, path, date(2026, 9, 24))
    assert account.counts() == {"added": items, "updated": 0, "unchanged": 0, "rejected": 0}


@pytest.mark.real
def test_known_items(shared: Path) -> None:
    (path,) = (shared / "formats" / "arxiv_rss").glob("*.xml")
    crossed, replaced = read_all(SOURCE, path.read_bytes(), ABOUT)[0]
    assert crossed.raw.title == "Outlier Detection for Multi-Network Data"
    assert crossed.raw.listings == (Listing("arxiv", date(2026, 9, 24)),)
    assert crossed.raw.identifiers == {
        "arxiv": "2205.06398",
        "doi": "10.1093/bioinformatics/btac431",
    }
    assert crossed.raw.abstract.startswith("It has become routine")
    assert (replaced.raw.updated, replaced.raw.version) == ("2026-09-24", 3)
    assert [author.name for author in replaced.raw.authors] == [
        "Michael Joswig",
        "Marek Kaluba",
        "Lukas Ruff",
    ]
