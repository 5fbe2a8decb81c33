"""A paper's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from generator.addresses import (
    AUTHORS,
    author_url,
    day_uri,
    link,
    paper_uri,
    topic_uri,
    url_of,
)
from generator.citing import citation, plain_citation, script_safe
from generator.feed import Feed
from generator.head_tags import head_tags
from generator.identifiers import search_keys
from generator.interface import Words
from generator.markup import markdown_line, markdown_link, markdown_paragraphs, plain
from generator.model import Draft, Page, Paper
from generator.notices import status_note, status_reason, summary_note
from generator.pages.cards import markdown_status
from generator.pages.facts import PaperLink, addresses, facts, links, markdown_fact, reason
from generator.pages.given import Given, NearPaper, Titled, all_given, given_edited
from generator.pages.spans import markdown_way
from generator.repository import edit_url, report_url
from generator.scholarly import json_ld
from generator.site import Site
from generator.store import path_of
from generator.words import shortened

#: Authors that are shown at once; the rest are folded away.
FIRST_AUTHORS = 10


@dataclass(frozen=True, slots=True)
class PaperTopic:
    """A topic of the paper and why it has it."""

    slug: str
    label: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class PaperAuthor:
    """An author of the paper and the address of all papers by that name."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """Everything that a paper's page shows."""

    paper: Paper
    authors: tuple[PaperAuthor, ...]
    more_authors: tuple[PaperAuthor, ...]
    listed: str
    listed_url: str
    listings: tuple[tuple[str, str], ...]
    venue_uri: str
    venue_url: str
    published: str
    facts: tuple[tuple[str, str], ...]
    #: Where some of these lead, by what they say.
    addresses: Mapping[str, str]
    search_keys: str
    links: tuple[PaperLink, ...]
    topics: tuple[PaperTopic, ...]
    byline: str
    status_note: str
    status_reason: str
    summary_note: str
    before: Titled | None
    after: Titled | None
    before_url: str
    after_url: str
    related: tuple[NearPaper, ...]
    head: str
    json_ld: str
    citation: str
    plain_citation: str
    edit_url: str
    report_url: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all authors."""
        return tuple(author.name for author in (*self.authors, *self.more_authors))


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each paper."""
    return (_page(site, given) for given in all_given(feed))


def drafts(feed: Feed, site: Site) -> Iterator[Draft]:
    """The same as drafts: most papers are as they were at the last build."""
    for given in all_given(feed):
        yield Draft(paper_uri(given.paper.id), "paper", given, partial(_page, site, given))


def uris(feed: Feed) -> Iterator[str]:
    """The file of each page, in the order of `pages`."""
    return (paper_uri(paper.id) for papers in feed.by_day.values() for paper in papers)


def edited(feed: Feed, site: Site, paper: Paper) -> Page:
    """The page of a paper of the feed that was edited since: what the feed says of it is old."""
    return _page(site, given_edited(feed, paper))


def _page(site: Site, given: Given) -> Page:
    words = site.words
    paper, before, after = given.paper, given.before, given.after
    title = plain(paper.title)
    authors = tuple([PaperAuthor(each.name, author_url(each.name)) for each in paper.authors])
    address = f"{site.url}{url_of(paper_uri(paper.id))}"
    cited = citation(paper, address)
    paper_at = words("paper.mistake_paper", address=address)
    mistake = f"{words('paper.mistake')}\n\n\n\n{paper_at}\n"
    mistake_in = words("paper.mistake_in", title=shortened(title, 120))
    return Page(
        uri=paper_uri(paper.id),
        kind="paper",
        title=title,
        description=shortened(plain(paper.abstract).replace("\n\n", " "), 200) or title,
        date=paper.listed,
        tags=tuple(label for _, label, _ in given.topics),
        view=PaperView(
            paper=paper,
            authors=authors[:FIRST_AUTHORS],
            more_authors=authors[FIRST_AUTHORS:],
            listed=words.day(paper.listed),
            listed_url=url_of(day_uri(paper.listed)),
            listings=tuple((item.source, words.day(item.day)) for item in paper.listings),
            venue_uri=given.venue_uri,
            venue_url=url_of(given.venue_uri) if given.venue_uri else "",
            published=words.partial_date(paper.published) if paper.published else "",
            facts=tuple(facts(paper, words)),
            addresses=addresses(paper),
            search_keys=search_keys(paper.id, paper.identifiers),
            links=links(paper, words),
            topics=tuple(
                [
                    PaperTopic(slug, label, url_of(topic_uri(slug)), reason(match, words))
                    for slug, label, match in given.topics
                ]
            ),
            byline=words.byline([author.name for author in paper.authors]),
            status_note=status_note(paper, words),
            status_reason=status_reason(paper),
            summary_note=summary_note(paper, words),
            before=before,
            after=after,
            before_url=url_of(paper_uri(before.id)) if before else "",
            after_url=url_of(paper_uri(after.id)) if after else "",
            related=given.related,
            head=head_tags(paper, cited, address),
            json_ld=json_ld(paper, address, cited["type"]),
            citation=script_safe(cited),
            plain_citation=plain_citation(paper, cited),
            edit_url=edit_url(site, path_of(paper)),
            report_url=report_url(site, mistake_in, mistake, address),
        ),
    )


