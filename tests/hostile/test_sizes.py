"""Inputs out of all proportion: each is published or refused with a reason, within a second."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from generator.formats import SOURCES
from generator.incoming import InputError, Reading, Rejected, Source
from generator.inputs import inputs_of, opened
from generator.markup import html_line, html_paragraphs, markdown_paragraphs, plain
from generator.record import RecordError, parse
from generator.text import clean_line, clean_paragraphs
from tests.core import DAY, reading
from tests.hostile import tally
from tests.hostile.carriers import CARRIERS, Carrier
from tests.hostile.test_formats import outcomes

MEGABYTE = 1 << 20


def deep(opening: str, closing: str, times: int) -> str:
    return opening * times + "x" + closing * times


#: Pieces that some parser goes back and forth over, or into.
SIZES = {
    "4,000 [": "[" * 4_000,
    "4,000 ![": "![" * 4_000,
    "4,000 [x](": "[x](" * 4_000,
    "10,000 *": "*" * 10_000,
    "10,000 _a": "_a" * 10_000,
    "10,000 `": "`" * 9_999,
    "backticks of all lengths": " ".join("`" * n for n in range(1, 140)),
    "5,000 >": "> " * 5_000,
    "5,000 -": "- " * 5_000,
    "20,000 (": "(" * 20_000,
    "20,000 $": "$" * 20_000,
    "5,000 $ x": "$ x" * 5_000,
    "5,000 $x$": "$x$ " * 5_000,
    "22,000 formulas": " ".join(f"${n}$" for n in range(22_000)),
    "8,000 formulas of TeX": " ".join(f"$\\frac{{{n}}}{{\\sqrt{{x_{n}}}}}$" for n in range(8_000)),
    "90 long formulas": " ".join(f"${n}{'x+' * 990}x$" for n in range(90)),
    "40 long formulas alone": " ".join(f"$${n}{'x_{i}^{2}' * 440}x$$" for n in range(40)),
    "8,000 formulas in brackets": " ".join(f"\\(a_{n}\\)" for n in range(8_000)),
    "5,000 \\(": "\\(" * 5_000,
    "3,000 \\(x\\)": "\\(x\\)" * 3_000,
    "10,000 {": "{" * 10_000,
    "nested braces": deep("{", "}", 3_000),
    "nested \\textbf": deep("\\textbf{", "}", 1_500),
    "nested {\\em": deep("{\\em ", "}", 1_500),
    "nested \\frac": "$" + deep("\\frac{", "}{y}", 200) + "$",
    "nested \\sqrt": "$" + deep("\\sqrt{", "}", 300) + "$",
    "nested ^": "$" + "x^{" * 400 + "}" * 400 + "$",
    "nested \\left(": "$" + deep("\\left(", "\\right)", 150) + "$",
    "a wide array": "$$\\begin{array}{c}" + "&".join("x" * 200) + "\\end{array}$$",
    "nested arrays": "$$" + deep("\\begin{array}{c}", "\\end{array}", 60) + "$$",
    "nested <b>": deep("<b>", "</b>", 5_000),
    "nested <i> of all kinds": deep("<i><b><sub>", "</sub></b></i>", 1_500),
    "nested <p>": deep("<p>", "</p>", 3_000),
    "20,000 <": "<" * 20_000,
    "20,000 &": "&" * 20_000,
    "nested &amp;": "&" + "amp;" * 20_000 + "lt;",
    "20,000 &#x": "&#x" * 20_000,
    "links in a row": "http://a." * 10_000,
    "one long link": "https://a.example/" + "a" * 100_000,
    "links in brackets": "(https://a.example/(" * 5_000,
    "punctuation after a link": "https://a.example/" + ".,;:!?)" * 5_000,
    "10,000 quotes": "``" * 10_000,
    "quotes and apostrophes": "``" + "'" * 20_000 + "''",
    "50,000 spaces": "a" + " " * 50_000 + "b",
    "50,000 line breaks": "a" + "\n" * 50_000 + "b",
    "lines with hyphens": "a-\n" * 20_000,
    "50,000 combining marks": "a" + "\u0301" * 50_000,
    "mojibake": "\u00c3\u00a9" * 10_000,
    "dashes": "-" * 50_000,
    "words and dashes": "a--b---" * 8_000,
    "backslashes": "\\" * 20_000,
    "accents": "\\'{e}" * 8_000,
    "half accents": "\\'{" * 8_000,
    "macros": "\\alpha" * 5_000,
    "long macro": "\\" + "a" * 50_000,
    "footnotes": "\\footnote{" * 3_000,
    "\\href": "\\href{" * 3_000,
    "nested \\href": deep("\\href{https://a.example}{", "}", 500),
    "(cid:173)": "(cid:173)" * 5_000,
    "private use": "\ufdd01\ufdd1" * 10_000,
    "words": "gulls " * 30_000,
    "one word": "g" * 190_000,
}  # fmt: skip
STEPS: dict[str, Callable[[str], object]] = {
    "clean_line": clean_line,
    "clean_paragraphs": clean_paragraphs,
    "html_line": lambda text: html_line(clean_line(text)),
    "html_paragraphs": lambda text: html_paragraphs(clean_paragraphs(text)),
    "markdown_paragraphs": lambda text: markdown_paragraphs(clean_paragraphs(text)),
    "plain": lambda text: plain(clean_line(text)),
}


@pytest.mark.parametrize("name", SIZES)
def test_as_text(name: str) -> None:
    for step, make in STEPS.items():
        with tally.one_input(tally.ALWAYS, f"{name} through {step}"):
            make(SIZES[name])


def file_of(carrier: Carrier, way: str, number: int, text: str) -> bytes:
    """The file of a format that holds a text in one of three ways."""
    if way == "everywhere":
        return carrier.everywhere(text)
    return carrier.unquoted(number, text) if way == "unquoted" else carrier.in_place(number, text)


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: f"{carrier.format}")
@pytest.mark.parametrize("way", ["everywhere", "unquoted", "in one place"])
def test_in_a_record_of_every_format(carrier: Carrier, way: str) -> None:
    for number, (name, text) in enumerate(SIZES.items()):
        short = text[:60_000]
        with tally.one_input(tally.ALWAYS, f"{name} in {carrier.format}, {way}"):
            data = file_of(carrier, way, number, short)
            found = list(outcomes(carrier.source, data))
        assert all(found)


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: f"{carrier.format}")
def test_a_title_of_ten_megabytes_is_refused(carrier: Carrier) -> None:
    places = carrier.places
    title = places.index("title") if "title" in places else 0
    # Of the papers' page as HTML the one place stands for seven fields.
    size = 10 * MEGABYTE // (7 if len(places) == 1 else 1)
    data = carrier.in_place(title, "gulls " * (size // 6))
    with tally.one_input(tally.ALWAYS, f"a title of 10 MB in {carrier.format}"):
        found = list(outcomes(carrier.source, data))
    assert found
    refused = [one for one in found if isinstance(one, str)]
    tally.count(tally.ALWAYS, rejected=len(refused), published=len(found) - len(refused))


@pytest.mark.parametrize("place", ["title", "abstract"])
def test_an_edited_file_of_ten_megabytes(place: str) -> None:
    much = "x" * 10 * MEGABYTE
    title, abstract = (much, "") if place == "title" else ("A title", much)
    text = f"---\nid: a\ntitle: {title}\nlisted: 2025-03-11\n---\n{abstract}\n"
    with (
        tally.one_input(tally.ALWAYS, f"an edited file with 10 MB of {place}"),
        pytest.raises(RecordError, match=f"{place}: found 10,485,760 characters; write at most"),
    ):
        parse(text)


@pytest.mark.parametrize("depth", [1_000, 100_000])
@pytest.mark.parametrize("form", ["json", "yaml", "xml"])
def test_nested_deep(form: str, depth: int) -> None:
    texts = {
        "json": deep("[", "]", depth),
        "yaml": f"---\ntitle: {deep('[', ']', depth)}\n---\n",
        "xml": deep("<a>", "</a>", depth),
    }
    for carrier in CARRIERS:
        with tally.one_input(tally.ALWAYS, f"{form} nested {depth} deep as {carrier.format}"):
            found = list(outcomes(carrier.source, texts[form].encode()))
        assert found
    if form == "yaml":
        with (
            tally.one_input(tally.ALWAYS, "YAML nested deep in a file"),
            pytest.raises(RecordError),
        ):
            parse(texts["yaml"])


def refusals(source: Source, stream: BinaryIO, about: Reading) -> list[str]:
    """Why a file brings no paper."""
    try:
        records = list(source.read(stream, about))
    except InputError as error:
        return [str(error)]
    return [one.reason for one in records if isinstance(one, Rejected)]


@pytest.mark.parametrize("filling", [b"\0", b"\n", b"{", b'"', b"<", b"@"])
def test_a_file_that_unpacks_to_a_thousand_times_its_size(filling: bytes, tmp_path: Path) -> None:
    """Whatever it is said to be: it is refused before all of it is unpacked."""
    packed = tmp_path / "bomb.gz"
    with gzip.open(packed, "wb") as file:
        for _ in range(20):
            file.write(filling * MEGABYTE)
    assert 20 * MEGABYTE / packed.stat().st_size > 1_000
    with inputs_of([packed]) as (bomb,):
        for source in SOURCES:
            name = f"a bomb of {filling!r} as {source.format}"
            about = reading("bomb.gz", source.source, DAY)
            with tally.one_input(tally.ALWAYS, name), opened(bomb) as given:
                found = refusals(source, given.stream, about)
            assert found
            tally.count(tally.ALWAYS, rejected=1)
