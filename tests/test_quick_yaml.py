"""The quick reader gives what the safe loader gives, or leaves the text to it."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import quick_yaml
from generator.front_matter import FrontMatterError
from generator.front_matter import load as load_front_matter

scalars = st.one_of(
    st.text(max_size=20),
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False),
    st.dates(min_value=date(1900, 1, 1)),
    st.sampled_from(["2401.00010", "1e5", "No", "null", "~", "0x1F", "2024-01-01", "<<", "="]),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
#: Pieces of YAML in any order: most of it is wrong, and both have to say so.
snippets = st.lists(
    st.sampled_from(
        list("a:b-[]{},&*!?|>'\"%@#~ \n\t<=0123456789.\u00e9")
        + "\n  |: |- |---\n|...\n|&x |*x|!!str |<<: |2024-01-01|true|key: |\\x41".split("|")
    ),
    max_size=25,
).map("".join)


def quick(text: str) -> Any:
    try:
        return quick_yaml.load(text)
    except quick_yaml.UnusualError:
        return quick_yaml.UnusualError


@given(st.dictionaries(st.text(min_size=1, max_size=10), values, min_size=1))
def test_what_the_dumper_wrote_is_read_as_the_safe_loader_reads_it(data: dict[str, Any]) -> None:
    for flow in (False, True, None):
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, default_flow_style=flow)
        found = quick(text)
        if found is not quick_yaml.UnusualError:
            assert repr(found) == repr(yaml.load(text, Loader=yaml.CSafeLoader))


@given(snippets)
def test_on_any_text_it_agrees_or_leaves_it(text: str) -> None:
    found = quick(text)
    if found is not quick_yaml.UnusualError:
        assert repr(found) == repr(yaml.load(text, Loader=yaml.CSafeLoader))


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x",
        "a: !!str 1",
        "? [1]\n: 2",
        "<<: {a: 1}",
        "1: a",
        "a: 1\na: 2",
        "a: 2024-13-45",
        "--- a\n--- b",
        "a: [",
        "[" * 100 + "]" * 100,
        "",
        "a: 'x",
    ],
)
def test_what_is_unusual_is_left_to_the_full_loader(text: str) -> None:
    assert quick(text) is quick_yaml.UnusualError


def test_records_as_they_are_written_are_read_quickly(toy: Path) -> None:
    for path in toy.rglob("papers/*/*/*.md"):
        front = path.read_text(encoding="utf-8").split("---\n")[1]
        assert quick(front) == yaml.load(front, Loader=yaml.CSafeLoader)


def test_without_libyaml_the_full_loader_reads_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert quick("a: 1") is quick_yaml.UnusualError
    assert load_front_matter("a: 1") == {"a": 1}


@pytest.mark.real
@pytest.mark.parametrize("name", ["yaml", "json"])
def test_the_suites_of_others_are_read_alike(shared: Path, name: str) -> None:
    texts = [
        text
        for file in sorted((shared / "hostile").glob(f"*{name}*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        for text in json.loads(line).values()
        if isinstance(text, str)
    ]
    assert texts
    for text in texts:
        found = quick(text)
        if found is not quick_yaml.UnusualError:
            assert repr(found) == repr(yaml.load(text, Loader=yaml.CSafeLoader))
        else:
            with contextlib.suppress(FrontMatterError):
                load_front_matter(text)
