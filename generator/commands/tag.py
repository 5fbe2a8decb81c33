"""`paperfeed tag`: finds the topics of papers in a file, without taking them in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from generator.commands.console import ContentOption, messages, say, wrong
from generator.incoming import InputError, Reading, Rejected
from generator.inputs import Input, inputs_of, opened
from generator.progress import bars, shown
from generator.sources import jsonl
from generator.tagging import Text, texts
from generator.topics import Tagger, Topic, TopicMatch, apply_override
from generator.words import count

#: Rejected lines of a file that are said one by one.
_SHOWN = 20


def tag_command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.jsonl",
            help="JSON lines, a paper each, also packed (gzip, zip); - for standard input.",
        ),
    ],
    content: ContentOption = Path("content"),
) -> None:
    """Find the topics of papers in a file: a JSON line a paper, and what earned each topic."""
    from generator.builder.project import fallback, read_topics
    from generator.topic_file import TopicError

    if str(file) != "-" and not file.is_file():
        wrong(f"there is no file {file}")
    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    try:
        topics = read_topics(fallback(content, "topics.yml"))
    except TopicError as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    tagging = _Tagging(topics)
    with inputs_of([file]) as inputs, bars(messages) as progress:
        for one in inputs:
            tagging.tag(one, shown(progress))
    say(f"{count(tagging.tagged, 'paper')}, {count(tagging.rejected, 'line')} rejected")
    if tagging.failed or not tagging.tagged:
        raise typer.Exit(1)


class _Tagging:
    """Prints the topics of one input after the other, and counts."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self._match = Tagger(topics).match
        self._known = frozenset(topic.slug for topic in topics)
        self.tagged = self.rejected = 0
        self.failed = False

    def tag(self, one: Input, tell: Callable[[str, int, float], None]) -> None:
        """Print a line for each paper of the input; say what is wrong with the others."""
        rejected = 0
        try:
            with opened(one) as input_:
                reading = Reading(one.name, jsonl.SOURCE.source, None, datetime.now(UTC).date())
                for record in texts(input_.stream, reading):
                    if isinstance(record, Rejected):
                        rejected += 1
                        if rejected <= _SHOWN:
                            say(f"{one.name}: {record.where}: rejected: {record.reason}")
                        continue
                    print(json.dumps(self._found(record)))
                    self.tagged += 1
                    tell(one.name, self.tagged, input_.part())
        except InputError as error:
            say(f"error: {one.given}: {error}")
            self.failed = True
        if rejected > _SHOWN:
            say(f"{one.name}: {rejected - _SHOWN:,} more rejected")
        self.rejected += rejected

    def _found(self, text: Text) -> dict[str, Any]:
        earned = self._match(text.title, text.abstract, text.categories)
        found = apply_override(earned, text.topics, self._known)
        return {"id": text.id, "topics": [_shown(match) for match in found]}


def _shown(match: TopicMatch) -> dict[str, Any]:
    evidence = [
        {"phrase": each.phrase, "place": each.place, "count": each.count} for each in match.evidence
    ]
    shown = {"slug": match.slug, "score": match.score, "evidence": evidence}
    return shown | ({"by_hand": True} if match.by_hand else {})
