"""How far Python-Markdown would go back and forth over a text, and how deep into it. Pure.

All of them take a time that grows with the text alone. A block is what stands between blank lines:
what is open in it is looked for to its end. The characters that are gone through were measured, and
are not what the program says of itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

#: Lines, and characters of which Markdown and its extensions make something.
PIECES = re.compile(r"[\n\[\](){}<>*_`&\\|#~^$@!:]")
_MARKERS = re.compile(r"(?:[ \t]*(?:>|(?:[-+*:]|\d+[.)])(?=[ \t]|\Z)))*[ \t]*")
_MARKER = re.compile(r">|[-+*:]|\d+[.)]")
#: What begins something in the middle of a block, which is then taken apart and read again.
_STARTS = re.compile(
    r"^[ ]{0,3}(?:#|:|/{3}|\*\[|`{3}|~{3}|!{3}|\?{3}|=+[ ]*$|={3}|(?:[-*_][ ]*){2,}$|-[ ]*$)",
    re.MULTILINE,
)
_BRACKETS = re.compile(r"\\.|[\[\]]", re.DOTALL)
#: Addresses of links: those that end where it seems, and the beginning of others.
_ADDRESSES = re.compile(
    r"""\]\((?:[^()"'\n]*\)|<?[^\s()"'<>]*>?[ \n]+(?:"[^"\n]*"|'[^'\n]*')[ \n]*\)|(?P<open>))"""
)
_TICKS = re.compile("(?<!\\\\)`+")
_EMPHASIS = re.compile(r"\*+|_+")
_NOTES = re.compile(r"\[\^([^\]\n]{1,99})\]")
_ABBREVIATIONS = re.compile(r"^[ ]{0,3}\*\[", re.MULTILINE)
_HEADINGS = re.compile(r"^[ >]{0,9}(?:#|=+[ ]*$|-+[ ]*$)|<h[1-6]", re.MULTILINE | re.IGNORECASE)
_COLOURED = re.compile("`[ ]*(?:#!|:::)|^[ >]*(?:`{3}|~{3})", re.MULTILINE)
_ELEMENTS = re.compile("<[a-zA-Z]")


def normalised(text: str) -> str:
    """The text as Python-Markdown sees it: tabs are spaces, two control characters are nothing."""
    return text.replace("\x02", "").replace("\x03", "").expandtabs(4)


def blocks(text: str) -> Iterator[tuple[str, int]]:
    """Each block, and the line on which it begins."""
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip(" \t"):
            lines.append(line)
        elif lines:
            yield "\n".join(lines), number - len(lines)
            lines = []


def depths(text: str) -> Iterator[int]:
    """How deep each line lies in lists, quotes and the like."""
    above: list[int] = []
    for line in text.split("\n"):
        begin = _MARKERS.match(line)
        markers = begin[0].expandtabs(4) if begin else ""
        if line.strip():
            width = len(markers) - len(markers.lstrip(" "))
            while above and above[-1] >= width:
                above.pop()
            above.append(width)
        yield len(above) + len(_MARKER.findall(markers))


def open_brackets(block: str) -> int:
    """The characters from each bracket to the one that closes it, or to the block's end."""
    if not block.count("["):
        return 0
    spent, opened = 0, []
    for mark in _BRACKETS.finditer(block):
        if mark[0] == "[":
            opened.append(mark.start())
        elif mark[0] == "]" and opened:
            spent += mark.start() - opened.pop()
    addresses = (mark.start() for mark in _ADDRESSES.finditer(block) if mark["open"] is not None)
    return spent + sum(len(block) - start for start in (*opened, *addresses))


def nested_brackets(block: str) -> int:
    """How deep brackets stand in brackets."""
    deepest = depth = 0
    for mark in _BRACKETS.finditer(block):
        depth = max(0, depth + (mark[0] == "[") - (mark[0] == "]"))
        deepest = max(deepest, depth)
    return deepest


def nested_emphasis(block: str) -> int:
    """How deep emphasis stands in emphasis; what nothing closes is none."""
    deepest = 0
    opened: list[tuple[str, int]] = []  # the mark, and how deep emphasis stands in it
    waiting = Counter[str]()
    for run in _EMPHASIS.finditer(block):
        mark, before, after = (
            run[0][0],
            block[run.start() - 1 : run.start()],
            block[run.end() :][:1],
        )
        if mark == "_" and before.isalnum() and after.isalnum():
            continue
        if before.strip() and waiting[mark]:
            inside = 0
            while True:
                other, depth = opened.pop()
                waiting[other] -= 1
                inside = max(inside, depth)
                if other == mark:
                    break
            deepest = max(deepest, inside + 1)
            if opened:
                opened[-1] = (opened[-1][0], max(opened[-1][1], inside + 1))
        elif after.strip():
            opened.append((mark, 0))
            waiting[mark] += 1
    return deepest


def open_ticks(block: str) -> int:
    """The characters from each run of backticks that none of its length follows to the end."""
    places: dict[int, list[int]] = {}
    for run in reversed([*_TICKS.finditer(block)]):
        places.setdefault(len(run[0]), []).append(run.start())
    spent = until = 0
    lost = False
    for run in _TICKS.finditer(block):
        same = places[len(run[0])]
        same.pop()
        if run.start() < until:
            continue  # inside of code
        if same and not (lost and len(run[0]) > 1):
            until = same[-1] + len(run[0])
            spent += until - run.start()
        else:  # what follows is then looked at from the middle of a run on
            lost = True
            spent += len(block) - run.start()
    return spent


def starts(block: str) -> int:
    """How many lines begin something in a block, as headings do."""
    return len(_STARTS.findall(block))


def read_again(block: str) -> int:
    """The characters that are read again for what begins in the middle of a block."""
    return starts(block) * len(block)


def cells(block: str) -> int:
    """The cells of a table: each line gets as many as the widest one has."""
    lines = block.split("\n")
    widest = max(line.count("|") for line in lines)
    return (widest + 1) * len(lines) if widest else 0


def commented(block: str) -> int:
    """The characters that are looked through for the end of each element around each comment."""
    return block.count("<!--") * len(_ELEMENTS.findall(block)) * len(block)


def open_tags(text: str) -> Iterator[tuple[int, int]]:
    """For each part of a page that `<` stands in: where it begins, and the characters from each
    `<` to the `>` that follows it.
    """
    ends = [-1, *(mark.start() for mark in re.finditer(">", text)), len(text)]
    for before, end in pairwise(ends):
        begins = [mark.start() for mark in re.finditer("<", text[before + 1 : end])]
        if begins:
            yield before + 1, sum(end - before - 1 - begin for begin in begins)


def most_named_note(text: str) -> tuple[str, int]:
    """The footnote that is named most often, and how often; of none the empty string."""
    return next(iter(Counter(_NOTES.findall(text)).most_common(1)), ("", 0))


def abbreviated(text: str) -> int:
    """The characters that are compared with each abbreviation."""
    return len(_ABBREVIATIONS.findall(text)) * len(text)


def headings(text: str) -> int:
    """How many lines may be headings."""
    return len(_HEADINGS.findall(text))


def contents(text: str) -> int:
    """The entries of all tables of contents, each of which has all headings, and some more work."""
    return text.count("[TOC]") * (headings(text) + 50)


def coloured(text: str) -> int:
    """How many pieces of code may name a language, which is looked for among hundreds."""
    return len(_COLOURED.findall(text))


def beside_code(text: str) -> int:
    """The characters of a page with code that may be coloured, which takes longer than prose."""
    return len(text) if _COLOURED.search(text) else 0
