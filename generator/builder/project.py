"""The content folder as a feed: the records, the topics, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from generator.builder.moment import day_of_build
from generator.collector import no_cycles
from generator.faults import Fault, Flaw, FlawedError, fault_of
from generator.feed import Feed, build_feed
from generator.files import text_of
from generator.intake_days import Cursor, load_intake
from generator.last_updated import last_updated
from generator.merge import edited
from generator.model import Paper
from generator.related import RelatedIndex
from generator.schema import SETTINGS
from generator.store import flaws_at, load, path_of
from generator.topic_cache import TopicCache
from generator.topic_file import TopicError, parse_topics
from generator.topics import Topic, unknown_topics

#: What lies in the content folder and is no page.
NOT_PAGES = ("papers/", "intake/", "topics.yml", SETTINGS)
#: What comes with the software, and other pages of a checkout do not: its community made them.
_OURS = ("about.md", "reading.md", "docs/*.md", "docs/*.png")
#: Where the software's own documents are, which a site may leave out.
DOCUMENTS = "docs/"
#: The project's own content, which serves where another folder lacks something.
OWN_CONTENT = Path(__file__).resolve().parents[2] / "content"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The feed of a content folder and each fault that was found on the way."""

    feed: Feed
    faults: tuple[Fault, ...]
    content: Path = Path()
    #: How far each source is known.
    cursors: Mapping[str, Cursor] = field(default_factory=dict)

    @property
    def edits(self) -> Iterator[Fault]:
        """What people edited without pinning it: a source's newer word would overwrite it."""
        for paper in sorted(self.feed.papers, key=path_of):
            if names := edited(paper):
                yield from faults_at(self.content, paper, *map(_edit, names))


def _edit(name: str) -> Flaw:
    do = f"write `pinned: [{name}]` or a source may overwrite it"
    return Flaw(f"{name}: edited and not pinned; {do}", (name,))


def faults_at(content: Path, paper: Paper, *flaws: Flaw) -> Iterator[Fault]:
    """Flaws of a record that was read as faults, with their lines."""
    path = path_of(paper)
    for flaw in flaws_at(content / path, *flaws):
        yield fault_of(f"{content.name}/{path}", flaw)


def load_feed(content: Path) -> Loaded:
    """The feed of `content`; the project's own topics serve where it has none.

    Raises TopicError if `topics.yml` cannot be used.
    """
    return load_with(content, read_topics(fallback(content, "topics.yml")))


def load_with(content: Path, topics: tuple[Topic, ...] | None) -> Loaded:
    """The feed of `content` under these topics; None if nobody knows which there are."""
    contents = load(content)
    known = {topic.slug for topic in topics or ()}
    unknown = [
        fault
        for paper in contents.papers
        if topics is not None and (lost := unknown_topics(paper.topics, known))
        for fault in faults_at(content, paper, *(_lost(slug, paper) for slug in lost))
    ]
    intake, today = load_intake(content), day_of_build(os.environ, datetime.now(UTC))
    days = [day for of_source in intake.days.values() for day in of_source.values()]
    faults = (*contents.faults, *unknown, *intake.faults)
    cache = TopicCache(content, topics or ())
    relate = partial(RelatedIndex, kept_in=content)
    with no_cycles():
        feed = build_feed(
            contents.papers,
            topics or (),
            days,
            contents.removed,
            updated=last_updated(contents.papers, intake, contents.removed, today),
            match=cache.match,
            relate=relate,
        )
    if topics is not None:
        cache.save()
    return Loaded(feed, faults, content, intake.cursors)


def _lost(slug: str, paper: Paper) -> Flaw:
    number = next(n for n, word in enumerate(paper.topics) if word.strip("+- ") == slug)
    message = f"topics: `{slug}` is no topic; add it to topics.yml or remove it here"
    return Flaw(message, ("topics", number))


def read_topics(file: Path) -> tuple[Topic, ...]:
    """The topics of a file. Raises TopicError if they cannot be used."""
    try:
        return parse_topics(text_of(file), str(file))
    except FlawedError as error:
        raise TopicError(fault_of(str(file), flaw) for flaw in error.flaws) from None
    except OSError as error:
        raise TopicError([Fault(str(file), f"cannot be read: {error.strerror}")]) from None


def fallback(content: Path, name: str) -> Path:
    """The file of this name in `content`, or the project's own where it is not there."""
    path = content / name
    return path if path.is_file() else OWN_CONTENT / name


def handwritten(content: Path, *, documents: bool = True) -> dict[str, Path]:
    """The pages and pictures made by hand, by name; ours of the software's that are lacking.

    Without the software's `documents` those of the folder that is theirs are left out.
    """
    ours = sorted(path for kind in _OURS for path in OWN_CONTENT.glob(kind))
    own = {path.relative_to(OWN_CONTENT).as_posix(): path for path in ours}
    theirs = {
        path.relative_to(content).as_posix(): path
        for top in sorted(content.iterdir())
        if not f"{top.name}/".startswith(NOT_PAGES)
        for path in (sorted(top.rglob("*")) if top.is_dir() else (top,))
        if path.is_file()
    }
    return {
        name: path
        for name, path in {**own, **theirs}.items()
        if name not in NOT_PAGES
        and not any(part[0] == "." for part in name.split("/"))
        and (documents or not name.startswith(DOCUMENTS))
    }
