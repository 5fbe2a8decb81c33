"""Kinds of source by their names."""

from __future__ import annotations

import subprocess
import sys

from generator.fetching.kinds import KINDS, kind_of


def test_each_kind_is_found_by_its_name() -> None:
    for name in KINDS:
        kind = kind_of(name)
        assert kind is not None
        assert kind.name == name
    assert kind_of("gopher") is None


def test_a_build_loads_no_reader_of_formats_that_it_has_no_source_in() -> None:
    code = (
        "import sys, generator.builder.run\n"
        "print([name for name in ('bs4', 'bibtexparser', 'feedparser', 'ftfy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
