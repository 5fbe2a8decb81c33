"""The polite client: pauses, attempts, what it says of itself, what it follows and what it keeps."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from generator.fetching import client as client_module
from generator.fetching.addresses import Network, Place
from generator.fetching.client import Client, Manners, Validators
from generator.fetching.errors import FetchError, RefusedError, TransientError
from generator.fetching.http import Limits, Response
from tests.fetching.server import Asked, Line, Server, head, in_turn, reply, says
from tests.fetching.world import LOOPBACK, NOW, Clock, World

AGENT = "Paperfeed/test (+https://toy.example/)"


class FrozenClock(Clock):
    """A clock that only sleeping moves."""

    def __call__(self) -> float:
        return 1000.0 + sum(self.slept)


Answering = Callable[[Place], Response | Exception]


class Net:
    """In place of the network: what was asked, when, and what comes back."""

    def __init__(self, clock: Clock, takes: float = 0.0) -> None:
        self.clock, self.takes = clock, takes
        self.asked: list[tuple[float, str]] = []
        self.limits: list[Limits] = []
        self.answering: Answering = lambda place: Response(200, {}, b"x")

    def request(
        self,
        place: Place,
        headers: Mapping[str, str],
        limits: Limits,
        allowed: tuple[Network, ...],
    ) -> Response:
        self.asked.append((self.clock(), place.host))
        self.limits.append(limits)
        self.clock.slept.append(self.takes)
        answer = self.answering(place)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def clock() -> Clock:
    return FrozenClock()


@pytest.fixture
def net(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Net:
    made = Net(clock)
    monkeypatch.setattr(client_module, "request", made.request)
    return made


def polite(clock: Clock, pauses: Mapping[str, float] | None = None, **manners: object) -> Client:
    made = Manners(AGENT, **manners)  # type: ignore[arg-type]
    return Client(made, pauses or {}, clock, clock.sleep, lambda: NOW)


# Pauses


def test_three_seconds_between_two_requests_to_arxiv(clock: Clock, net: Net) -> None:
    net.takes = 0.5
    client = polite(clock, {"arxiv.org": 3.0})
    for host in ("export.arxiv.org", "oaipmh.arxiv.org", "arxiv.org", "rss.arxiv.org"):
        client.get(f"https://{host}/x", clock() + 100)
    times = [moment for moment, _ in net.asked]
    # From the end of one answer to the next request, whatever the subdomain.
    assert [later - earlier for earlier, later in pairwise(times)] == [3.5] * 3


def test_no_pause_for_others_and_none_that_is_over(clock: Clock, net: Net) -> None:
    client = polite(clock, {"arxiv.org": 3.0, "huggingface.co": 1.0})
    for host in ("arxiv.org", "huggingface.co", "notarxiv.org", "arxiv.org.example"):
        client.get(f"https://{host}/x", clock() + 100)
    assert sum(clock.slept) == 0
    clock.slept.append(10)
    client.get("https://arxiv.org/x", clock() + 100)
    assert sum(clock.slept) == 10


def test_a_pause_counts_for_attempts_and_for_redirects(clock: Clock, net: Net) -> None:
    answers: list[Response | Exception] = [
        Response(302, {"location": "https://export.arxiv.org/y"}, b""),
        TransientError("reset"),
        Response(302, {"location": "https://export.arxiv.org/y"}, b""),
        Response(200, {}, b"x"),
    ]
    net.answering = lambda place: answers.pop(0)
    polite(clock, {"arxiv.org": 3.0}, wait=0.0).get("https://arxiv.org/x", clock() + 100)
    times = [moment for moment, _ in net.asked]
    assert len(times) == 4
    assert all(later - earlier >= 3 for earlier, later in pairwise(times))


def test_one_connection_at_a_time(server: Server, clock: Clock) -> None:
    lines: list[Line] = []
    still_open: list[bool] = []

    def answer(asked: Asked, line: Line) -> None:
        for earlier in lines:
            try:
                earlier.sock.settimeout(1)
                still_open.append(earlier.sock.recv(1) != b"")
            except TimeoutError:
                still_open.append(True)
            except OSError:
                still_open.append(False)  # closed on both sides
        lines.append(line)
        line.send(reply(b"x"))

    server.answers["x"] = answer
    client = polite(clock, private_networks=(LOOPBACK,))
    for _ in range(4):
        client.get(server.url("/x"), clock() + 100)
    assert len(still_open) == 6
    assert not any(still_open)


# Attempts


def busy(after: str | None = None, **headers: str) -> Response:
    given = {"retry-after": after} if after is not None else {}
    return Response(503, {**given, **headers}, b"")


def test_waits_grow_and_vary(clock: Clock, net: Net) -> None:
    net.answering = lambda place: busy()
    with pytest.raises(TransientError, match=r"it answered 503 \(asked 6 times\)"):
        polite(clock).get("https://x.example/", clock() + 10_000)
    assert len(net.asked) == 6
    waits = [wait for wait in clock.slept if wait]
    assert len(waits) == 5
    for number, wait in enumerate(waits):
        assert 2 * 2**number <= wait <= 2 * 2**number + 2
    again = FrozenClock()
    net.clock = again
    with pytest.raises(TransientError):
        polite(again).get("https://x.example/", again() + 10_000)
    assert [wait for wait in again.slept if wait] != waits


def test_no_wait_is_longer_than_the_longest(clock: Clock, net: Net) -> None:
    net.answering = lambda place: busy()
    with pytest.raises(TransientError, match="asked 20 times"):
        polite(clock, attempts=20).get("https://x.example/", clock() + 100_000)
    assert max(clock.slept) == 120


@pytest.mark.parametrize(
    ("after", "least", "most"),
    [
        ("0", 2, 2),
        ("30", 30, 30),
        (format_datetime(NOW + timedelta(seconds=45), usegmt=True), 45, 45),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 2, 2),
        ("in a while", 2, 4),
        (None, 2, 4),
    ],
)
def test_retry_after_is_obeyed(
    after: str | None, least: float, most: float, clock: Clock, net: Net
) -> None:
    answers = [busy(after), Response(200, {}, b"x")]
    net.answering = lambda place: answers.pop(0)
    assert polite(clock).get("https://x.example/", clock() + 1000).body == b"x"
    assert least <= sum(clock.slept) <= most


def test_a_date_counts_by_the_servers_own_clock(clock: Clock, net: Net) -> None:
    there = NOW - timedelta(days=2)
    soon = format_datetime(there + timedelta(seconds=20), usegmt=True)
    answers = [busy(soon, date=format_datetime(there, usegmt=True)), Response(200, {}, b"x")]
    net.answering = lambda place: answers.pop(0)
    polite(clock).get("https://x.example/", clock() + 1000)
    assert sum(clock.slept) == 20


def test_a_wait_beyond_the_deadline_ends_at_once(clock: Clock, net: Net) -> None:
    net.answering = lambda place: busy("3600")
    with pytest.raises(TransientError, match=r"503; it asked to be left alone for 3,600 s") as told:
        polite(clock).get("https://x.example/", clock() + 900)
    assert told.value.after == 3600
    assert (len(net.asked), sum(clock.slept)) == (1, 0)


def test_a_request_has_what_is_left_of_the_time(clock: Clock, net: Net) -> None:
    client = polite(clock, limits=Limits(seconds=180))
    client.get("https://x.example/", clock() + 7)
    client.get("https://x.example/", clock() + 900)
    assert [limits.seconds for limits in net.limits] == [7, 180]
    with pytest.raises(TransientError, match="no time was left to ask"):
        client.get("https://x.example/", clock())
    assert len(net.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 410, 451, 501, 505, 204, 300])
def test_what_waiting_does_not_mend_is_not_asked_again(status: int, clock: Clock, net: Net) -> None:
    net.answering = lambda place: Response(status, {"retry-after": "1"}, b"")
    with pytest.raises(FetchError, match=f"it answered {status}: ") as told:
        polite(clock).get("https://x.example/", clock() + 1000)
    assert not isinstance(told.value, TransientError)
    assert len(net.asked) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_waiting_may_mend_is_asked_again(status: int, clock: Clock, net: Net) -> None:
    answers: list[Response | Exception] = [
        Response(status, {}, b""),
        TransientError("reset"),
        Response(200, {}, b"x"),
    ]
    net.answering = lambda place: answers.pop(0)
    assert polite(clock).get("https://x.example/", clock() + 1000).body == b"x"


def test_a_body_that_is_not_good_is_asked_for_again(clock: Clock, net: Net) -> None:
    bodies = [b"Rate exceeded.", b" rate EXCEEDED", b"empty", b"good"]
    net.answering = lambda place: Response(200, {}, bodies.pop(0))

    def check(body: bytes) -> str | None:
        return "it is empty" if body == b"empty" else None

    assert polite(clock).get("https://x.example/", clock() + 1000, check=check).body == b"good"
    net.answering = lambda place: Response(200, {}, b"empty")
    with pytest.raises(TransientError, match=r"it is empty \(asked 2 times\)"):
        polite(clock, attempts=2).get("https://x.example/", clock() + 1000, check=check)


# What is said, kept and followed


def test_who_asks_is_said_and_nothing_more(world: World) -> None:
    world.server.answers["x"] = says(reply(b"x"))
    world.client().get(world.server.url("/x?y=z#part"), world.clock() + 5)
    (asked,) = world.server.asked
    assert asked.target == "/x?y=z"
    assert asked.headers == {
        "host": f"127.0.0.1:{world.server.port}",
        "user-agent": AGENT,
        "accept": "*/*",
        "accept-encoding": "gzip",
        "connection": "close",
    }


def test_a_conditional_request_and_its_answer(world: World) -> None:
    moment = datetime(2025, 3, 12, 6, 30, tzinfo=UTC)
    stamp = "Tue, 11 Mar 2025 00:00:00 GMT"
    world.server.answers["x"] = in_turn(
        says(reply(b"x", headers={"ETag": 'W/"1"', "Last-Modified": stamp}, moment=moment)),
        says(reply(status=304, headers={"Content-Length": "9"})),
        says(reply(b"y")),
    )
    client, url, ends = world.client(), world.server.url("/x"), world.clock() + 5
    first = client.get(url, ends)
    assert (first.body, first.moment) == (b"x", moment)
    assert first.validators == Validators('W/"1"', stamp)
    second = client.get(url, ends, first.validators)
    assert (second.body, second.moment, second.validators) == (None, None, first.validators)
    asked = world.server.asked[1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('W/"1"', stamp)
    assert client.get(url, ends, first.validators).validators == Validators()


def test_a_condition_is_kept_on_the_way(world: World) -> None:
    world.server.answers["x"] = says(reply(b"", 301, {"Location": "y?z"}))
    world.server.answers["y"] = says(reply(status=304))
    answer = world.client().get(world.server.url("/x"), world.clock() + 5, Validators('"1"'))
    assert answer.body is None
    assert world.server.asked[-1].target == "/y?z"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_redirect_is_followed(status: int, world: World) -> None:
    target = f"//127.0.0.1:{world.server.port}/y"
    world.server.answers["x"] = says(reply(b"no", status, {"Location": target}))
    world.server.answers["y"] = says(reply(b"yes"))
    assert world.client().get(world.server.url("/x"), world.clock() + 5).body == b"yes"


def test_five_redirects_and_no_more(world: World) -> None:
    def answer(asked: Asked, line: Line) -> None:
        number = int(asked.path.rpartition("/")[2])
        to = {"Location": f"/x/{number - 1}"}
        line.send(reply(b"", 302, to) if number else reply(b"here"))

    world.server.answers["x"] = answer
    client, ends = world.client(), world.clock() + 5
    assert client.get(world.server.url("/x/5"), ends).body == b"here"
    with pytest.raises(RefusedError, match="it leads on more than 5 times"):
        client.get(world.server.url("/x/6"), ends)


def test_what_unpacks_to_too_much_takes_no_memory(world: World) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(b"\0" * 30_000_000) + packer.flush()
    assert len(bomb) < 30_000
    world.server.answers["x"] = says(reply(bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than 1,000,000 bytes"):
            world.client().get(world.server.url("/x"), world.clock() + 5)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_a_chunk_whose_size_never_ends_takes_no_memory(world: World) -> None:
    def answer(asked: Asked, line: Line) -> None:
        line.send(head(headers={"Transfer-Encoding": "chunked"}))
        line.repeat(b"0" * 1_000_000)

    world.server.answers["x"] = answer
    tracemalloc.start()
    try:
        with pytest.raises(TransientError, match="cut off"):
            world.client(attempts=1).get(world.server.url("/x"), world.clock() + 5)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("size", [1_000_000, 1_000_001])
def test_the_largest_body(size: int, world: World) -> None:
    world.server.answers["x"] = says(reply(b"x" * size))
    client, url, ends = world.client(), world.server.url("/x"), world.clock() + 5
    if size > 1_000_000:
        with pytest.raises(FetchError, match="larger than 1,000,000 bytes"):
            client.get(url, ends)
    else:
        assert len(client.get(url, ends).body or b"") == size


def test_packed_members_may_follow_one_another(world: World, tmp_path: Path) -> None:
    packed = b"".join(_packed(part) for part in (b"gulls ", b"and ", b"terns"))
    world.server.answers["x"] = says(reply(packed, headers={"Content-Encoding": "x-gzip"}))
    url, ends = world.server.url("/x"), world.clock() + 5
    assert world.client().get(url, ends).body == b"gulls and terns"


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()
