"""The whole feed as Atom.

Source: RFC 4287, https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import escape

from lxml import etree

from generator.addresses import ATOM, paper_uri, topic_uri, url_of
from generator.feed import Feed
from generator.markup import html_paragraphs, plain
from generator.model import OutputFile, Paper
from generator.notices import status_note, summary_note
from generator.site import Site

_ATOM = "http://www.w3.org/2005/Atom"
#: What the feed holds: the papers of the last days, or if these are few, the last papers.
DAYS = 14
PAPERS = 100


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """The one Atom feed."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", site.words.language)
    _add(root, "title", site.name)
    _add(root, "subtitle", site.description)
    _add(root, "id", f"{site.url}{ATOM}")
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{site.url}{ATOM}")
    _add(root, "link", rel="alternate", type="text/html", href=site.url)
    _add(root, "updated", _moment(feed.papers[0]) if feed.papers else "1970-01-01T00:00:00Z")
    _add(_add(root, "author"), "name", site.name)
    for paper in latest(feed):
        _entry(root, feed, site, paper)
    data = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    yield OutputFile(ATOM, data)


def latest(feed: Feed) -> tuple[Paper, ...]:
    """The papers of the last 14 days of the feed, and at least the last 100 if it has them."""
    if not feed.days:
        return ()
    first = feed.days[-1] - timedelta(days=DAYS - 1)
    recent = sum(paper.listed >= first for paper in feed.papers)
    return feed.papers[: max(recent, PAPERS)]


def _entry(root: etree._Element, feed: Feed, site: Site, paper: Paper) -> None:
    url = f"{site.url}{url_of(paper_uri(paper.id))}"
    entry = _add(root, "entry")
    _add(entry, "title", plain(paper.title))
    _add(entry, "id", url)
    _add(entry, "link", rel="alternate", type="text/html", href=url)
    for item in paper.links:
        _add(entry, "link", rel="related", href=item.url, title=item.rel)
    _add(entry, "published", _moment(paper))
    _add(entry, "updated", _moment(paper))
    for author in paper.authors:
        _add(_add(entry, "author"), "name", author.name)
    for topic in feed.topics_of(paper):
        scheme = f"{site.url}{url_of(topic_uri(topic.slug))}"
        _add(entry, "category", term=topic.slug, label=topic.label, scheme=scheme)
    said = (status_note(paper, site.words), summary_note(paper, site.words))
    notes = [escape(note, quote=False) for note in said if note]
    body = "".join(f"<p><em>{note}</em></p>" for note in notes) + html_paragraphs(paper.abstract)
    _add(entry, "content", body or plain(paper.title), type="html")


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    if text:
        child.text = text
    return child


def _moment(paper: Paper) -> str:
    return f"{paper.listed.isoformat()}T00:00:00Z"
