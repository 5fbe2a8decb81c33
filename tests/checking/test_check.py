"""`paperfeed check`: every kind of damage in one run, each with its place and what to do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.checking.check import check
from generator.checking.file_names import clashes
from generator.checking.links import Targets, dead_links
from generator.checking.rendered import Rendered
from generator.model import Link
from generator.record import dump
from generator.store import write
from generator.tombstones import keep, tombstone_of
from tests.test_cli import call
from tests.toy import ROOT, make_content, make_project, paper, run

DOCUMENT = ROOT / "content/docs/check.md"
NFC, NFD = "caf\u00e9.md", "cafe\u0301.md"
STATED = {"arxiv": "2401.00001"}
MET = """\
2401.00001: {hash: 0123456789abcdef0123456789abcdef, here: a-1}
Paper: {hash: 0123456789abcdef0123456789abcdef, here: a-1}
a-2: {hash: 0123456789abcdef0123456789abcdef}
a-3:
  hash: gone
  here: a-1
a-4:
  hash: 0123456789abcdef0123456789abcdef
  here: ../a
a-5: {hash: 0123456789abcdef0123456789abcdef, here: a-1}
"""
QUERIES = """\
extra: {notes: [waves, gone.md]}
plugins:
- paperfeed:
    search: false
    queries:
    - name: Waves
      topics: [trees, waves]
nav: [index.md, gone.md]
"""


def put(content: Path, name: str, text: str | bytes) -> None:
    path = content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def record(number: int, *lines: str) -> str:
    """A record's file: these lines behind its id, title and day."""
    head = [f"id: '2401.{number:05d}'", f"title: Paper {number}", "listed: 2024-01-03"]
    return "\n".join(["---", *head, *lines, "---", "", "We look.", ""])


def damaged(folder: Path) -> Path:
    """A content folder with two good records and every kind of damage."""
    good, waves = paper(1, aliases=("waves-0a1b2c",)), paper(2)
    content = make_content(folder, good, waves)
    papers = "papers/2024/01"
    put(content, f"{papers}/2401.00010.md", record(10, "venue: [a", "comment: x"))
    put(content, f"{papers}/2401.00011.md", record(11, "version: two", "upvotes: -1"))
    put(content, f"{papers}/2401.00012.md", record(12, "licence: MIT"))
    put(content, f"{papers}/2401.00013.md", record(13, "venue: a", "venue: b"))
    put(content, f"{papers}/2401.00014.md", record(14, "links:", "- {rel: pdf, url: x}"))
    put(content, f"{papers}/2401.00015.md", record(15).encode() + b"\xe9")
    put(content, f"{papers}/2401.00016.md", record(16, "listings: [{source: a, day: 2024-02-30}]"))
    put(content, f"{papers}/2401.00017.md", record(17, "abstract: We look."))
    write(content, replace(paper(20), aliases=("waves-0a1b2c",)))  # a name twice
    write(content, replace(paper(21), id="a-title-0a1b2c", identifiers=STATED))
    write(content, replace(paper(22), aliases=("2401.00022",)))
    write(content, replace(paper(23), title="As a person wrote it"))
    write(content, replace(paper(24), topics=("+trees", "-gone")))
    site = "https://toy.example/mirror/"
    lost = Link("project", f"{site}papers/2401.09999/")
    write(content, replace(paper(25), links=(*paper(25).links, lost)))
    write(content, paper(26))
    keep(content, tombstone_of(paper(26), date(2024, 3, 6), "Asked for"))
    put(content, f"{papers}/2401.A.md", record(30))
    put(content, f"{papers}/2401.a.md", record(30))
    put(content, "papers/2024/02/2401.00031.md", dump(paper(31)))
    put(content, "papers/2401.00032.md", dump(paper(32)))
    put(content, f"{papers}/2401.00033.txt", "x")
    put(content, f"{papers}/2401.00034.MD", dump(paper(34)))
    (content / f"{papers}/2401.00035.md").symlink_to(content / f"{papers}/2401.00001.md")
    put(content, f"{papers}/2401.00036.md/notes.txt", "x")
    put(content, "intake/removed/gone.yml", "id: gone\nday: soon\n")
    put(content, "intake/hf-daily/2024-01-03.yml", "state: complete\nrecord: 3\n")
    put(content, "intake/rejected/toy/0123456789abcdef.yml", "reason: x\nrecord: edited\n")
    put(content, "intake/mirrors/gulls.example.yml", MET)
    put(content, "intake/mirrors/terns.example.yml", "a-1: {hash: [\n")
    put(content, "intake/mirrors/notes.txt", "x")
    put(content, "intake/mirrors/skuas.yml/notes.txt", "x")
    put(content, "intake/notes.txt", "x")
    put(content, "archive/index.md", "# Mine\n")
    put(content, "Topics.md", "# Mine\n")
    put(content, NFC, "# One\n")
    put(content, NFD, "# Two\n")
    put(content, "twice.md", "# One\n")
    put(content, "twice/README.md", "# Two\n")
    put(content, "bad.md", "---\ntitle: a: b\n---\n")
    page = (
        "---\ntitle: Notes\n---\n\n# Notes\n\nSee [it](papers/2401.00001.md) and\n"
        "[that](nowhere.md).\n\n- ![a](a.png)\n- [b](#notes) [c](#not)\n\n"
        "| a |\n|---|\n| [d](papers/2401.00001) |\n\n[e](/about/) [f](about.md#not)\n"
        "`[g](g.md)` <https://a.example/> [h](topics/trees/index.md) [i][1]\n\n[1]: docs/fetc.md\n"
    )
    put(content, "notes.md", page)
    return content


