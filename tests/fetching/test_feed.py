"""Any feed: what is new, of whatever day it is."""

from __future__ import annotations

from datetime import timedelta

from generator.fetching.asking import FetchedSource
from generator.fetching.feed import KIND, pages
from tests.fetching.asking import Answers
from tests.fetching.server import reply, says
from tests.fetching.world import (
    NOW,
    TODAY,
    YESTERDAY,
    World,
    feed_body,
    ids_of,
    outcome_of,
    state_of,
)


def test_the_address_is_asked_as_it_is() -> None:
    answers = Answers([b"x"])
    source = FetchedSource("letters", "feed", url="https://letters.example/feed?all")
    assert list(pages(source, TODAY, answers)) == [b"x"]
    assert answers.urls == ["https://letters.example/feed?all"]
    assert (KIND.by_day, KIND.daily, KIND.format, KIND.needs) == (False, False, None, ("url",))


def letters(world: World, body: bytes) -> World:
    world.kind = "feed"
    world.well()
    world.server.answers["faulty"] = says(reply(body, moment=NOW))
    return world


def test_a_feed_without_entries_is_no_failure(world: World) -> None:
    letters(world, feed_body([], TODAY))
    report = world.fetch()
    assert report.well
    assert outcome_of(report, "faulty").counts["added"] == 0


def test_a_day_that_failed_does_so_no_more_once_the_feed_answers(world: World) -> None:
    letters(world, b"")
    world.server.answers["faulty"] = says(reply(b"", 404))
    report = world.fetch()
    (problem,) = outcome_of(report, "faulty").problems
    assert "it answered 404: there is nothing at this address; look at it in mkdocs.yml" in problem
    # What is for those who keep the site does not stand on its pages.
    assert "state: failed" in state_of(world, "faulty", TODAY)
    assert "reason: it answered 404\n" in state_of(world, "faulty", TODAY)
    old = TODAY - timedelta(3)
    letters(world, feed_body(ids_of(old), old))
    assert world.fetch().well
    assert "state: partial" in state_of(world, "faulty", TODAY)
    later = NOW + timedelta(2)
    world.server.answers["faulty"] = says(reply(feed_body(ids_of(old), old), moment=later))
    assert outcome_of(world.fetch(now=later), "faulty").problems == ()
    assert "state: closed" in state_of(world, "faulty", TODAY)
    assert "reason: nothing came of this day" in state_of(world, "faulty", TODAY)


def test_old_entries_come_in_and_make_no_day(world: World) -> None:
    old = TODAY - timedelta(40)
    letters(world, feed_body(ids_of(old), old))
    assert world.fetch().well
    assert {f"papers/2025/01/{one}.md" for one in ids_of(old)} <= set(world.tree())
    assert state_of(world, "faulty", old) == ""


def test_the_same_again_changes_nothing(world: World) -> None:
    letters(world, feed_body(ids_of(YESTERDAY), YESTERDAY))
    assert world.fetch().well
    before = world.tree()
    report = world.fetch()
    assert outcome_of(report, "faulty").counts["unchanged"] == 3
    assert world.tree() == before


def test_a_format_that_is_not_known_is_said(world: World) -> None:
    letters(world, b"Dear reader,")
    report = world.fetch()
    assert not report.well
    (problem,) = outcome_of(report, "faulty").problems
    assert "is in no format that is known" in problem
    assert outcome_of(report, "good").problems == ()


def test_a_web_page_in_its_place_is_said(world: World) -> None:
    letters(world, b"<!DOCTYPE html><html><p>Log in</html>")
    (problem,) = outcome_of(world.fetch(), "faulty").problems
    assert "it is an HTML page" in problem


def test_a_day_that_was_not_over_is_complete_once_the_feed_has_dropped_it(world: World) -> None:
    letters(world, feed_body(ids_of(TODAY), TODAY))
    world.fetch()
    assert "state: partial\nrecords: 3" in state_of(world, "faulty", TODAY)
    later = NOW + timedelta(2)
    world.server.answers["faulty"] = says(reply(feed_body([], later.date()), moment=later))
    world.fetch(now=later)
    assert "state: complete\nrecords: 3" in state_of(world, "faulty", TODAY)
