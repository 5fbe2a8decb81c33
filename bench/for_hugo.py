"""The feed as content for Hugo, whose layouts in `bench/hugo/` show the same pages as ours.

A paper's file is its record's own front matter and, as in `paperfeed generate`, its abstract as
plain Markdown; topics with their reasons, related papers and the citation are worked out already.
So are the order of papers, the descriptions and the ways between days, weeks, months and years:
all of this is work that Hugo need not do.
"""

from __future__ import annotations

import html
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.addresses import day_card, day_uri, paper_uri, url_of, year_uri
from generator.channels.channel import latest
from generator.channels.item import updated_of
from generator.citing import citation
from generator.feed import Feed
from generator.head_tags import citation_tags, persistent_address
from generator.markup import html_paragraphs, markdown_paragraphs, opening
from generator.math_parts import Formula, split_math
from generator.model import Page, Paper
from generator.pages import KINDS
from generator.pages.calendar import MonthGrid
from generator.pages.cards import ABSTRACT
from generator.pages.day_topics import DayTopic
from generator.pages.paper import PaperView
from generator.pages.spans import Span
from generator.record import to_mapping
from generator.site import Site
from generator.store import path_of

LAYOUTS = Path(__file__).resolve().parent / "hugo"
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
#: Fields of a record that its page shows as they are.
_SHOWN = (
    "id authors identifiers categories venue comment journal_ref license language "
    "organization submitted_by listings upvotes status"
).split()
_IDENTIFIERS = {"arxiv": "arXiv", "doi": "DOI", "acl": "ACL Anthology", "openreview": "OpenReview"}


def write_project(folder: Path, feed: Feed, site: Site) -> None:
    """Write a folder in which `hugo` builds the site into `public/`."""
    shutil.copytree(LAYOUTS, folder)
    for name, (front, body) in _files(feed, site):
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{_yaml(front)}---\n\n{body}\n", encoding="utf-8")


def program() -> Path | None:
    """Hugo's own program: that of `bench/.venv`, where a script is before it, else of the PATH."""
    packed = sorted(LAYOUTS.parent.glob(".venv/lib/python*/site-packages/hugo/binaries/hugo"))
    named = shutil.which("hugo")
    return packed[0] if packed else Path(named) if named else None


def environment(site: Site) -> dict[str, str]:
    """The environment in which Hugo knows the site's name, description and address."""
    told = {"BASEURL": site.url, "TITLE": site.name, "PARAMS_DESCRIPTION": site.description}
    return os.environ | {f"HUGO_{key}": value for key, value in told.items()}


def heading(text: str) -> str:
    """A title as text, formulas as TeX between dollars."""
    return "".join(
        f"${part.tex}$" if isinstance(part, Formula) else part.text.replace("\\$", "$")
        for part in split_math(text)
    )


def _yaml(front: dict[str, Any]) -> str:
    kept = {key: value for key, value in front.items() if value not in (None, "", [], {}, ())}
    text: str = yaml.dump(
        kept, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1_000_000
    )
    return text


_File = tuple[str, tuple[dict[str, Any], str]]


def _files(feed: Feed, site: Site) -> Iterator[_File]:
    """Every file of the content folder: its name, front matter and body."""
    for folder in ("days", "papers", "spans"):
        yield f"{folder}/_index.md", ({"title": folder, "build": {"render": "never"}}, "")
    for kind, front_of in (("home", _home), ("topics", _topics)):
        (page,) = KINDS[kind].pages(feed, site)
        name = "_index.md" if kind == "home" else "topics/_index.md"
        yield (
            name,
            ({"title": page.title, "description": page.description} | front_of(feed, page), ""),
        )
    for page in KINDS["topic"].pages(feed, site):
        if page.view.paging.number == 1:
            yield f"topics/{page.view.topic.slug}/_index.md", (_topic(page), "")
    for page in KINDS["day"].pages(feed, site):
        yield f"days/{page.date}/_index.md", (_day(page), "")
    for kind, front_of_span in (("week", _week), ("month", _month), ("year", _year)):
        for page in KINDS[kind].pages(feed, site):
            name = "-".join(url_of(page.uri).strip("/").split("/"))
            yield f"spans/{name}.md", ({"type": kind, **_head(page)} | front_of_span(page), "")
    ranks = {paper.id: number for number, paper in enumerate(feed.papers, 1)}
    for page in KINDS["paper"].pages(feed, site):
        paper: Paper = page.view.paper
        # What cards show is given as HTML: Hugo cannot cut a text, and is to have no more work.
        shown = {"opening": html_paragraphs(opening(paper.abstract, ABSTRACT))}
        front = _head(page) | _paper(page, site) | {"weight": ranks[paper.id]} | shown
        yield path_of(paper), (front, markdown_paragraphs(paper.abstract))


def _head(page: Page) -> dict[str, Any]:
    address = f"/{url_of(page.uri)}"
    return {"title": page.title, "description": page.description, "url": address}


def _home(feed: Feed, page: Page) -> dict[str, Any]:
    view = page.view
    return {
        "latest": str(view.day),
        "before": [str(day.day) for day in view.days_before],
        "day_topics": _day_topics(view.topics),
        "intake": list(view.intake),
        "in_atom": len(latest(feed.papers, feed)),
        "updated": max(map(updated_of, latest(feed.papers, feed)), default=""),
    }