def expected() -> dict[str, list[tuple[int | None, str, str]]]:
    """By file: the line, what was found, what to do; each a part of the message."""
    at = "papers/2024/01/2401.000"
    lost = "leads to no page or file"
    whole_file = "remove the whole file, `paperfeed pull` makes it anew"
    return {
        f"{at}10.md": [(6, "not valid YAML: did not find expected ',' or ']'", "close the")],
        f"{at}11.md": [
            (5, "version: found `two`", "write a whole number"),
            (6, "upvotes: found the number -1", "write a whole number"),
        ],
        f"{at}12.md": [(5, "licence: unknown key", "did you mean `license`?")],
        f"{at}13.md": [(6, "the key `venue` stands twice", "remove one")],
        f"{at}14.md": [(6, "links[0].url: found `x`", "begins with https://")],
        f"{at}15.md": [(8, "not UTF-8", "save it as UTF-8")],
        f"{at}16.md": [(5, "listings[0].day: found `2024-02-30`", "there is no such day")],
        f"{at}17.md": [(5, "abstract: found it in the front matter", "write it below")],
        f"{at}20.md": [(3, "`waves-0a1b2c` is already the id or alias of", "delete one")],
        "papers/2024/01/a-title-0a1b2c.md": [
            (7, "identifiers.arxiv: found `2401.00001`, which makes", "delete one of the two")
        ],
        f"{at}22.md": [(3, "aliases: `2401.00022` is the paper's own id", "remove it")],
        f"{at}24.md": [(10, "topics: `gone` is no topic", "add it to topics.yml or remove it")],
        f"{at}25.md": [(10, "links[1].url: found `https://toy", "correct or remove it")],
        f"{at}26.md": [(None, "was removed on 2024-03-06", "delete this file")],
        "papers/2024/01/2401.A.md": [(None, "is not where it belongs", "move it to")],
        "papers/2024/01/2401.a.md": [
            (None, "is not where it belongs", "move it to"),
            (None, "differs from 2401.A.md in case only", "rename one"),
        ],
        "papers/2024/02/2401.00031.md": [(None, "is not where it belongs", "move it to papers/20")],
        "papers/2401.00032.md": [(None, "is not where it belongs", "move it to papers/2024/01/")],
        f"{at}33.txt": [(None, "no record, and not read", "move it out of papers/")],
        f"{at}34.MD": [(None, "no record, and not read", "name it <id>.md")],
        f"{at}35.md": [(None, "a symbolic link", "put the record itself here")],
        f"{at}36.md": [(None, "a folder named like a record", "remove it")],
        f"{at}36.md/notes.txt": [(None, "no record, and not read", "move it out of papers/")],
        "intake/removed/gone.yml": [
            (2, "day: found `soon`", "write a day as 2025-03-11"),
            (1, "reason: missing", "add it"),
            (1, "title: missing", "add it"),
        ],
        "intake/hf-daily/2024-01-03.yml": [(2, "record: unknown key", "did you mean `records`?")],
        "intake/rejected/toy/0123456789abcdef.yml": [(2, "record: edited", "remove this file")],
        "intake/mirrors/gulls.example.yml": [
            (1, "found the number 2401.00001, which is no id", whole_file),
            (2, "found `Paper`, which is no id", whole_file),
            (3, "a-2: found a mapping that is not `hash` and `here`", whole_file),
            (5, "a-3: hash: found `gone`, no hash", whole_file),
            (9, "a-4: here: found `../a`, no id", whole_file),
        ],
        "intake/mirrors/terns.example.yml": [(2, "not valid YAML", whole_file)],
        "intake/mirrors/notes.txt": [(None, "no other site's file", "move or remove it")],
        "intake/mirrors/skuas.yml": [(None, "a folder; a file belongs here", "remove it")],
        "intake/notes.txt": [(None, "no source's folder", "move it out of intake/")],
        "archive/index.md": [(None, "has the name of a generated page", "rename it")],
        "Topics.md": [(None, "take the address of a generated page, topics/index.md", "rename it")],
        NFC: [
            (None, "differs from cafe\\u0301.md in Unicode form only", "rename one of them"),
        ],
        "twice/README.md": [(None, "has the same address as twice.md", "rename one of them")],
        "bad.md": [(2, "not valid YAML: mapping values are not allowed", "put the value in")],
        "notes.md": [
            (8, f"link: found `nowhere.md`, which {lost}", "correct or remove it"),
            (10, f"link: found `a.png`, which {lost}", "correct or remove it"),
            (11, "link: found `#not`, and notes.md has no anchor `not`", "one of its own (notes)"),
            (15, f"`papers/2401.00001`, which {lost}", "write `papers/2401.00001.md`"),
            (17, "`/about/`, which begins at the host's root", "write it relative to this page"),
            (17, "`about.md#not`, and about.md has no anchor `not`", "write one of its own"),
            (18, f"`docs/fetc.md`, which {lost}", "correct or remove it"),
        ],
    }


