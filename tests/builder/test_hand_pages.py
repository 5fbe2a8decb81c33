"""Pages by hand: whatever their front matter, headings and names say is text on every page."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from lxml import html

from generator.builder import hand_files
from generator.builder.hand_pages import OWN_KEYS, clean_meta
from generator.builder.run import BuildError, build_site, configured
from tests.toy import ROOT, make_content, make_project, paper, parsed, run

QUICK = "plugins: [{paperfeed: {search: false}}]\n"
SCRIPT = "<script>alert(1)</script>"


def built(folder: Path, pages: dict[str, str], theme: Path = ROOT / "overrides") -> tuple[int, str]:
    """What a build with these pages by hand ends with, and says on standard error."""
    content = make_content(folder / "content", paper(1))
    for name, text in pages.items():
        (content / name).write_text(text, encoding="utf-8")
    project = make_project(folder / "project", content, QUICK)
    config = project / "mkdocs.yml"
    config.write_text(config.read_text().replace(str(ROOT / "overrides"), str(theme)))
    done = run("paperfeed", "build", cwd=project)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def scripts(tree: html.HtmlElement) -> list[str]:
    """The inline scripts of a page, but for its data."""
    return [
        script.text or ""
        for script in tree.xpath("//script[not(@src)]")
        if "json" not in (script.get("type") or "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: 'x</title>{SCRIPT}'\n---\ntext\n",
        f"---\ndescription: '\">{SCRIPT}'\nauthor: '\">{SCRIPT}'\n---\n# Heading\n",
        f"# A `</title>{SCRIPT}` heading\n\n## And `</a>{SCRIPT}` another\n",
        "# A &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; heading\n",
        f'title: </title>{SCRIPT}\nauthor: "><img src=x onerror=alert(1)>\n\ntext\n',
    ],
)
def test_front_matter_and_headings_are_text_on_every_page(text: str, tmp_path: Path) -> None:
    assert built(tmp_path, {"mine.md": text, "tame.md": "# Tame\n"}) == (0, "")
    site = tmp_path / "project" / "site"
    mine, tame = parsed(site / "mine/index.html"), parsed(site / "tame/index.html")
    assert scripts(mine) == scripts(tame)
    assert len(scripts(mine)) > 1
    assert not mine.xpath("//img[@onerror]")
    said = "alert(1)" in (mine.findtext("head/title") or "")
    assert said or "alert(1)" in " ".join(mine.xpath("//meta/@content"))


def test_a_file_name_is_text_as_well(tmp_path: Path) -> None:
    assert built(tmp_path, {"<img src=x onerror=alert(1)>.md": "text\n"}) == (0, "")
    (page,) = (tmp_path / "project" / "site").glob("<img*/index.html")
    tree = parsed(page)
    assert not tree.xpath("//img[@onerror]")
    assert tree.xpath("string(//h1)").strip() == "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("key", OWN_KEYS)
def test_what_only_the_feeds_pages_may_say_is_left_out(key: str, tmp_path: Path) -> None:
    code, said = built(tmp_path, {"mine.md": f"---\n{key}: {SCRIPT}\n---\n# Mine\n"})
    assert code == 1
    assert f"mine.md: front matter: `{key}` is for the feed's own pages; take it out" in said
    assert SCRIPT not in (tmp_path / "project/site/mine/index.html").read_text()


@pytest.mark.parametrize(
    "said",
    [
        "subtitle: !!binary PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "status: !!set {<script>alert(1)</script>}",
        "author: !!omap [<script>alert(1)</script>: x]",
        "author: &a [*a]",
        "author: [[[[[[x]]]]]]",
        "hide: 5",
        "hide: [5]",
    ],
)
def test_what_is_no_text_is_left_out(said: str, tmp_path: Path) -> None:
    code, told = built(tmp_path, {"about.md": f"---\n{said}\n---\n# About\n"})
    assert code == 1
    assert "about.md: front matter: " in told
    for page in (tmp_path / "project" / "site").rglob("*.html"):
        assert b"alert(1)" not in page.read_bytes()


def test_names_of_folders_are_text_where_the_navigation_is_of_them(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper(1))
    folder = content / "<img src=x name=getElementById>"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n")
    project = make_project(tmp_path / "project", content, f"{QUICK}nav: null\n")
    done = run("paperfeed", "build", cwd=project)
    assert done.returncode == 0, done.stderr
    for page in (project / "site").rglob("*.html"):
        assert not parsed(page).xpath("//img[@name]"), page


def test_only_the_themes_own_scripts_may_run(tmp_path: Path) -> None:
    assert built(tmp_path, {"mine.md": "# Mine\n"}) == (0, "")
    tree = parsed(tmp_path / "project/site/mine/index.html")
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts(tree)]
    assert hashes
    assert all(each in policy for each in hashes)


@pytest.mark.parametrize(
    "template",
    [
        "nothing.html",
        "../../secret.html",
        "feed/paper.html",
        "404.html",
        "[main.html]",
        "redirect.html",
    ],
)
def test_a_template_that_is_none_of_the_themes_is_left_out(template: str, tmp_path: Path) -> None:
    code, said = built(tmp_path, {"mine.md": f"---\ntemplate: {template}\n---\n# Mine\n"})
    assert code == 1
    assert "mine.md: front matter: template: found `" in said
    assert "Mine" in (tmp_path / "project/site/mine/index.html").read_text()


def test_a_template_of_the_theme_serves() -> None:
    theme = str(ROOT / "overrides")
    assert clean_meta({"template": "main.html", "tags": ["a <b>", 7]}, theme) == (
        {"template": "main.html", "tags": ["a &lt;b&gt;", 7]},
        [],
    )


def test_a_theme_that_prints_what_somebody_sent_in_fails_the_build(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    for path in (ROOT / "overrides").iterdir():
        if path.name != "main.html":
            (theme / path.name).symlink_to(path)
    own = (ROOT / "overrides" / "main.html").read_text()
    (theme / "main.html").write_text(
        f"{own}{{% block announce %}}{{{{ page.markdown }}}}{{% endblock %}}"
    )
    code, said = built(tmp_path, {"mine.md": f"# Mine\n\n`{SCRIPT}`\n"}, theme)
    assert code == 1
    assert "mine.md: <script>alert(1) is not the theme's; take it out of the front matter" in said
    assert "tame" not in said


def test_pages_that_would_stop_or_stall_a_build_are_all_told(tmp_path: Path) -> None:
    pages = {
        "deep.md": "# Deep\n\n" + "".join("    " * n + "- a\n" for n in range(300)),
        "front.md": "---\ntitle: a\ntitle: b\n---\ntext\n",
        "slow.markdown": "One\n\n" + "[" * 4_000,
        "good.md": "# Good\n",
    }
    content = make_content(tmp_path / "content", paper(1))
    (content / "not.md").write_bytes(b"# One\n\n# caf\xe9\n")
    for name, text in pages.items():
        (content / name).write_text(text, encoding="utf-8")
    project = make_project(tmp_path / "project", content, QUICK)
    site = project / "site"
    for name in ("index.html", "status.json"):
        site.mkdir(exist_ok=True)
        (site / name).write_text("{}", encoding="utf-8")
    done = run("paperfeed", "build", cwd=project)
    close = "close them, or write a backslash before those that are meant as they stand"
    flat = "found lists or quotes nested more than 50 deep; write it flat"
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"error: content/deep.md: line 52: {flat}",
        "content/front.md: line 3: not valid YAML: the key `title` stands twice; remove one of them",
        "content/not.md: line 3: not UTF-8 at byte 12; save it as UTF-8",
        f"content/slow.markdown: line 3: found brackets that are far from being closed; {close}",
    ]
    assert {path.name for path in site.iterdir()} == {"index.html", "status.json"}


def test_what_is_nested_too_deep_after_all_is_told_with_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_files, "flaws_of_page", lambda text: ())
    content = make_content(tmp_path / "content", paper(1))
    (content / "deep.md").write_text("1. " * 600 + "a\n", encoding="utf-8")
    monkeypatch.chdir(make_project(tmp_path / "project", content, QUICK))
    with pytest.raises(BuildError, match=r"deep\.md.*recursion.*; write that page flat"):
        build_site(configured())
