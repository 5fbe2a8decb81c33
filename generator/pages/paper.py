"""A paper's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import AUTHORS, author_url, day_uri, link, paper_uri, topic_uri, url_of
from generator.citing import citation_json, plain_citation
from generator.feed import Feed
from generator.markup import markdown_line, markdown_link, markdown_paragraphs, plain
from generator.model import Page, Paper
from generator.notices import status_note, summary_note
from generator.repository import edit_url, report_url
from generator.scholarly import json_ld
from generator.site import Site
from generator.store import path_of
from generator.topics import Topic, TopicMatch
from generator.words import partial_date, short_day, shortened

#: Authors that are shown at once; the rest are folded away.
FIRST_AUTHORS = 10

LINK_LABELS = {
    "paper": "Paper", "pdf": "PDF", "code": "Code", "project": "Project", "data": "Data",
    "video": "Video", "slides": "Slides", "poster": "Poster", "related": "Related",
}  # fmt: skip
_HOSTS = {
    "arxiv.org": "arXiv", "openreview.net": "OpenReview", "aclanthology.org": "ACL Anthology",
    "github.com": "GitHub", "proceedings.mlr.press": "PMLR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A link of the paper and what it is called."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PaperTopic:
    """A topic of the paper and why it has it."""

    topic: Topic
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class PaperAuthor:
    """An author of the paper and the address of all papers by that name."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class NearPaper:
    """A paper near this one, and what both have."""

    paper: Paper
    url: str
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """Everything that a paper's page shows."""

    paper: Paper
    authors: tuple[PaperAuthor, ...]
    more_authors: tuple[PaperAuthor, ...]
    listed: str
    listed_url: str
    listings: tuple[tuple[str, str], ...]
    published: str
    facts: tuple[tuple[str, str], ...]
    links: tuple[PaperLink, ...]
    topics: tuple[PaperTopic, ...]
    status_note: str
    summary_note: str
    before: Paper | None
    after: Paper | None
    before_url: str
    after_url: str
    related: tuple[NearPaper, ...]
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
    for papers in feed.by_day.values():
        for index, paper in enumerate(papers):
            before = papers[index - 1] if index else None
            after = papers[index + 1] if index + 1 < len(papers) else None
            yield _page(feed, site, paper, before, after)


def _page(feed: Feed, site: Site, paper: Paper, before: Paper | None, after: Paper | None) -> Page:
    title = plain(paper.title)
    topics = feed.topics_of(paper)
    summary = summary_note(paper)
    authors = tuple(PaperAuthor(each.name, author_url(each.name)) for each in paper.authors)
    address = f"{site.url}{url_of(paper_uri(paper.id))}"
    mistake = f"What is wrong, and what it should be:\n\n\n\nThe paper: {address}\n"
    return Page(
        uri=paper_uri(paper.id),
        kind="paper",
        title=title,
        description=shortened(plain(paper.abstract).replace("\n\n", " "), 200) or title,
        date=paper.listed,
        tags=tuple(topic.label for topic in topics),
        view=PaperView(
            paper=paper,
            authors=authors[:FIRST_AUTHORS],
            more_authors=authors[FIRST_AUTHORS:],
            listed=short_day(paper.listed),
            listed_url=url_of(day_uri(paper.listed)),
            listings=tuple((item.source, short_day(item.day)) for item in paper.listings),
            published=partial_date(paper.published) if paper.published else "",
            facts=tuple(_facts(paper)),
            links=_links(paper),
            topics=tuple(
                PaperTopic(topic, url_of(topic_uri(topic.slug)), reason(match))
                for topic, match in zip(topics, feed.matches[paper.id], strict=True)
            ),
            status_note=status_note(paper),
            summary_note=summary,
            before=before,
            after=after,
            before_url=url_of(paper_uri(before.id)) if before else "",
            after_url=url_of(paper_uri(after.id)) if after else "",
            related=tuple(_related(feed, paper)),
            json_ld=json_ld(paper, address, bool(summary)),
            citation=citation_json(paper, address),
            plain_citation=plain_citation(paper, address),
            edit_url=edit_url(site, path_of(paper)),
            report_url=report_url(site, f"Mistake in {shortened(title, 120)}", mistake),
        ),
    )


