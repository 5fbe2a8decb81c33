"""Everything that is wrong with a content folder, found in one run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from generator.builder.hand_files import PAGES
from generator.builder.holes import holes
from generator.builder.plugin import PaperfeedPlugin
from generator.builder.project import (
    Loaded,
    fallback,
    faults_at,
    handwritten,
    load_with,
    read_topics,
)
from generator.builder.run import BuildError, configured
from generator.checking.configuration import lost_pages, unknown_topics
from generator.checking.file_names import clashes, names_below, strays, taken_addresses
from generator.checking.known_days import of_intake, of_removals
from generator.checking.links import (
    Targets,
    addresses_of,
    dead_links,
    is_lost,
    rendered_anyhow,
)
from generator.checking.rendered import rendered_by
from generator.checking.same_paper import lost_aliases, twins
from generator.days_to_come import days_to_come
from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of, printable
from generator.feed import Feed
from generator.files import text_of, text_to_check
from generator.hand_text import flaws_of_front_matter, flaws_of_sizes
from generator.mirroring.memory import faults_of as faults_of_mirrors
from generator.pages import FEW, pages_of, uris_of_many
from generator.rejected import faults_of as faults_of_rejected
from generator.schema import SchemaError
from generator.site import Site
from generator.store import path_of
from generator.topic_file import TopicError
from generator.yaml_lines import located

CONFIGURATION = Path("mkdocs.yml")
#: Of these addresses on the site nothing but pages is known.
_PAGES = ("papers/", "archive/", "topics/")


@dataclass(frozen=True, slots=True)
class Checked:
    """How many papers can be read, what is wrong, and what was edited and not pinned."""

    papers: int
    faults: tuple[Fault, ...]
    edits: tuple[Fault, ...] = ()


def check(content: Path, today: date | None = None) -> Checked:
    """Every fault of the folder, and of the configuration in the current folder if there is one.

    `today` is the day in UTC, the machine's if not given.
    """
    faults: list[Fault] = []
    try:
        topics = read_topics(fallback(content, "topics.yml"))
    except TopicError as error:
        topics = None
        faults += [replace(fault, where=f"{content.name}/topics.yml") for fault in error.faults]
    try:
        loaded = load_with(content, topics)
        faults += [*loaded.faults, *faults_of_rejected(content), *faults_of_mirrors(content)]
        faults += _of_records(content, loaded.feed)
        faults += _of_days(content, loaded, today or datetime.now(UTC).date())
        faults += _of_files(content, loaded, topics_known=topics is not None)
        edits = tuple(loaded.edits)
    except SchemaError as error:  # of records of another form nothing can be said
        return Checked(0, (*faults, error.fault))
    except StoreError as error:
        where, _, said = str(error).partition(": ")
        return Checked(0, (*faults, Fault(where, f"{said}; make it a folder that can be read")))
    return Checked(len(loaded.feed.papers), tuple(sorted(faults, key=_place)), edits)


def _place(fault: Fault) -> tuple[str, int]:
    return fault.where, fault.line or 0


def _of_records(content: Path, feed: Feed) -> Iterator[Fault]:
    papers = sorted(feed.papers, key=path_of)
    for paper, flaw in (*twins(papers), *lost_aliases(papers, feed.removed)):
        yield from faults_at(content, paper, flaw)


def _of_days(content: Path, loaded: Loaded, today: date) -> Iterator[Fault]:
    """What is wrong with days on which nothing can have been known yet."""
    feed = loaded.feed
    for paper in feed.papers:
        if flaws := tuple(days_to_come(paper, today)):
            yield from faults_at(content, paper, *flaws)
    days = ((each.source, day) for day, several in feed.intake.items() for each in several)
    for name, flaw in (
        *of_intake(days, loaded.cursors, today),
        *of_removals(feed.removed, today),
    ):
        try:
            flaws = tuple(located([flaw], text_of(content / name))) if flaw.path else (flaw,)
        except (FlawedError, OSError):  # changed meanwhile
            flaws = (flaw,)
        yield from (fault_of(f"{content.name}/{name}", each) for each in flaws)


def _of_files(content: Path, loaded: Loaded, *, topics_known: bool) -> Iterator[Fault]:
    """What is wrong with names, pages by hand and the configuration, which names pages too."""
    where, feed = content.name, loaded.feed
    names = list(names_below(content))
    clashing = tuple(clashes((name for name, _ in names), where))
    yield from clashing
    yield from strays(names, where)
    config, wrong = _configuration(content)
    yield from wrong
    by_hand = handwritten(content, documents=_has_documents(config))
    pages = {name: path for name, path in by_hand.items() if name.endswith(".md")}
    site = Site("", "", "")
    generated = {*uris_of_many(feed), *(page.uri for page in pages_of(FEW, feed, site))}
    theirs = [name for name, path in pages.items() if path == content / name]
    told = {fault.where for fault in clashing}
    alone = [name for name in sorted(theirs) if printable(f"{where}/{name}") not in told]
    yield from taken_addresses(alone, generated, where)
    texts: dict[str, str] = {}
    for name, path in by_hand.items():
        if name.lower().endswith(PAGES):
            text, flaws = _read(path, of_ours=path != content / name)
            if text is not None:
                texts[name] = text
            yield from (fault_of(f"{where}/{name}", flaw) for flaw in flaws)
    rendered = (
        rendered_by(tuple(config.markdown_extensions), config.mdx_configs)
        if config is not None and not wrong  # or it would do what must not be done
        else rendered_anyhow()
    )
    unknown = ("assets/",) if topics_known else ("assets/", "topics/")
    files = {*by_hand, *generated}
    aliases = frozenset(f"papers/{alias}/" for paper in feed.papers for alias in paper.aliases)
    lost = _lost_on(config.site_url if config else None, {*addresses_of(files), *aliases}, unknown)
    targets = Targets(files, texts, rendered, _from_root(config), unknown, lost, aliases)
    for name in theirs:
        if name in texts:
            found = FlawedError(dead_links(name, targets)).flaws
            yield from (fault_of(f"{where}/{name}", flaw) for flaw in found)
    if config is not None:
        yield from _of_configuration(config, feed, targets, topics_known=topics_known)
        yield from _of_own_site(content, feed, lost)


def _read(path: Path, *, of_ours: bool) -> tuple[str | None, tuple[Flaw, ...]]:
    """A page's text, unless nobody should read it as Markdown, and what is wrong with it."""
    try:
        text = text_to_check(path)
    except FlawedError as error:
        return None, error.flaws
    if of_ours:
        return text, ()
    sizes = tuple(flaws_of_sizes(text))
    return (None if sizes else text), (*flaws_of_front_matter(text), *sizes)


