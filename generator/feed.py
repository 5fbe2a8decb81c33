"""The whole feed in memory: every paper, indexed by day, month, topic; frozen and derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from generator.groups import Venue, by_week, side_by_side, venues_of
from generator.model import IntakeDay, Paper, Tombstone
from generator.related import RelatedIndex
from generator.topics import Tagger, Topic, TopicMatch, apply_override

Match = Callable[[str, str, Sequence[str]], tuple[TopicMatch, ...]]
Relate = Callable[[Sequence[Paper], Mapping[str, frozenset[str]]], RelatedIndex]


@dataclass(frozen=True, slots=True)
class Feed:
    """Papers, days and topics, and which belongs to which.

    `papers` are newest first; `days` are the listing days in order of time; in a day the most
    upvoted papers come first.
    """

    papers: tuple[Paper, ...]
    days: tuple[date, ...]
    by_day: Mapping[date, tuple[Paper, ...]]
    by_month: Mapping[tuple[int, int], tuple[date, ...]]
    topics: Mapping[str, Topic]
    matches: Mapping[str, tuple[TopicMatch, ...]]
    by_topic: Mapping[str, tuple[Paper, ...]]
    before: Mapping[date, date]
    after: Mapping[date, date]
    #: The days of each ISO week, by its year and number.
    by_week: Mapping[tuple[int, int], tuple[date, ...]]
    #: By slug, those with most papers first.
    venues: Mapping[str, Venue]
    #: For each topic those that share papers with it and how many, the most first.
    near_topics: Mapping[str, tuple[tuple[str, int], ...]]
    intake: Mapping[date, tuple[IntakeDay, ...]] = field(default_factory=dict)
    related: RelatedIndex = field(default_factory=lambda: RelatedIndex((), {}))
    #: What stays of papers that were removed, in the order of their ids.
    removed: tuple[Tombstone, ...] = ()
    #: The newest day (UTC) of which its content knows that something came in or was changed.
    updated: date | None = None

    @property
    def years(self) -> tuple[int, ...]:
        """The years with papers, in order of time."""
        return tuple(sorted({year for year, _ in self.by_month}))

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The months with papers, in order of time."""
        return tuple(sorted(self.by_month))

    def topics_of(self, paper: Paper) -> tuple[Topic, ...]:
        """The paper's topics, the surest first."""
        return tuple([self.topics[match.slug] for match in self.matches[paper.id]])

    def neighbours(self, day: date) -> tuple[date | None, date | None]:
        """The listing days before and after any day, itself a listing day or not.

        Beyond the first and the last there are none, but for days that sources explain.
        """
        before, after = self.before.get(day), self.after.get(day)
        if self.days and day in self.intake:
            before = self.days[-1] if day > self.days[-1] else before
            after = self.days[0] if day < self.days[0] else after
        return before, after


def build_feed(
    papers: Iterable[Paper],
    topics: Iterable[Topic],
    intake: Iterable[IntakeDay] = (),
    removed: Iterable[Tombstone] = (),
    *,
    updated: date | None = None,
    match: Match | None = None,
    relate: Relate = RelatedIndex,
) -> Feed:
    """The feed of these papers under these topics, and how the intake of its days went.

    `removed` are the tombstones of papers that it had; `updated` is the day of its last change.

    `match` finds the topics of a title, an abstract and categories, as a `Tagger` of these topics
    does.
    """
    known = {topic.slug: topic for topic in topics}
    match = match or Tagger(known.values()).match
    newest = sorted(papers, key=_order)
    by_day: dict[date, list[Paper]] = defaultdict(list)
    by_topic: dict[str, list[Paper]] = {slug: [] for slug in known}
    matches: dict[str, tuple[TopicMatch, ...]] = {}
    for paper in newest:
        by_day[paper.listed].append(paper)
        earned = match(paper.title, paper.abstract, paper.categories)
        found = apply_override(earned, paper.topics, known)
        matches[paper.id] = found
        for each in found:
            by_topic[each.slug].append(paper)
    days = tuple(sorted(by_day))
    by_month: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in days:
        by_month[day.year, day.month].append(day)
    before, after = _neighbours(days)
    return Feed(
        papers=tuple(newest),
        days=days,
        by_day={day: tuple(by_day[day]) for day in days},
        by_month={month: tuple(listed) for month, listed in by_month.items()},
        topics=known,
        matches=matches,
        by_topic={slug: tuple(found) for slug, found in by_topic.items()},
        before=before,
        after=after,
        by_week=by_week(days),
        venues=venues_of(newest),
        near_topics=side_by_side(matches),
        intake=_by_intake_day(intake),
        related=relate(
            newest,
            {paper: frozenset(each.slug for each in found) for paper, found in matches.items()},
        ),
        removed=tuple(sorted(removed, key=lambda tombstone: tombstone.id)),
        updated=updated,
    )


def _by_intake_day(intake: Iterable[IntakeDay]) -> dict[date, tuple[IntakeDay, ...]]:
    days: dict[date, list[IntakeDay]] = defaultdict(list)
    for each in sorted(intake, key=lambda each: (each.day, each.source)):
        days[each.day].append(each)
    return {day: tuple(found) for day, found in days.items()}


def quiet_days(feed: Feed) -> tuple[date, ...]:
    """The days without papers in months that have some: between papers, or explained by sources."""
    between = feed.before.keys() & feed.after.keys()
    return tuple(
        day
        for day in sorted(between | feed.intake.keys())
        if day not in feed.by_day and (day.year, day.month) in feed.by_month
    )


def _order(paper: Paper) -> tuple[int, int, str]:
    return -paper.listed.toordinal(), -(paper.upvotes or 0), paper.id


def _neighbours(days: tuple[date, ...]) -> tuple[dict[date, date], dict[date, date]]:
    """For each day of the archive's span the listing days next to it."""
    before: dict[date, date] = {}
    after: dict[date, date] = {}
    for first, last in pairwise(days):
        for offset in range(1, (last - first).days + 1):
            before[first + timedelta(offset)] = first
            after[last - timedelta(offset)] = last
    return before, after
