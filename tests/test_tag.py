"""`paperfeed tag`: a line a paper on standard output; what is wrong is said, and stops nothing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from generator.cli import application
from tests.toy import FIXTURE, run

TOPICS = """
- area: Sea
  topics:
    - {slug: birds, label: Birds, is: about birds, phrases: [gull], categories: {q-bio.PE: 1}}
    - {slug: crabs, label: Crabs, is: about crabs, phrases: [crab]}
"""
GULLS = {
    "id": "arXiv:1",
    "title": "Gulls",
    "abstract": "A gull,\n  again.",
    "categories": ["q-bio.PE"],
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "topics.yml").write_text(TOPICS)
    return folder


def tag(content: Path, file: Path | str, *, given: bytes | None = None) -> Result:
    arguments = ["tag", str(file), "--content", str(content)]
    return CliRunner().invoke(application(), arguments, input=given)


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def found(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_a_paper_with_the_id_as_given_and_what_earned_each_topic(
    content: Path, tmp_path: Path
) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_bytes(lines(GULLS, {"id": 7, "title": "Stones"}, {"title": "Crabs"}))
    done = tag(content, file)
    assert (done.exit_code, done.stderr) == (0, "3 papers, 0 lines rejected\n")
    first, *others = found(done)
    assert first == {
        "id": "arXiv:1",
        "topics": [
            {
                "slug": "birds",
                "score": 5.0,
                "evidence": [
                    {"phrase": "gull", "place": "title", "count": 1},
                    {"phrase": "gull", "place": "abstract", "count": 1},
                    {"phrase": "q-bio.PE", "place": "category", "count": 1},
                ],
            }
        ],
    }
    assert [(each["id"], [t["slug"] for t in each["topics"]]) for each in others] == [
        (7, []),
        (None, ["crabs"]),
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_a_bad_line_is_counted_said_with_its_place_and_stops_nothing(
    content: Path, tmp_path: Path, packed: bool
) -> None:
    data = lines(GULLS) + b"nope\n\n[1]\n" + lines({"title": " "}, {"title": "Crabs"})
    file = tmp_path / "mixed.jsonl"
    file.write_bytes(gzip.compress(data) if packed else data)
    done = tag(content, file)
    assert done.exit_code == 0
    assert [each["id"] for each in found(done)] == ["arXiv:1", None]
    assert "mixed.jsonl: line 2: rejected: not JSON" in done.stderr
    assert "mixed.jsonl: line 4: rejected: a JSON list" in done.stderr
    assert "mixed.jsonl: line 5: rejected: has no title\n" in done.stderr
    assert done.stderr.endswith("2 papers, 3 lines rejected\n")


def test_many_bad_lines_are_not_all_said(content: Path, tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_bytes(lines(GULLS) + b"nope\n" * 100)
    done = tag(content, file)
    assert done.exit_code == 0
    assert done.stderr.count("rejected: not JSON") == 20
    assert "mixed.jsonl: 80 more rejected\n" in done.stderr
    assert done.stderr.endswith("1 paper, 100 lines rejected\n")


@pytest.mark.parametrize("data", [b"", b"\n", b"nope\n", b'{"title": ""}\n'])
def test_nothing_that_could_be_tagged_is_an_error(content: Path, data: bytes) -> None:
    done = tag(content, "-", given=data)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "0 papers" in done.stderr


def test_a_file_that_is_cut_short_is_an_error_after_what_it_held(
    content: Path, tmp_path: Path
) -> None:
    file = tmp_path / "papers.jsonl.gz"
    file.write_bytes(gzip.compress(lines(*[GULLS] * 3000), 0)[:-200_000])
    done = tag(content, file)
    assert done.exit_code == 1
    assert found(done)
    assert f"error: {file}: cannot be read" in done.stderr


def test_a_person_s_word_wins_as_on_the_site(content: Path) -> None:
    record = {**GULLS, "id": "2401.00001", "listed": "2024-01-01", "topics": ["+crabs", "-birds"]}
    done = tag(content, "-", given=lines(record))
    (only,) = found(done)
    assert only["topics"] == [{"slug": "crabs", "score": 0.0, "evidence": [], "by_hand": True}]


def test_a_wrong_command_is_told_from_wrong_data(content: Path, tmp_path: Path) -> None:
    assert tag(content, tmp_path / "nowhere.jsonl").exit_code == 2
    assert tag(tmp_path / "nowhere", "-", given=lines(GULLS)).exit_code == 2
    (content / "topics.yml").write_text("- {area: Sea, topics: [x]}")
    done = tag(content, "-", given=lines(GULLS))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "topics.yml: line 1: area 'Sea'" in done.stderr


def test_the_project_s_own_topics_serve_where_a_folder_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.builder.project.OWN_CONTENT", FIXTURE)
    done = tag(tmp_path, "-", given=lines({"title": "Gulls and the tide"}))
    assert {each["slug"] for each in found(done)[0]["topics"]} == {"birds", "tides"}


@settings(max_examples=30)  # each loads all topics
@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "abstract", "categories"]),
        st.one_of(
            st.text(),
            st.floats(),
            st.integers(),
            st.lists(st.text()),
            st.none(),
            st.booleans(),
        ),
    )
)
def test_whatever_a_line_holds_what_is_printed_is_json(record: dict[str, object]) -> None:
    done = tag(Path("content"), "-", given=lines(GULLS, record))
    assert done.exit_code == 0

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    for line in done.stdout.splitlines():
        json.loads(line, parse_constant=refuse)
        assert line.isascii()
        assert line.isprintable()


def test_an_id_that_is_no_json_is_none(content: Path) -> None:
    done = tag(content, "-", given=b'{"id": NaN, "title": "Gulls"}\n')
    assert done.stdout.startswith('{"id": null, ')


@pytest.mark.real
def test_the_corpus_is_tagged(shared: Path) -> None:
    done = run("paperfeed", "tag", shared / "corpus" / "arxiv_abs.jsonl.gz")
    assert (done.returncode, done.stderr) == (0, "790 papers, 0 lines rejected\n")
    assert json.loads(done.stdout.splitlines()[0])["id"] == "arXiv:0704.0001"
