"""The MkDocs plugin: what it builds, refuses and leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, PluginCollection

from generator.builder.holes import EXTENSIONS, PLUGINS
from generator.builder.plugin import PaperfeedPlugin
from generator.builder.project import OWN_CONTENT, read_topics
from generator.builder.site_facts import site_of
from generator.store import write
from tests.toy import (
    HOSTILE,
    SITE,
    internal_links,
    main_of,
    make_project,
    make_toy,
    page_files,
    paper,
    parsed,
    run,
    words,
)

QUICK = "plugins: [{paperfeed: {search: false}}]\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_toy(tmp_path / "content")


def files_of(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_mkdocs_build_makes_the_same_bytes(toy: Path, toy_built: Path, tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", toy)
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    ours, theirs = files_of(toy_built), files_of(project / "site")
    assert len(ours) > 100
    assert len([name for name in ours if name.startswith("pagefind/fragment/")]) == 13
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_an_address_with_a_folder_is_in_every_whole_address(toy_built: Path) -> None:
    sitemap = (toy_built / "sitemap.xml").read_text()
    addresses = re.findall("<loc>([^<]*)", sitemap)
    assert f"{SITE.url}papers/{HOSTILE}/" in addresses
    assert all(address.startswith(SITE.url) for address in addresses)


def test_records_topics_and_intake_are_not_in_the_site(content: Path, tmp_path: Path) -> None:
    (content / "intake").mkdir(exist_ok=True)
    (content / "intake" / "2024-01.jsonl").write_text("{}\n")
    (content / "intake" / "note.md").write_text("# Intake\n")
    (content / "picture.png").write_text("x")
    project = make_project(tmp_path / "project", content, QUICK)
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    names = set(files_of(project / "site"))
    served = re.compile(r"papers/[^/]+\.md")
    others = [name for name in names if not served.fullmatch(name)]
    assert not [name for name in others if name.endswith((".md", ".yml", ".jsonl", ".lock"))]
    assert not [name for name in names if "intake" in name or name.startswith("papers/2024/")]
    assert "picture.png" in names
    assert "about/index.html" in names


def test_papers_are_not_in_the_navigation(toy_built: Path) -> None:
    for path in page_files(toy_built).values():
        tree = parsed(path)
        if not tree.xpath("//main"):
            continue  # a redirecting page
        for nav in tree.xpath("//*[contains(@class, 'md-nav') or contains(@class, 'pf-nav')]"):
            assert not [href for href in nav.xpath(".//a/@href") if "papers/" in href]


def test_the_chrome_does_not_grow_with_the_papers(toy: Path, content: Path, tmp_path: Path) -> None:
    few = make_project(tmp_path / "few", toy, QUICK)
    for number in range(100, 220):
        write(content, paper(number, f"2024-02-{number % 28 + 1:02d}", title=f"Tide {number}"))
    many = make_project(tmp_path / "many", content, QUICK)
    for project in (few, many):
        done = run("paperfeed", "build", cwd=project)
        assert (done.returncode, done.stderr) == (0, "")
    pages = {name: (few / "site" / name, many / "site" / name) for name in (
        "about/index.html", "404.html", "subscribe/index.html", "archive/2023/12/29/index.html",
        f"papers/{HOSTILE}/index.html",
    )}  # fmt: skip
    assert (many / "site/topics/tides/3/index.html").is_file()
    for name, (one, other) in pages.items():
        assert one.stat().st_size == other.stat().st_size, name


def test_a_bad_record_is_a_warning_and_the_rest_is_built(content: Path, tmp_path: Path) -> None:
    bad = content / "papers/2024/01/2401.00041.md"
    bad.write_text(
        bad.read_text().replace("upvotes: 1", "upvotes: many").replace("title:", "tilte:")
    )
    broken = content / "papers/2024/01/2401.00033.md"
    broken.write_bytes(b"\xff\xfe")
    project = make_project(tmp_path / "project", content, QUICK)
    done = run("paperfeed", "build", cwd=project)
    assert done.returncode == 1
    assert "11 papers on 5 days" in done.stdout
    assert re.search(r"01/2401.00041.md: line \d+: upvotes: found `many`", done.stderr)
    assert "content/papers/2024/01/2401.00041.md: line 3: tilte: unknown key; did you mean" in (
        done.stderr
    )
    assert "content/papers/2024/01/2401.00033.md: line 1: not UTF-8" in done.stderr
    assert "error: 4 warnings, listed above" in done.stderr
    assert "Traceback" not in done.stderr
    there = page_files(project / "site")
    assert f"papers/{HOSTILE}/" in there
    assert "papers/2401.00041/" not in there
    strict = run("mkdocs", "build", "--strict", cwd=project)
    assert strict.returncode == 1


def test_a_record_with_a_character_that_no_page_may_hold_stops_nothing(
    content: Path, tmp_path: Path
) -> None:
    for name, old, new in (
        ("2401.00041", "title: Gulls as optimisers", r'title: "Gulls\x07"'),
        ("2401.00033", "A tree of tides", "A tree\x01 of tides"),
    ):
        path = content / f"papers/2024/01/{name}.md"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
    done = run("paperfeed", "build", cwd=make_project(tmp_path / "project", content, QUICK))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "title: found the character U+0007; remove it" in done.stderr
    assert "abstract: found the character U+0001; remove it" in done.stderr
    assert "11 papers" in done.stdout


@pytest.mark.parametrize("name", EXTENSIONS)
def test_extensions_that_read_files_are_refused(name: str, toy: Path, tmp_path: Path) -> None:
    project = make_project(tmp_path, toy, f"{QUICK}markdown_extensions: [{name}]\n")
    done = run("paperfeed", "build", cwd=project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert name in done.stderr
    if name.startswith("pymdownx."):  # the others are not installed: MkDocs says so before us
        assert f"markdown_extensions: {name} is refused, for {EXTENSIONS[name]}" in done.stderr
    assert not (project / "site").exists()


@pytest.mark.parametrize("name", PLUGINS)
def test_plugins_that_run_pages_are_refused(name: str) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "T"})
    config.validate()
    config.plugins = PluginCollection()
    config.plugins[name] = BasePlugin()
    with pytest.raises(
        PluginError, match=f"plugins: {name} is refused, for {PLUGINS[name]}; remove it"
    ):
        PaperfeedPlugin().on_config(config)


def test_a_page_by_hand_may_not_take_a_generated_pages_name(content: Path, tmp_path: Path) -> None:
    (content / "search.md").write_text("# Mine\n")
    done = run("paperfeed", "build", cwd=make_project(tmp_path / "project", content, QUICK))
    assert done.returncode == 1
    assert "search.md in the content folder has a generated page's name" in done.stderr


@pytest.mark.ours
def test_a_folder_without_topics_or_pages_uses_the_projects_own(
    content: Path, tmp_path: Path
) -> None:
    (content / "topics.yml").unlink()
    by_hand = content / "papers/2024/01/2401.00033.md"
    by_hand.write_text(by_hand.read_text().replace("topics: [+reading, -trees]\n", ""))
    project = make_project(tmp_path / "project", content, QUICK)
    (content / "about.md").unlink()
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, "about.md" in done.stderr) == (0, False)
    pages = page_files(project / "site")
    own = {f"topics/{topic.slug}/" for topic in read_topics(OWN_CONTENT / "topics.yml")}
    assert own == {page for page in pages if re.fullmatch("topics/[^/]+/", page)}
    assert words(main_of(parsed(pages["about/"])))


def test_a_folders_own_about_page_serves(content: Path, tmp_path: Path) -> None:
    (content / "about.md").write_text("# About us\n\nSee [the archive](archive/index.md).\n")
    project = make_project(tmp_path / "project", content, QUICK)
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    main = main_of(parsed(project / "site/about/index.html"))
    assert "About us" in words(main)
    assert internal_links(main, "about/") == {"archive/"}


@pytest.mark.ours
def test_no_papers_at_all_make_a_site_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    project = make_project(tmp_path / "project", tmp_path / "content")
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 papers on 0 days" in done.stdout
    assert "There are no papers here yet" in words(main_of(parsed(project / "site/index.html")))
    assert (project / "site/pagefind/pagefind.js").is_file()
    assert (project / "site/feed.xml").is_file()
    assert (project / "site/404.html").is_file()


def test_topics_that_cannot_be_used_stop_the_build_and_say_where(
    content: Path, tmp_path: Path
) -> None:
    (content / "topics.yml").write_text("- area: A\n  topics: 3\n")
    done = run("paperfeed", "build", cwd=make_project(tmp_path / "project", content, QUICK))
    assert done.returncode == 1
    assert "topics cannot be used" in done.stderr
    assert "topics.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sites_address_ends_with_one_slash() -> None:
    for given, whole in (
        ("https://a.example/b", "https://a.example/b/"),
        ("https://a.example/", "https://a.example/"),
        ("", "http://127.0.0.1:8000/"),
    ):
        config = MkDocsConfig()
        config.load_dict({"site_name": "T", "site_url": given, "plugins": [], "docs_dir": "."})
        config.validate()
        assert site_of(config).url == whole
