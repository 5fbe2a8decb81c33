"""`paperfeed pull` as people call it: what it asks, what it prints, how it exits."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator.builder.plugin import PaperfeedPlugin
from generator.store import load, write
from tests.fetching.server import reply, says
from tests.mirroring.other import Other, documents_of, whole
from tests.test_cli import call
from tests.toy import ROOT, SITE, make_project, paper

ONE, TWO, THREE = paper(1), paper(2, "2024-02-03"), paper(3, "2024-02-04")
ALLOWED = (
    "plugins:\n  - paperfeed:\n"
    "      fetch: {private_networks: [127.0.0.1/32], attempts: 2, wait: 0, deadline: 20}\n"
)


@pytest.fixture
def site(other: Other, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Other:
    """A project whose content has one paper of the other site's three."""
    write(other.content, ONE)
    monkeypatch.chdir(make_project(tmp_path / "project", other.content, ALLOWED))
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    said = replace(SITE, licence="CC0-1.0", contact="feed@toy.example")
    other.documents = documents_of([ONE, TWO, THREE], site=said)
    return other


def test_what_came_is_told(site: Other) -> None:
    done = call("pull", site.url, "--content", site.content)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        f"{site.url} (Toy feed): 3 papers; licence CC0-1.0; contact feed@toy.example",
        "2024-02: 2 added",
        "2 added, 1 here",
    ]
    # No terminal: plain lines in place of a bar.
    assert done.stderr.splitlines() == [
        "asking for the manifest",
        "reading what is here",
        "asking for 2024-02",
        "taking in 2024-02",
    ]
    assert len(load(site.content).papers) == 3
    again = call("pull", site.url, "--content", site.content)
    assert (again.exit_code, again.stdout.splitlines()[1:]) == (0, ["0 added, 3 here"])


def test_whoever_is_asked_sees_who_asks(site: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "gulls/feed")
    call("pull", site.url, "--content", site.content)
    assert {asked.headers["user-agent"].partition("+")[2] for asked in site.server.asked} == {
        "https://github.com/gulls/feed)"
    }


def test_a_month_that_fails_is_exit_1(site: Other) -> None:
    site.answers["api/months/2024-02.jsonl.gz"] = says(reply(b"", 503))
    done = call("pull", site.url, "--content", site.content)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[1:] == ["2024-02: failed", "0 added, 1 here, 2 missing"]
    assert f"error: {site.url}api/months/2024-02.jsonl.gz: it answered 503" in done.stderr


def test_no_site_is_exit_1(site: Other) -> None:
    site.documents = {}
    done = call("pull", site.url, "--content", site.content)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"error: {site.url}api/index.json: it answered 404" in done.stderr


def test_machines_are_told_everything(site: Other) -> None:
    site.documents = documents_of([TWO, THREE], removed=[ONE])
    site.lines("2024-02", b"{}", b"[]")
    done = call("pull", site.url, "--content", site.content, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["site"], told["name"], told["licence"]) == (site.url, "Toy feed", None)
    assert told["removed_there"] == [{"id": ONE.id, "day": "2024-03-06"}]
    assert (told["added"], told["here"], told["rejected"], told["missing"]) == (0, 0, 2, 2)
    (month,) = told["months"]
    assert (month["lacking"], month["error"]) == ([THREE.id, TWO.id], None)
    assert [each["where"] for each in told["rejections"]] == ["line 1 (nothing)", "line 2"]


def test_people_are_told_what_is_wrong(site: Other) -> None:
    site.documents = documents_of([TWO, THREE], removed=[ONE])
    site.lines("2024-02", b'{"id": "\\u001b[31m"}', b"[]")
    site.says(lambda index: index["papers"].update({"../x": "0" * 32}))
    site.says(lambda index: index["days"].update({"2024-02-01": 1}))
    site.says(lambda index: index["removed"].update({"2401.00099": "2024-03-06"}))
    site.lines("2024-02", b'{"id": "\\u001b[31m"}', b"[]", b"{}")
    done = call("pull", site.url, "--content", site.content)
    assert done.exit_code == 1
    assert "error: manifest: 2024-02-01: `../x` is no id; left out" in done.stderr
    assert "jsonl.gz: line 2: rejected: a list in place of an object" in done.stderr
    assert f"error: 2024-02: not as the manifest says, or not there: `{THREE.id}`" in done.stderr
    assert f"`{ONE.id}` was removed there on 2024-03-06; here it stays" in done.stderr
    assert "2401.00099" not in done.stderr
    assert "The rejected records are kept in " in done.stderr
    assert "\x1b" not in done.output


def test_a_dry_run_says_that_nothing_was_written(site: Other) -> None:
    before = whole(site.content)
    done = call("pull", site.url, "--content", site.content, "--dry-run")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (
        0,
        "2 added, 1 here (nothing was written)",
    )
    assert whole(site.content) == before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("other.site", "URL: other.site/ is not http or https"),
        ("ftp://other.site/", "URL: ftp://other.site/ is not http or https"),
        ("https://[other/", "URL: https://[other/ is no web address"),
        ("https://me:secret@other.site/", "URL: an address with a name or password in it"),
        ("https://other.site/?day=1", "write the site's address without what follows `?` or `#`"),
    ],
)
def test_a_wrong_address_is_exit_2(site: Other, url: str, said: str) -> None:
    done = call("pull", url, "--content", site.content)
    assert (done.exit_code, said in done.stderr, done.stdout) == (2, True, "")


def test_the_example_of_the_document_works() -> None:
    text = (ROOT / "content/docs/mirroring.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    plugin = PaperfeedPlugin()
    assert plugin.load_config(yaml.safe_load(example)["plugins"][0]["paperfeed"]) == ([], [])
    assert (plugin.config.licence, plugin.config.contact) == ("CC0-1.0", "feed@other.example")


def test_a_private_address_is_not_asked_unless_it_is_allowed(site: Other, tmp_path: Path) -> None:
    make_project(tmp_path / "project", site.content)
    done = call("pull", site.url, "--content", site.content)
    assert done.exit_code == 1
    assert "127.0.0.1 is a private address; if it is meant, name it under" in done.stderr
    assert site.asked() == []
