"""A channel with an entry a day: the day's papers as a list."""

from __future__ import annotations

from datetime import date
from html import escape

from generator.addresses import day_uri, paper_uri, url_of
from generator.channels.item import Item, moment
from generator.feed import Feed
from generator.markup import html_line
from generator.model import Paper
from generator.notices import status_note
from generator.site import Site

#: Listing days that it goes back.
DAYS = 30


def days(feed: Feed, site: Site) -> tuple[Item, ...]:
    """The last listing days, the latest first."""
    return tuple(_item(day, feed, site) for day in reversed(feed.days[-DAYS:]))


def _item(day: date, feed: Feed, site: Site) -> Item:
    papers = feed.by_day[day]
    number = site.words.count(len(papers), "paper")
    # A day may get papers later: then readers are to look at it again.
    came = [each.retrieved for paper in papers for each in paper.provenance]
    listed = moment(day)
    return Item(
        url=f"{site.url}{url_of(day_uri(day))}",
        title=site.words("channels.day", day=site.words.day(day), papers=number),
        published=listed,
        updated=max(listed, moment(max(came))) if came else listed,
        content="<ol>" + "".join(_line(paper, site) for paper in papers) + "</ol>",
    )


def _line(paper: Paper, site: Site) -> str:
    url = escape(f"{site.url}{url_of(paper_uri(paper.id))}")
    by = site.words.byline(tuple(author.name for author in paper.authors))
    said = f"<br>{escape(by, quote=False)}" if by else ""
    if note := status_note(paper, site.words):
        said = f"<br><em>{escape(note, quote=False)}</em>{said}"
    return f'<li><a href="{url}">{html_line(paper.title)}</a>{said}</li>'
