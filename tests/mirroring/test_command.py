"""`paperfeed pull` as people call it: what it asks, what it prints, how it exits."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from generator.builder.network import mirrors_of
from generator.builder.options import PaperfeedConfig
from generator.builder.plugin import PaperfeedPlugin
from generator.progress import bars
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
        f"asking {site.url} for its manifest",
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
    assert (done.exit_code, done.stdout) == (1, f"{site.url}: failed\n")
    assert f"error: {site.url}api/index.json: it answered 404" in done.stderr


def test_machines_are_told_everything(site: Other) -> None:
    site.documents = documents_of([TWO, THREE], removed=[ONE])
    site.lines("2024-02", b"{}", b"[]")
    done = call("pull", site.url, "--content", site.content, "--json")
    assert done.exit_code == 1
    (told,) = json.loads(done.stdout)["sites"]
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
    assert f"error: {site.url}: manifest: 2024-02-01: `../x` is no id; left out" in done.stderr
    assert "jsonl.gz: line 2: rejected: a list in place of an object" in done.stderr
    lacking = f"2024-02: not as the manifest says, or not there: `{THREE.id}`"
    assert f"error: {site.url}: {lacking}" in done.stderr
    gone = f"`{ONE.id}` was removed there on 2024-03-06; here it stays"
    assert f"{site.url}: {gone}" in done.stderr
    assert "2401.00099" not in done.stderr
    assert "The rejected records are kept in " in done.stderr
    assert "\x1b" not in done.output


def test_a_bar_shows_an_address_as_it_is() -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=120)
    bar = bars(console)
    bar.add_task("asking https://gulls.example/[/x]/ for its manifest")
    console.print(bar.get_renderable())
    assert "asking https://gulls.example/[/x]/ for its manifest" in shown.getvalue()


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
        ("other.site", "asked: other.site is not http or https; write such as https://other.site/"),
        ("ftp://other.site/", "ftp://other.site/ is not http or https; write such as https:"),
        ("https://[other/", "https://[other/ is no web address: "),
        ("https://me:secret@other.site/", "an address with a name or password in it, at other"),
        ("https://other.site/?day=1", "found https://other.site/?day=1; write it without what fol"),
        ("https://other.site/#a", "found https://other.site/#a; write it without what follows"),
        ("https://other.site/\x1b[31m", "is no web address; write such as https://other.site/"),
    ],
)
def test_a_wrong_address_is_exit_2_and_nobody_is_asked(site: Other, url: str, said: str) -> None:
    done = call("pull", site.url, url, "--content", site.content)
    assert (done.exit_code, said in done.stderr, done.stdout) == (2, True, ""), done.stderr
    assert done.stderr.startswith("error: URL: found ")
    assert "secret" not in done.stderr
    assert site.asked() == []
    mirrors(site, site.url, url)
    done = call("pull", "--content", site.content)
    assert (done.exit_code, said in done.stderr, done.stdout) == (2, True, "")
    assert "error: mkdocs.yml: plugins: paperfeed: mirrors[1]: found " in done.stderr
    assert site.asked() == []


def mirrors(site: Other, *addresses: str, more: str = "") -> None:
    """Name these sites in the settings."""
    text = f"{ALLOWED}      sources: []\n      mirrors: {json.dumps(addresses)}\n{more}"
    make_project(Path.cwd(), site.content, text)


def test_the_sites_of_the_settings_are_pulled_from_and_a_dead_one_stops_none(site: Other) -> None:
    """The first is dead: it is the rest that has to come."""
    dead = site.server.url("/dead/")
    another = documents_of([paper(4), ONE])
    site.server.answers["another"] = lambda asked, back: back.send(
        reply(another[asked.path.removeprefix("/another/")])
    )
    mirrors(site, dead, site.url, site.server.url("/another"))
    done = call("pull", "--content", site.content)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{dead}: failed",
        f"{site.url} (Toy feed): 3 papers; licence CC0-1.0; contact feed@toy.example",
        "2024-02: 2 added",
        "2 added, 1 here",
        f"{site.server.url('/another/')} (Toy feed): 2 papers; no licence is named",
        "2024-01: 1 added",
        "1 added, 1 here",
    ]
    assert f"error: {dead}api/index.json: it answered 404" in done.stderr
    assert len(load(site.content).papers) == 4
    # An address that is said is pulled from alone, and once.
    site.asked()
    assert call("pull", site.url, site.url, "--content", site.content).exit_code == 0
    assert site.asked() == ["api/index.json"]
    done = call("pull", "--content", site.content, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert [*told] == ["sites"]
    assert [(each["site"], each["here"]) for each in told["sites"]] == [
        (dead, 0),
        (site.url, 3),
        (site.server.url("/another/"), 2),
    ]
    assert [bool(each["errors"]) for each in told["sites"]] == [True, False, False]
    assert len({tuple(each) for each in told["sites"]}) == 1  # all have the same keys


def test_where_no_site_is_named_nothing_happens_and_where_to_name_one_is_said(site: Other) -> None:
    before = whole(site.content)
    done = call("pull", "--content", site.content)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("no other site is named, so nobody was asked; name one in mkdocs")
    assert "mirrors: [https://other.site/]" in done.stderr
    done = call("pull", "--content", site.content, "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"sites": []})
    assert whole(site.content) == before


def test_a_site_may_live_by_mirrors_alone(site: Other) -> None:
    mirrors(site, site.url)
    done = call("fetch", "--content", site.content)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "mkdocs.yml names no sources, only mirrors; paperfeed pull asks those\n"
    as_json = call("fetch", "--content", site.content, "--json")
    assert (as_json.exit_code, json.loads(as_json.stdout)["sources"]) == (0, [])
    assert call("fetch", "gulls", "--content", site.content).exit_code == 2
    assert call("pull", "--content", site.content).exit_code == 0
    assert len(load(site.content).papers) == 3


def test_the_doctor_says_of_each_mirror_what_is_known(site: Other) -> None:
    own = "https://ada.example/"
    mirrors(site, site.url, own, more=f"site_url: {own}\n")

    def told() -> dict[str, tuple[str, str]]:
        found = json.loads(call("doctor", "--content", site.content, "--json").stdout)
        return {each["about"]: (each["state"], each["found"]) for each in found}

    first = told()
    assert first[f"mirror {own}"] == ("to do", "it is this site itself")
    assert first[f"mirror {site.url}"][0] == "question"
    assert "sources" not in first
    site.has(ONE, replace(TWO, id="a-tide-0a1b2c", identifiers=ONE.identifiers))
    assert call("pull", site.url, "--content", site.content).exit_code == 0
    assert told()[f"mirror {site.url}"] == (
        "well",
        "was asked; 1 paper of it known here under another name",
    )
    site.tells(THREE, title="")
    call("pull", site.url, "--content", site.content)
    assert told()[f"mirror {site.url}"] == ("question", "1 record of it could not be taken in")


def test_the_examples_of_the_document_work() -> None:
    text = (ROOT / "content/docs/mirroring.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    found: list[PaperfeedConfig] = []
    for example in examples:
        plugin = PaperfeedPlugin()
        assert plugin.load_config(yaml.safe_load(example)["plugins"][0]["paperfeed"]) == ([], [])
        found.append(plugin.config)
    first, second = found
    assert mirrors_of(first) == ("https://other.site/", "https://another.site/papers/")
    assert (second.licence, second.contact) == ("CC0-1.0", "feed@other.example")


def test_a_private_address_is_not_asked_unless_it_is_allowed(site: Other, tmp_path: Path) -> None:
    make_project(tmp_path / "project", site.content)
    done = call("pull", site.url, "--content", site.content)
    assert done.exit_code == 1
    assert "127.0.0.1 is a private address; if it is meant, name it under" in done.stderr
    assert site.asked() == []
