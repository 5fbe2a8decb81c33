"""`paperfeed review`: what a change does for readers, here and in a pull request's run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generator import store
from generator.faults import Fault
from generator.intake_days import Cursor, keep_intake
from generator.model import Paper
from generator.reviewing.comparing import (
    Changed,
    ChangedFile,
    Removal,
    Retold,
    Review,
    Undone,
    review,
)
from generator.reviewing.folders import changed_files, compare
from generator.reviewing.report import MARKS, SHOWN, markdown, marks
from generator.schema import CURRENT, keep, require
from generator.store import path_of, write
from generator.tombstones import tombstone_of
from generator.upgrading.migrations import Migration, Values
from tests.test_cli import call
from tests.toy import ROOT, feed_of, make_content, make_project, paper, topic

TREES = topic("trees", "tree")
HOSTILE = "~~~ </pre><script>alert(1)</script> [x](https://evil.example) `tern` ![]() \\| @ada #1"
GULL, TERN, TREE = paper(1, title="A gull"), paper(2, title="A tern"), paper(3, title="A tree")
OLD = feed_of(GULL, TERN, TREE, topics=[TREES])


def change(old: Paper, **fields: object) -> Paper:
    return replace(old, **fields)  # type: ignore[arg-type]


def test_nothing_is_nothing() -> None:
    found = review(OLD, OLD)
    assert not found
    assert "No paper and no topic changes." in markdown(found, [])


def test_what_is_new_gone_and_changed() -> None:
    new = paper(4, title="An owl")
    edited = change(GULL, title="A gull in a tree", upvotes=3)
    found = review(OLD, feed_of(edited, TREE, new, topics=[TREES]))
    assert found == Review(
        added=(new,),
        gone=(TERN,),
        removed=(),
        changed=(Changed(edited, ("title", "upvotes"), gained=("trees",)),),
        new_topics=(),
        gone_topics=(),
    )
    text = markdown(found, [])
    assert "**New papers** (1)\n\n~~~text\n    2401.00004: An owl\n~~~\n" in text
    assert "addresses lead nowhere** (1)\n\n~~~text\n    2401.00002: A tern\n~~~\n" in text
    assert "    2401.00001: title, upvotes; +trees: A gull in a tree\n" in text


def test_topics_that_come_and_go_and_what_they_do() -> None:
    birds = topic("birds", "gull")
    found = review(OLD, feed_of(GULL, TERN, TREE, topics=[birds]))
    assert (found.new_topics, found.gone_topics) == (("birds",), ("trees",))
    assert found.changed == (
        Changed(GULL, gained=("birds",)),
        Changed(TREE, lost=("trees",)),
    )


def test_a_paper_that_became_anothers_alias_is_not_gone_and_one_taken_down_says_so() -> None:
    tombstone = tombstone_of(TERN, date(2024, 3, 6), "asked")
    one = change(TREE, aliases=(GULL.id,))
    found = review(OLD, replace(feed_of(one, topics=[TREES]), removed=(tombstone,)))
    assert (found.gone, found.removed) == ((), (Removal(tombstone, "A tern"),))
    assert found.changed == (Changed(one, ("aliases",)),)
    text = markdown(found, [])
    assert "**Papers taken down** (1)" in text
    assert "    2401.00002: A tern; reason: “asked”\n" in text
    assert "No paper and no topic changes." not in text


def test_what_no_page_shows_is_a_change_too() -> None:
    later = replace(GULL.provenance[0], retrieved=datetime(2099, 1, 1, tzinfo=UTC))
    for fields, named in (
        ({"provenance": (later,)}, "provenance"),
        ({"pinned": ("title",)}, "pinned"),
    ):
        found = review(OLD, feed_of(change(GULL, **fields), TERN, TREE, topics=[TREES]))
        assert found.changed == (Changed(found.changed[0].paper, (named,)),)
        assert f"    2401.00001: {named}: A gull\n" in markdown(found, [])


def test_a_tombstone_that_goes_or_says_something_else() -> None:
    stone = tombstone_of(paper(9, title="An owl"), date(2024, 3, 6), "its authors asked")
    before = replace(OLD, removed=(stone,))
    undone = review(before, OLD)
    assert undone.undone == (Undone(stone, back=False),)
    assert (
        "**Papers that are no longer taken down** (1)\n\n~~~text\n    2401.00009: its address leads "
        "nowhere, and it may come in again; was taken down on 2024-03-06, reason: “its authors asked”"
    ) in markdown(undone, [])
    back = review(before, feed_of(GULL, TERN, TREE, paper(9), topics=[TREES]))
    assert back.undone == (Undone(stone, back=True),)
    assert "    2401.00009: is there again; was taken down" in markdown(back, [])
    other = replace(stone, reason="they are thieves", aliases=("an-owl-0a1b2c",))
    retold = review(before, replace(OLD, removed=(other,)))
    assert retold.retold == (Retold(stone, other),)
    assert (
        "    2401.00009: reason, aliases; reason: “they are thieves” in place of "
        "“its authors asked”\n"
    ) in markdown(retold, [])
    assert not review(before, before)


def test_what_a_topic_is_called_and_means() -> None:
    feed = feed_of(GULL, TERN, TREE, topics=[replace(TREES, label="Weeds", meaning="filth")])
    found = review(OLD, feed)
    assert (found.changed, found.new_topics, found.gone_topics) == ((), (), ())
    assert (
        "**Topics that change** (1)\n\n~~~text\n    trees: label: “Weeds” in place of “Trees”; "
        "is: “filth” in place of “about trees”\n~~~"
    ) in markdown(found, [])
    rules = feed_of(GULL, TERN, TREE, topics=[replace(TREES, categories=(("q-bio.PE", 1.0),))])
    moved = feed_of(GULL, TERN, TREE, topics=[replace(TREES, area="Sea")])
    assert "    trees: categories\n" in markdown(review(OLD, rules), [])
    assert "    trees: area: “Sea” in place of “Area”\n" in markdown(review(OLD, moved), [])


def test_files_of_which_nothing_else_speaks() -> None:
    stone = tombstone_of(TERN, date(2024, 3, 6), "asked")
    new = replace(feed_of(change(GULL, upvotes=3), topics=[TREES]), removed=(stone,))
    told = (path_of(GULL), path_of(TERN), path_of(TREE), "intake/removed/2401.00002.yml")
    others = ("topics.yml", "about.md", "papers/2024/01/2401.00009.md")
    found = review(OLD, new, [ChangedFile(name, "changed") for name in (*told, *others)])
    assert [file.name for file in found.files] == list(others)
    many = [ChangedFile(f"intake/gulls/{n}.yml", "added") for n in range(SHOWN + 2)]
    found = review(OLD, OLD, many)
    text = markdown(found, [])
    assert "No paper and no topic changes.\n" in text
    assert f"**Other files** ({SHOWN + 2})\n\n~~~text\n    added: intake/gulls/0.yml\n" in text
    assert "    and 2 more\n" in text


def test_files_are_compared_by_their_bytes_and_links_are_not_followed(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        for name in ("same.md", "a/changed.png", ".cache/x", ".new/x", ".lock"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("1")
    (new / "a/changed.png").write_text("2")
    (new / ".cache/x").write_text("2")
    (new / ".lock").write_text("2")
    (old / "gone.md").write_text("1")
    (new / ".htaccess").write_text("1")
    (old / "link").symlink_to("same.md")
    (new / "link").symlink_to("/dev/zero")
    (new / "folder").symlink_to("a")
    (old / "copy").symlink_to("same.md")
    (new / "copy").write_text("1")
    assert [(file.what, file.name) for file in changed_files(old, new)] == [
        ("added", ".htaccess"),
        ("changed", "a/changed.png"),
        ("changed", "copy"),
        ("added", "folder"),
        ("removed", "gone.md"),
        ("changed", "link"),
    ]
    assert [file.what for file in changed_files(tmp_path / "nowhere", old)] == ["added"] * 5


def test_whatever_strangers_wrote_stays_in_its_block() -> None:
    stones = [
        tombstone_of(paper(number, title=HOSTILE), date(2024, 3, 6), f"{HOSTILE}\n~~~\n# {number}")
        for number in (5, 6, 7, 7)
    ]
    stones[3] = replace(stones[3], reason="~~~\n# x")
    evil = replace(TREES, label=HOSTILE, meaning=f"~~~\n{HOSTILE}", area="\n~~~")
    found = review(
        replace(feed_of(paper(5, title=HOSTILE), topics=[TREES]), removed=tuple(stones[1:3])),
        replace(
            feed_of(paper(1, title=HOSTILE), paper(2, title="~~~\n# x"), topics=[evil]),
            removed=(stones[0], stones[3]),
        ),
        [ChangedFile(f"{HOSTILE}\n~~~\n# x.md", "added")],
    )
    faults = [Fault(f"content/papers/{HOSTILE}.md", HOSTILE)]
    text = markdown(found, faults, [f"{HOSTILE}\n~~~\n# x"])
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    kinds = {token.type for token in tokens if token.type.endswith("_open")}
    assert kinds == {"heading_open", "paragraph_open"}
    blocks = [token.content for token in tokens if token.type == "fence"]
    assert len(blocks) == 8
    assert all(line.startswith("    ") for block in blocks for line in block.splitlines())
    assert "script" in blocks[0]
    assert not any("evil" in token.content for token in tokens if token.type == "inline")


def test_many_are_counted() -> None:
    papers = [paper(number) for number in range(1, SHOWN + 4)]
    text = markdown(review(feed_of(), feed_of(*papers)), [])
    assert f"**New papers** ({SHOWN + 3})" in text
    assert text.count("Paper number") == SHOWN
    assert "    and 3 more\n" in text


def test_problems_are_marked_at_their_lines() -> None:
    faults = [Fault("content/a,b:c.md", "100 % wrong\n::error::x", 3), Fault("mkdocs.yml", "no")]
    first, second = marks(faults)
    assert first.startswith("::error file=content/a%2Cb%3Ac.md,line=3::100 %25 wrong")
    assert "\n" not in first
    assert second == "::error file=mkdocs.yml::no"
    assert "### 2 problems to mend" in markdown(review(OLD, OLD), faults)


def test_github_shows_ten_problems_and_the_last_mark_says_where_the_rest_is() -> None:
    faults = [Fault(f"content/{number}.md", "wrong") for number in range(1, 61)]
    assert [mark[-7:] for mark in marks(faults[:MARKS])] == ["::wrong"] * 10
    shown = list(marks(faults))
    assert len(shown) == MARKS == 10
    assert shown[8] == "::error file=content/9.md::wrong"
    assert shown[9] == "::error::51 more problems: see the summary of this run"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a commit, and a command that is this project's; the current folder."""
    make_content(tmp_path / "content", paper(1, title="On gulls"), paper(2, title=HOSTILE))
    shutil.rmtree(tmp_path / "content/.cache")
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    command = programs / "paperfeed"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator.cli "$@"\n')
    command.chmod(0o755)
    make_project(tmp_path, tmp_path / "content")
    (tmp_path / ".gitignore").write_text(".venv\n*.md-summary\n.cache\n")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, timeout=60)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "x")


