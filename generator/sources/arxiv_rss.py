"""arXiv's daily announcements, as RSS 2.0 and as Atom (rss.arxiv.org).

Source: https://info.arxiv.org/help/rss_specifications.html and a real feed for RSS;
https://info.arxiv.org/help/atom_specifications.html for Atom, of which no real feed was at hand:
that an entry's day is its `published` (its `updated` is when the feed was made), that a feed
without entries has no `skipDays`, and the layout of errors are from documentation only.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from email.utils import parsedate_tz
from typing import BinaryIO

from lxml import etree

from generator.identifiers import parse_arxiv
from generator.incoming import (
    EmptyInputError,
    Incoming,
    InputError,
    Note,
    Reading,
    Rejected,
    Source,
    states,
)
from generator.model import Listing, Paper
from generator.parsing.arxiv_authors import split_authors
from generator.parsing.arxiv_fields import first_doi, parse_oai_arxiv
from generator.parsing.shapes import day_of
from generator.parsing.xml import elements, is_html, original_xml, tags_in, words_of

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ITEMS = ("item", f"{_ATOM}entry")
_FEEDS = ("channel", f"{_ATOM}feed")
_OWN_ADDRESS = re.compile(rb"https?://(?:rss|export)\.arxiv\.org/(?:rss|atom)[/\"<]")
_FIRST_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_DESCRIPTION = re.compile(
    r"\s{0,20}arXiv:(?P<id>[^\s<>]{1,40})\s{1,20}Announce Type:\s{0,20}(?P<kind>[a-z-]{1,20})"
    r"\s{1,20}(?:Abstract:\s{0,20})?"
)
_REPLACED = ("replace", "replace-cross", "absonly")
_SHOWN = ("new", "cross")


def detect(head: bytes) -> bool:
    """Whether it is a feed whose items are announced, or that says it is arXiv's own."""
    tags = tags_in(head)
    if not tags or tags[0] not in ("rss", f"{_ATOM}feed"):
        return False
    if f"{_ARXIV}announce_type" in tags:
        return True
    first = _FIRST_ITEM.search(head)
    return bool(_OWN_ADDRESS.search(head, 0, first.start() if first else len(head)))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers announced; an item that cannot be read is rejected with its number.

    Raises InputError where the feed announces nothing, as on weekends, or is an error.
    """
    data = stream.read()
    if is_html(data[:1024]):
        raise InputError("an HTML page in place of XML; get the feed again")
    count, unknown = 0, Counter[str]()
    feed_day: date | None = None
    for element in elements(io.BytesIO(data), (*_ITEMS, *_FEEDS)):
        if element.tag in _FEEDS:
            if count == 0:
                raise _nothing(element)
            continue
        if count == 0 and (feed := element.getparent()) is not None:
            # Only now: what comes before an item is let go of as soon as the item is read.
            feed_day = _day_as_written(feed.findtext("pubDate") or "")
        count += 1
        given = {_name(child): words_of(child) for child in reversed(element)}
        kind = _announce_type(given)
        if kind not in (*_SHOWN, *_REPLACED):
            unknown[kind[:40]] += 1
        yield _item(f"item {count}", element, given, feed_day, reading)
    if count == 0:
        raise InputError("holds no records: it is no feed of arXiv")
    for kind, number in sorted(unknown.items()):
        what = f"the announce type `{kind}`, which is not known" if kind else "no announce type"
        yield Note(f"{number} items have {what}; taken as shown on that day")


def _nothing(feed: etree._Element) -> InputError:
    """Why a feed without items has none: arXiv answered with an error, or announced nothing."""
    given = {_name(child): words_of(child).strip() for child in feed}
    if given.get("title", "").startswith("Feed error"):
        what = given.get("description") or given.get("subtitle") or given["title"]
        return InputError(f"arXiv answered with an error: {what[:300]}; mend the feed's address")
    day = _day_as_written(given.get("pubDate") or given.get("updated") or "")
    skipped = [words_of(each).strip()[:20] for each in feed.iterfind("skipDays/day")][:7]
    why = f" (skipDays: {', '.join(skipped)}; and holidays)" if skipped else ""
    return EmptyInputError(
        f"holds no records: arXiv announced nothing on {day or 'that day'}{why};"
        " take the feed of another day"
    )


def _item(
    where: str,
    item: etree._Element,
    given: Mapping[str, str],
    feed_day: date | None,
    reading: Reading,
) -> Incoming | Rejected:
    guid = (given.get("guid") or given.get("id") or "").strip()
    where = f"{where} ({guid[:80]})" if guid else where
    if not given.get("title", "").strip():
        return Rejected(where, "has no title", original_xml(item))
    arxiv = _identifier(guid, given, item)
    if arxiv is None:
        return Rejected(where, f"`{guid[:80]}` is not an arXiv identifier", original_xml(item))
    day = _day_as_written(given.get("pubDate") or given.get("published") or "") or feed_day
    raw = _raw(item, given, arxiv, day, reading)
    return Incoming(where, raw, original=original_xml(item))


def _raw(
    item: etree._Element,
    given: Mapping[str, str],
    arxiv: tuple[str, int | None],
    day: date | None,
    reading: Reading,
) -> Paper:
    identifiers = {"arxiv": arxiv[0]}
    if doi := first_doi(given.get("DOI", "")):
        identifiers["doi"] = doi
    replaced = _announce_type(given) in _REPLACED
    return states(
        title=given["title"],
        abstract=_described(given)[2],
        authors=split_authors(
            ", ".join(words_of(creator) for creator in item.iterfind(f"{_DC}creator"))
        ),
        identifiers=identifiers,
        version=arxiv[1],
        updated=day.isoformat() if day and replaced else None,
        listings=(Listing(reading.source, day),) if day and not replaced else (),
        categories=tuple(
            text.strip()
            for each in item
            if _name(each) == "category" and (text := each.get("term") or words_of(each)).strip()
        ),
        journal_ref=given.get("journal_reference") or None,
        license=given.get("rights") or None,
    )


def _identifier(
    guid: str, given: Mapping[str, str], item: etree._Element
) -> tuple[str, int | None] | None:
    """The paper's identifier with its version, as its guid or its description has it."""
    link = item.find(f"{_ATOM}link")
    address = given.get("link", "").strip() or (link.get("href", "") if link is not None else "")
    candidates = (parse_oai_arxiv(guid), parse_arxiv(_described(given)[0]), parse_arxiv(address))
    return next((found for found in candidates if found), None)


def _announce_type(given: Mapping[str, str]) -> str:
    return given.get("announce_type", "").strip() or _described(given)[1]


def _described(given: Mapping[str, str]) -> tuple[str, str, str]:
    """The identifier, announce type and abstract that the description runs together."""
    text = given.get("description") or given.get("summary") or ""
    found = _DESCRIPTION.match(text)
    if found is None:
        return "", "", text
    return found["id"] or "", found["kind"] or "", text[found.end() :]


def _day_as_written(text: str) -> date | None:
    """The day of an RFC 822 or ISO 8601 time, as its own zone has it.

    arXiv stamps an announcement with midnight on the US East Coast. The day it means is the one it
    writes, and that its page `/list/cs.CL/new` has: to count from another zone's clock could only
    make another day of it, as for whoever reads the stamp west of New York.
    """
    stamp = text.strip()[:60]
    if stamp[:4].isdecimal():
        return day_of(stamp[:10])
    try:
        parsed = parsedate_tz(stamp)
        return date(*parsed[:3]) if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


SOURCE = Source(
    format="arxiv-rss",
    summary="arXiv's announcement feeds, RSS or Atom",
    source="arxiv",
    detect=detect,
    read=read,
)
