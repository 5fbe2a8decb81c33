"""What the reader of written records gives is what the safe loader gives; the rest it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator import plain_yaml
from generator.front_matter import split
from generator.model import Paper
from generator.quick_yaml import UnusualError
from generator.record import dump
from tests.test_record import PAPERS

WRITTEN = """\
id: '2401.00010'
title: 'Gulls: a study, it''s true'
authors:
- name: Yi No
- name: null
  orcid: 0000-0002-1825-0097
listed: 2025-03-11
listings:
- {source: hf-daily, day: 2025-03-11}
venue: We count (1:2) gulls#1
categories: [cs.CV, -nlp, '68T05, 68T07', I.4.2; E.4, 1.5, on]
media:
- https://example.org/a
- 'https://example.org/b'
upvotes: 0x1F
provenance:
- {source: arxiv, retrieved: '2025-03-11T06:00:00Z', fields: {title: 12e345, authors: '123456'}}
"""
#: Pieces of YAML that mean something, among those that seem to.
PIECES = st.one_of(
    st.sampled_from(list("a:b-[]{},&*!?|>'\"%@#~ \n\t<=019._\u00e9\u3042\x85\u2028\ufeff")),
    st.sampled_from(
        "\n  |\n- |: | #|''|- - |: |on|no: |null|.5|1e3|1_0|+1|0o7|0b1|12:30|2024-01-01|2024-13-45"
        "|2024-01-01 10:00:00|...\n|---\n|&x |*x|!!str |<<: |key: |key:\n|\na: |{a: b}|[a, b]|, |, ,"
        "|.inf|.nan|y: |\\x41".split("|")
    ),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def read(text: str) -> Any:
    """What it gives for the text, which is what the safe loader gives; None where it leaves it."""
    try:
        found = plain_yaml.load(text)
    except UnusualError:
        return None
    assert repr(found) == repr(yaml.load(text, Loader=yaml.CSafeLoader))
    return found


def front(paper: Paper) -> str:
    parts = split(dump(paper))
    assert parts
    return parts[0]


@given(PAPERS)
def test_a_record_that_was_written_is_read_as_the_safe_loader_reads_it(paper: Paper) -> None:
    read(front(paper))


@given(st.one_of(st.just(WRITTEN), PAPERS.map(front)), PIECES, st.data())
def test_a_record_with_something_else_in_it_is_read_alike_or_left(
    text: str, piece: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 2, 5])))
    read(text[:start] + piece + text[end:])


@given(TEXTS)
@example("a: b")
@example("a:  b\n")
@example("a: b \n")
@example("a: b\n  c\n")
@example("a:\n  b\n")
@example("a:\n- b\n  c: d\n")
@example("a:\n- b: c\n    d: e\n")
@example("a:\n- b:  c\n")
@example("a:\n- b: \n")
@example("a:\n- b:\n  c: d\n")
@example("a:\n- b: c\n- d: e\n- f\n")
@example("a:\n- name: Ada Lovelace\n- name: \u00c9mile O'Neil-Smith Jr.\n")
@example("a:\n- name: Ada Lovelace\n- name: Yes\n")
@example("a:\n- name: 'Ada Lovelace'\n- name: 'Bob Bobson'\n")
@example("a:\n- name: - x y\n")
@example("a:\n- name: Ada: Lovelace\n- name: Ada #x\n")
@example("a:\n- name: Ada Lovelace \n- name: Ada  Lovelace\n")
@example("a:\n- name: Ada Lovelace\n  orcid: x\n- name: Ada Lovelace\n")
@example("a: {b: {c: {d: e}}}\n")
@example("a: {b: '}', c: '{'}\n")
@example("a: ['a'', ''b']\n")
@example("a: [b, ]\n")
@example("a: [b] [c]\n")
@example("a: 'b' 'c'\n")
@example("on: {off: b}\n")
@example(f"{'a' * 1100}: b\n")
def test_any_text_is_read_alike_or_left(text: str) -> None:
    for whole in (text, f"{text}\n", f"a: {text}\n", f"a:\n- {text}\n", f"a: {{b: {text}}}\n"):
        read(whole)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a:\n- b: c\n  b: d\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !!str 1\n",
        "<<: {a: b}\n",
        "a: b # c\n",
        "a: b: c\n",
        'a: "b"\n',
        "a: 2024-13-45\n",
        "a: b\n\nb: c\n",
        "a:\n",
        "- a\n",
    ],
)
def test_what_no_written_record_has_is_left(text: str) -> None:
    assert read(text) is None


def test_records_as_they_are_written_are_not_left(toy: Path) -> None:
    assert read(WRITTEN)
    for path in toy.rglob("papers/*/*/*.md"):
        parts = split(path.read_text(encoding="utf-8"))
        assert parts
        assert read(parts[0])


@pytest.mark.real
@pytest.mark.parametrize("name", ["yaml", "json"])
def test_the_suites_of_others_are_read_alike_or_left(shared: Path, name: str) -> None:
    texts = [
        text
        for file in sorted((shared / "hostile").glob(f"*{name}*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        for text in json.loads(line).values()
        if isinstance(text, str)
    ]
    assert texts
    for text in texts:
        read(text)
