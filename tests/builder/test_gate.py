"""The gate: what may not be in a page or a file fails the build, and says where it is and why."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from itertools import islice
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.builder.allowed import HEAD, OURS, PLAIN_HEAD, PROSE, REDIRECT, Allowed
from generator.builder.bibtex_form import fault_of_bibtex
from generator.builder.file_forms import fault_of_json, fault_of_xml
from generator.builder.gate import MOST_TOLD, Finding, Gate, fault_of_fragment, fault_of_page
from generator.citing import citation
from generator.exports.bibtex import entry
from generator.head_tags import head_tags
from generator.markup import html_line, html_paragraphs
from generator.model import Author, Page
from generator.text import clean_line, clean_paragraphs
from tests.core import LINES, PARAGRAPHS, RAW
from tests.toy import ROOT, make_content, make_project, paper, run

QUICK = "plugins: [{paperfeed: {search: false}}]\n"

#: What no part of a page may have, and what of it the message has to name.
REFUSED = [
    ("<script>alert(1)</script>", "<script>"),
    ("<p onclick=alert(1)>x</p>", "<p onclick='alert(1)'>"),
    ('<a href="javascript:alert(1)">x</a>', "<a href='javascript:alert(1)'>"),
    ('<a href="java\tscript:alert(1)">x</a>', "<a href="),
    ('<a href=" javascript:alert(1)">x</a>', "<a href="),
    ('<a href="//elsewhere.example/">x</a>', "<a href='//elsewhere.example/'>"),
    ('<a href="/\\elsewhere.example/">x</a>', "<a href="),
    ('<a href="vbscript:x">x</a>', "<a href="),
    ('<a href="data:text/html,x">x</a>', "<a href="),
    ("<p style=color:red>x</p>", "<p style='color:red'>"),
    ('<p id="__search">x</p>', "<p id='__search'>"),
    ('<p id="pf-x y">x</p>', "<p id="),
    ("<iframe src=//x></iframe>", "<iframe>"),
    ("<img src=x onerror=alert(1)>", "img"),
    ("<svg><script>1</script></svg>", "<script>"),
    ("<svg><animate attributeName=href></animate></svg>", "<animate>"),
    ("<svg><foreignObject><p>x</p></foreignObject></svg>", "<foreignObject>"),
    ("<math><mi href=x>x</mi></math>", "<mi href='x'>"),
    ("<math><annotation-xml encoding=text/html><p>x</p></annotation-xml></math>", "annotation-xml"),
    ("<div><hr onclick=alert(1)></div>", "<hr onclick='alert(1)'>"),
    ("<base href=x>", "<base>"),
    ("<meta http-equiv=refresh content=0>", "<meta>"),
    ("<link rel=stylesheet href=x>", "<link>"),
    ("<template><p>x</p></template>", "<template>"),
    ("<body onload=alert(1)>", "<body onload>"),
    ("<html class=x>", "<html class>"),
    ("<p data-md-component=search>x</p>", "<p data-md-component='search'>"),
    ("<form action=https://elsewhere.example/></form>", "<form"),
    ("<button formaction=x>x</button>", "button"),
    ("<textarea>", "<textarea>"),
    ("<plaintext>", "<plaintext>"),
    ("<x-y>z</x-y>", "<x-y>"),
    ("x</div><p>y</p>", "not closed, or closed twice"),
    ("x</main>", "not closed, or closed twice"),
    ("<a href=x>y", "not closed, or closed twice"),
    ("<p>x <strong>y</p>", "not closed, or closed twice"),
    ("<table><tr><td>x", "not closed, or closed twice"),
]


@pytest.mark.parametrize(("fragment", "named"), REFUSED)
@pytest.mark.parametrize("allowed", [OURS, PROSE])
def test_what_is_live_or_breaks_out_is_refused(fragment: str, named: str, allowed: Allowed) -> None:
    reason, record = fault_of_fragment(f"<p>before</p>{fragment}", allowed)
    assert named in reason
    assert record == ""


def test_what_browsers_with_scripts_take_for_the_end_of_noscript_is_refused() -> None:
    told, _ = fault_of_fragment('<noscript><p aria-label="</noscript><b>">x</p></noscript>', OURS)
    assert "`</noscript` outside of its element" in told
    assert fault_of_fragment("<noscript><p>x</p></noscript>", OURS) == ("", "")


def test_what_is_refused_in_a_list_is_of_the_paper_in_which_it_stands() -> None:
    found = fault_of_fragment(
        '<article data-paper="2401.1"><p>x</p></article>'
        '<article data-paper="2401.2"><p><b>x</b></p></article>',
        OURS,
    )
    assert found == ("<b> is not allowed; let it stand there as text, or take it out", "2401.2")


@given(LINES, PARAGRAPHS)
@example("$\\href{javascript:alert(1)}{x}$", "$$<img src=x onerror=alert(1)>$$")
def test_whatever_a_paper_says_passes_once_it_is_made_safe(line: str, paragraphs: str) -> None:
    fragment = f"<h1>{html_line(line)}</h1><section>{html_paragraphs(paragraphs)}</section>"
    assert fault_of_fragment(fragment, OURS) == ("", "")


@pytest.mark.real
@pytest.mark.parametrize("step", [60, pytest.param(1, marks=pytest.mark.soak)])
def test_whatever_real_papers_say_passes(step: int, shared: Path) -> None:
    seen = 0
    for path in sorted((shared / "corpus").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in islice(lines, 0, None, step):
                record = json.loads(line)
                title = html_line(clean_line(record["title"]))
                abstract = html_paragraphs(clean_paragraphs(record.get("abstract") or ""))
                found = fault_of_fragment(f"<h1>{title}</h1><div>{abstract}</div>", OURS)
                assert found == ("", ""), record["id"]
                seen += 1
    assert seen * step > 60_000


def test_prose_has_what_markdown_makes_and_nothing_of_the_feeds() -> None:
    made = (
        '<h2 id="how-to">How<a class="headerlink" href="#how-to" title="Link">¶</a></h2>'
        '<div class="tabbed-set" data-tabs="1:2"><input checked="checked" id="__tabbed_1_1" '
        'name="__tabbed_1" type="radio"><label for="__tabbed_1_1">A</label></div>'
        '<table><tr><td style="text-align: right;">1</td></tr></table><img src="a.png" alt="">'
        '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup><!-- why -->'
        '<a href="mailto:a@b.example">mail</a><hr><ol start="3"><li>x</li></ol>'
    )
    assert fault_of_fragment(made, PROSE) == ("", "")
    for refused in (
        '<pre class="mermaid">graph</pre>',
        '<pre class="a mermaid">graph</pre>',
        '<img src="https://elsewhere.example/a.png">',
        '<p id="document">x</p>',
        '<p id="pf-content">x</p>',
        '<p id="a&quot;>b">x</p>',
        '<a class="md-consent__overlay" href="https://elsewhere.example/">x</a>',
        '<p class="a pf-hidden">x</p>',
        '<label for="__drawer">x</label>',
        "<form><input type=text></form>",
        "<input type=image src=x>",
    ):
        assert fault_of_fragment(refused, PROSE)[0], refused


@given(RAW, RAW, st.sampled_from(["https://x.example/", "../2401.1.md", "../", "http://"]))
def test_a_head_that_no_parser_has_to_look_at_is_one_that_it_lets_through(
    content: str, end: str, start: str
) -> None:
    tags = (
        f'<meta name="citation_title" content="{content}">\n'
        f'<link rel="alternate" type="text/markdown" href="{start}{end}">'
    )
    if PLAIN_HEAD.fullmatch(tags):
        assert fault_of_fragment(tags, HEAD) == ("", "")


@given(LINES, LINES)
def test_a_head_of_ours_is_one_that_no_parser_has_to_look_at(title: str, name: str) -> None:
    made = paper(1, title=title, authors=(Author(name or "x"),))
    ours = head_tags(made, citation(made, "https://toy.example/"), "https://toy.example/x/")
    assert fault_of_fragment(ours, HEAD) == ("", "")
    assert PLAIN_HEAD.fullmatch(ours)


@pytest.mark.parametrize(
    "refused",
    [
        '<meta name="citation_title" content="x" http-equiv="refresh">',
        '<meta name="citation_title" content="x"><script>',
        '<meta name="refresh" content="x">',
        '<link rel="stylesheet" href="../x">',
        '<link rel="alternate" type="text/css" href="../x">',
        '<link rel="alternate" href="//x">',
        '<link rel="alternate" href="javascript:x">',
        '<link rel="alternate" href="https://x y">',
        "x",
    ],
)
def test_a_head_that_it_would_refuse_is_one_to_look_at(refused: str) -> None:
    assert not PLAIN_HEAD.fullmatch(refused)


def test_the_head_has_the_tags_of_its_paper_alone() -> None:
    tags = '<meta name="citation_doi" content="10.1/x"><link rel="alternate" href="../x.md">'
    assert fault_of_fragment(tags, HEAD) == ("", "")
    for refused in ('<meta http-equiv="refresh" content="0">', '<link rel="stylesheet" href="x">'):
        assert fault_of_fragment(refused, HEAD)[0], refused


def page_of(content: str = "<p>x</p>", **meta: str) -> str:
    gate = Gate()
    about = {"title": "A title", "description": "", **meta}
    gate.page(Page("a.md", "archive", "A title", "", None), content, about, "a/")
    return "; ".join(map(str, gate.findings))


def test_data_in_the_head_is_data() -> None:
    assert page_of(title="a &amp; b", json_ld='{"a": [1]}', citation="{}") == ""
    for name, value, told in [
        ("title", "a <b", "a/: title with '<' in the head"),
        ("description", 'a " b', "a/: description with '\"' in the head"),
        ("json_ld", '{"a": "</script>"}', "a/: json_ld with `<`"),
        ("json_ld", '{"a": ', "a/: json_ld: JSON that cannot be read"),
        ("citation", "{'a': 1}", "a/: citation: JSON that cannot be read"),
    ]:
        assert told in page_of(**{name: value})


def test_a_redirect_leads_to_a_page_of_the_site() -> None:
    page = b"<!doctype html><title>x</title><meta http-equiv=refresh content='0; url=%s'>"
    assert fault_of_page(page % b"../2401.1/", REDIRECT) == ""
    for target in (b"//elsewhere.example/", b"https://elsewhere.example/", b"javascript:x"):
        assert "content=" in fault_of_page(page % target, REDIRECT)


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("papers/a/index.html", b"<title>x</title><script>1</script>", b"<title>x</title>"),
        ("feed.xml", b"<feed>", b"<feed/>"),
        ("sitemaps/1.xml", b"<urlset>", b"<urlset/>"),
        ("feeds.opml", b"<opml>", b"<opml/>"),
        ("api/index.json", b"{", b"{}"),
        ("papers.bib", b"@misc{a", b""),
        ("papers.ris", b"TY  - JOUR\nER  - \n", b"TY  - JOUR\nER  - \n"),
    ],
)
def test_a_file_is_looked_at_by_the_end_of_its_name(name: str, bad: bytes, good: bytes) -> None:
    for data, faults in ((bad, int(bad != good)), (good, 0)):
        gate = Gate()
        gate.file(name, data)
        assert [each.file for each in gate.findings] == [name] * faults


@pytest.mark.parametrize(
    "data",
    [
        b"<feed><title>x</feed>",
        b"",
        b"<feed>\x01</feed>",
        b"<feed>&nbsp;</feed>",
        b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<a>\ud800</a>".encode("utf-8", "surrogatepass"),
    ],
)
def test_xml_that_a_reader_would_refuse_is_a_fault(data: bytes) -> None:
    assert fault_of_xml(data)
    assert not fault_of_xml(b"<?xml version='1.0' encoding='utf-8'?><feed>x</feed>")


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": NaN}', b"[1,]", b'"\xff"', b"{} {}"])
def test_json_that_a_reader_would_refuse_is_a_fault(data: bytes) -> None:
    assert fault_of_json(data)
    assert not fault_of_json('{"a": [1, "é"]}'.encode())


@given(
    st.lists(st.tuples(RAW, RAW, st.sampled_from(["10.1/a{b", "10.1/x"])), min_size=1, max_size=3)
)
def test_our_bibtex_can_be_read_whatever_papers_say(papers: list[tuple[str, str, str]]) -> None:
    entries = []
    for number, (title, name, doi) in enumerate(papers):
        made = paper(number, title="T", authors=(Author(name),), identifiers={"doi": doi})
        data = {**citation(made, "https://toy.example/"), "title": title}
        entries.append(
            entry({key: v for key, v in data.items() if key != "title-parts"}, f"k{number}", title)
        )
    assert fault_of_bibtex("\n".join(entries)) == ""


_DEEP = "@misc{a:1,\n  title = {A {{{{{{{{{B}}}}}}}}} c}\n}\n"
_GOOD = "@misc{a:1,\n  title = {A {B} c},\n  year = {2024}\n}\n\n@article{b,\n  url = {x}\n}\n"


@settings(max_examples=400)
@given(
    st.sampled_from([_GOOD, _DEEP]),
    st.integers(0, len(_GOOD)),
    st.integers(0, 12),
    st.sampled_from(["", "{", "}", "@", ",", "\n", "x"]),
)
def test_broken_bibtex_that_a_reader_notices_is_a_fault(
    good: str, at: int, size: int, put: str
) -> None:
    broken = good[:at] + put + good[at + size :]
    assert fault_of_bibtex(good) == ""
    if fault_of_bibtex(broken) == "":
        read = parse_string(broken)
        assert not read.failed_blocks
        assert not read.comments


def test_bibtex_names_the_line() -> None:
    assert fault_of_bibtex(_GOOD.replace("{x}", "{x")).startswith("line ")
    assert fault_of_bibtex(_GOOD + "rest") == "line 8: found 'rest'"
    assert fault_of_bibtex(_GOOD.replace("title = {", "title = ", 1)).startswith("line 1: ")


def test_the_first_findings_are_told_and_the_others_counted() -> None:
    gate = Gate()
    gate.add([Finding(f"{number}.xml", "", "no") for number in range(MOST_TOLD + 3)])
    gate.add(gate.findings[:5])  # a copy of a process knows what was known before it
    told = gate.told().splitlines()
    assert told[0] == "what was made is not safe to show, and the site is left as it was:"
    assert (told[1], told[-1], len(told)) == ("0.xml: no", "and 3 more", MOST_TOLD + 2)
    assert Gate().told() == ""


# The whole build


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the project below."""
    folder = make_themed(tmp_path_factory.mktemp("gate"))
    assert run("paperfeed", "build", cwd=folder).returncode == 0
    return folder / "site"


