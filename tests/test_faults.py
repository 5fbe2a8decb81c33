"""What messages show of texts that strangers wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.faults import Fault, Flaw, fault_of, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("std::vector and C#[0]", "std::vector and C#[0]"),
        ("::add-mask::e", ": :add-mask::e"),
        ("  ::stop-commands::x", "  : :stop-commands::x"),
        ("a title ##[add-mask]e ##[group]", "a title ## [add-mask]e ## [group]"),
        ("###[error]", "### [error]"),
        ("\x1b[2J\n::error::", "\ufffd[2J\ufffd::error::"),
    ],
)
def test_a_text_commands_neither_terminal_nor_github(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.sampled_from(":#[] \tax")))
def test_however_it_is_put_together(text: str) -> None:
    shown = printable(text)
    assert not shown.lstrip().startswith("::")
    assert "##[" not in shown


def test_a_fault_shows_its_place_and_key_so() -> None:
    fault = fault_of("##[group]x.md", Flaw("no", ("##[add-mask]",), 3))
    assert fault == Fault("## [group]x.md", "no", 3, "## [add-mask]")
