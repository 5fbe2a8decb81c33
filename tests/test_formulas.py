"""Formulas: MathML that is only MathML, and TeX where that cannot be."""

from __future__ import annotations

import gzip
import html
import json
import logging
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from generator.formulas import characters, mathml
from generator.math_parts import Formula, split_math
from generator.mathml import ATTRIBUTES, ELEMENTS
from generator.text import clean_line, clean_paragraphs

TEX = st.lists(
    st.one_of(
        st.sampled_from(
            "x 1 + = < > & \" ' ^ _ { } ( ) [ ] \\\\ \\{ \\$ \\% \\alpha \\frac{a}{b} \\sqrt x^2 x_i "
            "\\sum \\left( \\right) \\mathbf{x} \\text{a<b} \\href{javascript:x}{y} \\style{a:b}{x} "
            "\\class{c}{x} \\color{red} \\begin{matrix} \\end{matrix} \\operatorname{f} \\tool <script> &lt; &#60; é 海 "
            "~ \\unicode{60} \\label{x} \\ref{y}".split()
        ),
        st.text(max_size=4),
    ),
    max_size=10,
).map("".join)


def elements(markup: str) -> list[etree._Element]:
    return list(etree.fromstring(markup).iter())


@pytest.mark.parametrize(
    ("tex", "inner"),
    [
        ("x", "<mrow><mi>x</mi></mrow>"),
        ("x^2", "<mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"),
        ("a < b", "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"),
        (
            "\\frac{1}{2}",
            "<mrow><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac></mrow>",
        ),
        ("\\alpha", "<mrow><mi>α</mi></mrow>"),
    ],
)
def test_a_formula_is_mathml_that_also_says_its_tex(tex: str, inner: str) -> None:
    alt = tex.replace("<", "&lt;")
    assert mathml(tex) == f'<math alttext="{alt}">{inner}</math>'
    assert mathml(tex, display=True) == f'<math display="block" alttext="{alt}">{inner}</math>'


@pytest.mark.parametrize(
    "tex", ["\\ref{x}", "x \\tag{1}", "{", "\\left(", "\\boxed{x}", "\\frac{a}", " "]
)
def test_what_cannot_be_converted_stays_readable_tex(tex: str) -> None:
    assert mathml(tex) == f'<code class="tex">${tex}$</code>'
    assert mathml(tex, display=True) == f'<code class="tex">$${tex}$$</code>'


@given(TEX, st.booleans())
@example("\\text{</mtext><script>alert(1)</script>}", False)
@example("\\href{javascript:alert(1)}{x}", False)
@example('"><img src=x onerror=alert(1)>', False)
@example("&lt;img src=x&gt;", True)
def test_no_formula_makes_any_other_element_or_attribute(tex: str, display: bool) -> None:
    tex = "".join(c for c in tex if c.isprintable())
    root, *inner = elements(mathml(tex, display=display))
    if root.tag == "code":
        assert dict(root.attrib) == {"class": "tex"}
        assert root.text == (f"$${tex}$$" if display else f"${tex}$")
        assert inner == []
        return
    assert root.tag == "math"
    assert {**root.attrib} == {"alttext": tex} | ({"display": "block"} if display else {})
    assert {element.tag for element in inner} <= ELEMENTS
    assert {str(name) for element in inner for name in element.attrib} <= ATTRIBUTES


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("x", "x"),
        ("\\epsilon", "ϵ"),
        ("\\alpha_1", "α_1"),
        ("\\mathcal{O}(n)", "𝒪(n)"),
        ("\\tool", "\\tool"),
        ("\\frac", "\\frac"),
        ("%x", "%x"),
    ],
)
def test_a_formula_in_plain_characters(
    tex: str, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert characters(tex) == shown
    assert caplog.records == []


@given(TEX)
def test_plain_characters_are_one_line_and_never_nothing(tex: str) -> None:
    shown = characters(tex)
    assert shown == tex or shown == " ".join(shown.split())
    assert bool(shown) == bool(tex)


@pytest.mark.parametrize(
    "unit",
    "^ _ { } \\left( \\frac \\frac{ \\sqrt{ \\begin{array} & \\\\ a^ x^{ \\text{ \\hat \\sum_ ( ' {a\\over"
    " \\binom{ \\begin{cases} \\substack{ \\middle| %".split(" "),
)
def test_no_formula_takes_long(unit: str) -> None:
    for tex in ((unit * 4000)[:4000], (unit * 2000)[:2000] + "}" * 2000):
        start = time.process_time()
        mathml(tex, display=True)
        characters(tex)
        assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\tool(x)", "tool(x)"),  # a macro of its authors' own is shown by its name
        (r"\eps", "ϵ"),
        (r"x \in \R^n", "x∈ℝn"),
        (r"\mathbb R^d", "ℝd"),
        (r"\mathbf{Sx2}", "𝐒𝐱𝟐"),
        (r"\mathcal{B}\mathcal Q", "ℬ𝒬"),
        (r"\Tilde{O}(n)", "O~(n)"),
        (r"\nicefrac{1}{2}", "12"),
        (r"\textbf{11.7\%}", "11.7%"),
        (r"\textit{vit\_base}", "vit_base"),
        (r"\mathcal{O}\l(n\r)", "𝒪(n)"),
    ],
)
def test_a_formula_shows_what_its_authors_meant(tex: str, shown: str) -> None:
    found = mathml(tex)
    assert found.startswith("<math "), found
    assert html.unescape(re.sub(r"<[^>]+>", "", found)) == shown


