"""Poured pages: the same bytes as by MkDocs' own road, and when they go that road after all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.builder.shell import COMPARED, Shell
from generator.feed import Feed, build_feed
from generator.markup import plain
from generator.pages import FEW, KINDS, MANY, all_pages, uris_of_many
from generator.store import write
from tests.builder.test_plugin import files_of
from tests.toy import (
    ROOT,
    SITE,
    feed_of,
    internal_links,
    make_project,
    make_toy,
    page_files,
    paper,
    parsed,
    run,
    topic,
)

BY_ROAD = "plugins: [{paperfeed: {search: false, pour: false}}]\n"
POURED = "plugins: [{paperfeed: {search: false}}]\n"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_toy(tmp_path_factory.mktemp("awkward") / "content")


@pytest.fixture(scope="module")
def by_road(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("road"), content, BY_ROAD)


@pytest.fixture(scope="module")
def poured(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("poured"), content, POURED)


def built(folder: Path, content: Path, more: str) -> Path:
    project = make_project(folder / "project", content, more)
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "site"


def test_the_toy_feed_has_all_that_is_awkward(toy_feed: Feed) -> None:
    papers = toy_feed.papers
    assert any(not each.authors for each in papers)
    assert any(len(each.authors) >= 3000 for each in papers)
    assert any(not toy_feed.matches[each.id] for each in papers)
    assert any("<script" in each.title for each in papers)
    assert any(plain(each.title) != each.title for each in papers)
    assert any(each.status == "withdrawn" for each in papers)
    assert any(each.aliases for each in papers)
    assert any(each.language for each in papers)
    assert any(not each.abstract for each in papers)


def test_every_file_has_the_same_bytes_both_ways(poured: Path, by_road: Path) -> None:
    ours, theirs = files_of(poured), files_of(by_road)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert len(ours) > 150


def test_of_many_pages_the_files_are_known_without_making_them(toy_feed: Feed) -> None:
    venue_feed = build_feed(
        [*toy_feed.papers, *(paper(n, venue="Tides") for n in range(500, 560))],
        toy_feed.topics.values(),
    )
    for feed in (toy_feed, venue_feed, feed_of(), feed_of(topics=[topic("trees", "tree")])):
        made = [page.uri for page in all_pages(feed, SITE) if page.kind in MANY]
        assert list(uris_of_many(feed)) == made
    assert {*FEW, *MANY} == set(KINDS)


def test_a_shell_is_poured_in_the_order_of_its_slots() -> None:
    shell = Shell(("<", "|", "|", ">"), ("b", "a", "b"))
    assert shell.pour({"a": "1", "b": "{a}"}) == "<{a}|1|{a}>"


def theme_with(folder: Path, change: Callable[[str], str]) -> str:
    """A line of `mkdocs.yml` for a theme whose main template is changed."""
    for source in (ROOT / "overrides").rglob("*"):
        if source.is_file():
            target = folder / source.relative_to(ROOT / "overrides")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    main = folder / "main.html"
    main.write_text(change(main.read_text(encoding="utf-8")), encoding="utf-8")
    return f"theme: {{custom_dir: {folder}}}\n"


def rebuilt(folder: Path, content: Path, theme: str, plugins: str) -> Path:
    project = make_project(folder, content)
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"theme: .*\n", lambda _: theme, config) + plugins
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "site"


def test_no_page_of_ours_goes_mkdocs_road(content: Path, tmp_path: Path) -> None:
    more = tmp_path / "content"
    shutil.copytree(content, more)
    crowd = (paper(n, "2024-02-02", title=f"Trees {n}", venue="Tides") for n in range(600, 720))
    write(more, *crowd)
    project = make_project(tmp_path / "project", more, POURED)
    done = run("mkdocs", "build", cwd=project)
    assert done.returncode == 0, done.stderr
    assert (project / "site/topics/trees/3/index.html").exists()
    assert (project / "site/venues/tides/3/index.html").exists()
    assert "one by one" not in done.stderr


def test_a_theme_that_asks_more_of_a_page_gets_each_page_by_mkdocs_road(
    content: Path, tmp_path: Path
) -> None:
    def with_address(template: str) -> str:
        return template.replace(
            "{% block extrahead %}",
            '{% block extrahead %}<meta name="mine" content="{{ page.file.src_uri if page }}">',
        )

    theme = theme_with(tmp_path / "theme", with_address)
    ours = files_of(rebuilt(tmp_path / "ours", content, theme, POURED))
    theirs = files_of(rebuilt(tmp_path / "theirs", content, theme, BY_ROAD))
    pages = {name for name in ours if name.endswith("index.html")}
    assert [name for name in pages if ours[name] != theirs[name]] == []
    assert b'content="papers/2401.00021.md"' in ours["papers/2401.00021/index.html"]


def test_a_hook_that_wants_to_see_pages_sees_them_all(content: Path, tmp_path: Path) -> None:
    hook = tmp_path / "hook.py"
    hook.write_text(
        "def on_post_page(output, page, config):\n"
        "    return output.replace('</body>', f'<!-- {page.file.src_uri} --></body>')\n",
        encoding="utf-8",
    )
    more = f"{POURED}hooks: [{hook}]\n"
    site = built(tmp_path / "hooked", content, more)
    for address, path in page_files(site).items():
        if address.startswith(("papers/2401", "archive/2024/01/03", "topics/")):
            text = path.read_text(encoding="utf-8")
            if 'http-equiv="refresh"' not in text:
                assert re.search(r"<!-- [\w/.-]+\.md --></body>", text), address
    done = run("mkdocs", "build", "-v", cwd=site.parent)
    assert "each page goes MkDocs' own way, for" in done.stderr
    assert "(on_post_page) wants to see it" in done.stderr


def test_a_page_in_the_navigation_is_marked_there(content: Path, tmp_path: Path) -> None:
    nav = "nav: [{Latest: index.md}, {Trees: topics/trees/index.md}, {A day: archive/2024/01/03.md}]\n"
    site = built(tmp_path / "nav", content, POURED + nav)
    for address, name in (("topics/trees", "Trees"), ("archive/2024/01/03", "A day")):
        tree = parsed(site / address / "index.html")
        assert tree.xpath("//ul[@class='pf-nav']//a[@aria-current='page']/text()") == [name]
    other = parsed(site / "archive/2024/01/05/index.html")
    assert other.xpath("//ul[@class='pf-nav']//a/text()") == ["Latest", "Trees", "A day"]
    assert not other.xpath("//ul[@class='pf-nav']//a[@aria-current]")


def test_pages_by_hand_lead_to_poured_pages(tmp_path: Path) -> None:
    content = make_toy(tmp_path / "content")
    (content / "mine.md").write_text(
        "# Mine\n\n[hostile](papers/2401.00021.md), [day](archive/2024/01/03.md#pf-content), "
        "[topic](topics/trees/index.md)\n",
        encoding="utf-8",
    )
    site = built(tmp_path, content, POURED)
    links = internal_links(parsed(site / "mine/index.html"), "mine/")
    assert {"papers/2401.00021/", "archive/2024/01/03/", "topics/trees/"} <= set(links)
    (content / "mine.md").write_text("[nothing](papers/2401.99999.md)\n", encoding="utf-8")
    done = run("paperfeed", "build", cwd=site.parent)
    assert "papers/2401.99999.md" in done.stderr


def test_the_first_pages_of_each_kind_are_made_both_ways() -> None:
    # Of one page alone nothing can be seen that differs from page to page.
    assert COMPARED >= 2


def test_nothing_is_poured_where_it_is_switched_off(by_road: Path, poured: Path) -> None:
    names = page_files(by_road).keys()
    assert names == page_files(poured).keys()
    sitemap = (poured / "sitemap.xml").read_text(encoding="utf-8")
    places = re.findall(r"<loc>(.*?)</loc>", sitemap)
    assert len(places) == len(set(places))
    assert f"{SITE.url}papers/2401.00021/" in places
