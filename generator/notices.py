"""What has to be said of a paper or a day before its text: withdrawn, summarised, not complete."""

from __future__ import annotations

import re

from generator.interface import Words
from generator.merge import claimant
from generator.model import IntakeDay, Paper

#: Papers whose text this source gave carry a summary in the project's own words.
SAMPLE_SOURCE = "sample"
_TAKEN_BACK = re.compile(r"\b(?:withdr[ae]w|retract)", re.IGNORECASE)
#: A comment that says no more than the note before it.
_NO_REASON = re.compile(
    r"(?:(?:this|the) )?(?:(?:paper|article|manuscript|submission)s? )?"
    r"(?:(?:has|have) been |is |was )?"
    r"(?:withdrawn|retracted)(?: by (?:the )?authors?(?:\(s\))?)?\W*",
    re.IGNORECASE,
)


def status_note(paper: Paper, words: Words) -> str:
    """That the paper was withdrawn or retracted, else the empty string."""
    return words(f"notices.{paper.status}") if paper.status else ""


def status_reason(paper: Paper) -> str:
    """The paper's comment, where it says why that was; else the empty string."""
    said = paper.comment or ""
    about = paper.status and _TAKEN_BACK.search(said) and not _NO_REASON.fullmatch(said)
    return said if about else ""


def is_summary(paper: Paper) -> bool:
    """Whether the text is not the authors' abstract."""
    return claimant(paper, "abstract") == SAMPLE_SOURCE and "abstract" not in paper.pinned


def is_sample(paper: Paper) -> bool:
    """Whether the paper came with the project, and no source has shown it since."""
    return all(each.source == SAMPLE_SOURCE for each in paper.provenance) and bool(paper.provenance)


def summary_note(paper: Paper, words: Words) -> str:
    """That the text is not the authors' abstract, else the empty string."""
    return words("notices.summary") if is_summary(paper) else ""


#: What readers call the sources that have a name of their own.
_SOURCES = {"hf-daily": "Hugging Face Daily Papers", "hf-page": "Hugging Face", "arxiv": "arXiv"}


def source_name(source: str) -> str:
    """What readers call a source."""
    return _SOURCES.get(source, source)


def intake_line(day: IntakeDay, words: Words) -> str:
    """How a source's intake of a day went, in a line of plain text."""
    parts = {
        "papers": words.count(day.records - day.rejected, "paper"),
        "left_out": words("notices.left_out", n=day.rejected) if day.rejected else "",
        "reason": words("notices.reason", reason=day.reason) if day.reason else "",
    }
    plainly_closed = day.state == "closed" and day.reason
    said = day.reason if plainly_closed else words(f"notices.{day.state}", **parts)
    return words("notices.intake", source=source_name(day.source), said=said)
