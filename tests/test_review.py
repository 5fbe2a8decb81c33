"""`paperfeed review`: what a change does for readers, here and in a pull request's run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator.faults import Fault
from generator.model import Paper
from generator.reviewing.comparing import Changed, Review, review
from generator.reviewing.report import SHOWN, markdown, marks
from generator.store import path_of, write
from generator.tombstones import tombstone_of
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
    assert "Nothing: the site looks as before." in markdown(found, [])


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
    assert (found.gone, found.removed) == ((), (TERN.id,))
    assert found.changed == (Changed(one, ("aliases",)),)


def test_what_no_page_shows_is_no_change() -> None:
    assert not review(OLD, feed_of(change(GULL, pinned=("title",)), TERN, TREE, topics=[TREES]))


def test_whatever_strangers_wrote_stays_in_its_block() -> None:
    found = review(feed_of(), feed_of(paper(1, title=HOSTILE), paper(2, title="~~~\n# x")))
    faults = [Fault(f"content/papers/{HOSTILE}.md", HOSTILE)]
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown(found, faults))
    kinds = {token.type for token in tokens if token.type.endswith("_open")}
    assert kinds == {"heading_open", "paragraph_open"}
    blocks = [token.content for token in tokens if token.type == "fence"]
    assert len(blocks) == 2
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
    (project / "content/topics.yml").write_text("nothing")
    done = call("review", "empty")
    assert done.exit_code == 1
    assert "content/topics.yml: " in done.stdout
    assert call("review", "old", "--content", "nowhere").exit_code == 2
