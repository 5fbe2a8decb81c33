"""What is taken over from the last site: the same bytes as without it, whatever has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from generator.addresses import WORDS_SCRIPT
from generator.builder import last_site
from generator.builder.last_site import LastSite, Made
from generator.builder.run import build_after, build_site, configured
from generator.intake_days import Cursor, keep_intake
from generator.removal import remove_paper
from generator.store import load, write
from tests.builder.test_plugin import files_of
from tests.builder.test_shell import POURED, theme_with
from tests.toy import make_project, make_toy, paper

PAPER = "papers/2312.00011/index.html"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the toy feed, a paged topic in it, and its site."""
    folder = tmp_path_factory.mktemp("last")
    content = make_toy(folder / "content")
    write(content, *(paper(n, "2024-02-02", title=f"Trees {n}") for n in range(600, 660)))
    project = make_project(folder / "project", content, POURED)
    before = Path.cwd()
    os.chdir(project)
    try:
        build_site(configured())
    finally:
        os.chdir(before)
    return project


@pytest.fixture
def project(built_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which a test may change; its list is of where the copy is."""
    content = tmp_path / "content"
    shutil.copytree(built_once.parent / "content", content, symlinks=True)
    folder = make_project(tmp_path / "project", content, POURED)
    shutil.copytree(built_once / "site", folder / "site")
    last = last_site.load(content, built_once / "site")
    assert len(last.files) > 100
    last_site.save(content, LastSite(str(folder / "site"), last.files))
    monkeypatch.chdir(folder)
    return folder


def content_of(project: Path) -> Path:
    return project.parent / "content"


def built(project: Path) -> tuple[set[str], set[str]]:
    """Build it; which files it has from the last site, and which were made anew."""
    before = {path: path.stat().st_ino for path in (project / "site").rglob("*") if path.is_file()}
    build_site(configured(), allow_shrink=True)
    after = {path: path.stat().st_ino for path in (project / "site").rglob("*") if path.is_file()}
    kept = {path for path, number in after.items() if before.get(path) == number}
    site = project / "site"
    known = last_site.load(content_of(project), site).files
    names = {path.relative_to(site).as_posix() for path in kept}
    return names, {name for name in known if name not in names}


def is_as_if_built_anew(
    project: Path, build: Callable[[MkDocsConfig], object] = build_site
) -> None:
    """The site has the bytes of one that is built where none was."""
    anew = project.parent / "anew"
    build(configured(site=anew))
    ours, theirs = files_of(project / "site"), files_of(anew)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert {path.name for path in project.iterdir()} <= {"mkdocs.yml", "site", ".site.lock"}
    assert not (project / "site" / last_site.WAITING).exists()


def edited(project: Path, number: str, old: str, new: str) -> None:
    (path,) = content_of(project).glob(f"papers/*/*/{number}.md")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_has_not_changed_is_taken_over(project: Path) -> None:
    kept, made = built(project)
    assert made == set()
    assert len(kept) > 100
    assert PAPER in kept
    is_as_if_built_anew(project)


def test_an_edited_paper_changes_its_pages_and_no_others(project: Path) -> None:
    edited(project, "2401.00600", "Trees 600", "Trees of six hundred")
    kept, made = built(project)
    own = "papers/2401.00600/index.html"
    assert own in made
    assert "Trees of six hundred" in (project / "site" / own).read_text(encoding="utf-8")
    assert {"archive/2024/02/02/index.html", "topics/trees/index.html"} <= made
    assert "topics/trees/2/index.html" in kept
    assert PAPER in kept
    assert len(kept) > len(made)
    is_as_if_built_anew(project)


def test_that_the_site_was_updated_makes_no_page_new_but_those_that_are_made_always(
    project: Path,
) -> None:
    keep_intake(content_of(project), "gulls", [], Cursor(until=date(2024, 6, 1)))
    _, made = built(project)
    assert made == set()
    home = (project / "site/index.html").read_text(encoding="utf-8")
    assert "Last updated 1 June 2024" in home
    assert '"day":"2024-06-01"' in (project / "site" / WORDS_SCRIPT).read_text(encoding="utf-8")
    is_as_if_built_anew(project)


def new_day(project: Path) -> None:
    day = date(2024, 3, 1).isoformat()
    write(content_of(project), *(paper(n, day, title=f"Trees {n}") for n in range(700, 720)))


def one_paper_less(project: Path) -> None:
    remove_paper(content_of(project), "2401.00610", "x", date(2024, 3, 6))


def a_day_less(project: Path) -> None:
    for each in load(content_of(project)).papers:
        if each.listed == date(2024, 2, 2):
            remove_paper(content_of(project), each.id, "x", date(2024, 3, 6))


def another_topic(project: Path) -> None:
    path = content_of(project) / "topics.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("label: Trees", "label: Woods"), encoding="utf-8")


def another_meaning(project: Path) -> None:
    path = content_of(project) / "topics.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("area: Shore", "area: Coast").replace("what flies", "what swims")
    path.write_text(text, encoding="utf-8")


def another_rule(project: Path) -> None:
    """By which papers have other topics, though their records are as they were."""
    path = content_of(project) / "topics.yml"
    text = path.read_text(encoding="utf-8")
    assert "phrases: [gull]" in text
    path.write_text(text.replace("phrases: [gull]", "phrases: [gull, wave]"), encoding="utf-8")


def another_reason(project: Path) -> None:
    """Of a day that has papers: its page, its JSON and the account of sources tell it."""
    path = content_of(project) / "intake/hf-daily/2024-03-05.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("the day was not over", "neap tide"), encoding="utf-8")


def another_name(project: Path) -> None:
    path = project / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("site_description: ", "site_description: New "), encoding="utf-8")


def another_language(project: Path) -> None:
    path = project / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("theme: {", "theme: {language: de, "), encoding="utf-8")


def another_theme(project: Path) -> None:
    line = theme_with(project.parent / "theme", lambda main: main)
    fragment = project.parent / "theme/feed/paper.html"
    text = fragment.read_text(encoding="utf-8")
    fragment.write_text(text.replace("</article>", "<hr></article>"), encoding="utf-8")
    path = project / "mkdocs.yml"
    kept = [each for each in path.read_text(encoding="utf-8").splitlines() if "theme:" not in each]
    path.write_text("\n".join([*kept, line]), encoding="utf-8")


CHANGES = (
    new_day, one_paper_less, a_day_less, another_topic, another_meaning, another_rule, another_reason,
    another_name, another_language, another_theme,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_the_site_is_as_if_built_anew_after(change: Callable[[Path], None], project: Path) -> None:
    before = files_of(project / "site")
    change(project)
    kept, _ = built(project)
    after = files_of(project / "site")
    assert {name for name in after if before.get(name) != after[name]}
    if change in (new_day, one_paper_less):
        assert PAPER in kept
    is_as_if_built_anew(project)


def another_page_by_hand(project: Path) -> None:
    (content_of(project) / "about.md").rename(content_of(project) / "contact.md")


def other_files_by_hand(project: Path) -> None:
    (content_of(project) / "tide/tables").mkdir(parents=True)
    (content_of(project) / "tide/tables/2024.txt").write_text("high, low, high", encoding="utf-8")
    for name in OURS_TOO:
        (content_of(project) / name).write_text(BY_HAND, encoding="utf-8")


OURS_TOO, BY_HAND = ("robots.txt", "card.png", "llms.txt"), "As this community wants it."


def test_a_file_by_hand_stands_in_place_of_ours_in_every_build(project: Path) -> None:
    def texts() -> set[bytes]:
        return {(project / "site" / name).read_bytes() for name in OURS_TOO}

    other_files_by_hand(project)
    for _ in range(2):
        built(project)
        assert texts() == {BY_HAND.encode()}
    for name in OURS_TOO:
        (content_of(project) / name).unlink()
    built(project)
    assert len(texts()) == 3
    assert BY_HAND.encode() not in texts()
    shutil.rmtree(content_of(project) / "tide")
    built(project)
    is_as_if_built_anew(project)


@pytest.mark.parametrize(
    "change",
    [new_day, one_paper_less, another_theme, another_page_by_hand, other_files_by_hand],
)
def test_a_served_site_is_as_if_built_anew_after(
    change: Callable[[Path], None], project: Path
) -> None:
    def serve(last: LastSite, config: MkDocsConfig) -> LastSite:
        return build_after(last, config, serve_url="http://127.0.0.1:8000/")[1]

    (content_of(project) / "about.md").write_text("# About tides\n", encoding="utf-8")
    first = serve(LastSite(), configured())
    shutil.copytree(project / "site", project.parent / "first")
    change(project)
    mended = serve(first, configured())
    is_as_if_built_anew(project, partial(serve, LastSite()))
    if change is other_files_by_hand:
        shutil.rmtree(content_of(project) / "tide")
        for name in OURS_TOO:
            (content_of(project) / name).unlink()
        serve(mended, configured())
        assert files_of(project / "site").keys() == files_of(project.parent / "first").keys()


def test_a_file_that_is_not_as_it_was_left_is_made_anew(project: Path) -> None:
    site = project / "site"
    changed, gone, linked = PAPER, "papers/2401.00601/index.html", "papers/2401.00602/index.html"
    true = files_of(site)
    (site / changed).write_text("minified", encoding="utf-8")
    (site / gone).unlink()
    (site / linked).unlink()
    (site / linked).symlink_to(site / "index.html")
    _, made = built(project)
    assert made == {changed, gone, linked}
    after = files_of(site)
    assert all(after[name] == true[name] for name in made)
    assert not (site / linked).is_symlink()


@pytest.mark.parametrize("kept", [0, 1, 100, 5_000, None])
def test_a_list_that_is_damaged_is_as_good_as_none(kept: int | None, project: Path) -> None:
    path = content_of(project) / last_site.FILE
    data = path.read_bytes()
    path.write_bytes(data[:kept] if kept is not None else data.replace(b"papers/", b"p\xffpers/"))
    reused, made = built(project)
    assert (reused, len(made) > 100) == (set(), True)
    reused, made = built(project)
    assert (len(reused) > 100, made) == (True, set())


def test_a_list_that_cannot_be_kept_is_no_fault(project: Path) -> None:
    path = content_of(project) / last_site.FILE
    path.unlink()
    path.mkdir()
    build_site(configured())
    is_as_if_built_anew(project)


def test_where_files_cannot_be_linked_they_are_copied(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Path(last_site.LINKER).read_text(encoding="utf-8")
    without = tmp_path / "no_links.py"
    without.write_text(
        program.replace("os.link(", "os.no_link(").replace("except OSError", "except Exception")
    )
    monkeypatch.setattr(last_site, "LINKER", str(without))
    before = (project / "site" / PAPER).stat()
    build_site(configured())
    after = (project / "site" / PAPER).stat()
    assert before.st_ino != after.st_ino
    assert before.st_mtime_ns == after.st_mtime_ns
    is_as_if_built_anew(project)


def test_if_linking_fails_all_is_made_anew(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = tmp_path / "failing.py"
    failing.write_text("raise SystemExit(1)")
    monkeypatch.setattr(last_site, "LINKER", str(failing))
    kept, made = built(project)
    assert (kept, len(made) > 100) == (set(), True)
    is_as_if_built_anew(project)


def test_a_site_is_known_by_its_folder(tmp_path: Path) -> None:
    last = LastSite(str(tmp_path / "one"), {"a/index.html": Made(b"k", 1, 2)})
    last_site.save(tmp_path, last)
    assert last_site.load(tmp_path, tmp_path / "one") == LastSite()
    (tmp_path / "one").mkdir()
    assert last_site.load(tmp_path, tmp_path / "one") == last
    assert last_site.load(tmp_path, tmp_path / "other") == LastSite()
    assert last_site.load(tmp_path / "nowhere", tmp_path / "one") == LastSite()


def test_the_program_that_links_gives_back_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from/a b.html").write_text("x")
    command: list[str | Path] = [
        sys.executable,
        last_site.LINKER,
        tmp_path / "from",
        tmp_path / "to",
        str(os.getpid()),
    ]
    done = subprocess.run(command, input=b"a b.html\0", capture_output=True, check=False)
    assert (done.returncode, (tmp_path / "to/a b.html").read_text()) == (0, "x")
    done = subprocess.run(command, input=b"gone.html\0", capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout == b"gone.html"
