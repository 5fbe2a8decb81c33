"""The content folder as a feed: the records, the topics, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.collector import no_cycles
from generator.faults import Fault
from generator.feed import Feed, build_feed
from generator.intake_days import load_intake
from generator.merge import edited
from generator.related import RelatedIndex
from generator.store import load, path_of
from generator.topic_cache import TopicCache
from generator.topic_file import TopicError, parse_topics
from generator.topics import Topic, unknown_topics

#: What lies in the content folder and is no page.
NOT_PAGES = ("papers/", "intake/", "topics.yml")
#: The project's own content, which serves where another folder lacks something.
OWN_CONTENT = Path(__file__).resolve().parents[2] / "content"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The feed of a content folder and each fault that was found on the way."""

    feed: Feed
    faults: tuple[Fault, ...]
    folder: str = ""

    @property
    def edits(self) -> Iterator[Fault]:
        """What people edited without pinning it: a source's newer word would overwrite it."""
        for paper in sorted(self.feed.papers, key=path_of):
            for name in edited(paper):
                yield Fault(
                    f"{self.folder}/{path_of(paper)}",
                    f"{name}: edited and not pinned; write `pinned: [{name}]` or a source may"
                    " overwrite it",
                )


def load_feed(content: Path) -> Loaded:
    """The feed of `content`; the project's own topics serve where it has none.

    Raises TopicError if `topics.yml` cannot be used.
    """
    contents = load(content)
    topics = read_topics(fallback(content, "topics.yml"))
    known = {topic.slug for topic in topics}
    unknown = tuple(
        Fault(
            f"{content.name}/{path_of(paper)}",
            f"topics: `{slug}` is no topic; add it to topics.yml or remove it here",
        )
        for paper in contents.papers
        for slug in unknown_topics(paper.topics, known)
    )
    intake = load_intake(content)
    days = [day for of_source in intake.days.values() for day in of_source.values()]
    faults = (*contents.faults, *unknown, *intake.faults)
    cache = TopicCache(content, topics)
    relate = partial(RelatedIndex, kept_in=content)
    with no_cycles():
        feed = build_feed(
            contents.papers, topics, days, contents.removed, match=cache.match, relate=relate
        )
    cache.save()
    return Loaded(feed, faults, content.name)


def read_topics(file: Path) -> tuple[Topic, ...]:
    """The topics of a file. Raises TopicError if they cannot be used."""
    try:
        return parse_topics(file.read_text(encoding="utf-8"), str(file))
    except UnicodeDecodeError:
        raise TopicError(f"{file}: not UTF-8; save it as UTF-8") from None


def fallback(content: Path, name: str) -> Path:
    """The file of this name in `content`, or the project's own where it is not there."""
    path = content / name
    return path if path.is_file() else OWN_CONTENT / name


def handwritten(content: Path) -> dict[str, Path]:
    """The pages and pictures written by hand, by name; where a page is lacking, our own."""
    ours = sorted((*OWN_CONTENT.glob("*.md"), *OWN_CONTENT.glob("docs/*.md")))
    own = {path.relative_to(OWN_CONTENT).as_posix(): path for path in ours}
    theirs = {
        path.relative_to(content).as_posix(): path
        for top in sorted(content.iterdir())
        if not f"{top.name}/".startswith(NOT_PAGES)
        for path in (sorted(top.rglob("*")) if top.is_dir() else (top,))
        if path.is_file()
    }
    return own | {
        name: path
        for name, path in theirs.items()
        if name not in NOT_PAGES and not any(part[0] == "." for part in name.split("/"))
    }
