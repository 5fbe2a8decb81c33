"""Texts that nobody wrote: pieces of attacks, TeX, HTML and Unicode put together by chance."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.builder.allowed import HEAD, OURS
from generator.builder.gate import fault_of_fragment
from generator.markup import escaped, html_line, html_paragraphs, plain
from generator.model import Author, Paper
from generator.record import RecordError, dump, parse
from generator.text import clean_line, clean_paragraphs
from tests.core import PIECES
from tests.hostile import tally
from tests.hostile.items import STACK
from tests.toy import paper

#: What a text of somebody hostile is made of.
_SCRAPS = st.sampled_from(
    (
        "<|>|</|/>|<!--|-->|<![CDATA[|]]>|<?|<script>|</script>|<style>|</title>|<svg|<math>|</math>"
        "|<mtext>|<img src=x onerror=alert(1)>|<a href=|javascript:|data:text/html,|\"|'|`|=|&lt;"
        "|&#60;|&#x3c;|&amp;lt;|&Tab;|&NewLine;|\\u003c|%3c|\x00|\x02|\x03|\ufdd0|\ufdd1|{{|}}|{%|%}"
        "|{:|}|[|](|)|![|\\|$|$$|\\(|\\)|\\[|\\]|\\href{|\\text{|\\frac{|\\begin{array}|\\end{array}"
        "|https://a.example/|//elsewhere.example|onload=|style=|id=__search|class=|\n\n|\n|  |:"
        "|\u202e|\u2028|\ud83d|\U0001f600|--8<-- |!!! |``` |:smile:|@|#|_|*|~|^|&"
    ).split("|")
)
TEXTS = st.lists(st.one_of(_SCRAPS, PIECES, st.sampled_from(STACK)), max_size=14).map("".join)


def try_text(step: int, text: str, other: str) -> None:
    """One text as title and abstract, another as a name and a venue: shown, and kept in a file."""
    with tally.one_input(step, f"the text {text[:60]!r}"):
        title, abstract, name = clean_line(text), clean_paragraphs(text), clean_line(other)
        shown = f"<h1>{html_line(title)}</h1><section>{html_paragraphs(abstract)}</section>"
        shown += f'<span data-by="{escaped(plain(name))}">{escaped(plain(name))}</span>'
        assert fault_of_fragment(shown, OURS) == ("", "")
        head = f'<meta name="citation_title" content="{escaped(plain(title))}">'
        assert fault_of_fragment(head, HEAD) == ("", "")
        kept = any(map(str.isalnum, title))
        if kept:
            given = _paper(title, abstract, name)
            assert parse(dump(given)) == given
    tally.count(step, published=kept, rejected=not kept)
    with tally.one_input(step, f"the file {text[:60]!r}"):
        refused = False
        try:
            parse(f"---\nid: a\n{text}\nlisted: 2025-03-11\n---\n{other}\n")
        except RecordError:
            refused = True
    tally.count(step, published=not refused, rejected=refused)


def _paper(title: str, abstract: str, name: str) -> Paper:
    authors = (Author(name),) if any(map(str.isalpha, name)) else ()
    return paper(title=title, abstract=abstract, authors=authors, venue=name or None)


def trying(step: int) -> Callable[[str, str], None]:
    """The trial, as a function that hypothesis calls."""
    return lambda text, other: try_text(step, text, other)


@pytest.mark.parametrize(
    ("step", "examples"),
    [
        pytest.param(2, 800, id="sample"),
        pytest.param(1, 100_000, id="all", marks=pytest.mark.soak),
    ],
)
def test_whatever_is_put_together_is_shown_as_text_and_kept_as_it_is(
    step: int, examples: int
) -> None:
    quick = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    tried = settings(
        max_examples=examples, deadline=None, suppress_health_check=quick, database=None
    )(given(TEXTS, TEXTS)(trying(step)))
    tried()
