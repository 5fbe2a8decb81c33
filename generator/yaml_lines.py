"""On which line of a YAML text a value stands. Pure; only for texts with something wrong."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache

import yaml

from generator.faults import Flaw, Path
from generator.front_matter import compose
from generator.quick_yaml import plain

#: Key and value of a mapping by the key, for keys that are text or for others.
_Pairs = Mapping[object, tuple[yaml.Node, yaml.Node]]


def located(flaws: Iterable[Flaw], text: str, first: int = 1) -> list[Flaw]:
    """The flaws with the lines of a file in which this text begins on line `first`.

    A flaw gets the line of its value's key or item, or of what should have it; if that is the whole
    text, the file's first line.
    """
    root: yaml.Node | None = None
    ends: list[int] = []
    pairs = cache(_pairs)
    found: list[Flaw] = []
    for flaw in flaws:
        if flaw.line is not None:
            found.append(replace(flaw, line=flaw.line + first - 1))
            continue
        if root is None and (root := compose(text)):
            # Its own count of lines knows other ends of lines than editors do.
            ends = [end.start() for end in re.finditer("\n", text)]
        mark = _mark(root, flaw.path, pairs) if root else None
        line = bisect_left(ends, mark.index) + first if mark else 1
        found.append(replace(flaw, line=line))
    return found


def _mark(
    node: yaml.Node, path: Path, pairs: Callable[[yaml.MappingNode, bool], _Pairs]
) -> yaml.Mark | None:
    """Where the last step of the path begins that is there."""
    mark: yaml.Mark | None = None
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = pairs(node, isinstance(step, str)).get(step)
            if pair is None:
                break
            mark, node = pair[0].start_mark, pair[1]
        elif isinstance(node, yaml.SequenceNode) and type(step) is int and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        else:
            break
    return mark


def _pairs(node: yaml.MappingNode, as_text: bool) -> _Pairs:
    """The mapping's pairs by their keys as they are written, or as what these are read as."""
    found: dict[object, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            try:
                found.setdefault(key.value if as_text else plain(key.value), (key, value))
            except (yaml.YAMLError, ValueError, OverflowError):
                continue  # such a key is text
    return found
