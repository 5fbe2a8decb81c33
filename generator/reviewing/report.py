"""A review in Markdown, for the summary of a pull request's run, and as GitHub's annotations.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.faults import Fault, printable
from generator.model import Paper
from generator.reviewing.comparing import (
    Changed,
    ChangedFile,
    ChangedTopic,
    Removal,
    Retold,
    Review,
    Undone,
)
from generator.words import count, shortened

#: Papers, problems or files that are listed of each kind.
SHOWN = 50
#: Problems that GitHub shows of a step.
MARKS = 10
_TITLE = 100
_WORDS = 200
#: Four blanks before each line: nothing in it, whatever strangers wrote, ends the block that shows
#: it as text.
_INDENT = "    "


def markdown(review: Review, faults: Sequence[Fault], notes: Sequence[str] = ()) -> str:
    """What changes for readers and what is wrong, those that are wrong first.

    `notes` say what could not be compared as it was.
    """
    return "\n".join([*_problems(faults), *_changes(review, notes)]) + "\n"


def marks(faults: Iterable[Fault]) -> Iterator[str]:
    """The commands that mark problems at their lines, in the list of a pull request's files.

    GitHub shows no more than `MARKS`: where there are more, the last says where all of them are.
    """
    listed = list(faults)
    shown = listed if len(listed) <= MARKS else listed[: MARKS - 1]
    for fault in shown:
        where = f"file={_property(fault.where)}"
        line = f",line={fault.line}" if fault.line else ""
        yield f"::error {where}{line}::{_data(fault.message)}"
    if rest := len(listed) - len(shown):
        yield f"::error::{count(rest, 'more problem')}: see the summary of this run"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _problems(faults: Sequence[Fault]) -> Iterator[str]:
    if not faults:
        yield "### No problems\n\nEvery record can be read, and every link leads somewhere.\n"
        return
    yield f"### {count(len(faults), 'problem')} to mend\n"
    yield "Each line says which file, which line, what was found and what to do.\n"
    yield from _block(map(str, faults), len(faults))


def _changes(review: Review, notes: Sequence[str]) -> Iterator[str]:
    yield "### What changes for readers\n"
    if notes:
        yield from _block(notes, len(notes))
    if review.read and not review.tells_of_papers:
        yield "No paper and no topic changes.\n"
    yield from _papers("New papers", review.added)
    yield from _papers("Papers that are gone, whose addresses lead nowhere", review.gone)
    yield from _lines("Papers taken down", map(_removal, review.removed))
    yield from _lines("Papers that are no longer taken down", map(_undone, review.undone))
    yield from _lines(
        "Papers taken down of which other things are said", map(_retold, review.retold)
    )
    yield from _lines("Papers that change", map(_change, review.changed))
    yield from _lines("New topics", review.new_topics)
    yield from _lines("Topics that are gone", review.gone_topics)
    yield from _lines("Topics that change", map(_topic, review.changed_topics))
    yield from _lines("Other files", map(_file, review.files))


def _papers(heading: str, papers: Sequence[Paper]) -> Iterator[str]:
    lines = [f"{paper.id}: {shortened(paper.title, _TITLE)}" for paper in papers]
    yield from _lines(heading, lines)


def _change(changed: Changed) -> str:
    topics = [*(f"+{slug}" for slug in changed.gained), *(f"-{slug}" for slug in changed.lost)]
    what = "; ".join(filter(None, (", ".join(changed.fields), " ".join(topics))))
    return f"{changed.paper.id}: {what}: {shortened(changed.paper.title, _TITLE)}"


def _removal(removal: Removal) -> str:
    title = f": {shortened(removal.title, _TITLE)}" if removal.title else ""
    return f"{removal.tombstone.id}{title}; reason: {_quoted(removal.tombstone.reason)}"


def _undone(undone: Undone) -> str:
    stone = undone.tombstone
    now = "is there again" if undone.back else "its address leads nowhere, and it may come in again"
    return f"{stone.id}: {now}; was taken down on {stone.day}, reason: {_quoted(stone.reason)}"


def _retold(retold: Retold) -> str:
    said = [", ".join(retold.fields)]
    if "reason" in retold.fields:
        said.append(f"reason: {_now_and_then(retold.was.reason, retold.now.reason)}")
    return f"{retold.now.id}: {'; '.join(said)}"


def _topic(changed: ChangedTopic) -> str:
    said = [f"{key}: {_now_and_then(was, now)}" for key, was, now in changed.parts]
    return f"{changed.now.slug}: {'; '.join([*said, *changed.rules])}"


def _now_and_then(was: str, now: str) -> str:
    return f"{_quoted(now)} in place of {_quoted(was)}"


def _quoted(text: str) -> str:
    return f"“{shortened(text, _WORDS)}”"


def _file(file: ChangedFile) -> str:
    return f"{file.what}: {file.name}"


def _lines(heading: str, each: Iterable[str]) -> Iterator[str]:
    if lines := list(each):
        yield f"**{heading}** ({len(lines):,})\n"
        yield from _block(lines, len(lines))


def _block(lines: Iterable[str], number: int) -> Iterator[str]:
    yield "~~~text"
    for line, _ in zip(lines, range(SHOWN), strict=False):
        yield f"{_INDENT}{printable(line)}"
    if number > SHOWN:
        yield f"{_INDENT}and {number - SHOWN:,} more"
    yield "~~~\n"
