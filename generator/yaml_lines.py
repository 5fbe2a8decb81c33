"""On which line of a YAML text a value stands. Pure; only for texts with something wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import yaml

from generator.faults import Flaw, Path
from generator.front_matter import compose
from generator.quick_yaml import plain


def located(flaws: Iterable[Flaw], text: str, first: int = 1) -> list[Flaw]:
    """The flaws with the lines of a file in which this text begins on line `first`.

    A flaw gets the line of its value's key or item, or of what should have it; if that is the whole
    text, the file's first line.
    """
    root: yaml.Node | None = None
    found: list[Flaw] = []
    for flaw in flaws:
        if flaw.line is not None:
            found.append(replace(flaw, line=flaw.line + first - 1))
            continue
        root = root or compose(text)
        mark = _mark(root, flaw.path) if root else None
        # Its own count of lines knows other ends of lines than editors do.
        line = text.count("\n", 0, mark.index) + first if mark else 1
        found.append(replace(flaw, line=line))
    return found


def _mark(node: yaml.Node, path: Path) -> yaml.Mark | None:
    """Where the last step of the path begins that is there."""
    mark: yaml.Mark | None = None
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [pair for pair in node.value if _is(pair[0], step)]
            if not pairs:
                break
            mark, node = pairs[0][0].start_mark, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and type(step) is int and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        else:
            break
    return mark


def _is(node: yaml.Node, key: object) -> bool:
    """Whether the node is this key of a mapping."""
    if not isinstance(node, yaml.ScalarNode):
        return False
    if node.value == key:
        return True
    try:
        return bool(plain(node.value) == key)
    except (yaml.YAMLError, ValueError, OverflowError):
        return False
