"""arXiv's announcements: one address for all categories, and only what is new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from generator.fetching.arxiv_rss import KIND, pages
from generator.fetching.asking import FetchedSource
from tests.fetching.asking import Answers
from tests.fetching.server import reply, says
from tests.fetching.world import (
    NOW,
    TODAY,
    YESTERDAY,
    World,
    ids_of,
    outcome_of,
    rss_body,
    state_of,
)


@pytest.fixture
def announced(world: World) -> World:
    """A world in which the announcement of yesterday has come in."""
    world.kind = "arxiv-rss"
    world.begin()
    world.well()
    return world


def test_all_categories_are_asked_for_together() -> None:
    answers = Answers([b"x"])
    source = FetchedSource("arxiv", "arxiv-rss", ("cs.CL", "stat.ML"))
    assert list(pages(source, TODAY, answers)) == [b"x"]
    assert answers.urls == ["https://rss.arxiv.org/rss/cs.CL+stat.ML"]
    assert (KIND.by_day, KIND.daily, KIND.host, KIND.pause) == (False, True, "arxiv.org", 3.0)


def test_an_announcement_of_yesterday_is_said_and_no_failure_yet(announced: World) -> None:
    body = rss_body(ids_of(YESTERDAY), YESTERDAY)
    announced.server.answers["faulty"] = says(reply(body, moment=NOW))
    report = announced.fetch()
    assert report.well
    assert outcome_of(report, "faulty").notes == (f"the latest that it shows is of {YESTERDAY}",)
    assert state_of(announced, "faulty", TODAY) == ""


def test_an_announcement_that_stays_the_same_is_a_failure_a_day_later(announced: World) -> None:
    body = rss_body(ids_of(YESTERDAY), YESTERDAY)
    announced.server.answers["faulty"] = says(reply(body, moment=NOW))
    announced.fetch()
    later = NOW + timedelta(1)
    announced.server.answers["faulty"] = says(reply(body, moment=later))
    report = announced.fetch(later)
    assert f"{TODAY}: no papers, though {YESTERDAY} had 3" in outcome_of(report, "faulty").problems
    assert state_of(announced, "faulty", TODAY).startswith("state: failed\n")


def test_an_announcement_of_nothing(announced: World) -> None:
    announced.server.answers["faulty"] = says(reply(rss_body([], TODAY), moment=NOW))
    report = announced.fetch()
    assert report.well
    assert state_of(announced, "faulty", TODAY) == ""
    assert "state: complete" in state_of(announced, "faulty", YESTERDAY)


def test_an_announcement_cut_short_is_a_failure_and_not_known_the_next_time(
    announced: World,
) -> None:
    before = announced.tree()["intake/faulty/cursor.yml"]
    cut = rss_body(ids_of(TODAY), TODAY)[:-300]
    announced.server.answers["faulty"] = says(reply(cut, headers={"ETag": '"cut"'}, moment=NOW))
    report = announced.fetch()
    assert "not well-formed XML" in outcome_of(report, "faulty").problems[0]
    assert announced.tree()["intake/faulty/cursor.yml"] == before
    announced.well()
    assert announced.fetch().well
    assert announced.server.asked_at("faulty")[-1].headers["if-none-match"] == f'"{YESTERDAY}"'
    assert {f"papers/2025/03/{one}.md" for one in ids_of(TODAY)} <= set(announced.tree())
