"""The preview: nothing that others wrote gets out of its block, whoever reads Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.contributing.preview import Change, Part, block, preview, refusal
from tests.contributing.issues import prose

ESCAPES = (
    "~~~", "~~~\n@ada", "\n~~~\n# x", "   ~~~", "\t~~~", "    ~~~", "\r~~~\r@ada", "\x0b~~~", "\x85~~~",
    "\u2028~~~\u2029@ada", "```", "~~~~~~~~", "</code></pre><b>x", "&#10;~~~", "a\n\n\nb", "", "\n",
)  # fmt: skip


@pytest.mark.parametrize("text", ESCAPES)
def test_nothing_ends_a_block(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(block(text))
    assert [token.type for token in tokens] == ["fence"]


@given(st.text(st.sampled_from("~`\n\r \t@#<&x\x0b\x0c\x1c\x85\u2028"), max_size=60))
def test_nothing_at_all_ends_a_block(text: str) -> None:
    change = Change("papers/2024/01/x.md", (Part("The record", text), Part("Besides", text)))
    assert prose(preview("Add a paper", change, "12")) == [
        "Add a paper",
        "This changes `papers/2024/01/x.md`.",
        "The record:",
        "Besides:",
        "Somebody wrote this into a form. Read it before you merge it.",
        "Closes #12",
    ]
    assert len(prose(refusal(text))) == 2


def test_a_preview_fits_into_a_comment_and_says_where_it_was_cut() -> None:
    for text in ("x" * 65_536, "x\n" * 32_768, "\U0001f426 " * 32_768):
        change = Change("a", (Part("One", text), Part("Two", text), Part("Three", text)))
        shown = preview("Add a paper", change, "12")
        assert len(shown.encode()) < 65_536
        assert shown.count("(cut here; the file has all of it)") == 3
        assert len(prose(shown)) == 7
    assert "\u202e" not in block("a\u202eb")


@pytest.mark.parametrize(
    "text",
    [
        "Fixes #1", "closes ada/gulls#12", "Resolves GH-7", "fixes https://github.com/a/b/issues/3",
        "@ada-b", "(@ada)", "cc @a/b", "[skip ci]", "[ci skip]", "[no ci]", "[skip actions]",
        "[actions skip]", "[SKIP CI]", "[skip netlify]", "[CF-Pages-Skip]", "[[skip ci]]",
    ],
)  # fmt: skip
def test_nothing_in_a_block_acts_as_a_commits_message(text: str) -> None:
    """Where GitHub is set to make it of the pull request's text."""
    shown = block(f"On gulls. {text}").splitlines()[1]
    assert shown.replace("\u2060", "") == f"    On gulls. {text}"
    assert not re.search(
        r"#\d|GH-\d|issues/\d|@\w|\[(skip|ci|no|actions|cf-pages-)", shown, re.IGNORECASE
    )
    for plain in ("# Gulls", "C# and F#", "[12]", "[a, b]", "a @ b", "GH-x"):
        assert block(plain).splitlines()[1] == f"    {plain}"