def test_every_kind_of_damage_is_found_in_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = damaged(tmp_path / "content")
    monkeypatch.chdir(make_project(tmp_path / "project", content, QUERIES))
    monkeypatch.setenv("SITE_URL", "https://toy.example/mirror/")
    done = call("check", "--content", content)
    wanted = {f"content/{name}": parts for name, parts in expected().items()}
    queries = [line.strip() for line in Path("mkdocs.yml").read_text().splitlines()]
    wanted["mkdocs.yml"] = [
        (queries.index("topics: [trees, waves]") + 1, "queries: Waves: `waves` is no", "correct"),
        (
            queries.index("nav: [index.md, gone.md]") + 1,
            "nav: `gone.md` leads to no page",
            "remove",
        ),
    ]
    edit, *lines, last = done.stdout.splitlines()
    assert edit == (
        "content/papers/2024/01/2401.00023.md: line 3: title: edited and not pinned; write "
        "`pinned: [title]` or a source may overwrite it"
    )
    assert (done.exit_code, done.stderr) == (1, "")
    for where, parts in wanted.items():
        mine = [line.removeprefix(f"{where}: ") for line in lines if line.startswith(f"{where}: ")]
        assert len(mine) == len(parts), (where, mine)
        for line, found, do in parts:
            place = f"line {line}: " if line else ""
            hits = [each for each in mine if each.startswith(place) and found in each]
            assert len(hits) == 1, (where, line, found, mine)
            assert do in hits[0]
            assert line is not None or not hits[0].startswith("line ")
    assert len(lines) == sum(map(len, wanted.values()))
    # Good records beside bad ones count, and so do those with a fault that hides nothing.
    assert last == f"7 papers, {len(lines)} faults"


