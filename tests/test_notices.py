"""What has to be said of a paper before its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.merge import edited, merge, provenance_of
from generator.model import Paper
from generator.notices import SUMMARY_NOTE, status_note, summary_note

NOW = datetime(2025, 3, 11, tzinfo=UTC)


def paper(source: str, abstract: str) -> Paper:
    made = Paper(id="2503.01234", title="Gulls", listed=date(2025, 3, 11), abstract=abstract)
    return replace(made, provenance=provenance_of(made, source, NOW))


def test_a_sample_says_that_its_text_is_a_summary() -> None:
    assert summary_note(paper("sample", "Ours.")) == SUMMARY_NOTE
    assert summary_note(paper("hf-daily", "Theirs.")) == ""


def test_a_corrected_summary_still_says_so() -> None:
    assert summary_note(replace(paper("sample", "Ours."), abstract="Ours, mended.")) == SUMMARY_NOTE


def test_the_authors_abstract_takes_the_note_away() -> None:
    merged = merge(paper("sample", "Ours."), paper("hf-daily", "Theirs."))
    assert (merged.abstract, summary_note(merged)) == ("Theirs.", "")
    by_hand = replace(paper("sample", "Ours."), abstract="Theirs.", pinned=("abstract",))
    assert summary_note(by_hand) == ""


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_a_withdrawn_or_retracted_paper_says_so(status: str) -> None:
    assert status in status_note(replace(paper("x", ""), status=status))
    assert status_note(paper("x", "")) == ""


def test_an_edit_that_is_not_pinned_is_told() -> None:
    given = paper("hf-daily", "Theirs.")
    assert edited(given) == ()
    changed = replace(given, title="Gulls!", venue="Pier 2025")
    assert edited(changed) == ("title",)
    assert edited(replace(changed, pinned=("title",))) == ()
