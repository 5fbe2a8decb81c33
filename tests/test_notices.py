"""What has to be said of a paper before its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.merge import edited, merge, provenance_of
from generator.model import DAY_STATES, IntakeDay, Paper
from generator.notices import intake_line, status_note, summary_note
from tests.toy import WORDS

NOW = datetime(2025, 3, 11, tzinfo=UTC)
DAY = date(2025, 3, 11)


def paper(source: str, abstract: str) -> Paper:
    made = Paper(id="2503.01234", title="Gulls", listed=date(2025, 3, 11), abstract=abstract)
    return replace(made, provenance=provenance_of(made, source, NOW))


def test_a_sample_says_that_its_text_is_a_summary() -> None:
    assert summary_note(paper("sample", "Ours."), WORDS) == WORDS("notices.summary")
    assert summary_note(paper("hf-daily", "Theirs."), WORDS) == ""


def test_a_corrected_summary_still_says_so() -> None:
    assert summary_note(
        replace(paper("sample", "Ours."), abstract="Ours, mended."), WORDS
    ) == WORDS("notices.summary")


def test_the_authors_abstract_takes_the_note_away() -> None:
    merged = merge(paper("sample", "Ours."), paper("hf-daily", "Theirs."))
    assert (merged.abstract, summary_note(merged, WORDS)) == ("Theirs.", "")
    by_hand = replace(paper("sample", "Ours."), abstract="Theirs.", pinned=("abstract",))
    assert summary_note(by_hand, WORDS) == ""


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_a_withdrawn_or_retracted_paper_says_so(status: str) -> None:
    assert status in status_note(replace(paper("x", ""), status=status), WORDS)
    assert status_note(paper("x", ""), WORDS) == ""


def test_an_edit_that_is_not_pinned_is_told() -> None:
    given = paper("hf-daily", "Theirs.")
    assert edited(given) == ()
    changed = replace(given, title="Gulls!", venue="Pier 2025")
    assert edited(changed) == ("title",)
    assert edited(replace(changed, pinned=("title",))) == ()


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (
            IntakeDay("hf-daily", DAY, "complete", 67, 1),
            "Hugging Face Daily Papers: complete, 66 papers; 1 could not be read",
        ),
        (IntakeDay("gulls", DAY, "complete", 1), "gulls: complete, 1 paper"),
        (
            IntakeDay("arxiv", DAY, "partial", 1_200, 0, "the day was not over"),
            "arXiv: 1,200 papers so far: the day was not over",
        ),
        (
            IntakeDay("arxiv", DAY, "closed", reason="closed for the weekend"),
            "arXiv: closed for the weekend",
        ),
        (IntakeDay("arxiv", DAY, "closed"), "arXiv: closed"),
        (
            IntakeDay("arxiv", DAY, "failed", reason="it answered 503"),
            "arXiv: could not be fetched: it answered 503",
        ),
    ],
)
def test_each_day_of_a_source_is_explained_in_a_line(day: IntakeDay, line: str) -> None:
    assert intake_line(day, WORDS) == line


def test_every_state_of_a_day_has_its_words() -> None:
    for state in DAY_STATES:
        assert intake_line(IntakeDay("gulls", DAY, state), WORDS).startswith("gulls: ")
