"""Every fault through a whole run: it ends, it is said, nothing is lost, the next run mends it."""

from __future__ import annotations

import errno
import ipaddress
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.fetching import arxiv_oai, hf_daily
from generator.intake_days import Cursor, keep_intake
from tests.fetching.conftest import Names
from tests.fetching.faults import FAULTS, Fault
from tests.fetching.server import Answer, Asked, Line, Server, head, reply, says
from tests.fetching.world import (
    FAULTY,
    GOOD,
    HURRIED,
    NOW,
    TODAY,
    UNHURRIED,
    WELL,
    YESTERDAY,
    World,
    feed_body,
    ids_of,
    outcome_of,
    rss_body,
    state_of,
)
from tests.fetching.world import (
    hf_daily as hf_answer,
)


@pytest.fixture(autouse=True)
def _few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hf_daily, "_MOST_PAGES", 20)
    monkeypatch.setattr(arxiv_oai, "_MOST_PAGES", 20)


@pytest.fixture
def inside() -> Iterator[Server]:
    """A server at an address that is not allowed."""
    with Server("127.0.0.2") as running:
        yield running


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_said_and_harms_nothing(
    fault: Fault, world: World, inside: Server, names: Names
) -> None:
    names.update(fault.names)
    _try(fault, world)
    assert inside.asked == []


def _try(fault: Fault, world: World) -> None:
    """A well run, one with the fault, and a well one again."""
    world.kind = fault.kind
    world.begin()
    before = world.tree()
    world.well()
    world.server.answers["faulty"] = fault.answer(world)
    world.url = fault.url and fault.url.format(closed=_closed_port())
    begun = time.monotonic()
    report = world.fetch(deadline=8, limits=HURRIED if fault.hurried else UNHURRIED)
    assert time.monotonic() - begun < 20, "it did not end in time"

    faulty, good = outcome_of(report, "faulty"), outcome_of(report, "good")
    assert (good.problems, report.errors) == ((), ())
    assert report.well is (not fault.says)
    assert fault.says in " | ".join(faulty.problems)
    assert bool(faulty.problems) is bool(fault.says)
    assert fault.notes in " | ".join(faulty.notes)
    assert state_of(world, "faulty", world.day).startswith(f"state: {fault.state}\n")
    assert state_of(world, "good", YESTERDAY) == "state: complete\nrecords: 3\nrejected: 0\n"

    after = world.tree()
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    _check_changes(fault, world, changed)

    world.url = None
    world.well()
    again = world.fetch()
    assert [outcome.problems for outcome in again.sources] == [(), ()]
    assert "state: complete\n" in state_of(world, "faulty", world.day)
    there = world.tree()
    assert {f"papers/2025/03/{one}.md" for one in ids_of(world.day)} <= set(there)
    assert set(after) <= set(there)


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as once:
        return int(once.getsockname()[1])


def _check_changes(fault: Fault, world: World, changed: set[str]) -> None:
    """Nothing changed but what the good source gave, and what is known of the faulty one."""
    of_good = {f"papers/2025/03/{one}.md" for one in ids_of(YESTERDAY, GOOD)}
    assert of_good <= changed
    first = f"intake/faulty/{world.day}.yml"
    rest = {
        path
        for path in changed - of_good
        if not path.startswith("intake/good/")
        and not (fault.rejects and path.startswith("intake/rejected/faulty/"))
        and not (path.startswith("intake/faulty/2") and path >= first)
    }
    papers = {path for path in rest if path.startswith("papers/2025/03/2503.1")}
    assert len(papers) == fault.adds
    assert rest - papers <= (set() if fault.says else {"intake/faulty/cursor.yml"})


