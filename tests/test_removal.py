"""`paperfeed remove`: a paper taken down, cut short, asked for again, and had back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.builder.run import build_site, configured
from generator.model import Author
from generator.store import load, path_of, write
from generator.tombstones import load_tombstones
from generator.tombstones import path_of as tombstone_path
from tests.test_cli import call, jsonl
from tests.toy import make_project, make_toy, page_files, paper, parsed

TITLE = "A zugzwang of zymurgy and other words"
ABSTRACT = "Zephyrs are zealous here."
GONE = paper(
    900, "2024-02-02", TITLE, authors=(Author("Zoe Zander"),), abstract=ABSTRACT, aliases=("zug-1",)
)
TELLING = (TITLE, ABSTRACT, "Zoe Zander")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The toy feed with the paper, and with rejected records of it and of another."""
    folder = make_toy(tmp_path / "content")
    write(folder, GONE, paper(901, "2024-02-02"))
    records = (
        {"title": TITLE.upper(), "abstract": ABSTRACT},
        {"id": "2401.00900", "title": "", "abstract": ABSTRACT},
        {"title": "", "abstract": "Of another paper."},
    )
    call("ingest", jsonl(tmp_path / "in.jsonl", *records), "--content", folder)
    assert len(list((folder / "intake/rejected").rglob("*.yml"))) == 3
    return folder


def telling(folder: Path) -> list[str]:
    """The files that have something of the paper's text."""
    words = [word.lower().encode() for word in TELLING]
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path.relative_to(folder).as_posix()
        for path in files
        if any(word in path.read_bytes().lower() for word in words)
    )


def remove(content: Path, *more: str, name: str = GONE.id) -> tuple[int, str]:
    done = call("remove", name, "--reason", "Its authors\nasked", "--content", content, *more)
    return done.exit_code, done.output


@pytest.mark.parametrize(
    "name",
    [
        GONE.id,
        "zug-1",
        "https://arxiv.org/abs/2401.00900v2",
        "10.48550/arXiv.2401.00900",
        "https://some.site/feed/papers/zug-1/",
    ],
)
def test_nothing_of_its_text_stays_in_the_content_folder(content: Path, name: str) -> None:
    load(content)  # a cache has it now
    assert {path.split("/")[0] for path in telling(content)} == {".cache", "intake", "papers"}
    assert remove(content, name=name)[0] == 0
    assert telling(content) == []
    assert len(list((content / "intake/rejected").rglob("*.yml"))) == 1
    stones = load_tombstones(content)
    _, tombstone = stones.whole  # the toy feed has one of its own
    assert (tombstone.id, tombstone.aliases, stones.faults) == (GONE.id, ("zug-1",), ())
    assert tombstone.reason == "Its authors asked"
    assert load(content).faults == ()


def test_a_dry_run_says_what_would_go_and_writes_nothing(content: Path) -> None:
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    before = {path: data for path, data in before.items() if ".cache" not in path.parts}
    code, said = remove(content, "--dry-run")
    assert code == 0
    assert said.count("told of it as well") == 2
    assert "2401.00900 would be removed (nothing was written)." in said
    after = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    assert {p: d for p, d in after.items() if ".cache" not in p.parts} == before


def test_a_removal_that_was_cut_short_is_brought_to_its_end(content: Path) -> None:
    record = (content / path_of(GONE)).read_bytes()
    assert remove(content)[0] == 0
    (content / path_of(GONE)).write_bytes(record)  # as if the run had been killed before
    load(content)
    assert remove(content, name="arXiv:2401.00900")[0] == 0
    assert telling(content) == []
    assert load(content).faults == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody", "--reason", "x"], "no paper here is called `nobody`"),
        (["2401.00900", "--reason", " \n"], "--reason: found nothing"),
        (["2401.00900", "--reason", "x", "--content", "nowhere"], "there is no folder nowhere"),
    ],
)
def test_what_was_asked_wrongly_is_said(content: Path, arguments: list[str], said: str) -> None:
    where = [] if "--content" in arguments else ["--content", str(content)]
    done = call("remove", *arguments, *where)
    assert (done.exit_code, said in done.output) == (2, True)


def test_without_its_tombstone_it_may_come_in_again(content: Path, tmp_path: Path) -> None:
    assert remove(content)[0] == 0
    file = jsonl(tmp_path / "again.jsonl", {"id": GONE.id, "title": TITLE})
    assert "1 rejected" in call("ingest", file, "--content", content).output
    (content / tombstone_path(GONE.id)).unlink()
    assert "1 added" in call("ingest", file, "--content", content).output


def test_its_addresses_say_that_it_was_removed(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_project(tmp_path / "project", content))
    build_site(configured())
    site = tmp_path / "project/site"
    assert telling(site)
    assert remove(content)[0] == 0
    build_site(configured(), allow_shrink=True)
    assert telling(site) == []
    pages = page_files(site)
    for name in (GONE.id, "zug-1"):
        tree = parsed(pages[f"papers/{name}/"])
        (page,) = tree.xpath("//*[@id='pf-content']")
        said = " ".join(page.text_content().split())
        assert "This paper was removed" in said
        assert "Its authors asked" in said
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    shutil.rmtree(site)
    build_site(configured())
    assert telling(site) == []
