"""The parts of a build of ours, each by itself in a process of its own.

`python -m bench.phases PART` in the project's folder; it prints the seconds and the CPU seconds
that the part took, its children's among them, without what has to be there before it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.collector import no_cycles

with no_cycles():  # as the command does
    from bench import given
    from bench.programs import HUGO_PROJECT, SITE
    from generator.addresses import ATOM
    from generator.builder import plugin, pouring, run, search, site_facts
    from generator.builder.gate import Gate
    from generator.builder.project import load_feed
    from generator.feed import Feed
    from generator.outputs import Files, Output, all_outputs, channels
    from generator.site import Site
    from generator.store import load
    from generator.topic_cache import TopicCache
    from generator.topics import Tagger

GIVEN = Path("given.msgpack")


def main() -> None:
    """Do one part and print what it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("part", choices=PARTS)
    PARTS[options.parse_args().part]()
    gc.freeze()  # as the command does before it ends


@contextmanager
def _timed() -> Iterator[None]:
    start, before = time.perf_counter(), _cpu()
    yield
    print(json.dumps({"wall_s": time.perf_counter() - start, "cpu_s": _cpu() - before}))


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _content() -> Path:
    return Path(run.configured().docs_dir)


def _feed() -> Feed:
    return load_feed(_content()).feed


def _build() -> None:
    """A whole cold build of what Hugo builds as well; topics and related papers are given."""
    given.give(GIVEN)
    _cold()
    vars(pouring)["all_outputs"] = _atom
    run.build_site(run.configured())


def _atom(feed: Feed, site: Site, kinds: Iterable[Files]) -> Iterator[Output]:
    """Of all files for machines the one feed that Hugo writes; `outputs` measures the others."""
    if channels.files in kinds:
        yield next(output for output in channels.files(feed, site) if output.path == ATOM)


def _start() -> None:
    """What every build does first, and reading what is given; timed from outside."""
    given.give(GIVEN)
    run.configured()


def _cold() -> None:
    shutil.rmtree(_content() / ".cache", ignore_errors=True)
    shutil.rmtree("site", ignore_errors=True)


def _parsing() -> None:
    content = _content()
    _cold()
    with _timed():
        load(content)


def _parsing_cached() -> None:
    content = _content()
    with _timed():
        load(content)


def _topics() -> None:
    feed = _feed()
    with _timed():
        tagger = Tagger(feed.topics.values())
        for paper in feed.papers:
            tagger.match(paper.title, paper.abstract, paper.categories)


def _topics_cached() -> None:
    content = _content()
    feed = _feed()
    with _timed():
        cache = TopicCache(content, tuple(feed.topics.values()))
        for paper in feed.papers:
            cache.match(paper.title, paper.abstract, paper.categories)
        cache.save()


def _related() -> None:
    # Not before: a build that is given related papers needs no NumPy and no SciPy.
    from generator import nearness_cache, word_cache

    for file in (word_cache.FILE, nearness_cache.FILE):
        (_content() / file).unlink(missing_ok=True)
    _related_cached()


def _related_cached() -> None:
    feed = _feed()
    with _timed():
        for paper in feed.papers:
            feed.related[paper.id]


def _give() -> None:
    given.save(GIVEN, _feed())


def _hugo() -> None:
    """A folder in which Hugo builds the same pages, beside the project's."""
    from bench import for_hugo

    given.give(GIVEN)
    for_hugo.write_project(Path(HUGO_PROJECT), _feed(), SITE)


def _pages() -> None:
    """Views, fragments, pouring and writing, and what MkDocs does around them."""
    given.give(GIVEN)
    config = run.configured()
    loaded = load_feed(Path(config.docs_dir))
    vars(plugin)["load_feed"] = lambda content: loaded
    vars(pouring)["all_outputs"] = lambda feed, site, kinds: ()
    shutil.rmtree(config.site_dir, ignore_errors=True)
    with _timed():
        run.build_site(config)


def _outputs() -> None:
    given.give(GIVEN)
    config = run.configured()
    feed = load_feed(Path(config.docs_dir)).feed
    site = site_facts.site_of(config)
    folder = Path("outputs")
    with _timed(), no_cycles():  # as in a build
        for output in all_outputs(feed, site):
            path = folder / output.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(output.data)
    shutil.rmtree(folder)


def _gate() -> None:
    """What the gate takes within a cold build with all files; it is a part of other rows, too."""
    given.give(GIVEN)
    config = run.configured()
    _cold()
    spent = [0.0, 0.0]

    def timed(look: Callable[..., None]) -> Callable[..., None]:
        def looked(*arguments: object) -> None:
            start, before = time.perf_counter(), time.process_time()
            look(*arguments)
            spent[0] += time.perf_counter() - start
            spent[1] += time.process_time() - before

        return looked

    for name in ("page", "prose", "file"):
        setattr(Gate, name, timed(getattr(Gate, name)))
    run.build_site(config)
    print(json.dumps({"wall_s": spent[0], "cpu_s": spent[1]}))


def _search() -> None:
    parts = search.parts_of(_feed().papers)
    with _timed():
        search.index(Path("site"), parts)


PARTS = {
    "build": _build,
    "start": _start,
    "parsing": _parsing,
    "parsing-cached": _parsing_cached,
    "topics": _topics,
    "topics-cached": _topics_cached,
    "related": _related,
    "related-cached": _related_cached,
    "give": _give,
    "hugo": _hugo,
    "pages": _pages,
    "outputs": _outputs,
    "gate": _gate,
    "search": _search,
}

if __name__ == "__main__":
    main()