def test_the_same_as_json(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, "papers/2024/01/2401.00014.md", record(14, "links:", "- {rel: pdf, url: x}"))
    put(content, "papers/notes.txt", "x")
    write(content, replace(paper(2, abstract="We look."), title="Mine", abstract="We see."))
    said = json.loads(call("check", "--content", content, "--json").stdout)
    assert [(each["where"], each["line"], each["key"]) for each in said["faults"]] == [
        ("content/papers/2024/01/2401.00014.md", 6, "links[0].url"),
        ("content/papers/notes.txt", None, None),
    ]
    assert said["faults"][0]["message"].startswith("links[0].url: found `x`; write an address")
    assert [(each["line"], each["key"]) for each in said["edits"]] == [
        (3, "title"),
        (14, "abstract"),
    ]
    assert said["papers"] == 2


@pytest.mark.ours
def test_our_own_content_has_no_fault() -> None:
    found = check(ROOT / "content")
    assert (found.faults, found.edits) == ((), ())
    assert found.papers > 0


def test_topics_that_cannot_be_used_hide_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1, topics=("trees",)))
    put(content, "topics.yml", "- area: A\n  topics:\n  - {slug: trees}\n")
    put(content, "papers/2024/01/2401.00012.md", record(12, "licence: MIT"))
    put(content, "notes.md", "[a](topics/trees/index.md) [b](b.md)\n")
    queries = QUERIES.replace(", gone.md]", "]")  # which topics there are nobody knows
    monkeypatch.chdir(make_project(tmp_path / "project", content, queries))
    found = check(content)
    assert found.papers == 1
    assert [str(fault).split(": found")[0].split(": unknown")[0] for fault in found.faults] == [
        "content/notes.md: line 1: link",
        "content/papers/2024/01/2401.00012.md: line 5: licence",
        "content/topics.yml: line 3: topic 'trees': label",
        "content/topics.yml: line 3: topic 'trees': is",
        "content/topics.yml: line 3: topic 'trees': phrases",
    ]


def test_papers_that_arxiv_knows_as_two_may_share_a_doi(tmp_path: Path) -> None:
    doi = {"doi": "10.1000/waves"}
    one, two = (
        paper(number, identifiers={**paper(number).identifiers, **doi}) for number in (1, 2)
    )
    three = replace(paper(3), id="a-title-0a1b2c", identifiers=doi)
    assert check(make_content(tmp_path / "content", one, two)).faults == ()
    write(tmp_path / "content", three)
    found = check(tmp_path / "content").faults
    assert [(fault.where, fault.key) for fault in found] == [
        ("content/papers/2024/01/a-title-0a1b2c.md", "identifiers.doi")
    ] * 2
    assert "papers/2024/01/2401.00001.md" in found[0].message


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("papers", "papers: cannot be read: Not a directory"),
        ("topics.yml/x", "content/topics.yml: a folder; a file belongs here, remove it"),
        ("intake/removed/a.yml/x", "removed/a.yml: a folder; a file belongs here, remove it"),
        ("intake/hf/2024-01-03.yml/x", "01-03.yml: a folder; a file belongs here, remove it"),
        ("intake", "content/intake: no source's folder; remove it"),
        (
            "intake/rejected/hf/0123456789abcdef.yml/x",
            "hf/0123456789abcdef.yml: a folder; a file belongs here, remove it",
        ),
        (
            "intake/rejected/notes.txt",
            "rejected/notes.txt: no source's folder; remove it, or move it out of intake/",
        ),
        (
            "intake/removed/n.txt",
            "removed/n.txt: no tombstone, whose files are <id>.yml; rename it if it is one, or",
        ),
    ],
)
def test_what_is_in_the_way_is_a_fault_and_no_crash(tmp_path: Path, name: str, said: str) -> None:
    content = tmp_path / "content"
    put(content, name, "x")
    done = call("check", "--content", content)
    assert done.exit_code == 1
    assert said in done.stdout


def test_a_configuration_that_cannot_be_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(tmp_path, "mkdocs.yml", "site_name: [\n")
    monkeypatch.chdir(tmp_path)
    done = call("check", "--content", content)
    assert done.exit_code == 1
    assert done.stdout.startswith("mkdocs.yml: ")
    assert done.stdout.endswith("1 paper, 1 fault\n")


