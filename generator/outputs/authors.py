"""Every author's papers as JSON, in files by a hash of the name; the authors page reads them.

A file has `papers`, each `[id, title, day]`, and `names`: by key the name and where in `papers`
its own are, newest first. Files without names are written too: one that is not there is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring as quoted

from generator.addresses import authors_file
from generator.authors import Named, by_author, shard_of, shards_for
from generator.feed import Feed
from generator.markup import plain
from generator.model import OutputFile, Paper
from generator.site import Site
from generator.words import shortened

_TITLE = 300


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """The files of all names."""
    shards: list[dict[str, Named]] = [{} for _ in range(shards_for(feed))]
    for key, named in by_author(feed.papers).items():
        shards[shard_of(key, len(shards))][key] = named
    rows = {paper.id: _row(paper) for paper in feed.papers}
    for shard, names in enumerate(shards):
        yield OutputFile(authors_file(shard), _text(names, rows).encode("utf-8", "replace"))


def _text(names: Mapping[str, Named], rows: Mapping[str, str]) -> str:
    """One file's JSON, put together from pieces: a paper's row is in a file for each author."""
    places: dict[str, int] = {}
    entries = []
    for key, named in names.items():
        own = ",".join(str(places.setdefault(paper.id, len(places))) for paper in named.papers)
        entries.append(f"{quoted(key)}:[{quoted(named.name)},[{own}]]")
    papers = ",\n".join(rows[paper_id] for paper_id in places)
    return f'{{"papers":[{papers}],\n"names":{{{",".join(entries)}}}}}\n'


def _row(paper: Paper) -> str:
    title = shortened(plain(paper.title), _TITLE)
    status = f",{quoted(paper.status)}" if paper.status else ""
    return f"[{quoted(paper.id)},{quoted(title)},{quoted(paper.listed.isoformat())}{status}]"
