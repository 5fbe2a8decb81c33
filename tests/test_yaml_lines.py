"""The lines of values in a YAML text."""

from __future__ import annotations

import pytest

from generator.faults import Flaw
from generator.quick_yaml import plain
from generator.yaml_lines import located

TEXT = """\
id: a
7: b
2024-01-03: c
'yes': d
links:
- {rel: pdf}
- rel: html
  url: x
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 1),
        ((7,), 2),
        (("7",), 2),
        (("yes",), 4),
        (("links", 1, "url"), 8),
        (("links", 1, "gone"), 7),
        (("links", 5), 5),
        (("gone",), None),
        ((("a", "b"),), None),
        ((), None),
    ],
)
def test_a_flaw_gets_the_line_of_what_it_is_about(
    path: tuple[object, ...], line: int | None
) -> None:
    (flaw,) = located([Flaw("wrong", path)], TEXT, first=2)
    assert flaw.line == (line + 1 if line else 1)


@pytest.mark.parametrize(("numbers", "most"), [(False, 0), (True, 400)])
def test_each_key_is_read_once_however_many_flaws_there_are(
    monkeypatch: pytest.MonkeyPatch, numbers: bool, most: int
) -> None:
    read: list[str] = []

    def counted(text: str) -> object:
        read.append(text)
        return plain(text)

    monkeypatch.setattr("generator.yaml_lines.plain", counted)
    keys = [number if numbers else f"key{number}" for number in range(400)]
    text = "".join(f"{key}: x\n" for key in keys)
    found = located([Flaw("unknown key", (key,)) for key in keys], text)
    assert [flaw.line for flaw in found] == list(range(1, 401))
    assert len(read) <= most
