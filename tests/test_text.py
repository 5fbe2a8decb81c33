"""Source text becomes clean text: what TeX and hostile input turn into, and what never changes."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.markup import plain
from generator.math_parts import MATH, MOST_FORMULAS, Formula, Words, split_math
from generator.text import clean_line, clean_paragraphs
from tests.core import RAW, cases

#: Seconds: what is not linear takes minutes, and a slow machine is no fault of the text.
MAY_TAKE = 5.0

BIDI = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def noncharacter(character: str) -> bool:
    code = ord(character)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


@pytest.mark.parametrize(("raw", "clean"), cases("clean_line.txt"))
def test_a_line_is_cleaned(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
        ("One.\n  Two begins indented.\nAnd goes on.", "One.\n\nTwo begins indented. And goes on."),
        ("One.\n\tTwo.", "One.\n\nTwo."),
        ("One.\n Still one.", "One. Still one."),
        ("  One.\r\n\r\n\r\nTwo.\rStill two.\n", "One.\n\nTwo. Still two."),
        ("a gull-\nwise count", "a gull-wise count"),
        ("long- \nand short", "long- and short"),
        ("wind-\nand sea", "wind- and sea"),
        ("A formula $a\n+ b$ wraps.", "A formula $a + b$ wraps."),
        ("$a\n\nb$ is none", "$a\n\nb$ is none"),
        ("One.&#10;&#10;Two.", "One.\n\nTwo."),
        ("---\n\n---", "---\n\n---"),
        ("\n \n", ""),
    ],
)
def test_paragraphs_are_kept_and_wrapping_is_not(raw: str, clean: str) -> None:
    assert clean_paragraphs(raw) == clean


@given(RAW)
@example("&" + "amp;" * 30 + "lt;")
@example("&#38;#38;amp;#x26;lt;b>")
@example("\\textbf{" * 60 + "x" + "}" * 60)
@example("``" * 60 + "x" + "''" * 60)
@example("&#3&#56;;" * 3 + "lt;")
@example("\\\\(x\\\\)")
@example("\\&lt;")
@example("$$$a$$$")
@example("e\\textbf{}\u0301")
@example("\\\ufdd0alpha")
def test_cleaning_clean_text_changes_nothing(raw: str) -> None:
    line, paragraphs = clean_line(raw), clean_paragraphs(raw)
    assert clean_line(line) == line
    assert clean_paragraphs(paragraphs) == paragraphs


@given(RAW)
@example("&#x202e;&#0;&#xd800;&#x2028;&#133;")
@example("".join(map(chr, range(0x120))) + "\ud83d")
def test_clean_text_holds_no_character_that_commands(raw: str) -> None:
    for clean in (clean_line(raw), clean_paragraphs(raw).replace("\n\n", " ")):
        for character in clean:
            assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), clean
            assert character not in BIDI
            assert not noncharacter(character)
        assert "  " not in clean
        assert clean == clean.strip()
        clean.encode()


@given(RAW)
def test_clean_text_is_in_normal_form(raw: str) -> None:
    for clean in (clean_line(raw), clean_paragraphs(raw)):
        assert unicodedata.is_normalized("NFC", clean)


@pytest.mark.parametrize(
    "text", ["Übermaß für 3 Möwen", "海鷗の数え方", "\u05e9\u05d7\u05e3 \u200dx", "a 👩‍🔬 b"]
)
def test_words_of_any_script_stay(text: str) -> None:
    assert clean_line(text) == text


# Formulas


@given(RAW)
def test_words_and_formulas_joined_again_say_the_same(raw: str) -> None:
    text = clean_paragraphs(raw)
    joined = ""
    for part in split_math(text):
        if isinstance(part, Words):
            joined += part.text
        else:
            mark = "$$" if part.display else "$"
            joined += mark + part.tex + mark
    assert "".join(joined.split()) == "".join(text.split())


def formulas(text: str) -> list[tuple[str, bool]]:
    return [(p.tex, p.display) for p in split_math(text) if isinstance(p, Formula)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$x$", [("x", False)]),
        ("of $x$-rays and $y$.", [("x", False), ("y", False)]),
        ("($x$)", [("x", False)]),
        ("$$ x $$", [("x", True)]),
        ("a $$x$$ b $y$", [("x", True), ("y", False)]),
        ("$\\$5$", [("\\$5", False)]),
        ("\\$5 $x$ \\$6", [("x", False)]),
        ("$a\\\\$", [("a\\\\", False)]),
        ("$n$ gulls for $5", [("n", False)]),
        ("$5 of $n$ gulls", [("n", False)]),
    ],
)
def test_a_formula_stands_between_dollars(text: str, found: list[tuple[str, bool]]) -> None:
    assert formulas(text) == found


MONEY = ["$5 and $6", "US$5, US$6", "$5", "5$ and 6$ ", "from $5 to $10 a day"]


@pytest.mark.parametrize(
    "text", [*MONEY, "$ x $", "$ x$", "$x $", "\\$x\\$", "$$", "$$$$", "$", "$a\n\nb$"]
)
def test_money_is_no_formula(text: str) -> None:
    assert formulas(text) == []
    assert clean_paragraphs(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" ".join(f"$a_{n}$" for n in range(300)), MOST_FORMULAS),
        (" ".join(f"${n}{'x' * 1_000}$" for n in range(20)), 9),
        (" ".join(f"$${n}{'x' * 3_990}$$" for n in range(4)), 2),
    ],
)
def test_after_many_formulas_all_is_words(text: str, shown: int) -> None:
    *parts, rest = split_math(text)
    assert sum(isinstance(part, Formula) for part in parts) == shown
    assert isinstance(rest, Words)
    assert text.endswith(rest.text)
    assert plain(text).endswith(text[-20:])


# Time

UNITS = (
    "$ \\( \\[ \\(a \\[a \\(( `` ``x'' ``a {\\em {\\ {\\alpha & &amp; &#38; ~ - -- --- http:// "
    "https://a.b/ https://a.b/( http://[ \\textcolor[ \\textcolor[x]{ \\color{ \\href{ \\href{a}{ \\text{ "
    '\\cite{ \\footnote{ \\url{ $x $$x $\\$ \\$ \\\' \\" \\"a { } \\ \\\\ \\alpha a-\n \n \u0301 \\u{ \\c \ufdd0 '
    "``a' $a$ \\(a\\)"
).split(" ")


@pytest.mark.parametrize("unit", [*UNITS, "\n  ", "\n \n", "$x ", "$a$ ", "\\u a", "{ \\alpha }"])
def test_no_text_takes_long(unit: str) -> None:
    text = (unit * 200_000)[:200_000]
    for clean in (clean_line, clean_paragraphs):
        start = time.process_time()
        cleaned = clean(text)
        assert time.process_time() - start < MAY_TAKE
        start = time.process_time()
        list(split_math(cleaned))
        assert time.process_time() - start < MAY_TAKE


def test_an_entity_is_found_however_often_its_ampersand_was_escaped() -> None:
    for escaped in ("amp;", "#38;", "#x26;"):
        assert clean_line("&" + escaped * 20_000 + "lt;") == "<"


@pytest.mark.parametrize(
    ("before", "after"),
    [("\\textbf{", "}"), ("``", "''"), ("{\\em ", "}"), ("&#3", "8;"), ("\\(", "\\)")],
)
def test_no_nest_takes_long_and_none_is_cleaned_twice(before: str, after: str) -> None:
    for depth in (30, 300, 20_000):
        start = time.process_time()
        clean = clean_line(before * depth + "x" + after * depth)
        assert time.process_time() - start < MAY_TAKE
        assert clean_line(clean) == clean
        assert "x" in clean


@given(st.text("ab $\\\n0{}x"))
def test_formulas_are_found_where_a_search_of_the_whole_text_finds_them(text: str) -> None:
    found = [part for part in split_math(text) if isinstance(part, Formula)]
    whole = [
        match["inline"] if match["display"] is None else match["display"].strip()
        for match in MATH.finditer(text)
    ]
    assert [part.tex for part in found] == whole