@pytest.fixture
def project(tmp_path: Path, built_once: Path) -> Path:
    """A project with a theme of its own, whose site is built."""
    folder = make_themed(tmp_path)
    shutil.copytree(built_once, folder / "site")
    return folder


def make_themed(tmp_path: Path) -> Path:
    content = make_content(tmp_path / "content", paper(1, title="A tree"), paper(2, "2024-01-05"))
    (content / "about.md").write_text("# About\n")
    theme = tmp_path / "theme"
    theme.symlink_to(ROOT / "overrides")
    folder = make_project(tmp_path / "project", content, QUICK)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text().replace(str(ROOT / "overrides"), str(theme)))
    return folder


def theme_with(project: Path, name: str, old: str, new: str) -> None:
    """The project's theme with a change in one file."""
    theme = project.parent / "theme"
    theme.unlink()
    for path in (ROOT / "overrides").rglob("*"):
        target = theme / path.relative_to(ROOT / "overrides")
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    file = theme / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def refused(project: Path) -> str:
    """What a build says that must fail, and leave the site as it was."""
    before = {path: path.read_bytes() for path in (project / "site").rglob("*.html")}
    done = run("paperfeed", "build", cwd=project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in (project / "site").rglob("*.html")} == before
    return done.stderr


def test_a_template_that_lets_something_through_fails_the_build(project: Path) -> None:
    theme_with(project, "feed/paper.html", "<h1 dir", "<h1 onclick=\"x('{{ paper.id }}')\" dir")
    told = refused(project)
    assert "papers/2401.00001/index.html: 2401.00001: <h1 onclick=" in told
    assert "papers/2401.00002/index.html: 2401.00002: <h1 onclick=" in told


