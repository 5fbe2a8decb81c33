"""Pages without the theme's indentation; what they hold stays as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.builder.compact import compact


def test_lines_lose_their_indentation_and_the_data_nothing() -> None:
    data = "<pre>\n\n  one\n    two\n</pre>"
    page = f"<body>\n  <main>\n\n    {data}\n  </main>\n</body>"
    assert compact(page, data) == f"<body>\n<main>\n{data}\n</main>\n</body>"
    assert compact("<a>\n\n  <b>", "") == "<a>\n<b>"


def test_a_page_that_says_the_same_twice_keeps_both() -> None:
    assert compact("\n  x\n  x", "x") == "\nx\nx"


def test_preformatted_text_stays_as_it_is_where_the_theme_changed_the_data() -> None:
    data = "<table>\n  <td>\n</table>\n<pre><code>a {\n\n    b\n}</code></pre>\n  <pre class=x>\n  c</pre>"
    page = f"<body>\n  {data.replace('</table>', '</table></div>')}\n</body>"
    assert compact(page, data) == (
        "<body>\n<table>\n<td>\n</table></div>\n<pre><code>a {\n\n    b\n}</code></pre>\n"
        "<pre class=x>\n  c</pre>\n</body>"
    )


@given(st.text("ab \n"), st.text("cd \n", min_size=1), st.text("ab \n"))
def test_nothing_but_blanks_is_lost(before: str, data: str, after: str) -> None:
    data = f"<{data}>"
    made = compact(before + data + after, data)
    assert data in made
    assert made.split() == (before + data + after).split()
