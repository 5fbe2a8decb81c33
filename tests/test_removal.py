"""`paperfeed remove`: a paper taken down, cut short, asked for again, and had back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.builder.run import build_site, configured
from generator.model import Author
from generator.store import load, path_of, write
from generator.tombstones import keep, load_tombstones, tombstone_of
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


def test_one_that_was_killed_after_its_tombstone_is_brought_to_its_end(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "in.txt").write_text(f"No JSON; tells of: {TITLE}, as it says\n")
    call("ingest", tmp_path / "in.txt", "--format", "jsonl", "--content", content)
    with monkeypatch.context() as patch:
        patch.setattr("generator.rejected.keep", killed)
        assert remove(content)[0] != 0
    assert [each.id for each in load_tombstones(content).whole][1:] == [GONE.id]
    assert {path.split("/")[0] for path in telling(content)} >= {"intake", "papers"}
    code, said = remove(content)
    assert (code, said.count("told of it as well")) == (0, 3)
    assert telling(content) == []
    assert len(list((content / "intake/rejected").rglob("*.yml"))) == 1


def test_what_came_of_it_since_goes_with_the_same_call(content: Path, tmp_path: Path) -> None:
    assert remove(content)[0] == 0
    tombstone = content / tombstone_path(GONE.id)
    stone = tombstone.read_bytes()
    tombstone.unlink()  # as in a branch that knows nothing of it
    file = jsonl(tmp_path / "in.jsonl", {"title": TITLE}, {"id": "zug-1", "title": ""})
    call("ingest", file, "--content", content)
    tombstone.write_bytes(stone)
    assert len(telling(content)) == 1
    assert remove(content)[1].count("told of it as well") == 2
    assert telling(content) == []


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_reason_that_a_tombstone_may_not_have_is_refused_before_anything_changes(
    content: Path, more: list[str]
) -> None:
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    reason = "why " * 625
    done = call("remove", GONE.id, "--reason", reason, "--content", content, *more)
    assert done.exit_code == 2
    assert "--reason: found 2,499 characters; write at most 2,000" in done.output
    after = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    assert {p: d for p, d in after.items() if ".cache" not in p.parts} == {
        p: d for p, d in before.items() if ".cache" not in p.parts
    }


@pytest.mark.parametrize(
    "written",
    [
        '{"title": "\\u00c9tude of a zugzwang in zymurgy", "abstract": "They \\u2026"}',
        '{"title": "{\\\\\'E}tude of a zugzwang in zymurgy"}',
        '{"title": "&Eacute;tude of a <i>zugzwang</i> in zymurgy"}',
        '{"title": "", "abstract": "It was &Eacute;tude of a \\u007augzwang in zymurgy, once"}',
        '{"title": "x", "identifiers": {"doi": "10.1234\\/ZUG"}}',
    ],
)
def test_rejected_records_go_however_they_write_its_letters(tmp_path: Path, written: str) -> None:
    content = tmp_path / "content"
    accented = replace(
        GONE, title="Étude of a zugzwang in zymurgy", identifiers={"doi": "10.1234/zug"}
    )
    write(content, accented)
    other = '{"title": "\\u00c9tude of something else in zymurgy"}'
    (tmp_path / "in.jsonl").write_text(f"{written}\n{other}\n")
    call("ingest", tmp_path / "in.jsonl", "--content", content, "--source", "jsonl")
    rejected = content / "intake/rejected"
    assert len(list(rejected.rglob("*.yml"))) == 2
    assert remove(content)[0] == 0
    (kept,) = rejected.rglob("*.yml")
    assert "something else" in kept.read_text()


def pulled(content: Path) -> None:
    """What `git pull` brings of a removal that another checkout has made."""
    keep(content, tombstone_of(GONE, date(2024, 3, 6), "Asked for"))
    (content / path_of(GONE)).unlink()
    shutil.rmtree(content / "intake/rejected")


def test_caches_forget_what_another_checkout_has_removed(content: Path) -> None:
    load(content)
    pulled(content)
    assert telling(content) == [".cache/papers"]
    load(content)
    assert telling(content) == []
    assert (content / ".cache/papers").is_file()
    before = {path: path.stat().st_mtime_ns for path in (content / ".cache").iterdir()}
    load(content)  # once is enough
    assert {path: path.stat().st_mtime_ns for path in (content / ".cache").iterdir()} == before
    assert (content / ".cache/removed").read_text().splitlines()[-1] == GONE.id


def test_a_record_that_is_there_beside_its_tombstone_is_in_no_cache(content: Path) -> None:
    record = (content / path_of(GONE)).read_bytes()
    pulled(content)
    (content / path_of(GONE)).write_bytes(record)
    load(content)
    assert telling(content) == [path_of(GONE)]
    (content / path_of(GONE)).unlink()
    assert telling(content) == []


def test_caches_that_cannot_be_forgotten_are_a_fault(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(content)
    pulled(content)

    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        (fault,) = load(content).faults
    assert fault.where == "content/.cache"
    assert "cannot be removed: Permission denied; remove it" in fault.message
    assert load(content).faults == ()
    assert telling(content) == []


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
    assert ".cache/cards" in telling(content)
    shutil.copytree(content / ".cache", tmp_path / "other")  # that of another checkout
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
    shutil.rmtree(content / ".cache")
    (tmp_path / "other").rename(content / ".cache")
    build_site(configured())
    assert telling(site) == telling(content) == []
    assert (content / ".cache/cards").is_file()
