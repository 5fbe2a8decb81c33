"""The account of each day: files that people can read, mend and merge, and that do not churn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.faults import StoreError
from generator.intake_days import Cursor, keep_intake, load_intake
from generator.model import DAY_STATES, IntakeDay
from tests.core import DAYS

DAY = date(2025, 3, 11)
FULL = IntakeDay("hf-daily", DAY, "complete", 66, 1)

TEXTS = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40)


def put(content: Path, path: str, text: str) -> None:
    target = content / "intake" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    failed = IntakeDay("hf-daily", date(2025, 3, 12), "failed", reason="it answered 503: why?")
    keep_intake(tmp_path, "hf-daily", [FULL, failed], Cursor(DAY))
    folder = tmp_path / "intake"
    kept = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yml")}
    assert kept == {
        "hf-daily/2025-03-11.yml": b"state: complete\nrecords: 66\nrejected: 1\n",
        "hf-daily/2025-03-12.yml": (
            b"state: failed\nrecords: 0\nrejected: 0\nreason: 'it answered 503: why?'\n"
        ),
        "hf-daily/cursor.yml": b"until: 2025-03-11\n",
    }
    intake = load_intake(tmp_path)
    assert intake.days == {"hf-daily": {DAY: FULL, failed.day: failed}}
    assert intake.cursors == {"hf-daily": Cursor(DAY)}
    assert intake.faults == ()


@given(
    st.lists(
        st.builds(
            IntakeDay,
            st.just("gulls"),
            DAYS,
            st.sampled_from(DAY_STATES),
            st.integers(0, 10**9),
            st.integers(0, 10**9),
            st.none() | TEXTS,
        ),
        unique_by=lambda day: day.day,
        max_size=3,
    ),
    st.builds(
        Cursor,
        st.none() | DAYS,
        st.none() | DAYS,
        st.none() | TEXTS | st.sampled_from(['"a"', 'W/"1e5"', "1e5", "no", "2025-03-11"]),
        st.none() | TEXTS,
    ),
)
def test_nothing_of_a_day_or_cursor_is_lost(
    tmp_path_factory: pytest.TempPathFactory, days: list[IntakeDay], cursor: Cursor
) -> None:
    content = tmp_path_factory.mktemp("content")
    keep_intake(content, "gulls", days, cursor)
    intake = load_intake(content)
    assert intake.faults == ()
    assert intake.days.get("gulls", {}) == {day.day: day for day in days}
    assert intake.cursors == {"gulls": cursor}


def test_the_same_again_touches_no_file(tmp_path: Path) -> None:
    keep_intake(tmp_path, "hf-daily", [FULL], Cursor(DAY))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.yml")}
    keep_intake(tmp_path, "hf-daily", [FULL], Cursor(DAY))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.yml")} == before


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("gulls/2025-03-11.yml", "state: fine\n", "state: found `fine`; write complete, partial"),
        (
            "gulls/2025-03-11.yml",
            "state: closed\nsate: closed\n",
            "sate: unknown key; did you mean `state`?",
        ),
        ("gulls/2025-03-11.yml", "- closed\n", "found a list; write `key: value` lines"),
        (
            "gulls/2025-03-11.yml",
            "state: closed\nrecords: -1\n",
            "records: found the number -1; write a whole",
        ),
        (
            "gulls/2025-03-11.yml",
            "state: closed\nrecords: '1'\n",
            "records: found `1`; write a whole",
        ),
        ("gulls/2025-03-11.yml", "state: closed\nreason: 5\n", "reason: found the number 5; put"),
        ("gulls/2025-03-11.yml", "state: [\n", "not valid YAML"),
        ("gulls/2025-02-30.yml", "state: closed\n", "2025-02-30 is no day; rename the file"),
        ("gulls/9999-12-31.yml", "state: closed\n", "9999-12-31 is no day of a feed; delete"),
        ("gulls/notes.txt", "closed\n", "no day and no cursor; files here are 2025-03-11.yml"),
        ("Gulls/2025-03-11.yml", "state: closed\n", "`Gulls` is no source's name; rename"),
        ("gulls/cursor.yml", "until: soon\n", "until: found `soon`; write a day as 2025-03-11"),
        ("gulls/cursor.yml", "etag: 5\n", "etag: found the number 5; put it in quotes"),
        ("gulls/cursor.yml", "til: 2025-03-11\n", "til: unknown key; did you mean `until`?"),
    ],
)
def test_a_fault_says_where_and_what_to_do(tmp_path: Path, path: str, text: str, said: str) -> None:
    put(tmp_path, path, text)
    put(tmp_path, "terns/2025-03-11.yml", "state: closed\n")
    intake = load_intake(tmp_path)
    (fault,) = intake.faults
    assert fault.where == f"{tmp_path.name}/intake/{path}"
    assert said in fault.message
    assert intake.days == {"terns": {DAY: IntakeDay("terns", DAY, "closed")}}


def test_rejected_records_and_hidden_files_are_no_days(tmp_path: Path) -> None:
    put(tmp_path, "rejected/gulls/0123456789abcdef.yml", "reason: x\n")
    put(tmp_path, "gulls/.DS_Store", "x")
    assert load_intake(tmp_path).faults == ()
    assert load_intake(tmp_path).days == {}


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, "gulls", "a file where the folder belongs")
    with pytest.raises(StoreError, match="gulls"):
        keep_intake(tmp_path, "gulls", [IntakeDay("gulls", DAY, "closed")], None)