def _configuration(content: Path) -> tuple[MkDocsConfig | None, list[Fault]]:
    if not CONFIGURATION.is_file():
        return None, []
    try:
        config = configured(content)
    except BuildError as error:
        said = str(error).removeprefix(f"{CONFIGURATION}: ")
        return None, [Fault(str(CONFIGURATION), f"{said}; correct it")]
    told = (sentence.partition(": ") for sentence in holes(config))
    return config, [Fault(where, said) for where, _, said in told]


def _has_documents(config: MkDocsConfig | None) -> bool:
    plugin = config.plugins.get("paperfeed") if config is not None else None
    return not isinstance(plugin, PaperfeedPlugin) or plugin.config.docs


def _from_root(config: MkDocsConfig | None) -> bool:
    asked = config.validation.links.absolute_links if config is not None else None
    # Its other values are levels of the log, which have no name.
    return getattr(asked, "name", "") == "RELATIVE_TO_DOCS"


def _of_configuration(
    config: MkDocsConfig, feed: Feed, targets: Targets, *, topics_known: bool
) -> Iterator[Fault]:
    try:
        text = text_of(CONFIGURATION)
    except (FlawedError, OSError):  # MkDocs has read it, in its own way
        text = ""
    yield from lost_pages(config.nav, targets.names, text)
    plugin = config.plugins.get("paperfeed")
    if topics_known and isinstance(plugin, PaperfeedPlugin):
        yield from unknown_topics(plugin.config.queries, feed.topics, text)


def _lost_on(
    url: str | None, there: Collection[str], unknown: tuple[str, ...]
) -> Callable[[str], bool]:
    """What tells whether a whole address is the site's own and no page is there."""
    own = f"{(url or '').rstrip('/')}/"
    folders = tuple(own + folder for folder in _PAGES if folder not in unknown)
    return lambda address: (
        bool(url) and address.startswith(folders) and is_lost(address, own, there)
    )


def _of_own_site(content: Path, feed: Feed, lost: Callable[[str], bool]) -> Iterator[Fault]:
    """Links of records to the site itself, where they lead to no page."""
    for paper in feed.papers:
        for number, link in enumerate(paper.links):
            if lost(link.url):
                said = f"links[{number}].url: found `{link.url[:200]}`, which leads to no page here"
                flaw = Flaw(f"{said}; correct or remove it", ("links", number, "url"))
                yield from faults_at(content, paper, flaw)
