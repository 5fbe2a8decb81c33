"""What has to be said of a paper or a day before its text: withdrawn, summarised, not complete."""

from __future__ import annotations

from generator.merge import claimant
from generator.model import IntakeDay, Paper
from generator.words import count

#: Papers whose text this source gave carry a summary in the project's own words.
SAMPLE_SOURCE = "sample"
SUMMARY_NOTE = (
    "This is a summary in the words of this project, not the authors' abstract: it belongs to "
    "the sample papers that ship with Paperfeed. Read the paper itself by its links."
)
#: The same in a list of papers.
SUMMARY_LABEL = "Our summary, not the abstract"
STATUS_NOTES = {
    "withdrawn": "This paper has been withdrawn.",
    "retracted": "This paper has been retracted.",
}


def status_note(paper: Paper) -> str:
    """That the paper was withdrawn or retracted, else the empty string."""
    return STATUS_NOTES.get(paper.status or "", "")


def summary_note(paper: Paper) -> str:
    """That the text is not the authors' abstract, else the empty string."""
    sample = claimant(paper, "abstract") == SAMPLE_SOURCE and "abstract" not in paper.pinned
    return SUMMARY_NOTE if sample else ""


#: What readers call the sources that have a name of their own.
_SOURCES = {"hf-daily": "Hugging Face Daily Papers", "hf-page": "Hugging Face", "arxiv": "arXiv"}


def source_name(source: str) -> str:
    """What readers call a source."""
    return _SOURCES.get(source, source)


def intake_line(day: IntakeDay) -> str:
    """How a source's intake of a day went, in a line of plain text."""
    taken = count(day.records - day.rejected, "paper")
    left_out = f"; {day.rejected:,} could not be read" if day.rejected else ""
    reason = f": {day.reason}" if day.reason else ""
    said = {
        "complete": f"complete, {taken}{left_out}",
        "partial": f"{taken} so far{left_out}{reason}",
        "closed": day.reason or "closed",
        "failed": f"could not be fetched{reason}",
    }
    return f"{source_name(day.source)}: {said[day.state]}"
