"""What has to be said of a paper before its text: withdrawn, retracted, or only summarised."""

from __future__ import annotations

from generator.merge import claimant
from generator.model import Paper

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
