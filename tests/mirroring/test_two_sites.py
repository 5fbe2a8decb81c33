"""Two built sites on loopback pull from each other, through failures, until both hold the same."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import pytest

from generator.addresses import API_INDEX
from generator.builder.run import build_site, configured
from generator.intake import Options, take_in
from generator.store import load, write
from generator.tombstones import keep, tombstone_of
from tests.fetching.server import Asked, Line, Server, head, reply
from tests.mirroring.other import DAY, NOW, Other, records, whole
from tests.test_cli import call
from tests.toy import make_content, make_project, paper

SETTINGS = (
    "plugins: [{paperfeed: {search: false, licence: CC0-1.0, contact: feed@toy.example, fetch: "
    "{private_networks: [127.0.0.0/8], attempts: 1, wait: 0}}}]\n"
)
#: How an answer may fail.
FAILURES = ("500", "cut off", "wrong bytes", "reset")
SHARED = [paper(number, f"2024-{number % 4 + 1:02d}-03") for number in range(1, 9)]


@dataclass
class Flaky:
    """Serves folders; the first times that a file is asked for, something goes wrong."""

    folders: dict[str, Path]
    times: Counter[str] = field(default_factory=Counter)
    well: bool = False
    asked: list[str] = field(default_factory=list)

    def answer(self, asked: Asked, line: Line) -> None:
        _, site, name = asked.path.split("/", 2)
        self.asked.append(asked.path)
        body = (self.folders[site] / "site" / name).read_bytes()
        # The index fails once, the months from no to twice, each in its own way.
        month = 0 if name == API_INDEX else int(name.removesuffix(".jsonl.gz")[-2:])
        failing = 1 if name == API_INDEX else month % 3
        turn = self.times[asked.path]
        self.times[asked.path] += 1
        if self.well or turn >= failing:
            line.send(reply(body))
        elif (failure := FAILURES[(month + turn) % 4]) == "500":
            line.send(reply(b"", 500))
        elif failure == "cut off":
            line.send(head(200, {"Content-Length": str(len(body))}) + body[: len(body) // 2])
        elif failure == "wrong bytes":
            line.send(reply(gzip.compress(b"{}\n")))
        else:
            line.reset()


def built(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    build_site(configured())


def test_two_sites_pull_from_each_other_until_both_hold_the_same(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [replace(paper(n, f"2024-{n % 4 + 1:02d}-05"), upvotes=n) for n in range(21, 25)]
    others = [replace(paper(n, f"2023-{n % 4 + 9:02d}-07"), pinned=("title",)) for n in (31, 32)]
    gone = paper(41, "2024-02-11")
    projects, contents = {}, {}
    for site, papers in {"a": [*SHARED[:6], *own], "b": [*SHARED[3:], *others, gone]}.items():
        contents[site] = make_content(tmp_path / f"content-{site}", *papers)
        projects[site] = make_project(tmp_path / site, contents[site], SETTINGS)
    keep(contents["a"], tombstone_of(gone, DAY, "x"))
    flaky = Flaky(projects)
    server.answers = {"a": flaky.answer, "b": flaky.answer}
    for project in projects.values():
        built(project, monkeypatch)

    def pulled(here: str, there: str) -> tuple[int, int]:
        """How a pull ended, and how many papers it brought."""
        monkeypatch.chdir(projects[here])
        before = len(records(contents[here]))
        done = call("pull", server.url(f"/{there}/"), "--content", contents[here])
        assert done.exit_code == 1 or "licence CC0-1.0; contact feed@toy.example" in done.stdout
        return done.exit_code, len(records(contents[here])) - before

    for here, there, missing in (("a", "b", 4), ("b", "a", 7)):
        runs = [pulled(here, there)]
        while runs[-1][0] != 0:
            assert len(runs) < 20
            runs.append(pulled(here, there))
        assert sum(came for _, came in runs) == missing
        assert len(runs) > 2
        assert any(code == 1 and came for code, came in runs)  # what came was stored

    a, b = (records(content) for content in contents.values())
    assert b.pop(f"papers/2024/02/{gone.id}.md")  # who removed it does not take it from others
    assert a == b
    assert len(a) == 14
    # Once more, with the sites as they are now: nothing changes, and the index is all that is read.
    flaky.well = True
    before = {site: whole(content) for site, content in contents.items()}
    for project in projects.values():
        built(project, monkeypatch)
    flaky.asked.clear()
    assert [pulled("a", "b"), pulled("b", "a")] == [(0, 0), (0, 0)]
    assert flaky.asked == ["/b/api/index.json", "/a/api/index.json"]
    assert {site: whole(content) for site, content in contents.items()} == before


@pytest.mark.real
def test_real_papers_come_byte_for_byte(shared: Path, server: Server, tmp_path: Path) -> None:
    folders = {}
    for name, first, last in (("here", 0, 200), ("there", 100, 300)):
        file = tmp_path / f"{name}.jsonl"
        with gzip.open(shared / "corpus/hf_daily.jsonl.gz") as stream:
            file.write_bytes(b"".join(islice(stream, first, last)))
        folders[name] = tmp_path / name
        take_in([file], folders[name], Options(), NOW)
    for here, there in (("here", "there"), ("there", "here")):
        other = Other(server, folders[here])
        other.has(*load(folders[there]).papers)
        assert other.pulled().well
        other.pulled_again()
    # Of those that both had, each keeps its own: they were taken in from the same file.
    assert records(folders["here"]) == records(folders["there"])
    assert len(records(folders["here"])) > 250


def test_the_same_site_has_nothing_for_itself(server: Server, tmp_path: Path) -> None:
    other = Other(server, tmp_path / "content")
    write(other.content, *SHARED)
    other.has(*SHARED)
    other.pulled_again()
