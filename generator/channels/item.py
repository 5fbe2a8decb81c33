"""A paper, or a day, as feed readers are given it: the same in every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape

from generator.addresses import paper_uri, topic_uri, url_of
from generator.feed import Feed
from generator.markup import html_paragraphs, plain
from generator.model import Paper
from generator.notices import status_note, summary_note
from generator.site import Site


@dataclass(frozen=True, slots=True)
class Category:
    """A topic of an item: its slug, its label, and the address of its page."""

    slug: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: `url` is its id as well; `content` is safe HTML; times are RFC 3339, in UTC."""

    url: str
    title: str
    published: str
    updated: str
    content: str
    authors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    #: What each link is, and its address.
    links: tuple[tuple[str, str], ...] = ()
    language: str | None = None


def item_of(paper: Paper, feed: Feed, site: Site) -> Item:
    """The paper with its whole abstract; formulas are MathML with their TeX as `alttext`."""
    said = (status_note(paper, site.words), summary_note(paper, site.words))
    notes = "".join(f"<p><em>{escape(note, quote=False)}</em></p>" for note in said if note)
    listed = moment(paper.listed)
    return Item(
        url=f"{site.url}{url_of(paper_uri(paper.id))}",
        title=plain(paper.title),
        published=listed,
        updated=updated_of(paper),
        # An entry has to have some content.
        content=notes + html_paragraphs(paper.abstract) or escape(plain(paper.title), quote=False),
        authors=tuple(author.name for author in paper.authors),
        categories=tuple(
            Category(topic.slug, topic.label, f"{site.url}{url_of(topic_uri(topic.slug))}")
            for topic in feed.topics_of(paper)
        ),
        links=tuple((link.rel, link.url) for link in paper.links),
        language=paper.language,
    )


def updated_of(paper: Paper) -> str:
    """When it was listed, or a source said later that it is withdrawn or retracted."""
    told = (each.retrieved for each in paper.provenance if paper.status and "status" in each.fields)
    return max((moment(paper.listed), *map(moment, told)))


def moment(day: date | datetime) -> str:
    """The beginning of a day, or a time, as RFC 3339 has it."""
    if isinstance(day, datetime):
        return f"{day.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{day.isoformat()}T00:00:00Z"
