"""What papers have in common besides day and topic: the week, the venue, topics side by side."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from generator.model import Paper
from generator.topics import TopicMatch

_NOT_LETTERS = re.compile(r"[\W_]+")
_WHOLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_CHARACTERS = 60
#: Names that Windows keeps for itself.
_TAKEN = re.compile(r"index|con|prn|aux|nul|com[0-9]|lpt[0-9]")


@dataclass(frozen=True, slots=True)
class Venue:
    """Where papers appeared, as most of them spell it, and they themselves in the feed's order."""

    slug: str
    label: str
    papers: tuple[Paper, ...]


def by_week(days: Iterable[date]) -> dict[tuple[int, int], tuple[date, ...]]:
    """The days of each ISO week, by its year and number, in order of time."""
    weeks: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in days:
        year, week, _ = day.isocalendar()
        weeks[year, week].append(day)
    return {week: tuple(found) for week, found in weeks.items()}


def venues_of(papers: Iterable[Paper]) -> dict[str, Venue]:
    """The venues by slug, those with most papers first."""
    keys: dict[str, str] = {}
    found: dict[str, list[Paper]] = defaultdict(list)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        if not paper.venue:
            continue
        key = keys.get(paper.venue)
        if key is None:
            key = keys[paper.venue] = venue_key(paper.venue)
        if key:
            found[key].append(paper)
            spellings[key][paper.venue] += 1
    slugs = _slugs(found)
    venues = [
        Venue(slugs[key], _label(spellings[key]), tuple(listed)) for key, listed in found.items()
    ]
    venues.sort(key=lambda venue: (-len(venue.papers), venue.slug))
    return {venue.slug: venue for venue in venues}


def venue_key(venue: str) -> str:
    """The venue's letters and digits without case and accents, one blank between words."""
    folded = unicodedata.normalize("NFKD", venue).casefold()
    bare = "".join(each for each in folded if not unicodedata.combining(each))
    # Signs alone are a name too: better a page of its own than none.
    return _NOT_LETTERS.sub(" ", bare).strip() or " ".join(bare.split())


def _label(spellings: Counter[str]) -> str:
    """The spelling most used; of equals the one with capitals, which sort first."""
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))


def _slugs(keys: Iterable[str]) -> dict[str, str]:
    """A slug for each key; one that had to lose something gets a hash, so that none clash."""
    slugs: dict[str, str] = {}
    for key in keys:
        slug = key.replace(" ", "-")
        if len(slug) > _SLUG_CHARACTERS or not _WHOLE.fullmatch(slug) or _TAKEN.fullmatch(slug):
            digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
            kept = re.sub(r"[^a-z0-9]+", "-", slug)[:_SLUG_CHARACTERS].strip("-")
            # Two hyphens: no slug that is whole has them.
            slug = f"{kept or 'venue'}--{digest[:10]}"
        slugs[key] = slug
    return slugs


def months_of(papers: Iterable[Paper]) -> dict[tuple[int, int], int]:
    """How many of the papers each month has."""
    return Counter((paper.listed.year, paper.listed.month) for paper in papers)


def side_by_side(
    matches: Mapping[str, tuple[TopicMatch, ...]],
) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each topic those that share papers with it and how many, the most first."""
    pairs: Counter[tuple[str, str]] = Counter()
    for found in matches.values():
        pairs.update(combinations(sorted(match.slug for match in found), 2))
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (one, other), papers in pairs.items():
        near[one].append((other, papers))
        near[other].append((one, papers))
    return {
        slug: tuple(sorted(others, key=lambda pair: (-pair[1], pair[0])))
        for slug, others in near.items()
    }
