"""A filled-in form applied to the content folder: the only part that reads and writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from generator.admit import Admitted, InadmissibleError, admit
from generator.contributing.changes import (
    SOURCE,
    Fetch,
    contributed,
    corrected,
    readable,
    reason_of,
)
from generator.contributing.forms import ContributionError, Filled
from generator.contributing.preview import Change, Part
from generator.contributing.topic_text import entry_of, proposed, with_topic
from generator.faults import FlawedError, StoreError
from generator.files import put, text_of
from generator.incoming import Reading
from generator.ingest import ADDED, Account, ingest
from generator.model import Author, Paper
from generator.naming import UnknownPaperError, paper_meant
from generator.record import dump
from generator.removal import remove_paper
from generator.shelf import Shelf
from generator.store import Contents, load, load_to_write, locked, path_of, write
from generator.text import clean_paragraphs
from generator.tombstones import path_of as tombstone_path
from generator.topic_file import TopicError, parse_topics

TOPICS = "topics.yml"


def contribute(
    content: Path,
    filled: Filled,
    by: str | None,
    now: datetime,
    fetch: Fetch,
    *,
    dry_run: bool = False,
) -> Change:
    """Make the change that the form asks for, or with `dry_run` only work it out.

    `by` is the account that asks, `now` (UTC) the time, `fetch` asks those who know a paper. Raises
    ContributionError if the change cannot be made, and nothing was written then; StoreError if the
    disk refuses.
    """
    if filled.form.name == "add-paper":
        # Nobody else waits for the store while others are asked.
        incoming, notes = contributed(filled.answers, by, fetch)
        reading = Reading(SOURCE, SOURCE, now.date(), now.date())
        try:
            paper, left_out = admit(incoming, reading, now)
        except InadmissibleError as error:
            raise ContributionError(str(error)) from None
        record = Admitted(incoming.where, SOURCE, readable(paper), left_out)
        return _add(content, record, (*notes, *left_out), dry_run)
    if filled.form.name == "correct-paper":
        return _correct(content, filled, dry_run)
    if filled.form.name == "remove-paper":
        return _remove(content, filled, now, dry_run)
    return _propose(content, filled, dry_run)


def _add(content: Path, record: Admitted, notes: tuple[str, ...], dry_run: bool) -> Change:
    with _opened(content, dry_run) as contents:
        tried = Account()
        # What is refused is answered in the issue, and not kept as a source's rejected records are.
        ingest(content, Shelf(contents), [record], SOURCE, tried, dry_run=True)
        (outcome,) = tried.outcomes
        if outcome.reason is not None:
            raise ContributionError(outcome.reason)
        if outcome.state != ADDED:
            raise ContributionError(
                f"this paper is here already, as `{outcome.paper}`; "
                "to change what it says, use the form that corrects a paper"
            )
        if not dry_run:
            ingest(content, Shelf(contents), [record], SOURCE, Account())
    parts = [Part("The record", dump(record.paper))]
    parts += [Part("Besides", "\n".join(notes))] if notes else []
    return Change(path_of(record.paper), tuple(parts))


def _correct(content: Path, filled: Filled, dry_run: bool) -> Change:
    answers = filled.answers
    with _opened(content, dry_run) as contents:
        old = _meant(answers["paper"], contents)
        new, key = corrected(old, answers["field"], answers["text"], _slugs(content))
        new = _with_names(contents, old, new)
        if not dry_run:
            write(content, new)
    parts = [Part("The record", dump(new)), Part("It said before", _said(getattr(old, key)))]
    if seen := clean_paragraphs(answers["seen"][:2_000]):
        parts.append(Part("Where one can see it", seen))
    return Change(path_of(new), tuple(parts))


def _meant(text: str, contents: Contents) -> Paper:
    """The paper that a person means; raises ContributionError if it is not here any more."""
    try:
        found = paper_meant(text, contents.papers, contents.removed)
    except UnknownPaperError as error:
        raise ContributionError(str(error)) from None
    if isinstance(found, Paper):
        return found
    raise ContributionError(f"this paper was removed already, on {found.day}")


@contextmanager
def _opened(content: Path, dry_run: bool) -> Iterator[Contents]:
    """What the store holds; it is ours to write meanwhile, but in a dry run."""
    with nullcontext() if dry_run else locked(content):
        yield load(content) if dry_run else load_to_write(content)


def _said(value: object) -> str:
    """A field's value in words: of several a line each."""
    if isinstance(value, tuple):
        return "\n".join(each.name if isinstance(each, Author) else str(each) for each in value)
    return str(value or "nothing")


def _with_names(contents: Contents, old: Paper, new: Paper) -> Paper:
    """The corrected paper, which a record that has its former title still finds."""
    shelf = Shelf(contents)
    named = shelf.known_by_former_titles(new, (old,))
    if reason := shelf.clash(named, [old]):
        raise ContributionError(reason)
    return readable(named)


def _slugs(content: Path) -> frozenset[str]:
    """The topics that there are."""
    path = content / TOPICS
    try:
        return frozenset(topic.slug for topic in parse_topics(text_of(path)))
    except (TopicError, FlawedError, OSError):
        return frozenset()  # then no topic can be set; `paperfeed check` says what is wrong


def _remove(content: Path, filled: Filled, now: datetime, dry_run: bool) -> Change:
    reason = reason_of(filled.answers["reason"])
    contents = load(content)
    paper = _meant(filled.answers["paper"], contents)
    removed = remove_paper(content, paper.id, reason, now.date(), dry_run=dry_run)
    stone = removed.tombstone
    # Nothing of its text: that is to go.
    told = f"id: {stone.id}\nday: {stone.day}\nreason: {stone.reason}\n"
    return Change(tombstone_path(stone.id), (Part("What stays of it", told),))


def _propose(content: Path, filled: Filled, dry_run: bool) -> Change:
    answers = filled.answers
    topic = proposed(answers["label"], answers["meaning"], answers["phrases"], answers["area"])
    path = content / TOPICS
    with nullcontext() if dry_run else locked(content):
        try:
            old = text_of(path)
        except (FlawedError, OSError) as error:
            raise ContributionError(f"{TOPICS} cannot be read: {error}") from None
        new = with_topic(old, topic)
        if not dry_run:
            try:
                put(content, {path: new.encode()})
            except OSError as error:
                raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    return Change(TOPICS, (Part("The topic", entry_of(topic)),))
