"""Braces that only protect are taken off; those that TeX needs stay."""

from __future__ import annotations

import pytest
from hypothesis import given

from generator.parsing.tex_groups import bare_address, unbraced
from tests.core import RAW


@pytest.mark.parametrize(
    ("tex", "bare"),
    [
        ("no braces $x_{1}$", "no braces $x_{1}$"),
        ("{BERT} and {{GPT}-2}", "BERT and GPT-2"),
        ("{IEEE/IFIP} {2D}", "IEEE/IFIP 2D"),
        (r"{The \textit{Gull} {P}ier}", r"The \textit{Gull} Pier"),
        (r"{\'E}cole {\ss} {\v{c}} {\H o} {\"\i}", r"{\'E}cole {\ss} {\v{c}} {\H o} {\"\i}"),
        (r"\'{e} \v{c} \H{o}", r"\'{e} \v{c} \H{o}"),
        (r"{\'{E}cole Normale}", r"\'{E}cole Normale"),
        (r"{na\"\i}ve", r"na\"{\i}ve"),
        (r"{Gau\ss}er", r"Gau\ss{}er"),
        (r"{\em a {Gull} b}", r"{\em a Gull b}"),
        (r"\href{https://a.example}{A {B}}", r"\href{https://a.example}{A B}"),
        (r"\textbf {A}", r"\textbf {A}"),
        ("$x^{2}$ {A} $$y_{1}$$", "$x^{2}$ A $$y_{1}$$"),
        (r"\(x^{2}\) {A} \[y_{1}\]", r"\(x^{2}\) A \[y_{1}\]"),
        ("{$O(n)$ time}", "$O(n)$ time"),
        ("CO_{2} x^{3}", "CO_{2} x^{3}"),
        (r"\{A\} {\&}", r"\{A\} \&"),
        ("{[}A] {} b", "[A]  b"),
        (r"{\relax Yu}. I", "Yu. I"),
        (r"\relaxed{x} {\relaxed}", r"\relaxed{x} {\relaxed}"),
        ("{A", "A"),
        ("A}", "A"),
        (r"\textbf{A", r"\textbf{A"),
    ],
)
def test_braces(tex: str, bare: str) -> None:
    assert unbraced(tex) == bare


@pytest.mark.parametrize(
    ("tex", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (r"\url{https://a.example/x\_y\%20\#z\&c}", "https://a.example/x_y%20#z&c"),
        (r"https://a.example/\~{}b", "https://a.example/~b"),
        (r"https://a.example/\textasciitilde b", "https://a.example/~b"),
        (r"https://a.example/$\sim$b", "https://a.example/~b"),
        ("https://a.example/$b", "https://a.example/$b"),
        (r"10.1007/978{\_}48", "10.1007/978_48"),
        (r"10.1002/x{\textless}3{\textgreater}1", "10.1002/x<3>1"),
    ],
)
def test_addresses(tex: str, address: str) -> None:
    assert bare_address(tex) == address


@given(RAW)
def test_no_letter_is_lost(text: str) -> None:
    def letters(words: str) -> str:
        return "".join(c for c in words.replace("\\relax", "") if c not in "{} \t\n")

    assert letters(unbraced(text)) == letters(text)
    bare_address(text)
