"""Settings that would open a hole stop the build, each with its reason and what to do."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator.builder.hand_files import fault_of_hand_file
from generator.builder.holes import holes
from generator.builder.unescaped import unescaped
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
        "{% autoescape False %}<h1>{{ view.paper.title }}</h1>{% endautoescape %}",
    ],
)
def test_html_from_papers_in_a_fragment(fragment: str, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "feed").mkdir(parents=True)
    (theme / "feed" / "paper.html").write_text(f"<div>\n{fragment}\n</div>\n")
    told = said(tmp_path, "", theme)
    assert f"{theme}/feed/paper.html: line 2: found `" in told
    assert "which lets HTML from papers into pages; take it out" in told


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("{{ view.title\n|\nsafe }}", "| safe"),
        ("{% filter safe %}{{ view.title }}{% endfilter %}", "| safe"),
        ("{% autoescape false %}{{ view.title }}{% endautoescape %}", "autoescape"),
        ("{%+ autoescape false %}{{ view.title }}{% endautoescape %}", "autoescape"),
        ("{%- autoescape 0 %}{{ view.title }}{% endautoescape %}", "autoescape"),
        ("{% autoescape view.plain %}{{ view.title }}{% endautoescape %}", "autoescape"),
        ('{{ view.titles | map("safe") | join }}', "| map('safe')"),
        ('{{ view.titles | map("sa" ~ "fe") | join }}', "| map('safe')"),
        ("{{ view.titles | map(view.how) | join }}", "| map(...)"),
        ("{{ Markup(view.title) }}", "Markup"),
        ('{{ ("" | e).__class__(view.title) }}', ".__class__"),
        ('{{ ("" | e)["__class__"](view.title) }}', "__class__"),
        ('{{ ("" | e) | attr("__class__")(view.title) }}', "__class__"),
        ("{% include view.name %}", "a template whose name is worked out"),
    ],
)
def test_what_does_not_escape_is_found_as_jinja_reads_it(
    fragment: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "feed").mkdir()
    file = tmp_path / "feed" / "paper.html"
    file.write_text(f"<p>\n\n{fragment}\n</p>\n")
    found = {said for path, line, said in unescaped([tmp_path]) if (path, line) >= (file, 3)}
    assert words in found


def test_words_that_open_nothing(tmp_path: Path) -> None:
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed" / "paper.html").write_text(
        "{# | safe #}<b class='pf__x'>safe, unsafe: autoescape false, Markup(x) \\\\ .__class__</b>"
        "{% autoescape true %}{{ view.safe | map(attribute='title') | map('upper') | join }}"
        "{% endautoescape %}{% raw %}{{ x | safe }}{% endraw %}{{ 'feed__x' ~ view.unsafe }}"
    )
    assert list(unescaped([tmp_path])) == []
    assert list(unescaped([ROOT / "overrides"])) == []


def test_templates_that_a_fragment_names_are_looked_at(tmp_path: Path) -> None:
    own, theme = tmp_path / "own", tmp_path / "theme"
    for name, text in {
        "feed/paper.html": '{% include ["gone.html", "more/a.html"] %}',
        "more/a.html": "\n{% from 'b.html' import c with context %}",
        "more/unused.html": "{{ x | safe }}",
    }.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text)
    theme.mkdir()
    (theme / "b.html").write_text("\n\n{% macro c(x) %}{{ x | safe }}{% endmacro %}")
    assert list(unescaped([own, theme])) == [(theme / "b.html", 3, "| safe")]


def configured(folder: Path, *extensions: object) -> MkDocsConfig:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: T\nplugins: []\n")
    return load_config(str(folder / "mkdocs.yml"), markdown_extensions=list(extensions))


OTHER_NAMES = """\
from markdown.extensions import Extension
from pymdownx.snippets import SnippetExtension as Renamed, SnippetPreprocessor
from pymdownx.b64 import B64Extension

class Sub(Renamed): pass

class Bundle(Extension):
    def extendMarkdown(self, md): md.registerExtensions(["pymdownx.b64"], {})

class Mine(SnippetPreprocessor): pass

class Bare(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Mine(Renamed().getConfigs(), md), "mine", 32)
"""


@pytest.mark.parametrize(
    "name",
    [
        "pymdownx.snippets:SnippetExtension",
        "pymdownx.b64:B64Extension",
        *(f"other_names:{each}" for each in ("Renamed", "Sub", "Bundle", "Bare", "B64Extension")),
    ],
)
def test_an_extension_is_refused_by_whatever_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other_names.py").write_text(OTHER_NAMES)
    monkeypatch.syspath_prepend(tmp_path)
    config = configured(tmp_path, "admonition", {name: {}}, "abbr")
    (refused,) = (said for said in holes(config) if "markdown_extensions" in said)
    assert refused.startswith(f"mkdocs.yml: markdown_extensions: {name} is refused, for it puts")


def test_a_function_of_a_refused_extension_in_anothers_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "markdown_exec.py").write_text("def formatter(*args, **kwargs): return ''")
    monkeypatch.syspath_prepend(tmp_path)
    formatter = importlib.import_module("markdown_exec").formatter
    fences = {"custom_fences": [{"name": "python", "class": "x", "format": formatter}]}
    config = configured(tmp_path, {"pymdownx.superfences": fences})
    refused = "markdown_extensions: pymdownx.superfences is refused, for it would run what stands"
    assert refused in "\n".join(holes(config))


def test_a_snippet_asked_for_by_its_class_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    setting = f"{{'pymdownx.snippets:SnippetExtension': {{base_path: ['{tmp_path}']}}}}"
    told = said(tmp_path, f"markdown_extensions: [{setting}]\n")
    assert "pymdownx.snippets:SnippetExtension is refused" in told


def test_a_named_pipe_by_hand_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "notes.md")
    told = fault_of_hand_file("notes/index.html", tmp_path / "notes.md", tmp_path, [])
    assert told == "a named pipe, socket or device, which would be waited for; remove it"


def test_all_holes_are_told_at_once_a_line_each(tmp_path: Path) -> None:
    settings = "extra_css: [//a.example/a.css, //b.example/b.css]\nextra: {analytics: {}}\n"
    lines = said(tmp_path, settings).splitlines()
    assert len([line for line in lines if "mkdocs.yml: " in line]) == 3
    assert [line.startswith("error: ") for line in lines] == [True, False, False]
    assert "\ufffd" not in "".join(lines)
