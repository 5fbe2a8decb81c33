"""`paperfeed topics diff`: which papers' topics a change of the rules changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli import application
from generator.store import write
from generator.topic_diff import Change, TopicChange, by_topic, changes, report
from tests.toy import paper, topic

OLD = (topic("birds", "gull"), topic("crabs", "crab"))
NEW = (topic("birds", "gull", "tern"), topic("shells", "shell"))
HOSTILE = "~~~ </pre><script>alert(1)</script> [x](https://evil.example) `tern` ![]() \\| # Tern"


def rules(phrases: str) -> str:
    return f"- area: A\n  topics: [{{slug: birds, label: B, is: birds, phrases: [{phrases}]}}]\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write(folder, paper(1, title="On gulls"), paper(2, title="On terns"), paper(3, title=HOSTILE))
    (folder / "topics.yml").write_text(rules("gull"))
    return folder


def diff(content: Path, old: str, new: str, *options: str) -> Result:
    files = content.parent / "old.yml", content.parent / "new.yml"
    files[0].write_text(old)
    files[1].write_text(new)
    arguments = ["topics", "diff", *map(str, files), "--content", str(content), *options]
    return CliRunner().invoke(application(), arguments)


def test_a_paper_gains_and_loses_topics() -> None:
    papers = [
        paper(1, title="Gulls"),
        paper(2, title="Terns and crabs"),
        paper(3, title="Crabs in shells"),
    ]
    assert list(changes(papers, OLD, NEW)) == [
        None,
        Change("2401.00002", "Terns and crabs", ("birds",), ("crabs",)),
        Change("2401.00003", "Crabs in shells", ("shells",), ("crabs",)),
    ]


def test_a_person_s_word_holds_under_both_rules() -> None:
    given = paper(1, title="Terns and crabs", topics=("birds", "crabs"))
    refused = paper(2, title="Terns", topics=("-birds",))
    assert list(changes([given, refused], OLD, NEW)) == [
        Change("2401.00001", "Terns and crabs", (), ("crabs",)),  # there is no such topic any more
        None,
    ]


def test_a_category_counts() -> None:
    from dataclasses import replace

    filed = (replace(OLD[0], categories=(("q-bio.PE", 2.0),)), OLD[1])
    gulls = paper(1, title="Wings", categories=("q-bio.PE",))
    assert list(changes([gulls], OLD, filed)) == [Change(gulls.id, "Wings", ("birds",), ())]


def test_topics_that_change_most_come_first() -> None:
    changed = [
        Change("1", "", ("a", "b"), ()),
        Change("2", "", ("b",), ("c",)),
        Change("3", "", (), ("b",)),
    ]
    assert by_topic(changed) == [
        TopicChange("b", 2, 1),
        TopicChange("a", 1, 0),
        TopicChange("c", 0, 1),
    ]


def test_the_report_begins_with_the_topics_and_is_bounded() -> None:
    changed = [Change(f"2401.{n:05}", "T" * 500, ("birds",), ("crabs",)) for n in range(70)]
    lines = list(report(1234, changed))
    assert lines[:4] == [
        "1,234 papers, 70 with other topics",
        "  birds     +70       0",
        "  crabs       0     -70",
        f"2401.00000: +birds -crabs: {'T' * 99}…",
    ]
    assert lines[-1] == "and 20 more (--all lists them)"
    assert len(lines) == 1 + 2 + 50 + 1
    assert len(list(report(1234, changed, None))) == 1 + 2 + 70


def test_the_command_says_what_changes(content: Path) -> None:
    done = diff(content, rules("gull"), rules("tern"))
    assert (done.exit_code, done.stderr) == (0, "")
    first, birds, *papers = done.stdout.splitlines()
    assert first == "3 papers, 3 with other topics"
    assert birds.split() == ["birds", "+2", "-1"]
    assert papers[:2] == ["2401.00001: -birds: On gulls", "2401.00002: +birds: On terns"]
    same = diff(content, rules("gull"), rules("gull"))
    assert (same.exit_code, same.stdout) == (0, "3 papers, 0 with other topics\n")


def test_the_command_as_json(content: Path) -> None:
    done = diff(content, rules("gull"), rules("gull, tern"), "--json")
    told = json.loads(done.stdout)
    assert (told["papers"], told["topics"]) == (3, [{"slug": "birds", "gained": 2, "lost": 0}])
    assert told["changes"][0] == {
        "id": "2401.00002", "title": "On terns", "gained": ["birds"], "lost": []
    }  # fmt: skip


def test_all_papers_when_asked_for(content: Path) -> None:
    write(content, *(paper(n, title=f"Terns {n}") for n in range(10, 80)))
    some = diff(content, rules("gull"), rules("tern")).stdout
    assert "and 23 more (--all lists them)\n" in some
    every = diff(content, rules("gull"), rules("tern"), "--all").stdout
    assert len(every.splitlines()) == 2 + 73


def test_wrong_files_and_wrong_commands(content: Path, tmp_path: Path) -> None:
    done = diff(content, rules("'??'"), "nothing")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("error: ") == 2  # of both files
    arguments = ["topics", "diff", str(tmp_path / "no.yml"), str(content / "topics.yml")]
    assert CliRunner().invoke(application(), [*arguments, "--content", str(content)]).exit_code == 2
    arguments[2] = arguments[3]
    assert CliRunner().invoke(application(), [*arguments, "--content", "nowhere"]).exit_code == 2


def test_a_faulty_record_is_said_after_the_others(content: Path) -> None:
    (content / "papers/2024/01/2401.00001.md").write_text("nothing")
    done = diff(content, rules("gull"), rules("tern"))
    assert done.exit_code == 1
    assert "+birds: On terns" in done.stdout
    assert "2401.00001.md" in done.stderr
