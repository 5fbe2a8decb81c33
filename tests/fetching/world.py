"""Two sources on a server of the test's own, a store that knows some days, and a run of fetch.

Every day has three papers at each source, but for the day that it is: that one has not begun.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from generator.fetching.asking import FetchedSource
from generator.fetching.client import Client, Manners
from generator.fetching.gathering import FetchOptions
from generator.fetching.http import Limits
from generator.fetching.kinds import kind_of
from generator.fetching.run import FetchReport, SourceOutcome, fetch
from tests.fetching.server import Answer, Asked, Line, Server, reply

NOW = datetime(2025, 3, 12, 6, 30, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(1)
#: The first figure of the numbers of each source's papers.
FAULTY, GOOD = 1, 2
LOOPBACK = ipaddress.ip_network("127.0.0.1/32")
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}


def ids_of(day: date, figure: int = FAULTY, count: int = 3) -> list[str]:
    """The papers of a day."""
    return [f"{day:%y%m}.{figure}{day:%d}{number:02d}" for number in range(1, count + 1)]


# What a source answers


def hf_papers(ids: Iterable[str], day: date) -> list[object]:
    """Papers as Hugging Face lists them."""
    return [
        {
            "paper": {
                "id": one,
                "title": f"A paper numbered {one}",
                "summary": f"We look at {one}.",
                "authors": [{"name": "Ada Byron"}],
                "publishedAt": f"{day}T01:00:00.000Z",
                "submittedOnDailyAt": f"{day}T02:00:00.000Z",
            }
        }
        for one in ids
    ]


def hf_body(ids: Iterable[str], day: date) -> bytes:
    return json.dumps(hf_papers(ids, day)).encode()


def hf_daily(figure: int, now: datetime) -> Answer:
    """Daily Papers, a page a day."""

    def answer(asked: Asked, line: Line) -> None:
        day = date.fromisoformat(asked.query["date"])
        ids = ids_of(day, figure) if asked.query["p"] == "0" and day < now.date() else []
        line.send(reply(hf_body(ids, day), headers=JSON, moment=now))

    return answer


def atom_body(ids: Sequence[str], day: date, total: int | None = None, start: int = 0) -> bytes:
    """arXiv's API, with these papers submitted on a day."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{one}v1</id><title>A paper numbered {one}</title>"
        f"<summary>We look at {one}.</summary><published>{day}T10:00:00Z</published>"
        f"<updated>{day}T10:00:00Z</updated><author><name>Ada Byron</name></author>"
        '<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/></entry>'
        for one in ids
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        "<id>http://arxiv.org/api/x</id><title>arXiv Query</title>"
        '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"{len(ids) if total is None else total}</opensearch:totalResults>"
        '<opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"{start}</opensearch:startIndex>{entries}</feed>"
    ).encode()


def day_asked(asked: Asked) -> date:
    """The day that a query to arXiv's API is for."""
    digits = asked.query["search_query"].partition("submittedDate:[")[2][:8]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def arxiv_api(figure: int, now: datetime) -> Answer:
    def answer(asked: Asked, line: Line) -> None:
        day = day_asked(asked)
        ids = ids_of(day, figure) if day < now.date() else []
        line.send(reply(atom_body(ids, day), headers=XML, moment=now))

    return answer


def oai_body(ids: Iterable[str], token: str = "", error: str = "") -> bytes:
    """An answer of OAI-PMH."""
    records = "".join(
        f"<record><header><identifier>oai:arXiv.org:{one}</identifier>"
        "<datestamp>2025-03-11</datestamp></header><metadata>"
        f'<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{one}</id><created>2025-03-03</created>'
        "<authors><author><keyname>Byron</keyname><forenames>Ada</forenames></author></authors>"
        f"<title>A paper numbered {one}</title><categories>cs.CL</categories>"
        f"<abstract>We look at {one}.</abstract></arXiv></metadata></record>"
        for one in ids
    )
    inner = (
        f'<error code="{error}">as you asked</error>'
        if error
        else f"<ListRecords>{records}<resumptionToken>{escape(token)}</resumptionToken></ListRecords>"
    )
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inner}</OAI-PMH>'.encode()


def arxiv_oai(figure: int, now: datetime) -> Answer:
    """OAI-PMH, a list of two pages a day."""

    def answer(asked: Asked, line: Line) -> None:
        token = asked.query.get("resumptionToken", "")
        day = date.fromisoformat(token or asked.query["from"])
        ids = ids_of(day, figure)
        if day >= now.date():
            body = oai_body([], error="noRecordsMatch")
        else:
            body = oai_body(ids[2:] if token else ids[:2], "" if token else day.isoformat())
        line.send(reply(body, headers=XML, moment=now))

    return answer


def rss_body(ids: Iterable[str], day: date) -> bytes:
    """arXiv's announcement of a day."""
    stamp = f"{day:%a, %d %b %Y} 00:00:00 -0400"
    items = "".join(
        f"<item><title>A paper numbered {one}</title><link>https://arxiv.org/abs/{one}</link>"
        f"<description>arXiv:{one}v1 Announce Type: new\nAbstract: We look at {one}.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{one}v1</guid><category>cs.CL</category>'
        f"<pubDate>{stamp}</pubDate><arxiv:announce_type>new</arxiv:announce_type>"
        "<dc:creator>Ada Byron</dc:creator></item>"
        for one in ids
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>cs.CL updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL"
        f"</link><description>cs.CL</description><pubDate>{stamp}</pubDate>{items}</channel></rss>"
    ).encode()


