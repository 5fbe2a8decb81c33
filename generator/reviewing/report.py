"""A review in Markdown, for the summary of a pull request's run, and as GitHub's annotations.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.faults import Fault, printable
from generator.model import Paper
from generator.reviewing.comparing import Changed, Review
from generator.words import count, shortened

#: Papers, or problems, that are listed of each kind.
SHOWN = 50
_TITLE = 100
#: Four blanks before each line: nothing in it, whatever strangers wrote, ends the block that shows
#: it as text.
_INDENT = "    "


def markdown(review: Review, faults: Sequence[Fault]) -> str:
    """What changes for readers and what is wrong, those that are wrong first."""
    return "\n".join([*_problems(faults), *_changes(review)]) + "\n"


def marks(faults: Iterable[Fault]) -> Iterator[str]:
    """The commands that mark each problem at its line, in the list of a pull request's files."""
    for fault in list(faults)[:SHOWN]:
        where = f"file={_property(fault.where)}"
        line = f",line={fault.line}" if fault.line else ""
        yield f"::error {where}{line}::{_data(fault.message)}"


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


def _changes(review: Review) -> Iterator[str]:
    yield "### What changes for readers\n"
    if not review:
        yield "Nothing: the site looks as before."
        return
    yield from _papers("New papers", review.added)
    yield from _papers("Papers that are gone, whose addresses lead nowhere", review.gone)
    yield from _lines("Papers taken down", review.removed)
    yield from _lines("Papers that change", [_change(each) for each in review.changed])
    yield from _lines("New topics", review.new_topics)
    yield from _lines("Topics that are gone", review.gone_topics)


def _papers(heading: str, papers: Sequence[Paper]) -> Iterator[str]:
    lines = [f"{paper.id}: {shortened(paper.title, _TITLE)}" for paper in papers]
    yield from _lines(heading, lines)


def _change(changed: Changed) -> str:
    topics = [*(f"+{slug}" for slug in changed.gained), *(f"-{slug}" for slug in changed.lost)]
    what = "; ".join(filter(None, (", ".join(changed.fields), " ".join(topics))))
    return f"{changed.paper.id}: {what}: {shortened(changed.paper.title, _TITLE)}"


def _lines(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"**{heading}** ({len(lines):,})\n"
        yield from _block(lines, len(lines))


def _block(lines: Iterable[str], number: int) -> Iterator[str]:
    yield "~~~text"
    for line, _ in zip(lines, range(SHOWN), strict=False):
        yield f"{_INDENT}{printable(line)}"
    if number > SHOWN:
        yield f"{_INDENT}and {number - SHOWN:,} more"
    yield "~~~\n"
