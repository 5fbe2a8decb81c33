"""Another site that a test makes of papers, serves as it likes, and pulls from."""

from __future__ import annotations

import gzip
import ipaddress
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from generator.addresses import API_INDEX
from generator.api.hashes import hash_of
from generator.exports.jsonl import line
from generator.fetching.client import Client, Manners
from generator.fetching.http import Limits
from generator.mirroring.pulling import PullOptions, PullReport, pull
from generator.model import OutputFile, Paper
from generator.outputs.api_lists import files
from generator.site import Site
from generator.tombstones import tombstone_of
from tests.fetching.server import Answer, Asked, Line, Server, reply
from tests.toy import SITE, feed_of

NOW = datetime(2025, 3, 12, 6, 30, tzinfo=UTC)
DAY = date(2024, 3, 6)
LOOPBACK = ipaddress.ip_network("127.0.0.1/32")
MANNERS = Manners("Paperfeed/test", (LOOPBACK,), attempts=1, wait=0.0)
#: The topics that there are here.
TOPICS = frozenset({"trees", "video"})


def documents_of(
    papers: Iterable[Paper], removed: Iterable[Paper] = (), site: Site = SITE
) -> dict[str, bytes]:
    """The index and the months of a site of these papers, by their place on it."""
    stones = tuple(tombstone_of(each, DAY, "x") for each in removed)
    feed = replace(feed_of(*papers), removed=stones)
    made = {
        each.path: each.data if isinstance(each, OutputFile) else each.make()
        for each in files(feed, site)
    }
    return {path: made[path] for path in made if path == API_INDEX or "months/" in path}


def records(content: Path) -> dict[str, bytes]:
    """The bytes of every record of a content folder."""
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in sorted((content / "papers").rglob("*.md"))
    }


def whole(content: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a content folder but caches and the lock, and when it was changed."""
    return {
        path.relative_to(content).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(content.rglob("*"))
        if path.is_file() and ".cache" not in path.parts and path.name != ".lock"
    }


@dataclass
class Other:
    """A site at `/site/` of a server; what it has can be replaced, how it answers as well."""

    server: Server
    content: Path
    documents: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    manners: Manners = MANNERS

    def __post_init__(self) -> None:
        self.server.answers["site"] = self._answer

    @property
    def url(self) -> str:
        return self.server.url("/site/")

    def has(self, *papers: Paper, removed: Iterable[Paper] = ()) -> None:
        self.documents = documents_of(papers, removed)

    def says(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change what the index says."""
        index = json.loads(self.documents[API_INDEX])
        change(index)
        self.documents[API_INDEX] = json.dumps(index).encode()

    def lines(self, month: str, *lines: bytes) -> None:
        """Put these lines into a month, with the hash that they have."""
        body = b"".join(each + b"\n" for each in lines)
        self.documents[f"api/months/{month}.jsonl.gz"] = gzip.compress(body, mtime=0)
        self.says(lambda index: index["months"].update({month: hash_of(body)}))

    def tells(self, paper: Paper, **values: object) -> None:
        """Of the one paper tell other values, with hashes that are right."""
        data = json.loads(line(paper)) | values
        told = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.has(paper)
        self.lines(f"{paper.listed:%Y-%m}", told)
        self.says(lambda index: index["papers"].update({paper.id: hash_of(told)}))

    def pulled(self, *, dry_run: bool = False, size: int | None = None) -> PullReport:
        """What comes of pulling once."""
        manners = replace(self.manners, limits=Limits(size=size)) if size else self.manners
        client = Client(manners, sleep=lambda seconds: None)
        return pull(self.url, self.content, client, PullOptions(NOW, dry_run, 20.0, TOPICS))

    def asked(self) -> list[str]:
        """What was asked for since the last call."""
        found = [asked.path.removeprefix("/site/") for asked in self.server.asked]
        self.server.asked.clear()
        return found

    def pulled_again(self) -> None:
        """The same again changes nothing and asks for the index alone."""
        before = whole(self.content)
        self.asked()
        report = self.pulled()
        assert report.well, report
        assert [taken.added for taken in report.each()] == []
        assert self.asked() == [API_INDEX]
        assert whole(self.content) == before

    def _answer(self, asked: Asked, back: Line) -> None:
        path = asked.path.removeprefix("/site/")
        if path in self.answers:
            self.answers[path](asked, back)
        elif path in self.documents:
            back.send(reply(self.documents[path]))
        else:
            back.send(reply(b"", 404))
