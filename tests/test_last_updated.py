"""When the site was last updated, as its content knows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path

import pytest

from generator.builder.moment import day_of_build
from generator.builder.project import load_feed
from generator.intake_days import Cursor, Intake, keep_intake
from generator.last_updated import last_updated
from generator.merge import provenance_of
from generator.model import IntakeDay, Paper, Tombstone
from tests.toy import make_content, paper

NOTHING = Intake({}, {})


def intake(*days: IntakeDay, **cursors: Cursor) -> Intake:
    by_source: dict[str, dict[date, IntakeDay]] = {}
    for each in days:
        by_source.setdefault(each.source, {})[each.day] = each
    return Intake(by_source, cursors)


def day(state: str, number: int, source: str = "gulls") -> IntakeDay:
    return IntakeDay(source, date(2025, 3, number), state)


def retrieved(*numbers: int) -> Paper:
    """A paper of which sources told on these days of March."""
    made = paper(day="2025-02-01")
    moments = [datetime(2025, 3, number, 23, 59, tzinfo=UTC) for number in numbers]
    told = [provenance_of(made, f"source-{at.day}", at)[0] for at in moments]
    return replace(made, provenance=tuple(told))


def march(number: int) -> date:
    return date(2025, 3, number)


def test_of_a_site_without_anything_nobody_knows() -> None:
    assert last_updated([], NOTHING, []) is None
    assert last_updated([], intake(gulls=Cursor()), []) is None


def test_it_is_the_newest_word_of_a_source_and_not_the_day_of_listing() -> None:
    told_early = retrieved(3, 9, 5)
    listed_late = replace(retrieved(4), listed=date(2031, 1, 1))
    assert last_updated([told_early, listed_late], NOTHING, []) == march(9)


def test_a_paper_by_hand_has_only_the_day_of_its_listing() -> None:
    by_hand = replace(paper(day="2025-03-02"), provenance=())
    assert last_updated([by_hand], NOTHING, []) == march(2)


def test_a_day_on_which_nothing_was_listed_is_an_update_and_one_that_failed_is_none() -> None:
    days = [day("complete", 5), day("closed", 8), day("failed", 20)]
    for some in permutations(days):
        assert last_updated([], intake(*some), []) == march(8)
    assert last_updated([retrieved(3)], intake(day("partial", 9, "hf")), []) == march(9)
    assert last_updated([retrieved(3)], intake(day("failed", 9)), []) == march(3)


def test_a_source_that_has_nothing_new_was_asked_all_the_same() -> None:
    assert last_updated([], intake(gulls=Cursor(until=march(10))), []) == march(10)
    cursors = {"gulls": Cursor(march(10), asked=march(11)), "hf": Cursor(march(4))}
    assert last_updated([retrieved(2)], Intake({}, cursors), []) == march(11)


def test_a_removal_is_an_update() -> None:
    removed = Tombstone("2401.00099", march(12), "asked for", "")
    assert last_updated([retrieved(2)], NOTHING, [removed]) == march(12)


def test_what_lies_beyond_the_day_of_the_build_is_known_to_nobody() -> None:
    far = Cursor(date(2999, 1, 1), asked=date(2999, 1, 2))
    some = intake(day("complete", 9), day("closed", 30), gulls=far)
    removed = Tombstone("2401.00099", march(29), "asked for", "")
    papers = [retrieved(3, 28), replace(paper(day="2025-03-27"), provenance=())]
    for today, last in ((9, 9), (27, 27), (28, 28), (29, 29), (30, 30), (31, 30)):
        assert last_updated(papers, some, [removed], march(today)) == march(last)
    assert last_updated([], intake(gulls=far), [], march(31)) is None


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (None, "2026-11-30"),
        ("1767225600", "2026-01-01"),
        ("1893456000", "2030-01-01"),
        *((no_moment, "2026-11-30") for no_moment in ("0", "1000000000", "-1", "soon", "9" * 40)),
    ],
)
def test_the_day_of_a_build_is_the_one_given_to_it(given: str | None, day: str) -> None:
    environ = {} if given is None else {"SOURCE_DATE_EPOCH": given}
    now = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=5)))
    assert day_of_build(environ, now) == date.fromisoformat(day)


def test_a_feed_is_not_of_a_day_that_has_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content(tmp_path / "content", paper())
    keep_intake(content, "gulls", [day("closed", 10)], Cursor(until=date(2999, 1, 1)))
    assert load_feed(content).feed.updated == march(10)
    keep_intake(content, "gulls", [], Cursor(until=date(2029, 1, 1)))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")  # of 2030
    assert load_feed(content).feed.updated == date(2029, 1, 1)


def test_the_feed_of_a_content_folder_knows_it(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper())
    assert load_feed(content).feed.updated == date(2024, 3, 6)  # when its source told of it
    keep_intake(content, "gulls", [day("closed", 10)], Cursor(until=march(11)))
    assert load_feed(content).feed.updated == march(11)
