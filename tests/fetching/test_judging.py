"""What an answer says of a day: complete, partial, closed, or a failure that looks like nothing."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator.fetching.judging import About, Found, Verdict, days_to_ask, judged, known_until
from generator.model import DAY_STATES, IntakeDay

#: A Tuesday, a Saturday; asked on the Sunday after.
TUESDAY, SATURDAY, TODAY = date(2025, 3, 11), date(2025, 3, 15), date(2025, 3, 16)
ABOUT = About(TODAY)


def day(day: date, state: str = "complete", records: int = 0, **more: str) -> IntakeDay:
    return IntakeDay("gulls", day, state, records, **more)  # type: ignore[arg-type]


def known(*days: IntakeDay) -> dict[date, IntakeDay]:
    return {each.day: each for each in days}


def weeks(back: int, records: int) -> IntakeDay:
    """The same day of the week, some weeks before."""
    return day(TUESDAY - timedelta(7 * back), "complete" if records else "closed", records)


def verdict(found: Found, on: date = TUESDAY, about: About = ABOUT, *days: IntakeDay) -> Verdict:
    return judged("gulls", on, found, about, known(*days))


def test_a_day_that_is_over_and_has_papers_is_complete() -> None:
    assert verdict(Found(66, 1)) == Verdict(IntakeDay("gulls", TUESDAY, "complete", 66, 1))


def test_today_is_partial_and_no_problem() -> None:
    told = verdict(Found(5), TODAY)
    assert told.kept == day(TODAY, "partial", 5, reason="the day was not over")
    assert told.problem is None
    assert verdict(Found(), TODAY) == Verdict(None)


def test_a_source_that_shows_papers_late_settles_late() -> None:
    about = About(TODAY, settles=7)
    told = verdict(Found(5), TUESDAY, about)
    assert told.kept == day(TUESDAY, "partial", 5, reason="papers of this day still come in")
    assert verdict(Found(), TUESDAY, about, weeks(1, 60)) == Verdict(None)


# Empty days


def test_nothing_where_the_same_day_had_papers_is_a_failure_that_says_so() -> None:
    told = verdict(Found(), TUESDAY, ABOUT, weeks(1, 66), weeks(2, 71))
    assert told.problem == "no papers, though 2025-03-04 had 66, 2025-02-25 had 71"
    assert told.kept == day(TUESDAY, "failed", reason=told.problem)


def test_without_the_same_day_any_working_day_is_compared() -> None:
    told = verdict(Found(), TUESDAY, ABOUT, day(date(2025, 3, 7), "complete", 30))
    assert told.problem == "no papers, though 2025-03-07 had 30"
    weekend = day(date(2025, 3, 8), "complete", 3)
    assert "none ever came" in (verdict(Found(), TUESDAY, ABOUT, weekend).problem or "")


def test_a_source_that_never_had_a_paper_is_wrongly_set_up() -> None:
    told = verdict(Found())
    assert (
        told.problem == "no papers, and none ever came from this source; look at it in mkdocs.yml"
    )


def test_a_weekend_without_papers_is_closed_unless_weekends_have_some() -> None:
    told = verdict(Found(), SATURDAY, ABOUT, weeks(1, 66))
    assert told == Verdict(day(SATURDAY, "closed", reason="closed for the weekend"))
    before = day(SATURDAY - timedelta(7), "complete", 12)
    assert (
        verdict(Found(), SATURDAY, ABOUT, before).problem == "no papers, though 2025-03-08 had 12"
    )


def test_a_day_like_one_before_that_had_nothing_is_closed() -> None:
    told = verdict(Found(), TUESDAY, ABOUT, weeks(1, 0), weeks(2, 60))
    assert told == Verdict(day(TUESDAY, "closed", reason="nothing, as on 2025-03-04"))


def test_a_holiday_that_is_configured_is_closed_and_compared_with_by_none() -> None:
    about = About(TODAY, closed=True)
    told = verdict(Found(), TUESDAY, about, weeks(1, 66))
    assert told.kept == day(TUESDAY, "closed", reason="the source is closed on this day")
    assert told.kept is not None
    next_week = TUESDAY + timedelta(7)
    later = About(next_week + timedelta(1))
    after = verdict(Found(), next_week, later, told.kept, weeks(1, 66))
    assert after.problem == "no papers, though 2025-03-04 had 66"
    assert verdict(Found(3), TUESDAY, about).kept == day(TUESDAY, "complete", 3)


def test_an_empty_day_is_believed_once_the_source_has_gone_on_for_days() -> None:
    on = day(TUESDAY + timedelta(1), "complete", 60)
    told = verdict(Found(), TUESDAY, ABOUT, weeks(1, 66), on)
    reason = "nothing was listed; the source went on on 2025-03-12"
    assert told == Verdict(day(TUESDAY, "closed", reason=reason))
    soon = About(TUESDAY + timedelta(2))
    assert verdict(Found(), TUESDAY, soon, weeks(1, 66), on).problem


def test_a_failure_is_nothing_to_compare_with() -> None:
    failed = day(TUESDAY - timedelta(7), "failed")
    assert "2025-02-25 had 71" in (
        verdict(Found(), TUESDAY, ABOUT, failed, weeks(2, 71)).problem or ""
    )


def test_a_source_that_is_not_daily_owes_nothing() -> None:
    assert verdict(Found(), TUESDAY, About(TODAY, daily=False), weeks(1, 6)) == Verdict(None)


def test_a_day_that_could_not_be_had_and_has_nothing_yet_is_no_failure_any_more() -> None:
    told = verdict(Found(), TODAY, ABOUT, day(TODAY, "failed", reason="it answered 503"))
    assert told == Verdict(day(TODAY, "partial", reason="the day was not over"))


def test_a_day_says_nothing_of_the_run_that_failed() -> None:
    told = verdict(Found(error="it answered 503 (asked 6 times)", reason="it answered 503"))
    assert told.problem == "it answered 503 (asked 6 times)"
    assert told.kept == day(TUESDAY, "failed", reason="it answered 503")


# What was known before


def test_a_complete_day_is_never_replaced_by_a_smaller_one() -> None:
    full = day(TUESDAY, "complete", 66)
    told = verdict(Found(20), TUESDAY, ABOUT, full)
    assert told.kept == full
    assert told.note == (
        "the source shows 20 records of 2025-03-11 now, where 66 were complete; those stay"
    )
    assert verdict(Found(), TUESDAY, ABOUT, full, weeks(1, 66)).kept == full
    assert verdict(Found(67), TUESDAY, ABOUT, full).kept == day(TUESDAY, "complete", 67)


def test_a_fault_never_harms_what_is_known() -> None:
    for kept in (day(TUESDAY, "complete", 66), day(TUESDAY, "closed"), day(TUESDAY, "partial", 9)):
        told = verdict(Found(2, error="it answered 503"), TUESDAY, ABOUT, kept)
        assert told == Verdict(kept, "it answered 503")


def test_a_fault_of_a_day_that_is_new_is_kept_with_what_came_before_it() -> None:
    told = verdict(Found(error="it answered 503"))
    assert told.kept == day(TUESDAY, "failed", reason="it answered 503")
    told = verdict(Found(9, 1, "page 2: it answered 503"))
    assert told.kept == IntakeDay("gulls", TUESDAY, "partial", 9, 1, "page 2: it answered 503")
    assert told.problem == "page 2: it answered 503"
    assert verdict(Found(3, 3, "cut")).kept == IntakeDay("gulls", TUESDAY, "failed", 3, 3, "cut")


def test_a_part_becomes_whole_when_the_day_is_over() -> None:
    part = day(TUESDAY, "partial", 30, reason="the day was not over")
    assert verdict(Found(66), TUESDAY, ABOUT, part).kept == day(TUESDAY, "complete", 66)
    # Of a source that shows only what is new, the day is gone by then.
    about = About(TODAY, by_day=False)
    assert verdict(Found(), TUESDAY, about, part).kept == day(TUESDAY, "complete", 30)


def test_records_of_which_none_became_a_paper_are_a_failure() -> None:
    told = verdict(Found(5, 5))
    assert told.problem == "none of 5 records became a paper"
    assert told.kept == IntakeDay("gulls", TUESDAY, "failed", 5, 5, told.problem)


FOUND = st.builds(Found, st.integers(0, 5), st.just(0), st.none() | st.just("it answered 503"))
ABOUTS = st.builds(
    About,
    st.dates(TUESDAY, TUESDAY + timedelta(9)),
    st.integers(1, 5),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
KNOWN = st.lists(
    st.builds(
        day,
        st.dates(TUESDAY - timedelta(30), TUESDAY + timedelta(3)),
        st.sampled_from(DAY_STATES),
        st.integers(0, 4),
    ),
    max_size=6,
)


@given(FOUND, ABOUTS, KNOWN)
def test_the_same_answer_again_changes_nothing(
    found: Found, about: About, days: list[IntakeDay]
) -> None:
    before = known(*days)
    first = judged("gulls", TUESDAY, found, about, before)
    again = before | ({TUESDAY: first.kept} if first.kept else {})
    second = judged("gulls", TUESDAY, found, about, again)
    assert second.kept == first.kept
    was = before.get(TUESDAY)
    if was is not None and was.state == "complete" and was.records:
        assert first.kept is not None
        assert (first.kept.state, first.kept.records >= was.records) == ("complete", True)


# Which days are asked for, and how far all is known


def test_days_that_are_known_are_not_asked_for_again() -> None:
    until, today = date(2025, 3, 9), date(2025, 3, 13)
    kept = known(
        day(date(2025, 3, 10), "failed"),
        day(date(2025, 3, 11), "complete", 3),
        day(date(2025, 3, 12), "partial", 3),
    )
    assert [d.day for d in days_to_ask(until, today, kept)] == [10, 12, 13]
    assert days_to_ask(today, until, kept) == ()


def test_all_is_known_up_to_the_first_gap() -> None:
    until, today = date(2025, 3, 9), date(2025, 3, 14)
    kept = known(day(date(2025, 3, 10), "complete", 3), day(date(2025, 3, 11), "closed"))
    assert known_until(until, today, kept, 14) == date(2025, 3, 11)
    failed = kept | known(day(date(2025, 3, 12), "failed"), day(date(2025, 3, 13), "complete", 3))
    assert known_until(until, today, failed, 14) == date(2025, 3, 11)
    # After two weeks a failure holds up nothing; today is never all known.
    assert known_until(until, date(2025, 3, 27), failed, 14) == date(2025, 3, 13)
    assert known_until(
        until, date(2025, 3, 13), failed | known(day(date(2025, 3, 12))), 14
    ) == date(2025, 3, 12)
