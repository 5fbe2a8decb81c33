"""Whose checkout this is: a community's has its own name, settings, topics, pages and papers.

Tests of the program use copies that stay as they are (`tests/fixtures/`). What only tests what we
ship is marked `ours` and has nothing to say where a community changed it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.hosting.health import OUR_NAME

WHY = "tests what Paperfeed ships, and this checkout is somebody else's: its site_name is {name!r}"


def name_of(settings: Path) -> str:
    """The name of the site with these settings; ours where none can be read, so nothing is skipped."""
    try:
        root = yaml.compose(settings.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return OUR_NAME
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    named = (str(value.value) for key, value in pairs if key.value == "site_name")
    return next(named, OUR_NAME)


def leave_out(items: list[pytest.Item], settings: Path) -> None:
    """Mark the tests of what we ship as skipped, where the settings are somebody else's."""
    name = name_of(settings)
    if name == OUR_NAME:
        return
    skipped = pytest.mark.skip(reason=WHY.format(name=name))
    for item in items:
        if item.get_closest_marker("ours"):
            item.add_marker(skipped)
