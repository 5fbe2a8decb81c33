"""No address of a paper gets lost, and no site shrinks by accident."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.addresses import API_INDEX
from generator.builder.run import BuildError, build_site, configured
from generator.faults import Fault
from generator.permalinks import Had, ManifestError, complaints, had, to_mend, unreadable
from generator.store import path_of, write
from generator.tombstones import keep, tombstone_of
from tests.builder.test_run import QUICK
from tests.test_cli import call
from tests.toy import feed_of, make_content, make_project, paper

PAPERS = [paper(number, title=f"Paper {number} of many") for number in range(1, 102)]


def before(papers: int, *names: str) -> Had:
    return Had(papers, frozenset(names))


@pytest.mark.parametrize(
    ("there", "gone", "allowed"),
    [(100, 1, True), (100, 2, False), (101, 1, True), (99, 1, False), (1, 1, False), (0, 0, True)],
)
def test_more_than_one_of_a_hundred_is_asked_about(there: int, gone: int, allowed: bool) -> None:
    feed = feed_of(*PAPERS[: there - gone])
    found = list(complaints(before(there), feed))
    assert (found == []) == allowed
    assert all(f"{gone} of {there} papers are gone" in line for line in found)
    assert list(complaints(before(there), feed, allow_shrink=True)) == []


def test_an_address_needs_a_paper_an_alias_or_a_tombstone() -> None:
    here = replace(paper(1), aliases=("alias-1",))
    removed = tombstone_of(replace(paper(2), aliases=("alias-2",)), date(2024, 3, 6), "x")
    feed = replace(feed_of(here), removed=(removed,))
    names = ("2401.00001", "alias-1", "2401.00002", "alias-2")
    assert list(complaints(before(1, *names), feed)) == []
    line, advice = complaints(before(1, *names, "lost-1"), feed)
    assert line == "papers/lost-1/: was an address and leads nowhere now"
    assert advice.startswith("for each bring its record back")


def test_of_many_addresses_the_first_are_named_and_all_are_counted() -> None:
    lost = [f"lost-{number:02d}" for number in range(23)]
    lines = list(complaints(before(0, *lost), feed_of(paper())))
    assert [line.split(":")[0] for line in lines[:20]] == [f"papers/{name}/" for name in lost[:20]]
    assert lines[20] == "and 3 more addresses that lead nowhere now"
    assert len(lines) == 22


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"papers": ["a"]}', b"\xff", b'{"papers": {"a": 1}}', b"[" * 9999]
)
def test_what_is_no_manifest_is_said(data: bytes) -> None:
    with pytest.raises(ManifestError, match="is no manifest of a site"):
        had(data)


def test_a_manifest_of_an_earlier_version_has_no_aliases() -> None:
    assert had(b'{"papers": {"a": "0"}, "more": [1]}') == before(1, "a")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path / "content", replace(paper(1), aliases=("alias-1",)), paper(2))


@pytest.fixture
def site(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two papers, in the current project."""
    project = make_project(tmp_path / "project", content, QUICK)
    monkeypatch.chdir(project)
    build_site(configured())
    return project / "site"


def lines_of_failed_build(*, allow_shrink: bool = False) -> list[str]:
    with pytest.raises(BuildError) as failed:
        build_site(configured(), allow_shrink=allow_shrink)
    return str(failed.value).splitlines()


def test_the_manifest_lies_in_the_site_that_it_describes(site: Path) -> None:
    found = had((site / API_INDEX).read_bytes())
    assert found == replace(
        before(2, "2401.00001", "2401.00002", "alias-1"), aliases={"alias-1": "2401.00001"}
    )


def test_a_build_that_would_lose_an_address_leaves_the_site(content: Path, site: Path) -> None:
    files = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    (content / path_of(paper(1))).unlink()
    first, second, _, shrunk, hint = lines_of_failed_build()
    assert first.startswith("papers/2401.00001/: ")
    assert second.startswith("papers/alias-1/: ")
    assert shrunk.startswith("1 of 2 papers are gone")
    assert hint == f"if nobody has seen that site yet, delete {site} and build again"
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == files
    assert len(lines_of_failed_build(allow_shrink=True)) == 4


def test_a_slip_in_a_record_is_said_and_nothing_is_to_be_deleted_for_it(
    content: Path, site: Path
) -> None:
    file = content / path_of(paper(1))
    text = file.read_text()
    file.write_text(text.replace("---\n", "---\npinned: title\n", 1))
    done = call("build")
    assert (done.exit_code, done.stdout) == (1, "")
    said = "content/papers/2024/01/2401.00001.md: line 2: pinned: found `title`; write a list"
    assert done.stderr.splitlines() == [
        f"warning: paperfeed: {said}",
        f"error: papers/2401.00001/: its record {said}. Mend it and build again",
    ]
    file.write_text(text)
    assert call("build").exit_code == 0


