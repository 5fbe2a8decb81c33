"""The page in the place of a paper that was removed: that it was, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, SEARCH, link, paper_uri
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_line, markdown_link
from generator.model import Page
from generator.site import Site


@dataclass(frozen=True, slots=True)
class RemovedView:
    """The id that stood in the address, what was done when, and why."""

    id: str
    said: str
    reason: str


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each id and alias of each paper that was removed."""
    words = site.words
    for tombstone in feed.removed:
        said = words("removed.said", day=words.day(tombstone.day))
        for name in tombstone.names:
            yield Page(
                uri=paper_uri(name),
                kind="removed",
                title=words("removed.title"),
                description=said,
                indexed=False,
                view=RemovedView(name, said, tombstone.reason),
            )


def markdown(page: Page, words: Words) -> str:
    """The page as Markdown."""
    view: RemovedView = page.view
    ways = (("names.archive", ARCHIVE), ("names.search", SEARCH))
    return "\n".join(
        (
            f"# {page.title}\n",
            f"{markdown_line(view.said)} {markdown_line(words('removed.reason'))}\n",
            f"> {markdown_line(view.reason)}\n",
            *(f"- {markdown_link(words(key), link(page.uri, uri))}" for key, uri in ways),
            "",
        )
    )
