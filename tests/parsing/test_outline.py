"""The outline of JSON says what stands where, however it is cut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.parsing.outline import outline


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('{"a": 1, "b": {"c": [1, {"d": 2}]}}', {"a", "b", "b.c", "b.c[]", "b.c[].d"}),
        ('[{"a": 1}, null, {"b": "x"}]', {"[]", "[].a", "[].b"}),
        ('{"a": [[{"b": 1}]]}', {"a", "a[]", "a[][]", "a[][].b"}),
        ('\ufeff {"a": 1}', {"a"}),
        ('{"a": "{\\"b\\": 1}", "c": "}"}', {"a", "c"}),
        ('{"a": 1}\n{"b": 1}', {"a"}),
        ('{"\\u0061b": 1}', {"ab"}),
        ("", set()),
        ("a: 1", set()),
        ('"text"', set()),
    ],
)
def test_the_keys_and_where_they_stand(text: str, paths: set[str]) -> None:
    assert outline(text.encode()) == paths


@pytest.mark.parametrize("cut", range(1, 40))
def test_what_is_cut_off_is_missing_and_nothing_is_invented(cut: int) -> None:
    text = '{"data": [{"paper": {"id": "2503.01234", "title": "x"}}]}'
    assert outline(text[:cut].encode()) - outline(text.encode()) <= {
        f"{path}{part}" for path in ("", "data[].", "data[].paper.") for part in _beginnings()
    }


def _beginnings() -> set[str]:
    return {word[:n] for word in ("data", "paper", "id", "title") for n in range(1 + len(word))}


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.[]", max_size=3), inner)
    ),
    max_leaves=10,
)


@given(json_values)
def test_every_first_key_of_any_json_is_in_it(value: Any) -> None:
    found = outline(json.dumps(value, indent=1).encode())
    if isinstance(value, dict):
        assert {key.strip(".") for key in value} <= found
    assert bool(found) == bool(value and isinstance(value, dict)) or isinstance(value, list)


@given(st.binary(max_size=200))
def test_any_bytes_have_an_outline(data: bytes) -> None:
    outline(b"[" + data)
    outline(data)


@pytest.mark.parametrize(
    "hostile",
    ['"\\"' * 20_000, "[" * 60_000, '{"' + '\\"' * 30_000, "{" * 60_000, '{"a":' * 12_000],
)
def test_a_hostile_head_has_no_paths_below_six_levels(hostile: str) -> None:
    for path in outline(b"[" + hostile.encode()):
        assert path.count("[]") + path.count(".") <= 6
