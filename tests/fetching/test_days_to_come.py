"""A cursor or account of a day that has not come is not believed, and the source is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator.intake_days import Cursor, keep_intake, load_intake
from generator.model import IntakeDay
from tests.fetching.server import reply
from tests.fetching.world import JSON, NOW, TODAY, YESTERDAY, World, outcome_of, state_of

FAR = date(2999, 1, 1)
SAID = "its cursor.yml says that all is known up to 2999-01-01, which has not come"


def cursor_of(world: World, name: str = "faulty") -> Cursor:
    return load_intake(world.content).cursors[name]


def test_a_source_that_is_said_to_be_known_for_ever_is_asked(world: World) -> None:
    world.well()
    keep_intake(world.content, "faulty", [], Cursor(FAR))
    report = world.fetch()
    assert report.well
    outcome = outcome_of(report, "faulty")
    assert any(note.startswith(SAID) for note in outcome.notes)
    states = {each.kept.day: each.kept.state for each in outcome.days if each.kept}
    assert list(states) == [TODAY - timedelta(back) for back in range(6, 0, -1)]
    assert states[YESTERDAY] == "complete"
    assert cursor_of(world).until == YESTERDAY
    assert outcome_of(world.fetch(), "faulty").notes == ()


def test_what_was_known_before_is_where_it_begins(world: World) -> None:
    world.well()
    known = TODAY - timedelta(20)
    far = IntakeDay("faulty", date(2099, 1, 1), "complete", 9)
    keep_intake(
        world.content, "faulty", [IntakeDay("faulty", known, "complete", 3), far], Cursor(FAR)
    )
    outcome = outcome_of(world.fetch(), "faulty")
    asked = [each.kept.day for each in outcome.days if each.kept]
    assert (asked[0], asked[-1]) == (known + timedelta(1), YESTERDAY)
    said = "there is an account of 2099-01-01, which has not come; it is not believed"
    assert said in outcome.notes


def test_that_a_source_went_on_is_not_known_of_a_day_to_come(world: World) -> None:
    world.well()
    world.server.answers["faulty"] = lambda _, line: line.send(
        reply(b"[]", headers=JSON, moment=NOW)
    )
    friday = TODAY - timedelta(5)
    week_before = IntakeDay("faulty", friday - timedelta(7), "complete", 3)
    far = IntakeDay("faulty", date(2099, 1, 1), "complete", 9)
    keep_intake(world.content, "faulty", [week_before, far], Cursor(friday - timedelta(1)))
    world.fetch()
    assert "state: failed" in state_of(world, "faulty", friday)


@pytest.mark.parametrize("kind", ["arxiv-rss", "feed"])
def test_one_that_shows_what_is_new(world: World, kind: str) -> None:
    world.kind = kind
    world.well()
    keep_intake(world.content, "faulty", [], Cursor(FAR, YESTERDAY, '"old"'))
    outcome = outcome_of(world.fetch(), "faulty")
    assert any(note.startswith(SAID) for note in outcome.notes)
    assert outcome.counts["added"] == 3
    assert cursor_of(world) == Cursor(YESTERDAY, TODAY, f'"{TODAY}"')


def test_a_dry_run_says_it_and_leaves_it(world: World) -> None:
    world.well()
    keep_intake(world.content, "faulty", [], Cursor(FAR))
    outcome = outcome_of(world.fetch(dry_run=True), "faulty")
    assert any(note.startswith(SAID) for note in outcome.notes)
    assert cursor_of(world).until == FAR


def test_a_machine_whose_clock_is_behind_takes_no_cursor_back(world: World) -> None:
    world.begin()
    kept = cursor_of(world, "good")
    world.well()
    world.fetch(NOW - timedelta(400))
    assert kept.until is not None
    assert cursor_of(world, "good") == kept