def test_settings_that_open_a_hole_are_faults_and_have_no_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(tmp_path, "secret.txt", "[a](secret-link.md)")
    put(content, "notes.md", '--8<-- "secret.txt"\n')
    snippets = f"{{'pymdownx.snippets:SnippetExtension': {{base_path: ['{tmp_path}']}}}}"
    more = f"markdown_extensions: [{snippets}]\nextra: {{analytics: {{provider: google}}}}\n"
    monkeypatch.chdir(make_project(tmp_path / "project", content, more))
    assert [str(fault).partition(",")[0] for fault in check(content).faults] == [
        "mkdocs.yml: markdown_extensions: pymdownx.snippets:SnippetExtension is refused",
        "mkdocs.yml: extra: analytics: readers would be told of to another host; remove it",
    ]


LINKS = """\
# Notes

[a](nowhere.md) ![b](b.png) [c](#not) [d](papers/2401.00001) [e](/about/) [f](about.md#not)
[g](topics/trees/) [h](.) [i](feed.xml) [j](papers/2024/01/2401.00001.md) [k][1]

[1]: docs/fetc.md

- [l](../out.md)

    [m](deep.md)

> | a |
> |---|
> | [n](cell.md) |

[o](notes.md#notes) [p](papers/2401.00001.md#x) [q](archive/2024/01/03.md) [r](?x=1) [s](docs/api.md)
[t](assets/images/favicon.svg) [u](mailto:a@b.example) <a@b.example> `[v](v.md)` \\[w](w.md)

    [x](x.md)

```
[y](y.md)
```
"""


def test_links_are_what_a_build_warns_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, "notes.md", LINKS)
    project = make_project(
        tmp_path / "project", content, "plugins: [{paperfeed: {search: false}}]\n"
    )
    done = run("paperfeed", "build", cwd=project)
    warned = re.findall(r"link '(.*?)', (?:but|it)", done.stderr)
    monkeypatch.chdir(project)
    found = [re.findall(r"found `(.*?)`,", fault.message)[0] for fault in check(content).faults]
    assert sorted(found) == sorted(warned)
    assert len(found) == 14


HIDDEN = """\
# Notes

!!! note

    [a](gone.md) ![b](about.md)

<div markdown>
[c](lost.md) [d](index.md)
</div>

[e](https://toy.example/mirror/papers/nosuch/) <https://toy.example/mirror/archive/1999/> [f](a%20b.md)
[g](https://toy.example/mirror/papers/2401.00001/) [h](https://toy.example/mirror/elsewhere/)
[i](https://toy.example/mirror/papers/waves-0a1b2c/)

A word <a href="about.md">k</a>, <a href="gone.md">l</a> and <img src="gone.png" alt="m">.

<p><a href="../about/">n</a> <a href="../nosuch/">o</a> <a href="#not">p</a> <a href="#notes">q</a>
<a href="../papers/2401.00001.md">r</a> <a href="../feed.xml">s</a> <a href="../card.png">t</a>
<a href="../papers/waves-0a1b2c/?x=1">u</a> <a href="..">v</a> <a href="../about/#not">w</a>
<a href="/">x</a> <a href="../../x/">y</a> <a href="https://toy.example/mirror/topics/gone/">z</a>
<img src="../here.png"> <img src="here.png"> <img src="../assets/a.png"></p>

<!-- <a href="comment.md">no link</a> --> `<a href="code.md">`

```
<a href="fence.md">
```
"""