# TLS


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `papers.example` that vouches for itself, with its key."""
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    name = "-subj /CN=papers.example -addext subjectAltName=DNS:papers.example"
    files = ["-keyout", f"{path}.key", "-out", str(path)]
    done = subprocess.run([*f"{command} {name}".split(), *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    path.write_bytes(path.read_bytes() + Path(f"{path}.key").read_bytes())
    return path


@pytest.fixture
def safe(certificate: Path, names: Names) -> Iterator[Server]:
    """A server with that certificate, at its name and another."""
    names.update({"papers.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Server(tls=context) as running:
        running.answers["faulty"] = hf_answer(FAULTY, NOW)
        yield running


def _never(world: World) -> Answer:
    return says(reply(b"[]"))


def test_a_certificate_that_nobody_vouches_for(world: World, safe: Server) -> None:
    says_so = "papers.example: no safe connection (self-signed certificate)"
    _try(Fault("x", _never, says_so, url=safe.url("/faulty", "papers.example")), world)
    assert safe.asked == []


def test_a_certificate_of_another_name(
    world: World, safe: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    says_so = "other.example: no safe connection (Hostname mismatch"
    _try(Fault("x", _never, says_so, url=safe.url("/faulty", "other.example")), world)
    assert safe.asked == []


def test_a_certificate_that_is_good(
    world: World, safe: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = safe.url("/faulty", "papers.example")
    _try(Fault("x", _never, "", "complete", 3, url=url), world)
    assert safe.asked[0].headers["host"] == f"papers.example:{safe.port}"


def test_a_slow_body_over_tls(
    world: World, safe: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def slow(asked: Asked, line: Line) -> None:
        line.send(head(moment=NOW))
        line.drip(b" " * 400)

    safe.answers["faulty"] = slow
    url = safe.url("/faulty", "papers.example")
    _try(
        Fault(
            "x", _never, "papers.example: the answer was not done in 0.8 s", url=url, hurried=True
        ),
        world,
    )


def test_no_way_back_from_https_to_http(
    world: World, safe: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    safe.answers["faulty"] = says(reply(b"", 302, {"Location": world.server.url("/good")}))
    url = safe.url("/faulty", "papers.example")
    _try(Fault("x", _never, "it leads from https to http, to 127.0.0.1", url=url), world)


def test_https_where_only_http_is_spoken(world: World) -> None:
    url = world.server.url("/faulty").replace("http:", "https:")
    _try(
        Fault("x", _never, "127.0.0.1: no connection ([SSL: WRONG_VERSION_NUMBER]", url=url), world
    )


def test_a_handshake_that_stalls(world: World, inside: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/faulty"
        _try(Fault("x", _never, "127.0.0.1: no connection (", url=url, hurried=True), world)


# Names


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("EAI_NONAME", "the name is not known (Name or service not known)"),
        ("EAI_AGAIN", "the name is not known (Temporary failure in name resolution)"),
    ],
)
def test_a_resolver_that_fails(
    code: str, words: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = getattr(socket, code)
    known = socket.getaddrinfo

    def fails(host: str, *rest: Any, **named: Any) -> Any:
        if host == "gulls.example":
            raise socket.gaierror(number, words.partition("(")[2].rstrip(")"))
        return known(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    _try(Fault("x", _never, words, url="http://gulls.example/faulty"), world)


def test_a_resolver_that_never_answers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    known = socket.getaddrinfo

    def sleeps(host: str, *rest: Any, **named: Any) -> Any:
        if host == "gulls.example":
            time.sleep(2)
        return known(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", sleeps)
    url = "http://gulls.example/faulty"
    _try(
        Fault(
            "x", _never, "gulls.example: no answer about its name in time", url=url, hurried=True
        ),
        world,
    )


def test_a_name_of_two_addresses_one_of_them_dead(world: World, names: Names) -> None:
    names["two.example"] = ["127.0.0.9", "127.0.0.1"]
    url = world.server.url("/well", "two.example")
    world.server.answers["well"] = hf_answer(FAULTY, NOW)
    client = world.client(private_networks=(ipaddress.ip_network("127.0.0.0/8"),))
    answer = client.get(f"{url}?date=2025-03-11&p=0", client.clock() + 4)
    assert answer.body
    assert world.server.asked[-1].headers["host"] == f"two.example:{world.server.port}"


# What is kept from run to run


def _lying(body: bytes, now: datetime) -> Answer:
    """`Not modified` to whoever has seen anything, whatever is new."""

    def answer(asked: Asked, line: Line) -> None:
        if "if-none-match" in asked.headers:
            line.send(reply(status=304, moment=now))
        else:
            line.send(reply(body, headers={"ETag": '"same"'}, moment=now))

    return answer


@pytest.mark.parametrize("kind", ["feed", "arxiv-rss"])
def test_an_etag_that_lies_is_believed_for_less_than_a_week(kind: str, world: World) -> None:
    world.kind = kind
    world.begin()
    make = rss_body if kind == "arxiv-rss" else feed_body
    for number in range(12):
        now = NOW + timedelta(number)
        world.well(now)
        day = now.date()
        world.server.answers["faulty"] = _lying(make(ids_of(day), day), now)
        report = world.fetch(now)
        if f"papers/2025/03/{ids_of(YESTERDAY + timedelta(7))[0]}.md" in world.tree():
            break
        assert outcome_of(report, "good").problems == ()
    assert number == 6  # a week after the first run, which was the day before
    bare = [a for a in world.server.asked_at("faulty") if "if-none-match" not in a.headers]
    assert len(bare) == 1  # a week later
    if kind == "feed":
        assert report.well


def test_304_without_a_cache_of_a_feed(world: World) -> None:
    world.kind = "feed"
    world.well()
    world.server.answers["faulty"] = says(reply(status=304, moment=NOW))
    report = world.fetch()
    (problem,) = outcome_of(report, "faulty").problems
    assert "`not modified` (304) though nothing is known here" in problem
    assert "intake/faulty/cursor.yml" not in world.tree()
    world.well()
    assert world.fetch().well


def test_304_to_a_condition_is_nothing_new(world: World) -> None:
    world.kind = "feed"
    world.well()
    assert world.fetch().well
    before = world.tree()
    assert world.fetch().well
    last = world.server.asked_at("faulty")[-1]
    assert last.headers["if-none-match"] == f'"{TODAY}"'
    assert world.tree() == before
    assert world.fetch(since=YESTERDAY).well
    assert "if-none-match" not in world.server.asked_at("faulty")[-1].headers


@pytest.mark.parametrize("etag", ['"a\nX-Gull: 1"', '"日本"', "\x00", '"é"', "\ud83d"])
def test_an_etag_that_somebody_edited_is_not_sent(etag: str, world: World) -> None:
    world.kind = "feed"
    world.well()
    keep_intake(world.content, "faulty", (), Cursor(YESTERDAY, TODAY, '"a"'))
    path = world.content / "intake/faulty/cursor.yml"
    said = etag.encode("unicode-escape").decode().replace('"', '\\"')
    path.write_text(path.read_text().replace("'\"a\"'", f'"{said}"'))
    report = world.fetch()
    assert outcome_of(report, "faulty").problems == ()
    (asked,) = world.server.asked_at("faulty")
    assert {"if-none-match", "x-gull"}.isdisjoint(asked.headers)


# Days and time


def test_the_deadline_is_the_whole_sources(world: World) -> None:
    def slow(asked: Asked, line: Line) -> None:
        line.closing.wait(0.3)
        hf_answer(FAULTY, NOW)(asked, line)

    world.well()
    world.server.answers["faulty"] = slow
    report = world.fetch(deadline=1)
    faulty = outcome_of(report, "faulty")
    assert (
        "in time" in faulty.problems[0]
        or "no time" in faulty.problems[0]
        or "not done" in faulty.problems[0]
    )
    assert len(world.server.asked_at("faulty")) <= 4
    assert outcome_of(report, "good").problems == ()
    world.well()
    assert world.fetch().well


def test_a_source_that_is_out_of_reach_is_not_asked_for_every_day(world: World) -> None:
    world.well()
    world.server.answers["faulty"] = says(reply(status=503, moment=NOW))
    report = world.fetch()
    assert len(world.server.asked_at("faulty")) == 2
    assert outcome_of(report, "faulty").notes == ("6 more days left to the next run",)


def test_a_source_that_refuses_three_days_is_left_alone(world: World) -> None:
    world.well()
    world.server.answers["faulty"] = says(reply(status=404, moment=NOW))
    report = world.fetch()
    assert len(world.server.asked_at("faulty")) == 3
    assert len(outcome_of(report, "faulty").problems) == 3
    assert outcome_of(report, "faulty").notes == ("4 more days left to the next run",)


def test_a_dry_run_of_a_fault_writes_nothing(world: World) -> None:
    world.begin()
    before = world.tree()
    world.well()
    world.server.answers["faulty"] = says(reply(status=404, moment=NOW))
    assert not world.fetch(dry_run=True).well
    assert world.tree() == before


def test_no_room_for_what_comes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.begin()
    before = world.tree()
    world.well()

    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        report = world.fetch()
    assert not report.well
    assert "cannot be written: No space left on device" in report.errors[0]
    assert world.tree() == before
    assert world.fetch().well


@pytest.mark.parametrize("kind", WELL)
def test_every_kind_bears_a_fault_of_the_network(kind: str, world: World) -> None:
    fault = next(each for each in FAULTS if each.name == "502")
    kept = "partial" if kind in ("arxiv-api", "arxiv-rss") else "failed"
    if kind == "feed":
        world.kind = kind
        world.well()
        world.server.answers["faulty"] = fault.answer(world)
        assert fault.says in outcome_of(world.fetch(), "faulty").problems[0]
        world.well()
        assert world.fetch().well
        assert f"papers/2025/03/{ids_of(TODAY)[0]}.md" in world.tree()
    else:
        _try(replace(fault, kind=kind, state=kept), world)
