"""How to be told of new papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import (
    ATOM,
    DAILY,
    OPML,
    area_folder,
    query_folder,
    topic_uri,
    url_of,
)
from generator.channels.channel import areas
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_link
from generator.model import Page
from generator.site import Site


@dataclass(frozen=True, slots=True)
class SubscribeView:
    """The feed's whole address, for feed readers, and the other channels by their areas."""

    feed_url: str
    feed_path: str
    daily_path: str
    opml_path: str
    areas: tuple[tuple[Subscription, tuple[Subscription, ...]], ...]
    queries: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel: what it is called here, and where it is as Atom."""

    label: str
    path: str


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one page on subscribing."""
    yield Page(
        uri="subscribe.md",
        kind="subscribe",
        title=site.words("names.subscribe"),
        description=site.words("subscribe.description", site=site.name),
        view=SubscribeView(
            feed_url=f"{site.url}{ATOM}",
            feed_path=ATOM,
            daily_path=DAILY,
            opml_path=OPML,
            areas=tuple(_areas(feed)),
            queries=tuple(
                Subscription(query.title, f"{query_folder(query.slug)}{ATOM}")
                for query in site.queries
            ),
        ),
    )


def _areas(feed: Feed) -> Iterator[tuple[Subscription, tuple[Subscription, ...]]]:
    """The areas with their topics, without those that no paper has."""
    for area, slugs in areas(feed).items():
        topics = tuple(
            Subscription(feed.topics[slug].label, f"{url_of(topic_uri(slug))}{ATOM}")
            for slug in slugs
            if feed.by_topic[slug]
        )
        if topics:
            yield Subscription(area, f"{area_folder(area)}{ATOM}"), topics


def markdown(page: Page, words: Words) -> str:
    """The page on subscribing as Markdown."""
    view: SubscribeView = page.view
    root = view.feed_url.removesuffix(view.feed_path)

    def linked(one: Subscription) -> str:
        return markdown_link(one.label, f"{root}{one.path}")

    lead, address = words("subscribe.lead"), words("subscribe.address")
    parts = [f"# {page.title}\n\n{lead}\n\n{address}\n\n<{view.feed_url}>\n"]
    parts.append(f"{words('subscribe.daily')}\n\n<{root}{view.daily_path}>\n")
    parts.append(f"{words('subscribe.all')}\n\n<{root}{view.opml_path}>\n")
    if view.queries:
        lines = "\n".join(f"- {linked(query)}" for query in view.queries)
        parts.append(f"## {words('subscribe.queries')}\n\n{lines}\n")
    if view.areas:
        parts.append(f"## {words('subscribe.parts')}\n")
    for area, topics in view.areas:
        lines = "\n".join(f"- {linked(topic)}" for topic in topics)
        parts.append(f"### {linked(area)}\n\n{lines}\n")
    return "\n".join(parts)