def test_links_are_looked_for_in_what_the_page_will_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1, aliases=("waves-0a1b2c",)))
    put(content, "notes.md", HIDDEN)
    put(content, "about.md", "# About\n")
    put(content, "here.png", "x")
    more = "markdown_extensions: [admonition, md_in_html]\n"
    monkeypatch.chdir(make_project(tmp_path / "project", content, more))
    monkeypatch.setenv("SITE_URL", "https://toy.example/mirror/")
    found = [
        (fault.line, *re.findall(r"found `(.*?)`, (?:which|and) (\w+)", fault.message)[0])
        for fault in check(content).faults
        if not fault.where.endswith("here.png")
    ]
    own = "https://toy.example/mirror/"
    assert sorted(found) == [
        (5, "gone.md", "leads"),
        (8, "lost.md", "leads"),
        (11, "a b.md", "leads"),
        (11, f"{own}archive/1999/", "leads"),
        (11, f"{own}papers/nosuch/", "leads"),
        (15, "about.md", "HTML"),
        (15, "gone.md", "leads"),
        (15, "gone.png", "leads"),
        (17, "#not", "notes"),
        (17, "../nosuch/", "leads"),
        (19, "../about/#not", "about"),
        (20, f"{own}topics/gone/", "leads"),
        (21, "here.png", "HTML"),
    ]
    told = "\n".join(fault.message for fault in check(content).faults)
    assert (
        "found `about.md`, which HTML leaves as it is, and that leads nowhere; write `../about/`"
        in told
    )
    assert (
        "found `here.png`, which HTML leaves as it is, and that leads nowhere; write `../here.png`"
        in told
    )


def test_the_same_dead_link_twice_has_both_its_lines(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, "notes.md", "[a](b.md)\n\n[c](b.md) <a href='b.md'>d</a>\n\n`b.md`\n")
    assert [fault.line for fault in check(content).faults] == [1, 3, 3]


def test_links_from_the_root_are_right_where_the_configuration_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, "docs/notes.md", "[a](/about.md) [b](/papers/2401.00001.md) [c](/gone.md)\n")
    more = "validation: {absolute_links: relative_to_docs}\n"
    monkeypatch.chdir(make_project(tmp_path / "project", content, more))
    (fault,) = check(content).faults
    assert "`/gone.md`, which leads to no page or file" in fault.message


@pytest.mark.parametrize("link", ["index.md", "index.html", ""])
def test_a_link_to_a_papers_folder_is_given_its_file(tmp_path: Path, link: str) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, "more/notes.md", f"[a](../papers/2401.00001/{link})\n")
    (fault,) = check(content).faults
    assert fault.message.endswith("no page or file; write `../papers/2401.00001.md`")


def test_a_note_at_the_foot_of_a_page_is_no_link_where_there_are_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, "notes.md", "A word[^1].\n\n[^1]: And\n")
    monkeypatch.chdir(tmp_path)
    assert check(content).faults == ()
    monkeypatch.chdir(make_project(tmp_path / "with", content, "markdown_extensions: [footnotes]"))
    assert check(content).faults == ()
    monkeypatch.chdir(make_project(tmp_path / "without", content))
    assert len(check(content).faults) == 1


def test_of_links_to_the_own_site_only_addresses_of_pages_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = "https://toy.example/mirror/"
    good = (
        "topics/trees/feed.xml",
        "papers/2401.00001.md",
        "papers/2401.00001/index.html",
        "papers/2401.00001/?x=1#y",
        "archive/2024/01/",
    )
    bad = ("papers/2401.09999/", "papers/2401.09999/index.html", "topics/gone/")
    links = tuple(Link("project", site + each) for each in (*good, *bad))
    content = make_content(tmp_path / "content", paper(1), paper(2, links=links))
    monkeypatch.chdir(make_project(tmp_path / "project", content))
    monkeypatch.setenv("SITE_URL", site)
    found = [
        re.findall(r"found `(.*?)`, which leads", fault.message) for fault in check(content).faults
    ]
    assert found == [[site + each] for each in bad]
    # Nobody knows then which topics there are.
    put(content, "topics.yml", "- area: A\n  topics: 3\n")
    said = "".join(map(str, check(content).faults))
    assert "topics/gone/" not in said
    assert f"{site}papers/2401.09999/`" in said


@pytest.mark.parametrize("name", ["notes.md", "intake/rejected/toy/0123456789abcdef.yml"])
def test_a_file_that_may_not_be_read_is_a_fault_and_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, name, "x")
    put(content, "other.md", "[a](nowhere.md)\n")
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path == content / name:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    found = sorted(map(str, check(content).faults))
    assert found[0] == f"content/{name}: cannot be read: Permission denied; make it readable"
    assert found[1].startswith("content/other.md: line 1: link: found `nowhere.md`")
    assert len(found) == 2