def reason(match: TopicMatch) -> str:
    """Why a paper has a topic, in words."""
    if match.by_hand:
        return "set by hand"
    return "; ".join(
        f"“{item.phrase}” in the {item.place}" + (f", {item.count} times" if item.count > 1 else "")
        for item in match.evidence
    )


def _related(feed: Feed, paper: Paper) -> Iterator[NearPaper]:
    for near in feed.related[paper.id]:
        topics = (feed.topics[slug].label for slug in near.topics)
        yield NearPaper(near.paper, url_of(paper_uri(near.paper.id)), (*near.terms, *topics))


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.venue:
        yield "Venue", paper.venue
    if paper.journal_ref:
        yield "Published in", paper.journal_ref
    if paper.organization:
        yield "Organisation", paper.organization
    if paper.submitted_by:
        yield "Submitted by", paper.submitted_by
    if paper.categories:
        yield "Categories", ", ".join(paper.categories)
    names = {"arxiv": "arXiv", "doi": "DOI", "acl": "ACL Anthology", "openreview": "OpenReview"}
    for kind, value in paper.identifiers.items():
        yield names[kind], value
    if paper.comment:
        yield "Comment", paper.comment
    if paper.upvotes:
        yield "Upvotes", f"{paper.upvotes:,}"
    if paper.license:
        yield "Licence", paper.license


def _links(paper: Paper) -> tuple[PaperLink, ...]:
    """The links by name; of two of one name the host tells them apart."""
    names = [LINK_LABELS[item.rel] for item in paper.links]
    return tuple(
        PaperLink(name if names.count(name) == 1 else f"{name} ({_host(item.url)})", item.url)
        for name, item in zip(names, paper.links, strict=True)
    )


def _host(url: str) -> str:
    host = url.split("/")[2].removeprefix("www.")
    return _HOSTS.get(host, host)


def markdown(page: Page) -> str:
    """The paper's page as Markdown."""
    view: PaperView = page.view
    paper = view.paper
    parts = [f"# {markdown_line(paper.title)}\n"]
    if view.status_note:
        parts.append(f"{view.status_note}\n")
    if view.authors:
        parts.append(f"{', '.join(markdown_line(name) for name in view.names)}\n")
        parts.append(f"[All papers of an author]({link(page.uri, AUTHORS)})\n")
    dates = f"Published {view.published}. " if view.published else ""
    parts.append(f"{dates}Listed [{view.listed}]({link(page.uri, day_uri(paper.listed))}).\n")
    if view.links:
        shown = (markdown_link(markdown_line(item.label), item.url) for item in view.links)
        parts.append(f"{' · '.join(shown)}\n")
    if view.summary_note:
        parts.append(f"{view.summary_note}\n")
    parts.append(
        f"{markdown_paragraphs(paper.abstract)}\n"
        if paper.abstract
        else "The source gave no abstract.\n"
    )
    if view.topics:
        parts.append("## Topics\n")
        for item in view.topics:
            target = link(page.uri, topic_uri(item.topic.slug))
            label = markdown_line(item.topic.label)
            parts.append(f"- [{label}]({target}): {markdown_line(item.reason)}")
        parts.append("")
    parts.append("## Details\n")
    parts += [f"- {name}: {markdown_line(value)}" for name, value in view.facts]
    parts += [f"- Listed by {source} on {day}" for source, day in view.listings]
    parts.append("")
    if view.related:
        parts.append("## Related papers\n")
        for near in view.related:
            target = link(page.uri, paper_uri(near.paper.id))
            shared = markdown_line(", ".join(near.shared))
            parts.append(f"- [{markdown_line(near.paper.title)}]({target}): {shared}")
        parts.append("")
    parts.append(f"## Cite\n\n{markdown_line(view.plain_citation)}\n")
    if view.edit_url:
        edit = markdown_link("Edit this record", view.edit_url)
        parts.append(f"{edit} · {markdown_link('Report a mistake', view.report_url)}\n")
    for name, other in (("Before", view.before), ("After", view.after)):
        if other:
            target = link(page.uri, paper_uri(other.id))
            parts.append(f"{name}: [{markdown_line(other.title)}]({target})\n")
    return "\n".join(parts)