def _topics(feed: Feed, page: Page) -> dict[str, Any]:
    areas = ((area, [row.topic.slug for row in rows]) for area, rows in page.view.areas)
    return {"areas": [{"name": area, "topics": slugs} for area, slugs in areas]}


def _topic(page: Page) -> dict[str, Any]:
    view = page.view
    return {
        "title": view.topic.label,
        "description": page.description,
        "slug": view.topic.slug,
        "area": view.topic.area,
        "meaning": view.topic.meaning,
        "trend": view.trend.description if view.trend else "",
        "typical": [{"term": each.term, "url": each.url} for each in view.typical],
        "near": [{"slug": each.topic.slug, "papers": each.papers} for each in view.near],
    }


def _day(page: Page) -> dict[str, Any]:
    view = page.view
    return {
        **_head(page),
        "date": page.date,
        "card": day_card(view.day) if view.cards else None,
        "large": True,
        "month": {"name": view.month, "url": view.month_url},
        "week": _way(view.week),
        "before": _named(view.before.title, day_uri(view.before.day)) if view.before else None,
        "after": _named(view.after.title, day_uri(view.after.day)) if view.after else None,
        "day_topics": _day_topics(view.topics),
        "intake": list(view.intake),
    }


def _day_topics(topics: Iterable[DayTopic]) -> list[dict[str, Any]]:
    return [{"slug": each.topic.slug, "papers": each.papers} for each in topics]


def _week(page: Page) -> dict[str, Any]:
    view = page.view
    return {
        "span": view.span,
        "papers": sum(len(day.cards) for day in view.days),
        "listed": [str(day.day) for day in view.days],
        "months": [_way(month) for month in view.months],
        "before": _way(view.before),
        "after": _way(view.after),
    }


def _month(page: Page) -> dict[str, Any]:
    view = page.view
    return {
        "papers": view.grid.papers,
        "listed": [str(day.day) for day in view.days],
        "year": {"name": view.year, "url": view.year_url},
        "grid": _grid(view.grid),
        "before": _way(view.before),
        "after": _way(view.after),
    }


def _year(page: Page) -> dict[str, Any]:
    view = page.view
    return {
        "papers": sum(grid.papers for grid in view.months),
        "grids": [_grid(grid) for grid in view.months],
        "before": _named(str(view.before), year_uri(view.before)) if view.before else None,
        "after": _named(str(view.after), year_uri(view.after)) if view.after else None,
    }


def _grid(grid: MonthGrid) -> dict[str, Any]:
    weeks = [
        {
            "span": span and {**(_way(span) or {}), "number": span.number},
            "cells": [
                cell
                and {"day": cell.day.day, "level": cell.level, "url": cell.url, "label": cell.label}
                for cell in week
            ],
        }
        for week, span in zip(grid.weeks, grid.week_spans, strict=True)
    ]
    return {"name": grid.name, "url": grid.url, "papers": grid.papers, "weeks": weeks}


def _way(span: Span | None) -> dict[str, str] | None:
    return _named(span.name, span.uri) if span else None


def _named(name: str, uri: str) -> dict[str, str]:
    return {"name": name, "url": url_of(uri)}


def _paper(page: Page, site: Site) -> dict[str, Any]:
    view: PaperView = page.view
    paper = view.paper
    address = f"{site.url}{url_of(page.uri)}"
    cited = citation(paper, address)
    record = to_mapping(paper)
    front = {key: record[key] for key in _SHOWN if key in record}
    return {
        **{key: _bare(value) for key, value in front.items()},
        "authors": list(view.names),
        "date": paper.listed,
        "published_on": paper.published,  # Hugo takes `published` for a whole date
        "days": [str(paper.listed)],
        "updated": updated_of(paper),
        "heading": heading(paper.title),
        "byline": site.words.byline(view.names),
        "aliases": [f"/papers/{alias}/" for alias in paper.aliases],
        "summary": view.summary_note,
        "venue_url": view.venue_url,
        "identified": [
            {"name": _IDENTIFIERS[kind], "value": value}
            for kind, value in paper.identifiers.items()
        ],
        "links": [
            {"rel": link.rel, "label": shown.label, "url": link.url}
            for link, shown in zip(paper.links, view.links, strict=True)
        ],
        "topics": [item.slug for item in view.topics],
        "reasons": [item.reason for item in view.topics],
        "related": [
            {
                "title": heading(near.paper.title),
                "url": url_of(paper_uri(near.paper.id)),
                "status": near.paper.status,
                "shared": near.shared,
            }
            for near in view.related
        ],
        "citation": view.plain_citation,
        "tags_of_head": [
            {"name": name, "value": html.unescape(value)}
            for name, value in citation_tags(paper, cited)
        ],
        "cite_as": persistent_address(cited, address),
    }


def _bare(value: Any) -> Any:
    """The value in plain lists and mappings: a record's own say how they are written."""
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items()}
    return [_bare(each) for each in value] if isinstance(value, list) else value