def test_an_anchor_that_a_page_itself_names_is_one_where_no_configuration_is_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1))
    page = (
        "# Bees {#bee}\n\nA swarm.\n{: .wide #swarm }\n\nHoney.\n{: id='honey' }\n\n"
        "[a](#bee) [b](#swarm) [c](#honey) [d](#wasp)\n"
    )
    put(content, "notes.md", page)
    monkeypatch.chdir(tmp_path)
    (fault,) = check(content).faults
    assert "found `#wasp`, and notes.md has no anchor `wasp`" in fault.message


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("\u00c9.md", "\u00e9.md", "differs from \u00c9.md in case only"),
        ("e\u0301.md", "\u00e9.md", "differs from e\\u0301.md in Unicode form only"),
        ("E\u0301.md", "\u00e9.md", "differs from E\\u0301.md in case and Unicode form only"),
        ("A.md", "a.md", "differs from A.md in case only"),
    ],
)
def test_names_that_clash_are_told_apart_in_the_right_words(
    first: str, second: str, said: str
) -> None:
    (fault,) = clashes([first, second], "content")
    assert fault.where == f"content/{second}"
    assert fault.message == (
        f"{said}, and may be the same file on another system; rename one of them"
    )


def test_the_document_shows_what_a_run_says(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper(1))
    number = record(2, "venue: Shores").replace("'2401.00002'", "2401.00002")
    put(content, "papers/2024/01/2401.00002.md", number)
    put(content, "papers/2024/01/2401.00003.md", record(3, "licence: MIT"))
    put(content, "papers/2024/01/2401.00004.pdf", "x")
    put(content, "notes.md", "# Notes\n\n[all](archiv/index.md)\n")
    said = call("check", "--content", content).stdout
    assert f"```text\n{said}```\n" in DOCUMENT.read_text(encoding="utf-8"), said


def test_where_documents_are_left_out_a_link_to_one_is_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper(1))
    (content / "more.md").write_text("# More\n\n[Start](docs/start.md)\n")
    for number, docs in enumerate(("true", "false")):
        more = f"plugins: [{{paperfeed: {{docs: {docs}}}}}]\n"
        monkeypatch.chdir(make_project(tmp_path / f"project{number}", content, more))
        dead = [str(fault) for fault in check(content).faults if "docs/start.md" in str(fault)]
        assert len(dead) == number, dead


def test_pages_by_hand_that_nobody_can_read_are_told_beside_all_else(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper(1))
    put(content, "not.md", b"# One\n\n# caf\xe9\n")
    put(content, "deep.md", "# Deep\n\n" + "".join("    " * n + "- a\n" for n in range(300)))
    put(content, "slow.markdown", "[x](" * 2_000)
    put(content, "front.md", "---\ntitle: " + "[" * 5_000 + "\n---\n\n[lost](gone.md)\n")
    put(content, "links.md", "[a](deep.md#deep)\n[b](not.md#one)\n[c](lost.md)\n")
    done = run("paperfeed", "check", "--content", content, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    told = [line.partition("; ")[0] for line in done.stdout.splitlines()]
    assert told == [
        "content/deep.md: line 52: found lists or quotes nested more than 50 deep",
        "content/front.md: line 1: found brackets that are far from being closed",
        "content/front.md: line 2: not valid YAML: exceeded maximum nesting depth",
        "content/links.md: line 3: link: found `lost.md`, which leads to no page or file",
        "content/not.md: line 3: not UTF-8 at byte 12",
        "content/slow.markdown: line 1: found brackets that are far from being closed",
        "1 paper, 6 faults",
    ]


def test_a_page_that_is_nested_too_deep_after_all_is_named_once() -> None:
    def rendered(text: str) -> Rendered:
        return Rendered(links=("b.md#y",)) if text else Rendered(too_deep=True)

    targets = Targets({"a.md", "b.md"}, {"a.md": "[x](b.md#y)", "b.md": ""}, rendered)
    assert list(dead_links("a.md", targets)) == []
    assert list(map(str, dead_links("b.md", targets))) == [
        "nested too deep to be rendered; write it flat"
    ]
