"""Pages by hand out of all proportion: each is made or refused with its line, within a second."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.builder.allowed import PROSE
from generator.builder.gate import fault_of_fragment
from generator.builder.hand_pages import clean_meta
from generator.builder.run import configured
from generator.checking.links import links_of
from generator.hand_text import flaws_of_page
from tests.hostile import tally
from tests.hostile.test_prose import EXTENSIONS
from tests.hostile.test_sizes import SIZES, deep
from tests.toy import ROOT, make_content, make_project, paper


def indented(line: str, times: int, gap: str = "\n") -> str:
    """A line so many times, each time deeper."""
    return "".join("    " * depth + line + gap for depth in range(times))


def aliases(each: int, levels: int) -> str:
    """Front matter of few lines that is `each ** levels` values."""
    lines = ["a0: &a0 x"]
    for level in range(1, levels + 1):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * each)}]")
    return "\n".join(lines)


def front(yaml: str, end: str = "---") -> str:
    return f"---\n{yaml}\n{end}\nText.\n"


def table(columns: int, rows: int) -> str:
    return "|".join("a" * columns) + "\n" + "|".join("-" * columns) + "\n" + "|\n" * rows


#: What is refused: each took more than a second, or ended in a RecursionError.
REFUSED = {
    "brackets": SIZES["4,000 ["],
    "pictures": SIZES["4,000 !["],
    "links without an end": SIZES["4,000 [x]("],
    "quoted addresses without an end": '[x]("a) ' * 4_000,
    "brackets in front matter": front("title: " + "[" * 20_000),
    "brackets in front matter that full stops end": front("title: " + "[" * 5_000, "..."),
    "front matter nested deep": front("title: " + deep("[", "]", 500)),
    "front matter of aliases": front(aliases(100, 4)),
    "front matter with a key twice": front("title: a\ntitle: b"),
    "a line of ten megabytes": "x" * (10 << 20),
    "lists in lists": indented("- a", 300),
    "lists in lists, blank lines between": indented("- a", 300, "\n\n"),
    "lists in lists on one line": "1. " * 500 + "a",
    "quotes in quotes": "".join(">" * depth + " a\n" for depth in range(300)),
    "notes in notes": indented("!!! note", 330, "\n\n"),
    "tabs in tabs": indented('=== "a"', 360, "\n\n"),
    "definitions of definitions": "a\n: b\n" * 600,
    "emphasis in emphasis": "*a **b " * 600 + "b** a* " * 600,
    "brackets in brackets": deep("[", "](b)", 300),
    "headings without blank lines": "# a\n" * 5_000,
    "underlined headings": "a\n===\n" * 3_000,
    "rules without blank lines": "---\n" * 5_000,
    "fences without blank lines": "```\n" * 5_000,
    "abbreviations": "*[a]: b\n" * 2_000,
    "abbreviations of a long text": "*[ab]: c\n\n" * 1_000 + "gulls and terns " * 8_000,
    "elements without an end": "<a " * 6_000,
    "attributes without an end": "<a b='" * 4_000,
    "comments between elements": "<b><!-- -->" * 1_200,
    "backticks": "``a`" * 4_000,
    "a wide table of many lines": table(1_000, 1_000),
    "a footnote named often": "[^1] " * 2_000 + "\n\n[^1]: x\n",
    "tables of contents": "# a\n[TOC]\n" * 700,
    "many short paragraphs": "a\n\n" * 30_000,
    "code of languages that there are not": "`#!a b`\n\n" * 1_800,
    "code in C": "```c\n" + "a " * 90_000 + "\n```\n",
    "emoji": ":a " * 60_000,
    "code with backslashes": "```perl\n" + "'\\" * 50_000 + "\n```\n",
}  # fmt: skip
#: What is as large as a page may be, or nearly so; those of which few characters take long.
DEEP = {
    "a front matter": front("tags: [" + "gull, " * 5_000 + "tern]"),
    "lists in lists": indented("- a", 49),
    "notes in notes": indented("!!! note", 49, "\n\n"),
    "emphasis in emphasis": "*a **b " * 24 + "b** a* " * 24,
    "definitions of definitions": "a\n: b\n" * 190,
    "intervals": "a from [0, 1) to [1, 2) is $x$ <b\n\n" * 100 + "> a",
    "one line": "gulls and terns " * 12_000,
    "links in one paragraph": "[a](b) " * 1_500,
    "a footnote": "[^1] " * 290 + "\n\n[^1]: x\n",
}
#: Many lines and marks.
LONG = {
    "prose": "Gulls, terns and what they eat.\n" * 3_900,
    "a list of links": "- [gull](https://a.example/b)\n" * 1_400,
    "emphasis": "*a* " * 4_900,
    "code": "`a` " * 4_900,
    "entities": "&amp; " * 9_000,
    "elements": "<b>a</b> " * 2_400,
    "headings": "# a\n\n" * 990,
    "footnotes": "".join(f"[^{n}] " for n in range(900)) + "\n\n" + "".join(f"[^{n}]: x\n" for n in range(900)),
    "a table": table(100, 190),
    "a long table": "a | b\n- | -\n" + "gull | [b](c)\n" * 1_200,
    "definitions": "a\n\n: b\n\n" * 950,
    "abbreviations": "*[ab]: c\n\n" * 190 + "gulls and terns " * 6_000,
    "elements around Markdown": "<div markdown>\n\n" * 300 + "x\n\n" + "</div>\n\n" * 300,
    "tables of contents": "# a\n\n" * 500 + "[TOC]\n\n" * 9,
    "tags of lines": "key: value\n" * 3_900,
    "code of a language that there is not": "```a\nx\n```\n\n" * 290,
    "code in C": "```c\n" + "a " * 32_000 + "\n```\n",
    "code of Python": "```python\n" + "x = [1, 2]\n" * 2_000 + "```\n",
}  # fmt: skip
#: Pieces that are repeated, as a text, as lines and as paragraphs, to all sizes.
PIECES = (
    "[ ![ [x]( [x][ [^a] * **a *a* _a __a ***a a* ` `a ``a` < <a <a> </a> <!-- --> <? <![CDATA[ & "
    "&a &#x > # #a - 1. + | |- { {: {#a} *[a ??? === ``` ~~~ :a :+1: http://a. a@b @a \\ \\[ \" ' "
    "( [( ]( [x](<a $ $a$ `#!a ~~a ^a == {++a -- ... a] [[a]] <http://a <a@b <b>a</b> <script> "
    "<style> <pre> <table> <div> </div> <!DOCTYPE <a/ a: [TOC]"
).split()  # fmt: skip
WAYS: dict[str, Callable[[str, int], str]] = {
    "in a row": lambda piece, size: piece * (size // len(piece)),
    "with spaces": lambda piece, size: f"{piece} " * (size // (len(piece) + 1)),
    "as lines": lambda piece, size: f"{piece}\n" * (size // (len(piece) + 1)),
    "with text as lines": lambda piece, size: f"{piece} a\n" * (size // (len(piece) + 3)),
    "as paragraphs": lambda piece, size: f"{piece}\n\n" * (size // (len(piece) + 2)),
    "as a list": lambda piece, size: f"- {piece}\n" * (size // (len(piece) + 3)),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """A function that makes a page as a build does, unless it is refused: then it gives why."""
    folder = tmp_path_factory.mktemp("hand")
    content = make_content(folder / "content", paper(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(make_project(folder / "project", content, EXTENSIONS))
        config = configured()
    config = config.plugins.on_config(config)

    def make(text: str) -> list[str]:
        if flaws := list(flaws_of_page(text)):
            assert all(flaw.line for flaw in flaws)
            return [str(flaw) for flaw in flaws]
        list(links_of(text))
        file = File.generated(config, "hand/a.md", content=text)
        page = Page(None, file, config)
        page.read_source(config)
        clean_meta(page.meta, None)
        page.render(config, Files([file]))
        fault_of_fragment(page.content or "", PROSE)
        return []

    return make


def test_each_size_is_made_or_refused(made: Callable[[str], list[str]]) -> None:
    for name, text in SIZES.items():
        with tally.one_input(tally.ALWAYS, f"{name} as a page by hand"):
            refused = made(text)
        tally.count(tally.ALWAYS, rejected=bool(refused), published=not refused)


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_stall_is_refused(name: str, made: Callable[[str], list[str]]) -> None:
    with tally.one_input(tally.ALWAYS, f"{name} on a page by hand"):
        refused = made(REFUSED[name])
    assert refused
    tally.count(tally.ALWAYS, rejected=1)


@pytest.mark.parametrize(
    "name", [*DEEP, *(pytest.param(name, marks=pytest.mark.soak) for name in LONG)]
)
def test_what_is_large_is_made(name: str, made: Callable[[str], list[str]]) -> None:
    with tally.one_input(tally.ALWAYS, f"{name}, much, on a page by hand"):
        assert made({**DEEP, **LONG}[name]) == []
    tally.count(tally.ALWAYS, published=1)


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [3_000, 10_000, 30_000, 190_000])
def test_pieces_of_all_sizes(way: str, size: int, made: Callable[[str], list[str]]) -> None:
    for piece in PIECES:
        text = WAYS[way](piece, size)
        with tally.one_input(tally.ALWAYS, f"{size} of {piece} {way} by hand"):
            refused = made(text)
        tally.count(tally.ALWAYS, rejected=bool(refused), published=not refused)


def test_our_own_pages_are_far_from_all_bounds() -> None:
    """Five of each, one below the other, are no page that is refused."""
    pages = [*(ROOT / "content" / "docs").glob("*.md"), ROOT / "content" / "about.md"]
    for page in pages:
        body = page.read_text(encoding="utf-8").partition("\n---\n")[2]
        assert list(flaws_of_page("\n".join([body] * 5))) == []