def reviewed(project: Path, **env: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """The script, and what it writes into the run's summary."""
    file = project / "it.md-summary"
    done = subprocess.run(
        ["sh", str(ROOT / ".github/review.sh")],
        cwd=project,
        env={**os.environ, "GITHUB_STEP_SUMMARY": str(file), "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done, file.read_text() if file.exists() else ""


def test_a_pull_request_that_changes_papers_and_rules(project: Path) -> None:
    write(project / "content", paper(3, title="A tree"))
    rules = project / "content/topics.yml"
    rules.write_text(rules.read_text().replace("[tree]", "[tree, gull]"))
    commit(project)
    done, text = reviewed(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 problems; the review is in " in done.stdout
    assert "2401.00003: A tree" in text
    assert "2401.00001: +trees: On gulls" in text
    assert HOSTILE[:40] not in text


def test_problems_fail_the_run_and_are_marked(project: Path) -> None:
    path = project / "content" / path_of(paper(1))
    path.write_text(path.read_text().replace("title:", "titel:"))
    commit(project)
    done, text = reviewed(project, GITHUB_ACTIONS="true")
    assert done.returncode == 1
    marked = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert any(
        line.startswith("::error file=content/papers/2024/01/2401.00001.md,line=")
        and "did you mean `title`?" in line
        for line in marked
    ), done.stdout
    assert "did you mean `title`?" in text
    assert "### What changes for readers" in text
    done, _ = reviewed(project)
    assert "::error" not in done.stdout


def test_another_commit_and_none_to_compare_with(project: Path) -> None:
    write(project / "content", paper(3, title="A tree"))
    assert "2401.00003: A tree" in reviewed(project, BASE="HEAD")[1]
    git(project, "rm", "-r", "--quiet", "content")
    git(project, "commit", "--quiet", "-m", "nothing")
    git(project, "checkout", "HEAD^", "--", "content")
    done, text = reviewed(project, BASE="HEAD")  # which has no content/
    assert (done.returncode, "2401.00001: On gulls" in text) == (0, True)
    done, _ = reviewed(project, BASE="nowhere")
    assert done.returncode == 2
    assert "There is no commit nowhere to compare content/ with." in done.stderr


def test_a_folder_that_was_not_there_or_whose_topics_are_wrong(project: Path) -> None:
    done = call("review", "nowhere")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "OLD: there is no folder nowhere; name an empty one" in done.stderr
    (project / "empty").mkdir()
    done = call("review", "empty")
    assert done.exit_code == 0
    assert "**New papers** (2)" in done.stdout
    old = project / "old"
    shutil.copytree(project / "content", old)
    (old / "topics.yml").write_text("nothing")
    done = call("review", "old")
    assert done.exit_code == 0
    assert "its topics cannot be used, so no topic is compared" in done.stderr
    assert "    old: its topics cannot be used, so no topic is compared: " in done.stdout
    assert "No paper and no topic changes.\n" in done.stdout
    assert "    changed: topics.yml\n" in done.stdout
    (project / "content/topics.yml").write_text("nothing")
    done = call("review", "empty")
    assert done.exit_code == 1
    assert "content/topics.yml: " in done.stdout
    assert "Papers and topics cannot be compared, for the folder as it is now cannot" in done.stdout
    assert "No paper and no topic changes." not in done.stdout
    assert call("review", "old", "--content", "nowhere").exit_code == 2


def test_pages_by_hand_cursors_and_settings_are_other_files(project: Path) -> None:
    content = project / "content"
    keep_intake(content, "gulls", [], Cursor(until=date(2024, 3, 1)))
    (content / "about.md").write_text("# About\n")
    (content / "notes.md").write_text("# Notes\n")
    commit(project)
    (content / "about.md").write_text("# Bought\n")
    (content / "notes.md").unlink()
    (content / "tree.png").write_bytes(b"x")
    (content / "feed.yml").write_text("schema: 1\n")
    keep_intake(content, "gulls", [], Cursor(until=date(2024, 3, 2)))
    commit(project)
    done, text = reviewed(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "No paper and no topic changes.\n\n**Other files** (5)\n\n~~~text\n    changed: about.md\n"
        "    added: feed.yml\n    changed: intake/gulls/cursor.yml\n    removed: notes.md\n"
        "    added: tree.png\n~~~\n"
    ) in text


def test_folders_of_a_form_that_is_not_known(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper(1), paper(2))
    old = make_content(tmp_path / "old", paper(1))
    keep(old, CURRENT + 1)
    done = call("review", str(old), "--content", str(content))
    assert done.exit_code == 0
    assert "cannot be read, so every paper and topic counts as new: old/feed.yml: " in done.stdout
    assert "**New papers** (2)" in done.stdout
    keep(content, CURRENT + 1)
    file = tmp_path / "summary"
    done = call("review", str(old), "--content", str(content), "--summary", str(file))
    assert done.exit_code == 1
    text = file.read_text()
    assert "### 1 problem to mend" in text
    assert (
        "    Papers and topics cannot be compared, for the folder as it is now cannot be used: "
        f"content/feed.yml: schema: found {CURRENT + 1}; "
    ) in text
    assert "No paper and no topic changes." not in text
    assert "    added: papers/2024/01/2401.00002.md\n" in text


def test_an_old_folder_is_brought_to_the_present_form_in_a_copy(tmp_path: Path) -> None:
    def renamed(values: Mapping[Any, Any], abstract: str) -> Values:
        return {
            "title" if key == "heading" else key: each for key, each in values.items()
        }, abstract

    old = make_content(tmp_path / "old", paper(1), paper(2))
    content = make_content(tmp_path / "content", paper(1), paper(2))
    path = old / path_of(paper(1))
    path.write_text(path.read_text().replace("\ntitle:", "\nheading:"))
    keep(old, CURRENT)
    before = path.read_text()
    steps = [Migration(CURRENT + 1, "`heading` is `title` now", renamed)]
    keep(content, CURRENT + 1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "require", lambda content: require(content, CURRENT + 1))
        found, (note,) = compare(old, content, steps)
    assert not found, found
    assert f"had the form {CURRENT}; they were brought to the form {CURRENT + 1}, in a copy" in note
    assert path.read_text() == before