def markdown(page: Page, words: Words) -> str:
    """The paper's page as Markdown."""
    view: PaperView = page.view
    paper = view.paper
    parts = [f"# {markdown_line(paper.title)}\n"]
    if view.status_note:
        why = f" {markdown_line(view.status_reason)}" if view.status_reason else ""
        parts.append(f"{view.status_note}{why}\n")
    if view.authors:
        parts.append(f"{', '.join(markdown_line(name) for name in view.names)}\n")
        parts.append(f"[{words('paper.all_of_author')}]({link(page.uri, AUTHORS)})\n")
    listed = f"[{view.listed}]({link(page.uri, day_uri(paper.listed))})"
    if view.published:
        parts.append(words("paper.dates", published=view.published, listed=listed) + "\n")
    else:
        parts.append(words("paper.listed", day=listed) + "\n")
    if view.links:
        shown = (markdown_link(markdown_line(item.label), item.url) for item in view.links)
        parts.append(f"{' · '.join(shown)}\n")
    if view.summary_note:
        parts.append(f"{view.summary_note}\n")
    parts.append(
        f"{markdown_paragraphs(paper.abstract)}\n"
        if paper.abstract
        else f"{words('paper.no_abstract')}\n"
    )
    if view.topics:
        parts.append(f"## {words('paper.topics')}\n")
        for item in view.topics:
            target = link(page.uri, topic_uri(item.slug))
            label = markdown_line(item.label)
            parts.append(f"- [{label}]({target}): {markdown_line(item.reason)}")
        parts.append("")
    parts.append(f"## {words('paper.details')}\n")
    details = [(name, markdown_fact(value, view.addresses)) for name, value in view.facts]
    if view.venue_uri:
        (name, venue), *details = details
        details.insert(0, (name, f"[{venue}]({link(page.uri, view.venue_uri)})"))
    parts += [f"- {name}: {value}" for name, value in details]
    listings = (
        words("paper.listed_by_on", source=source, day=day) for source, day in view.listings
    )
    parts += [f"- {listing}" for listing in listings]
    parts.append("")
    if view.related:
        parts.append(f"## {words('paper.related')}\n")
        for near in view.related:
            target = link(page.uri, paper_uri(near.paper.id))
            shared = markdown_line(near.shared)
            marked = markdown_status(near.paper.status, words)
            parts.append(f"- [{markdown_line(near.paper.title)}]({target}){marked}: {shared}")
        parts.append("")
    parts.append(f"## {words('paper.cite')}\n\n{markdown_line(view.plain_citation)}\n")
    if view.edit_url:
        edit = markdown_link(words("paper.edit"), view.edit_url)
        parts.append(f"{edit} · {markdown_link(words('paper.report'), view.report_url)}\n")
    for key, other in (("before", view.before), ("after", view.after)):
        if other:
            target = link(page.uri, paper_uri(other.id))
            parts.append(markdown_way(key, markdown_line(other.title), target, words))
    return "\n".join(parts)
