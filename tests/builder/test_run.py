"""Builds made aside and swapped in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.builder import fragments, search
from generator.builder.run import BuildError, build_site, configured
from tests.builder.test_plugin import files_of
from tests.toy import ROOT, make_content, make_project, paper, run

#: What a site has, by which a build knows that its place is one's.
OLD = ("index.html", "status.json")
QUICK = "plugins: [{paperfeed: {search: false}}]\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Two papers, one topic."""
    return make_content(tmp_path / "content", paper(1, title="A tree"), paper(2, "2024-01-05"))


@pytest.fixture
def project(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with these papers, an older site, and the current folder in it."""
    folder = make_project(tmp_path / "project", content, QUICK)
    (folder / "site").mkdir()
    for name in OLD:
        (folder / "site" / name).write_text("old")
    monkeypatch.chdir(folder)
    yield folder
    assert {path.name for path in folder.iterdir()} <= {"mkdocs.yml", "site", ".site.lock"}


def old_site_is_there(project: Path) -> bool:
    files = {path.name: path.read_text() for path in (project / "site").iterdir()}
    return files == dict.fromkeys(OLD, "old")


def test_a_build_takes_the_old_sites_place(project: Path) -> None:
    told: list[tuple[int, int]] = []
    built = build_site(configured(), lambda done, of: told.append((done, of)))
    assert (built.papers, built.days, built.topics, built.warnings) == (2, 2, 1, ())
    assert built.seconds > 0
    assert "Paper number 2" in (project / "site/index.html").read_text()
    (pages,) = {of for _, of in told}
    assert pages > 13
    done = [done for done, _ in told]
    assert done == sorted(set(done))  # lists are made meanwhile, and told of together
    assert (done[0], done[-1]) == (1, pages)


def test_a_build_that_fails_leaves_the_old_site(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configured()

    def fails(site: Path, parts: object) -> None:
        raise search.IndexingError("pagefind: no")

    config.plugins["paperfeed"].config["search"] = True
    monkeypatch.setattr("generator.builder.run.index", fails)
    with pytest.raises(BuildError, match="pagefind: no"):
        build_site(config)
    assert old_site_is_there(project)


def test_a_bug_leaves_the_old_site_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("generator.builder.pouring.all_outputs", fails)
    with pytest.raises(ZeroDivisionError):
        build_site(configured())
    assert old_site_is_there(project)


def test_a_full_disk_is_said_and_leaves_the_old_site(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object) -> None:
        raise OSError(28, "No space left on device", "site/x")

    monkeypatch.setattr("generator.builder.pouring.all_outputs", fails)
    with pytest.raises(BuildError, match="site/x: No space left on device"):
        build_site(configured())
    assert old_site_is_there(project)


def test_what_stands_in_the_way_of_the_site_is_said(project: Path) -> None:
    with pytest.raises(BuildError, match="Not a directory"):
        build_site(configured(site=project / "mkdocs.yml" / "site"))
    assert old_site_is_there(project)


@pytest.mark.parametrize("kept", [".git", "mkdocs.yml", "thesis.txt", "photo.jpg"])
def test_a_folder_that_is_no_site_is_never_replaced(
    kept: str, project: Path, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / kept).write_text("years of work")
    if kept != "thesis.txt":
        (place / "index.html").touch()  # of another program, beside a photo
    if kept in (".git", "mkdocs.yml"):
        (place / "status.json").touch()
    with pytest.raises(BuildError, match="no site built by Paperfeed"):
        build_site(configured(site=place))
    assert (place / kept).read_text() == "years of work"
    with pytest.raises(BuildError, match="no site built by Paperfeed"):
        build_site(configured(site=place / kept))
    assert (place / kept).read_text() == "years of work"


def test_an_empty_folder_or_a_link_may_become_the_site(project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for _ in range(2):
        config = configured()
        config.site_dir = str(tmp_path / "link")
        build_site(config)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "empty/index.html").is_file()


def test_a_project_without_the_plugin_is_no_project(project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: T\nplugins: []\n")
    (project / "docs").mkdir()  # where MkDocs looks if it is told nothing
    with pytest.raises(BuildError, match="`paperfeed` is missing"):
        build_site(configured())
    (project / "docs").rmdir()
    assert old_site_is_there(project)


def test_no_project_or_a_wrong_one_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError, match=r"mkdocs\.yml"):
        configured()
    (tmp_path / "mkdocs.yml").write_text("site_name: [\n")
    with pytest.raises(BuildError, match=r"mkdocs\.yml"):
        configured()


def test_an_option_that_nobody_knows_is_said(content: Path, tmp_path: Path) -> None:
    project = make_project(
        tmp_path, content, "plugins: [{paperfeed: {search: false, serach: 1}}]\n"
    )
    done = run("paperfeed", "build", cwd=project)
    assert "Unrecognised configuration name: serach" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_content_folder_and_a_site_folder_may_be_named(
    project: Path, content: Path, tmp_path: Path
) -> None:
    config = configured(content=content, site=tmp_path / "elsewhere")
    build_site(config)
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert old_site_is_there(project)


# The index


def test_pagefind_indexes_the_papers_and_nothing_else(toy_built: Path) -> None:
    import json

    entry = json.loads((toy_built / "pagefind/pagefind-entry.json").read_text())
    pages = {name: found["page_count"] for name, found in entry["languages"].items()}
    assert sum(pages.values()) == 13


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(search.IndexingError, match=r"pagefind: \S+"):
        search.index(tmp_path / "nowhere")


#: What only a page that is poured meets, in a copy of the process where there is one.
ON_DAYS = "{% if page and page.meta.kind == 'day' %}\n{{ tides.high }}{% endif %}"


@pytest.mark.parametrize(
    ("template", "text", "said"),
    [
        ("feed/day.html", "\n{{ view.tides }}", "feed/day.html:2: 'DayView' object has no attri"),
        ("feed/day.html", "\n\n{{ tides.high }}", "feed/day.html:3: 'tides' is undefined; corr"),
        ("feed/home.html", "{{ tides.high }}", "feed/home.html:1: 'tides' is undefined; correct"),
        ("feed/home.html", "{{ 1 / 0 }}", "feed/home.html:1: division by zero; correct"),
        ("feed/topic.html", "\n{% if view %}", "feed/topic.html:2: Unexpected end of template."),
        ("main.html", "\n\n{{ tides.high }}", "main.html:3: 'tides' is undefined; correct the"),
        ("main.html", "{{ [] + 1 }}", "main.html:1: "),
        ("main.html", ON_DAYS, "main.html:2: 'tides' is undefined; correct"),
        (
            "feed/paper.html",
            "{% include 'feed/tides.html' %}",
            "feed/paper.html:1: `feed/tides.html` is",
        ),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_what_is_wrong_in_a_template_is_told_with_its_place(
    project: Path, tmp_path: Path, template: str, text: str, said: str, *, again: bool
) -> None:
    """Also where another process has met it, as in a build after another one."""
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "overrides", theme)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text().replace(str(ROOT / "overrides"), str(theme)))
    if again:
        build_site(configured())
    before = files_of(project / "site")
    (theme / template).write_text(text)
    with pytest.raises(BuildError) as caught:
        build_site(configured())
    assert f"{theme}/{said}" in str(caught.value)
    assert files_of(project / "site") == before


def test_what_a_program_does_wrong_is_no_fault_of_a_template(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*of: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(fragments, "plain", fail)
    with pytest.raises(ZeroDivisionError):
        build_site(configured())