def test_so_does_one_of_lists_which_another_process_makes(project: Path) -> None:
    theme_with(project, "feed/cards.html", "<article", "<article onclick=x")
    told = refused(project)
    assert "archive/2024/01/03/index.html: 2401.00001: <article onclick='x'>" in told
    assert re.search(r"^index.html: 2401.0000\d: <article onclick='x'>", told, re.MULTILINE)


def test_a_page_by_hand_that_runs_something_fails_the_build(project: Path) -> None:
    about = project.parent / "content" / "about.md"
    about.write_text("# About\n\n<script>alert(1)</script>\n")
    assert "about.md: <script> is not allowed; let it stand there as text" in refused(project)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.html", "`.html` is no picture, document or data; put it into the theme's folder"),
        ("a.svg", "`.svg` is no picture"),
        ("deep/a.XHTML", "`.XHTML` is no picture"),
        ("mine.js", "`.js` is no picture"),
        ("assets/javascripts/library.js", "`.js` is no picture"),
        ("_redirects", "`_redirects` is no picture"),
        ("CNAME", "`CNAME` is no picture"),
        ("a.php.png", "`.php` in its name is no picture, document or data; rename it"),
        ("index.html.gz", "`.gz` is no picture"),
        ("api/days.txt", "would stand in place of what programs read"),
        ("assets/images/favicon.png", "would stand in place of the theme's own"),
    ],
)
def test_so_does_a_file_by_hand_that_runs_or_stands_in_place_of_the_themes(
    name: str, told: str, project: Path
) -> None:
    file = project.parent / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("<script>alert(1)</script>")
    assert f"{name}: {told}" in refused(project)


@pytest.mark.parametrize("name", ["passwd.txt", "page.md", "folder"])
def test_so_does_a_link_which_may_lead_to_anything_on_the_machine(name: str, project: Path) -> None:
    secret = project.parent / "secret"
    secret.mkdir()
    (secret / "a.txt").write_text("secret")
    target = secret if name == "folder" else secret / "a.txt"
    (project.parent / "content" / name).symlink_to(target)
    assert "a symbolic link; put the file itself here" in refused(project)


def test_harmless_files_by_hand_are_published(project: Path) -> None:
    for name in ("a.png", "fig.1.PNG", "robots.txt", "data/2024.csv"):
        file = project.parent / "content" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "site/data/2024.csv").read_text() == "x"
    assert (project / "site/fig.1.PNG").is_file()


def test_a_name_that_is_no_utf_8_is_said(project: Path) -> None:
    name = os.fsdecode(b"\xff.md")
    (project.parent / "content" / name).write_text("# x")
    assert "its name is not UTF-8; rename it" in refused(project)