@pytest.mark.parametrize(
    ("tex", "apart"),
    [
        (r"d\log d", ["d", "log", "d"]),
        (r"\log\log n", ["log", "log", "n"]),
        (r"\min_x f", ["minx", "f"]),
        (r"\arg\max_x f", ["arg", "maxx", "f"]),
        (r"\log(n)+1", ["log(n)+1"]),
        (r"2\sin x = y", ["2", "sin", "x=y"]),
    ],
)
def test_a_functions_name_keeps_its_distance(tex: str, apart: list[str]) -> None:
    parts = re.split(r"<mspace[^>]*></mspace>", mathml(tex))
    assert [html.unescape(re.sub(r"<[^>]+>", "", part)) for part in parts] == apart


def test_an_upright_letter_is_said_to_be_one() -> None:
    assert '<mi mathvariant="normal">B</mi>' in mathml(r"8.5\mathrm{B}")
    assert mathml(r"\mathrm{ab}").count('<mi mathvariant="normal">') == 2
    assert "mathvariant" not in mathml(r"B + \mathbf{x} + \mathbb{R}")


def corpus_formulas(shared: Path) -> Counter[tuple[str, bool]]:
    """Every formula of the corpus's titles and abstracts, as cleaning leaves them."""
    found: Counter[tuple[str, bool]] = Counter()
    for path in sorted((shared / "corpus").glob("*.jsonl.gz")):
        with gzip.open(path) as lines:
            for line in lines:
                if b"$" in line:
                    record = json.loads(line)
                    clean = (
                        clean_line(record["title"] or ""),
                        clean_paragraphs(record["abstract"] or ""),
                    )
                    for text in clean:
                        parts = [p for p in split_math(text) if isinstance(p, Formula)]
                        found.update((part.tex, part.display) for part in parts)
    return found


def letters(text: str) -> Counter[str]:
    return Counter(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


@pytest.mark.real
@pytest.mark.soak
def test_the_corpus_is_shown_as_formulas_and_no_text_of_it_is_lost(shared: Path) -> None:
    formulas = corpus_formulas(shared)
    assert sum(formulas.values()) > 19_000
    rendered = 0
    for (tex, display), times in formulas.items():
        shown = mathml(tex, display=display)
        if not shown.startswith("<math "):
            continue
        rendered += times
        inner = shown.partition(">")[2]
        text = html.unescape(re.sub(r"<[^>]+>", "", inner))
        assert not re.search(r"\\[A-Za-z]{2}", text.replace("\\backslash", "")), tex
        written = re.sub(r"\\(?:begin|end)\s*\{[^}]*\}(?:\{[lcr|]*\})?", "", tex)
        written = re.sub(r"\\(?:unicode|[hv]space\*?|mkern|color|textcolor|href)\b.*", "", written)
        written = re.sub(r"\\[A-Za-z]+|(?<!\\)%.*", "", written)
        assert not letters(written) - letters(text), tex
    assert rendered / sum(formulas.values()) >= 0.99
