"""Settings that would open a hole stop the build, each with its reason and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.toy import ROOT, make_content, make_project, paper, run


def said(folder: Path, more: str, theme: Path = ROOT / "overrides") -> str:
    """What a build says with these settings, which must stop it."""
    if not (folder / "content").exists():
        make_content(folder / "content", paper(1))
    project = make_project(folder / "project", folder / "content", more)
    config = project / "mkdocs.yml"
    config.write_text(config.read_text().replace(str(ROOT / "overrides"), str(theme)))
    done = run("paperfeed", "build", cwd=project)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()
    return done.stderr


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (
            "extra_javascript: [https://elsewhere.example/a.js]",
            "extra_javascript: https://elsewhere",
        ),
        ("extra_javascript: [{path: //elsewhere.example/a.js}]", "extra_javascript: //elsewhere"),
        ("extra_css: [HTTPS://elsewhere.example/a.css]", "extra_css: HTTPS://elsewhere"),
        ("extra: {analytics: {provider: google}}", "extra: analytics: "),
    ],
)
def test_what_loads_from_elsewhere(setting: str, told: str, tmp_path: Path) -> None:
    assert f"mkdocs.yml: {told}" in said(tmp_path, f"{setting}\n")


def test_a_font_from_elsewhere(tmp_path: Path) -> None:
    make_content(tmp_path / "content", paper(1))
    project = make_project(tmp_path / "project", tmp_path / "content")
    config = project / "mkdocs.yml"
    theme = f"{{custom_dir: {ROOT / 'overrides'}, font: {{text: Roboto}}}}"
    config.write_text(config.read_text().replace(f"{{custom_dir: {ROOT / 'overrides'}}}", theme))
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, "font: it would be loaded from elsewhere" in done.stderr) == (1, True)


def test_templates_or_hooks_in_the_content_folder(tmp_path: Path) -> None:
    make_content(tmp_path / "content", paper(1))
    theme = tmp_path / "content" / "theme"
    theme.symlink_to(ROOT / "overrides")
    (tmp_path / "content" / "hook.py").write_text("")
    hooks = f"hooks: [{tmp_path / 'content' / 'hook.py'}]\n"
    assert "hook.py lies in the content folder; move it out of there" in said(tmp_path, hooks)
    theme.unlink()
    theme.mkdir()
    assert f"custom_dir: {theme} lies in the content folder" in said(tmp_path, "", theme)


def test_content_in_the_themes_folder(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    make_content(theme / "content", paper(1))
    project = make_project(tmp_path / "project", theme / "content")
    config = project / "mkdocs.yml"
    config.write_text(config.read_text().replace(str(ROOT / "overrides"), str(theme)))
    done = run("paperfeed", "build", cwd=project)
    assert f"docs_dir: {theme / 'content'} lies in the theme's folder" in done.stderr


@pytest.mark.parametrize(
    "fragment",
    [
        "<h1>{{ view.paper.title | safe }}</h1>",
        "<h1>{{ view.paper.title|safe }}</h1>",
        "{% autoescape false %}<h1>{{ view.paper.title }}</h1>{% endautoescape %}",
    ],
)
def test_html_from_papers_in_a_fragment(fragment: str, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "feed").mkdir(parents=True)
    (theme / "feed" / "paper.html").write_text(f"<div>\n{fragment}\n</div>\n")
    told = said(tmp_path, "", theme)
    assert f"{theme}/feed/paper.html: line 2: found `" in told
    assert "which lets HTML from papers into pages; take it out" in told


def test_all_holes_are_told_at_once_a_line_each(tmp_path: Path) -> None:
    settings = "extra_css: [//a.example/a.css, //b.example/b.css]\nextra: {analytics: {}}\n"
    lines = said(tmp_path, settings).splitlines()
    assert len([line for line in lines if "mkdocs.yml: " in line]) == 3
    assert [line.startswith("error: ") for line in lines] == [True, False, False]
    assert "\ufffd" not in "".join(lines)
