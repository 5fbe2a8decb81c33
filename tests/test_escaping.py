"""Text escaped as markupsafe does it."""

from __future__ import annotations

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.escaping import escape, safe


class Html:
    def __html__(self) -> str:
        return "<b>"


@given(
    st.text(st.sampled_from("a&<>\"'\u00e9 {"), max_size=8)
    | st.integers()
    | st.none()
    | st.builds(Markup, st.text())
    | st.builds(Html)
)
def test_it_is_what_markupsafe_gives(value: object) -> None:
    assert escape(value) == markupsafe.escape(value)


@pytest.mark.parametrize("character", "&<>\"'")
def test_what_was_escaped_is_not_escaped_again(character: str) -> None:
    once = escape(f"a {character}")
    assert escape(once) == once != f"a {character}"
    assert escape(safe("<b>")) == "<b>"
    assert isinstance(safe("<b>") + "<b>", Markup)
    assert safe("<b>") + "<b>" == "<b>&lt;b&gt;"
