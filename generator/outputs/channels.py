"""The files of every channel: Atom and JSON Feed, one entry a day, and the list of all as OPML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.addresses import ATOM, DAILY, JSON_FEED, OPML
from generator.channels import atom, json_feed, opml
from generator.channels.channel import Channel, channels
from generator.channels.daily import days
from generator.channels.item import Item, item_of
from generator.feed import Feed
from generator.model import OutputDraft, OutputFile, Paper
from generator.site import Site

_Write = Callable[[Channel, str, Site, Iterable["_Made"]], bytes]


def files(feed: Feed, site: Site) -> Iterator[OutputFile | OutputDraft]:
    """Two files a channel."""
    entries = _Entries(feed, site)
    every = tuple(channels(feed, site))
    for channel in every:
        topics = [[(t.slug, t.label) for t in feed.topics_of(paper)] for paper in channel.papers]
        told = channel, topics
        for file, write in ((ATOM, _atom), (JSON_FEED, _json)):
            name = channel.folder + file
            make = partial(_of_channel, channel, name, write, site, entries)
            yield OutputDraft(name, told, make)
    title = site.words("channels.title", site=site.name, name=site.words("channels.daily"))
    daily = Channel("", title, site.words("channels.daily_said", site=site.name), "", ())
    of_days = [_Made(item) for item in days(feed, site)]
    yield OutputFile(DAILY, _atom(daily, DAILY, site, of_days))
    name = DAILY.replace(".xml", ".json")
    yield OutputFile(name, _json(daily, name, site, of_days))
    yield OutputFile(OPML, opml.document(every, site))


class _Made:
    """An item as both formats have it."""

    __slots__ = ("atom", "json", "updated")

    def __init__(self, item: Item) -> None:
        self.updated = item.updated
        self.atom = atom.entry(item)
        self.json = json_feed.entry(item)


class _Entries:
    """Gives channels' entries; a paper's is made once, however many channels have it."""

    def __init__(self, feed: Feed, site: Site) -> None:
        self._feed = feed
        self._site = site
        self._made: dict[str, _Made] = {}

    def of(self, papers: Iterable[Paper]) -> list[_Made]:
        """An entry a paper."""
        return [self._entry(paper) for paper in papers]

    def _entry(self, paper: Paper) -> _Made:
        if paper.id not in self._made:
            self._made[paper.id] = _Made(item_of(paper, self._feed, self._site))
        return self._made[paper.id]


def _of_channel(channel: Channel, name: str, write: _Write, site: Site, entries: _Entries) -> bytes:
    return write(channel, name, site, entries.of(channel.papers))


def _atom(channel: Channel, name: str, site: Site, entries: Iterable[_Made]) -> bytes:
    head = (("title", channel.title), ("subtitle", channel.description))
    url, page = f"{site.url}{name}", f"{site.url}{channel.page}"
    made = [(each.updated, each.atom) for each in entries]
    return atom.joined(head, url, page, site.words.language, made)


def _json(channel: Channel, name: str, site: Site, entries: Iterable[_Made]) -> bytes:
    url, page, language = f"{site.url}{name}", f"{site.url}{channel.page}", site.words.language
    made = [each.json for each in entries]
    return json_feed.joined(channel.title, channel.description, url, page, language, made)