def test_of_what_is_gone_and_what_has_a_slip_each_is_said(content: Path, site: Path) -> None:
    (content / path_of(paper(1))).write_text("nothing")
    (content / path_of(paper(2))).unlink()
    mend, gone, advice, shrunk = lines_of_failed_build()
    assert mend.startswith("papers/2401.00001/: its record content/papers/2024/01/2401.00001.md: ")
    assert gone == "papers/2401.00002/: was an address and leads nowhere now"
    assert advice.startswith("for each bring its record back")
    assert shrunk.startswith("1 of 2 papers are gone")


def test_of_many_slips_the_first_are_said_and_all_are_counted() -> None:
    lost = [f"lost-{number:02d}" for number in range(23)]
    faults = [Fault(f"content/papers/2024/01/{name}.md", "is wrong", 4) for name in lost]
    there = [Fault("content/papers/2024/01/2401.00001.md", "topics: `x` is no topic", 9)]
    found = unreadable(before(24, *lost, "2401.00001"), feed_of(paper()), [*there, *faults])
    lines = list(to_mend(found))
    assert (
        lines[0] == "papers/lost-00/: its record content/papers/2024/01/lost-00.md: line 4: "
        "is wrong. Mend it and build again"
    )
    assert lines[20:] == ["and 3 more papers whose records cannot be read"]
    assert list(complaints(before(24, *lost, "2401.00001"), feed_of(paper()), found)) == []


@pytest.mark.parametrize("way", ["restored", "alias", "tombstone", "first"])
def test_each_way_out_is_one(content: Path, site: Path, way: str) -> None:
    gone = replace(paper(1), aliases=("alias-1",))
    (content / path_of(gone)).unlink()
    lines_of_failed_build()
    if way == "restored":
        write(content, gone)
    elif way == "alias":
        write(content, replace(paper(2), aliases=("2401.00001", "alias-1")))
    elif way == "tombstone":
        keep(content, tombstone_of(gone, date(2024, 3, 6), "x"))
    else:
        (site / API_INDEX).unlink()
    build_site(configured(), allow_shrink=True)
    if way != "first":
        names = {"2401.00001", "2401.00002", "alias-1"}
        assert had((site / API_INDEX).read_bytes()).names == names
        assert all((site / "papers" / name / "index.html").is_file() for name in names)


def test_a_damaged_manifest_is_no_first_build(site: Path) -> None:
    (site / API_INDEX).write_text("{")
    (line,) = lines_of_failed_build()
    assert "is no manifest of a site" in line
    assert line.endswith("delete the site to build a first one")


class _Site(BaseHTTPRequestHandler):
    """Answers with what `documents` has."""

    documents: dict[str, bytes]

    def do_GET(self) -> None:
        body = self.documents.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@contextmanager
def served(documents: dict[str, bytes]) -> Iterator[str]:
    """The address of a server of these documents."""
    handler = type("Handler", (_Site,), {"documents": documents})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def asked(site: Path, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that may ask loopback; it has no site."""
    more = QUICK.replace("search: false", "search: false, fetch: {private_networks: [127.0.0.0/8]}")
    project = make_project(tmp_path / "asks", content, more)
    monkeypatch.chdir(project)
    return project


@pytest.mark.parametrize("tail", ["", "/", "/api/index.json"])
def test_a_deployed_site_is_asked(asked: Path, tail: str) -> None:
    manifest = json.dumps({"papers": {"2401.00001": "0", "2401.00077": "0"}}).encode()
    with served({"/mirror/api/index.json": manifest}) as address:
        done = call("build", "--previous", f"{address}/mirror{tail}")
    assert done.exit_code == 1
    assert "papers/2401.00077/: was an address" in done.output
    assert "delete" not in done.output
    assert not (asked / "site").exists()


def test_a_first_build_has_nothing_to_compare_with_and_says_so(asked: Path) -> None:
    with served({}) as address:
        done = call("build", "--previous", address)
    assert done.exit_code == 0, done.output
    assert f"there is nothing at {address} yet; this is a first build" in done.output


def test_a_deployed_site_that_cannot_be_asked_stops_the_build(asked: Path) -> None:
    with served({"/api/index.json": b"<!doctype html>"}) as address:
        done = call("build", "--previous", address)
        assert done.exit_code == 1
        assert "is no manifest of a site" in done.output
    settings = asked / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("fetch: {", "fetch: {attempts: 1, "))
    done = call("build", "--previous", address)
    assert done.exit_code == 1
    assert f"--previous: {address}/api/index.json: " in done.output


def test_a_folder_or_a_file_may_be_named(asked: Path, site: Path, content: Path) -> None:
    (content / path_of(paper(2))).unlink()
    for where in (site, site / API_INDEX):
        done = call("build", "--previous", where)
        assert done.exit_code == 1
        assert "papers/2401.00002/: was an address" in done.output
    done = call("build", "--previous", asked / "nothing")
    assert done.exit_code == 1
    assert "cannot be read: No such file" in done.output