def arxiv_rss(figure: int, now: datetime) -> Answer:
    """The announcement of today, which has an ETag."""
    return conditional(
        rss_body(ids_of(now.date(), figure), now.date()), f'"{now.date()}"', XML, now
    )


def feed_body(ids: Iterable[str], day: date) -> bytes:
    """A feed of a journal."""
    items = "".join(
        f"<item><title>A paper numbered {one}</title><guid>https://arxiv.org/abs/{one}</guid>"
        f"<link>https://arxiv.org/abs/{one}</link><description>{escape(f'We look at {one}.')}"
        f"</description><pubDate>{day:%a, %d %b %Y} 08:00:00 GMT</pubDate></item>"
        for one in ids
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Letters</title>'
        f"<link>https://letters.example/</link><description>x</description>{items}</channel></rss>"
    ).encode()


def feed(figure: int, now: datetime) -> Answer:
    """The papers of today, with an ETag."""
    return conditional(
        feed_body(ids_of(now.date(), figure), now.date()), f'"{now.date()}"', XML, now
    )


def conditional(body: bytes, etag: str, headers: dict[str, str], now: datetime) -> Answer:
    """The body, or 304 to whom has it already."""

    def answer(asked: Asked, line: Line) -> None:
        if asked.headers.get("if-none-match") == etag:
            line.send(reply(status=304, headers={"ETag": etag}, moment=now))
        else:
            line.send(reply(body, headers={**headers, "ETag": etag}, moment=now))

    return answer


#: Limits of time that a test can wait for.
HURRIED = Limits(silence=0.5, seconds=0.8, size=1_000_000)

UNHURRIED = Limits(silence=5, seconds=10, size=1_000_000)

WELL: dict[str, Callable[[int, datetime], Answer]] = {
    "hf-daily": hf_daily,
    "arxiv-api": arxiv_api,
    "arxiv-oai": arxiv_oai,
    "arxiv-rss": arxiv_rss,
    "feed": feed,
}

# The clock


@dataclass
class Clock:
    """A clock that sleeping puts forward, so that no test waits for a pause."""

    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


# A run


#: The store after a run of the day before, by the kind of the faulty source.
_BEGUN: dict[str, dict[str, bytes]] = {}


@dataclass
class World:
    """A faulty source of some kind, asked first, and a good one, asked last."""

    server: Server
    content: Path
    kind: str = "hf-daily"
    clock: Clock = field(default_factory=Clock)
    #: Where the faulty source is, if not where it should be.
    url: str | None = None

    @property
    def day(self) -> date:
        """The day on which a run at `NOW` has to hear of."""
        settles = getattr(kind_of(self.kind), "settles", 1)
        return TODAY - timedelta(settles)

    def sources(self) -> list[FetchedSource]:
        faulty = self.url or self.server.url("/faulty")
        return [
            FetchedSource("faulty", self.kind, ("cs.CL",), faulty),
            FetchedSource("good", "hf-daily", (), self.server.url("/good")),
        ]

    def well(self, now: datetime = NOW) -> None:
        """Both sources answer as they should."""
        self.server.answers = {
            "faulty": WELL[self.kind](FAULTY, now),
            "good": hf_daily(GOOD, now),
        }

    def client(self, **manners: object) -> Client:
        given: dict[str, object] = {
            "user_agent": "Paperfeed/test (+https://toy.example/)",
            "private_networks": (LOOPBACK,),
            "limits": UNHURRIED,
            "attempts": 2,
            "wait": 0.1,
        }
        made = Manners(**{**given, **manners})  # type: ignore[arg-type]
        return Client(made, clock=self.clock, sleep=self.clock.sleep)

    def fetch(
        self,
        now: datetime = NOW,
        since: date | None = None,
        deadline: float = 4.0,
        dry_run: bool = False,
        **manners: object,
    ) -> FetchReport:
        options = FetchOptions(now, since, dry_run, deadline)
        return fetch(self.sources(), self.content, self.client(**manners), options)

    def begin(self) -> None:
        """What a run of the day before left, when both sources were well."""
        if self.kind not in _BEGUN:
            before = NOW - timedelta(1)
            self.well(before)
            by_day = getattr(kind_of(self.kind), "by_day", True)
            report = self.fetch(before, self.day - timedelta(1) if by_day else None)
            assert [outcome.problems for outcome in report.sources] == [(), ()]
            _BEGUN[self.kind] = self.tree()
            self.server.asked.clear()
        for name, data in _BEGUN[self.kind].items():
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def tree(self) -> dict[str, bytes]:
        """Every file of the content folder."""
        return {
            path.relative_to(self.content).as_posix(): path.read_bytes()
            for path in sorted(self.content.rglob("*"))
            if path.is_file() and not path.relative_to(self.content).parts[0].startswith(".")
        }


def outcome_of(report: FetchReport, name: str) -> SourceOutcome:
    (found,) = [outcome for outcome in report.sources if outcome.source == name]
    return found


def state_of(world: World, name: str, day: date) -> str:
    """A day as it is kept: its state, its records, its reason."""
    path = world.content / "intake" / name / f"{day}.yml"
    return path.read_text(encoding="utf-8") if path.exists() else ""
