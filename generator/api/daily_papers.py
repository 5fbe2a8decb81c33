"""A day's papers in the shape of the Hugging Face Daily Papers API.

Programs that read that API read these files as well. Every field that the record holds is there;
what only Hugging Face knows (its users' numbers and pictures) is not.
Source: https://huggingface.co/docs/hub/api (`/api/daily_papers`) and recorded answers of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.model import Paper

#: Sources of ours that are lists of Hugging Face's.
_THEIRS = ("hf-daily", "hf-page")


def document(papers: Iterable[Paper]) -> list[dict[str, Any]]:
    """The list, an item a paper."""
    return [_item(paper) for paper in papers]


def _item(paper: Paper) -> dict[str, Any]:
    organization = {"name": paper.organization, "fullname": paper.organization}
    submitter = {"name": paper.submitted_by, "fullname": paper.submitted_by}
    published = _moment(paper.published or paper.listed.isoformat())
    inner: dict[str, Any] = {
        "id": paper.identifiers.get("arxiv", paper.id),
        "authors": [{"name": each.name, "hidden": False} for each in paper.authors],
        "publishedAt": published,
        "submittedOnDailyAt": _moment(_day(paper).isoformat()),
        "title": paper.title,
        "summary": paper.abstract,
        "upvotes": paper.upvotes or 0,
        "githubRepo": _link(paper, "code"),
        "projectPage": _link(paper, "project"),
        "organization": organization if paper.organization else None,
        "submittedOnDailyBy": submitter if paper.submitted_by else None,
        "status": paper.status,  # theirs has no word for it, and readers must know
    }
    # Title and summary stand twice there as well; a second summary would be half of the file.
    outer: dict[str, Any] = {
        "publishedAt": published,
        "title": paper.title,
        "mediaUrls": paper.media,
        "numComments": paper.comments or 0,
        "submittedBy": submitter if paper.submitted_by else None,
        "organization": organization if paper.organization else None,
    }
    return {"paper": _told(inner), **_told(outer)}


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, ())}


def _day(paper: Paper) -> date:
    theirs = (each.day for each in paper.listings if each.source in _THEIRS)
    return min(theirs, default=paper.listed)


def _link(paper: Paper, rel: str) -> str | None:
    return next((each.url for each in paper.links if each.rel == rel), None)


def _moment(day: str) -> str:
    """A day, month or year as the API writes moments: its beginning."""
    return f"{day}-01-01"[:10] + "T00:00:00.000Z" if len(day) < 10 else f"{day}T00:00:00.000Z"
