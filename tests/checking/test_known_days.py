"""`paperfeed check`: a day that has not come is known to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from generator.checking.check import check
from generator.intake_days import Cursor, keep_intake
from generator.model import IntakeDay, Listing, Paper
from generator.store import write
from generator.tombstones import keep, tombstone_of
from tests.test_cli import call
from tests.toy import make_content, paper

TODAY = date(2026, 11, 30)
TOMORROW = TODAY + timedelta(1)
LATER = TODAY + timedelta(2)
NOT_COME = "which has not come (today is 2026-11-30, in UTC)"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path / "content", paper(1))


def faults(content: Path) -> list[str]:
    return [str(fault).removeprefix("content/") for fault in check(content, TODAY).faults]


def seen(number: int, day: date, retrieved: date = TODAY, published: str | None = None) -> Paper:
    """A paper that a source showed on one day, and told of on another."""
    made = paper(number, day.isoformat(), published=published)
    moment = datetime(retrieved.year, retrieved.month, retrieved.day, tzinfo=UTC)
    return replace(made, provenance=(replace(made.provenance[0], retrieved=moment),))


def test_tomorrow_is_somewhere_today(content: Path) -> None:
    write(content, seen(2, TOMORROW, TOMORROW))
    keep_intake(content, "gulls", [IntakeDay("gulls", TOMORROW, "partial")], Cursor(TOMORROW))
    keep(content, tombstone_of(paper(3), TOMORROW, "asked"))
    assert faults(content) == []


def test_accounts_of_the_intake(content: Path) -> None:
    days = [IntakeDay("gulls", LATER, "complete", 3), IntakeDay("gulls", TODAY, "complete", 3)]
    keep_intake(content, "gulls", days, Cursor(date(2999, 1, 1), etag='"a"', asked=LATER))
    keep_intake(content, "terns", [], Cursor(TODAY, asked=TODAY))
    assert faults(content) == [
        f"intake/gulls/2026-12-02.yml: is of 2026-12-02, {NOT_COME}; delete it",
        (
            f"intake/gulls/cursor.yml: line 1: until: found 2999-01-01, {NOT_COME}; write the last day "
            "of which all is known, or delete the file"
        ),
        (
            f"intake/gulls/cursor.yml: line 2: asked: found 2026-12-02, {NOT_COME}; delete the line, "
            "and those of `etag` and `last_modified`"
        ),
    ]


def test_records_and_tombstones(content: Path) -> None:
    write(content, seen(2, TODAY, LATER), seen(3, LATER))
    keep(content, tombstone_of(paper(4), LATER, "asked"))
    assert faults(content) == [
        (
            f"intake/removed/2401.00004.yml: line 2: day: found 2026-12-02, {NOT_COME}; write the day "
            "on which it was removed"
        ),
        (
            f"papers/2026/11/2401.00002.md: line 11: provenance[0].retrieved: found 2026-12-02, "
            f"{NOT_COME}; write when the source told of it"
        ),
        (
            f"papers/2026/12/2401.00003.md: line 4: listed: found 2026-12-02, {NOT_COME}; write the "
            "day on which a source showed it first"
        ),
        (
            f"papers/2026/12/2401.00003.md: line 6: listings[0].day: found 2026-12-02, {NOT_COME}; "
            "write the day on which the source showed it"
        ),
    ]


@pytest.mark.parametrize("published", ["2027-06-12", "2027-06", "2027"])
def test_a_conference_to_come_may_have_papers_of_its_day(content: Path, published: str) -> None:
    first = date.fromisoformat("-".join([*published.split("-"), "01", "01"][:3]))
    coming = replace(seen(2, first, published=published), listings=())
    write(content, coming)
    assert faults(content) == []
    write(content, replace(coming, listings=(Listing("toy", TODAY),)))
    assert [fault.partition(": found")[0] for fault in faults(content)] == [
        f"papers/2027/{first.month:02d}/2401.00002.md: line 4: listed"
    ]


def test_without_a_day_it_is_the_machines(content: Path) -> None:
    today = datetime.now(UTC).date()
    keep_intake(content, "gulls", [], Cursor(today))
    assert check(content).faults == ()
    keep_intake(content, "gulls", [], Cursor(today + timedelta(9)))
    done = call("check", "--content", content)
    assert done.exit_code == 1
    assert "content/intake/gulls/cursor.yml: line 1: until: found" in done.stdout
