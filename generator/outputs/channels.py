"""The files of every channel: Atom and JSON Feed, one entry a day, and the list of all as OPML."""

from __future__ import annotations

from collections.abc import Iterator

from generator.addresses import ATOM, DAILY, JSON_FEED, OPML
from generator.channels import atom, json_feed, opml
from generator.channels.channel import Channel, channels
from generator.channels.daily import days
from generator.channels.item import Item, item_of
from generator.feed import Feed
from generator.model import OutputFile
from generator.site import Site


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """Two files a channel; what a paper is in them is made once for all."""
    made: dict[str, _Made] = {}
    every = tuple(channels(feed, site))
    for channel in every:
        for paper in channel.papers:
            if paper.id not in made:
                made[paper.id] = _Made(item_of(paper, feed, site))
        entries = [made[paper.id] for paper in channel.papers]
        named = channel.folder + ATOM, channel.folder + JSON_FEED
        yield from _both(channel, named, site, entries)
    title = site.words("channels.title", site=site.name, name=site.words("channels.daily"))
    daily = Channel("", title, site.words("channels.daily_said", site=site.name), "", ())
    entries = [_Made(item) for item in days(feed, site)]
    yield from _both(daily, (DAILY, DAILY.replace(".xml", ".json")), site, entries)
    yield OutputFile(OPML, opml.document(every, site))


class _Made:
    """An item as both formats have it."""

    __slots__ = ("atom", "json", "updated")

    def __init__(self, item: Item) -> None:
        self.updated = item.updated
        self.atom = atom.entry(item)
        self.json = json_feed.entry(item)


def _both(
    channel: Channel, names: tuple[str, str], site: Site, entries: list[_Made]
) -> Iterator[OutputFile]:
    page, language = f"{site.url}{channel.page}", site.words.language
    head = (("title", channel.title), ("subtitle", channel.description))
    of_atom = [(each.updated, each.atom) for each in entries]
    url, other = (f"{site.url}{name}" for name in names)
    yield OutputFile(names[0], atom.joined(head, url, page, language, of_atom))
    of_json = [each.json for each in entries]
    data = json_feed.joined(channel.title, channel.description, other, page, language, of_json)
    yield OutputFile(names[1], data)
