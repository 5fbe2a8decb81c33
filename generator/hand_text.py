"""The text of a page by hand, looked at before Markdown sees it: what would stop or stall it. Pure.

Python-Markdown recurses into what is nested, and goes through a paragraph anew for each bracket
that nothing closes. Pages come from strangers: one that would crash the build, or take as long as
all others together, is refused. The bounds are far above what people write; they were measured, so
that no page takes a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate, islice

from generator import markdown_costs as costs
from generator.faults import Flaw, FlawedError, printable
from generator.front_matter import load, other_fronts, split
from generator.yaml_lines import located

#: Characters of a page, its front matter with them.
MOST_CHARACTERS = 200_000
#: Lines of it; and lines and marks of Markdown.
MOST_LINES, MOST_PIECES = 4_000, 10_000
#: Values in front matter; what an alias names counts each time.
MOST_VALUES = 10_000
#: Nested deeper nobody looks at them.
_SHOWN_DEPTH = 4
#: Levels of lists and quotes, of brackets, of emphasis. Python ends at some 230.
DEEPEST = 50
#: Lines of one paragraph that begin something else. As definitions they are nested.
MOST_STARTS = 200
#: How often one footnote is named: each time is linked with all others.
MOST_NAMED = 300
_SEVERAL = "make several pages of it"
_CLOSE = "close them, or write a backslash before those that are meant as they stand"
_BLANK = "put blank lines between them"
#: What of a paragraph counts, how much of it a page may have, and what is said of more.
_OF_BLOCKS: tuple[tuple[Callable[[str], int], int, str], ...] = (
    (costs.open_brackets, 1_000_000, f"brackets that are far from being closed; {_CLOSE}"),
    (costs.open_ticks, 2_000_000, f"backticks that nothing closes; {_CLOSE}"),
    (costs.read_again, 3_000_000, f"headings, rules or blocks in long paragraphs; {_BLANK}"),
    (costs.cells, 20_000, f"too many cells in tables; {_SEVERAL}"),
    (costs.commented, 200_000_000, "comments between elements in a long paragraph; remove them"),
)
#: The same of a whole page.
_OF_PAGES: tuple[tuple[Callable[[str], int], int, str], ...] = (
    (costs.headings, 1_000, f"more than 1,000 headings; {_SEVERAL}"),
    (costs.coloured, 600, f"more than 600 pieces of code in a language; {_SEVERAL}"),
    (costs.beside_code, 65_000, f"more than 65,000 characters, with code; {_SEVERAL}"),
    (costs.contents, 5_000, "tables of contents with too many headings; keep one of them"),
    (costs.abbreviated, 20_000_000, f"too many abbreviations for its length; {_SEVERAL}"),
)
_MOST_OPEN_TAGS = 2_000_000


def flaws_of_page(text: str) -> Iterator[Flaw]:
    """What is wrong with a page's text, each with its line: its front matter, and its sizes."""
    yield from flaws_of_front_matter(text)
    yield from flaws_of_sizes(text)


def flaws_of_front_matter(text: str) -> Iterator[Flaw]:
    """Why the front matter of a page cannot be read; of a page that is too long nothing is said."""
    return islice(_of_front_matter(text), 1) if len(text) <= MOST_CHARACTERS else iter(())


def flaws_of_sizes(text: str) -> Iterator[Flaw]:
    """What of a page is out of proportion; the first such thing, for the others need not be."""
    return islice(_of_sizes(costs.normalised(text)), 1)


def _of_front_matter(text: str) -> Iterator[Flaw]:
    parts = split(text)
    for front in dict.fromkeys([*(parts or ())[:1], *other_fronts(text)]):
        try:
            value = load(front)
        except FlawedError as error:
            yield from located(error.flaws, front, first=2)
            continue
        if next(islice(_values(value), MOST_VALUES, None), None):
            said = f"found more than {MOST_VALUES:,} values, with what aliases name; write fewer"
            yield Flaw(f"front matter: {said}", (), 1)


def _values(value: object, depth: int = 0) -> Iterator[bool]:
    """One for each value in this one that a page may show; it may hold itself."""
    yield True
    if depth <= _SHOWN_DEPTH:
        inner = (*value.keys(), *value.values()) if isinstance(value, dict) else value
        for each in inner if isinstance(inner, list | tuple | set) else ():
            yield from _values(each, depth + 1)


def _of_sizes(text: str) -> Iterator[Flaw]:
    """What is out of proportion; the first is enough, and bounds what the others look at."""
    if len(text) > MOST_CHARACTERS:
        said = f"found {len(text):,} characters; write at most {MOST_CHARACTERS:,}, or {_SEVERAL}"
        yield Flaw(said, (), 1)
    if text.count("\n") > MOST_LINES:
        said = f"found {text.count(chr(10)):,} lines; write at most {MOST_LINES:,}, or {_SEVERAL}"
        yield Flaw(said, (), 1)
    if piece := next(islice(costs.PIECES.finditer(text), MOST_PIECES, None), None):
        said = f"found more than {MOST_PIECES:,} lines and marks up to here; {_SEVERAL}"
        yield Flaw(said, (), _line(text, piece.start()))
    for number, depth in enumerate(costs.depths(text), 1):
        if depth > DEEPEST:
            said = f"found lists or quotes nested more than {DEEPEST} deep; write it flat"
            yield Flaw(said, (), number)
    blocks = list(costs.blocks(text))
    for cost, most, said in _OF_BLOCKS:
        sums = accumulate(cost(block) for block, _ in blocks)
        yield from (
            Flaw(f"found {said}", (), line)
            for (_, line), spent in zip(blocks, sums, strict=True)
            if spent > most
        )
    for block, line in blocks:
        if costs.starts(block) > MOST_STARTS:
            said = f"found more than {MOST_STARTS} headings, rules or definitions in a paragraph"
            yield Flaw(f"{said}; {_BLANK}", (), line)
        if max(costs.nested_brackets(block), costs.nested_emphasis(block)) > DEEPEST:
            said = f"found brackets or emphasis nested more than {DEEPEST} deep; write it flat"
            yield Flaw(said, (), line)
    yield from _of_whole(text)


def _of_whole(text: str) -> Iterator[Flaw]:
    for cost, most, said in _OF_PAGES:
        if cost(text) > most:
            yield Flaw(f"found {said}", (), 1)
    note, times = costs.most_named_note(text)
    if times > MOST_NAMED:
        said = f"found the footnote `{printable(note)}` named {times:,} times"
        yield Flaw(f"{said}; name it at most {MOST_NAMED} times", (), 1)
    spent = 0
    for start, more in costs.open_tags(text):
        spent += more
        if spent > _MOST_OPEN_TAGS:
            yield Flaw(f"found `<` far from any `>`; {_CLOSE}", (), _line(text, start))


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
