"""HTML in place of text becomes text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.parsing.html_text import html_text
from tests.core import RAW


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One,\n   wrapped.</p>\n\n<div>Two.</div>", "One, wrapped.\n\nTwo."),
        ("One.<br>Still one.<br/><br/>Two.", "One.\nStill one.\n\nTwo."),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("H<sub>2</sub>O of <i>Larus</i>", "H2O of Larus"),
        ('See <a href="https://x.example/?a=1&amp;b=2">the page</a>.', "See the page."),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("<p>One</p><script>alert(1)</script><style>p {}</style><!-- no -->Two", "One\n\nTwo"),
        ("<p><mml:math><mml:mi>x</mml:mi></mml:math></p>", "x"),
        ("<P CLASS='a'>One</P>", "One"),
        ("<p>never closed", "never closed"),
        ("</p>never opened", "never opened"),
    ],
)
def test_tags_go_and_paragraphs_stay(markup: str, text: str) -> None:
    found = [" ".join(part.split(" ")) for part in html_text(markup).split("\n\n") if part.strip()]
    assert "\n\n".join(part.strip("\n") for part in found) == text


@pytest.mark.parametrize(
    "text",
    [
        "x<y and y>z",
        "if a<b and c>d",
        "in <10 ms, at <1% and p<0.05",
        "vector<int> of <unk> tokens",
        "&amp; stays for who cleans it",
        "First.\n\n  Second.",
        "",
    ],
)
def test_a_text_without_tags_stays_as_it_is(text: str) -> None:
    assert html_text(text) == text


def test_what_is_no_tag_stays_between_tags() -> None:
    assert html_text("<b>Note</b>: $x<y$ and a<b if <unk> is $p>q$") == (
        "Note: $x<y$ and a<b if <unk> is $p>q$"
    )


@given(st.one_of(RAW, st.text(), st.text("<>/pbr!-=&; \n\x00\ud800")))
def test_any_text_is_text(markup: str) -> None:
    assert isinstance(html_text(markup), str)


@pytest.mark.parametrize(
    "markup",
    [
        "<p " * 200_000,
        "<p a=" * 100_000 + ">",
        "<p" + " " * 500_000 + "<b>",
        "<p " + "=" * 500_000 + "<b>",
        "<i> </i>" * 100_000,
        "<div>" * 100_000,
        "<!--" * 100_000 + "<b>",
    ],
)
def test_time_grows_with_the_text_and_no_faster(markup: str) -> None:
    start = time.process_time()
    html_text(markup)
    assert time.process_time() - start < 5
