"""The number of the form of a content folder's records: read, refused, kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import schema
from generator.builder.project import handwritten
from generator.checking.check import check
from generator.fetching.run import fetch
from generator.intake import Options, take_in
from generator.removal import remove_paper
from generator.schema import CURRENT, SETTINGS, SchemaError, begin, keep, require, schema_of
from generator.store import load, load_to_write
from tests.core import DAY, NOW, files
from tests.toy import make_content, make_project, paper, run

NEWER = CURRENT + 2
REFUSED = (
    f"content/feed.yml: schema: found {NEWER}; this paperfeed knows {CURRENT}; "
    "update the code (merge upstream)"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path / "content", paper(1))


@pytest.fixture
def newer(content: Path) -> Path:
    """A content folder that a later paperfeed has written."""
    (content / SETTINGS).write_text(f"schema: {NEWER}\nlater: [x]\n")
    return content


def test_a_folder_that_says_nothing_has_the_first_form(content: Path) -> None:
    assert schema_of(content) == 1
    assert schema_of(content, current=4) == 1
    assert [each.id for each in load(content).papers] == ["2401.00001"]


def test_a_folder_without_records_has_the_present_one(tmp_path: Path) -> None:
    assert schema_of(tmp_path, current=4) == 4
    begin(tmp_path, current=4)
    assert (tmp_path / SETTINGS).read_text() == "schema: 4\n"
    (tmp_path / "papers").mkdir()
    assert schema_of(tmp_path, current=5) == 4


def test_beginning_changes_nothing_of_a_folder_that_has_begun(content: Path) -> None:
    before = files(content)
    begin(content, current=4)
    assert files(content) == before


def test_nothing_is_said_of_the_first_form(tmp_path: Path) -> None:
    load_to_write(tmp_path)
    assert not (tmp_path / SETTINGS).exists()


def test_what_is_kept_is_read(content: Path) -> None:
    keep(content, 7)
    assert schema_of(content, current=9) == 7


def test_an_older_one_says_what_to_do(content: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        require(content, current=2)
    said = "content/feed.yml: schema: found 1; this paperfeed knows 2; run `paperfeed upgrade`"
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: found nothing; write `key: value` lines"),
        ("- 1\n", "line 1: found a list; write `key: value` lines"),
        ("# x\n{}\n", "line 1: schema: missing; add `schema: 1`, or delete the file"),
        ("schema: one\n", "line 1: schema: found `one`; write a whole number from 1"),
        ("schema: '1'\n", "line 1: schema: found `1`; write a whole number from 1"),
        ("schema: true\n", "line 1: schema: found `true`; write a whole number from 1"),
        ("schema: 0\n", "line 1: schema: found the number 0; write a whole number from 1"),
        (
            f"schema: {'9' * 60}\n",
            "line 1: schema: found a number of many digits; write a whole number from 1",
        ),
        ("schema: 1\nshcema: 2\n", "line 2: shcema: unknown key; known is schema"),
        ("schema: 1\nschema: 2\n", "line 2: not valid YAML: the key `schema` stands twice"),
        ("schema: \xff\n".encode("latin-1"), "line 1: not UTF-8 at byte 8; save it as UTF-8"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_read_stop_everything(
    content: Path, text: str | bytes, said: str
) -> None:
    (content / SETTINGS).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SchemaError) as caught:
        load(content)
    assert str(caught.value).startswith(f"content/feed.yml: {said}")


def test_settings_are_a_file_and_no_link(content: Path) -> None:
    (content / SETTINGS).symlink_to("/etc/hostname")
    with pytest.raises(SchemaError, match="a symbolic link; put the file itself here"):
        load(content)
    (content / SETTINGS).unlink()
    (content / SETTINGS).mkdir()
    with pytest.raises(SchemaError, match="a folder; a file belongs here, remove it"):
        load(content)


def test_a_comment_is_no_fault(content: Path) -> None:
    (content / SETTINGS).write_text("# mine\nschema: 1 # the first\n")
    assert schema_of(content) == 1


# Whoever reads or writes records stops at a form that nobody here knows


def test_no_record_is_read_or_written(newer: Path, tmp_path: Path) -> None:
    before = files(newer)
    source = tmp_path / "papers.jsonl"
    source.write_text('{"title": "On gulls", "date": "2025-03-11"}\n')
    report = take_in([source], newer, Options(), NOW)
    assert report.errors == (REFUSED,)
    for dry_run in (False, True):
        with pytest.raises(SchemaError):
            remove_paper(newer, "2401.00001", "why", DAY, dry_run=dry_run)
    assert files(newer) == before


def test_no_source_is_asked(newer: Path) -> None:
    asked = []

    class Client:
        def __getattr__(self, name: str) -> object:
            asked.append(name)
            raise AssertionError(name)

    report = fetch([], newer, Client(), None)  # type: ignore[arg-type]
    assert (report.errors, asked) == ((REFUSED,), [])


def test_check_says_so_and_nothing_else(newer: Path) -> None:
    found = check(newer)
    assert [str(fault) for fault in found.faults] == [REFUSED]
    assert found.faults[0].key == "schema"


def test_the_settings_are_no_page(content: Path) -> None:
    keep(content, 1)
    assert SETTINGS not in handwritten(content)


def test_commands_stop(newer: Path) -> None:
    project = make_project(newer.parent / "project", newer)
    told = {
        ("build",): f"error: {REFUSED}\n",
        ("export", "--format", "jsonl", "--content", str(newer)): f"error: {REFUSED}\n",
        ("upgrade", "--content", str(newer)): f"error: {REFUSED}\n",
    }
    for command, said in told.items():
        done = run("paperfeed", *command, cwd=project)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", said), command
    assert not (project / "site").exists()


@pytest.mark.ours  # a community brings its own up to date by `paperfeed upgrade`
def test_the_projects_own_content_says_its_schema() -> None:
    assert schema_of(Path(schema.__file__).parents[1] / "content") == CURRENT
