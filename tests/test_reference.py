"""The reference of every command, option and setting is what the program says of itself.

`pytest --update-golden tests/test_reference.py` writes it anew.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from generator.builder import options
from tests.test_docs import COMMANDS
from tests.toy import ROOT

REFERENCE = ROOT / "content/docs/reference.md"
HEAD = """---
title: Reference
description: Every command and option, and every setting in mkdocs.yml.
hide: [navigation]
---

# Reference

What `paperfeed COMMAND --help` says, in one place. Results go to standard output, messages and
progress to standard error. Exit codes: 0 all is well; 1 the data was wrong or empty, a source failed,
or the disk refused, and all of it is listed; 2 the command was wrong.

## Commands
"""
SETTINGS = """
## Settings

In `mkdocs.yml`, under `plugins:`, as options of `paperfeed:`. One that is not known stops the build.
"""
#: The classes of settings, and under which key each stands.
CLASSES = {"": "PaperfeedConfig", "sources[].": "SourceConfig", "fetch.": "FetchConfig"}


def text_of(text: str) -> str:
    """A help text in a line of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def command_lines() -> Iterator[str]:
    for name, command in sorted(COMMANDS.items()):
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        yield f"### {name}\n\n`{' '.join(['paperfeed', name, *map(value_of, arguments)])}`\n"
        paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
        yield "\n\n".join(text_of(each) for each in paragraphs) + "\n"
        rows = [
            f"| {named(param)} | {text_of(help_of(param))} |"
            for param in command.params
            if param.name != "help"
        ]
        if rows:
            yield "\n".join(["| option | what it does |", "|---|---|", *rows]) + "\n"


def help_of(param: click.Parameter) -> str:
    return str(getattr(param, "help", None) or "")


def value_of(param: click.Parameter) -> str:
    """What stands for a parameter's value; several may be given where three dots are."""
    value = (param.metavar or (param.name or "").upper()).replace("|", " or ")
    many = param.nargs == -1 or getattr(param, "multiple", False)
    return f"{value}..." if many and not value.endswith("...") else value


def named(param: click.Parameter) -> str:
    if param.param_type_name == "argument":
        return f"`{value_of(param)}`"
    names = ", ".join(f"`{opt}`" for opt in (*param.opts, *param.secondary_opts))
    return names if getattr(param, "is_flag", False) else f"{names} `{value_of(param)}`"


def setting_lines() -> Iterator[str]:
    """The settings, with the text that stands where each is defined."""
    tree = ast.parse(Path(options.__file__).read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    yield "| setting | what it says |\n|---|---|"
    for key, name in CLASSES.items():
        body = classes[name].body
        for node, following in pairwise(body):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assert isinstance(following, ast.Expr), f"{name}.{node.targets[0].id}: undocumented"
                said = ast.literal_eval(following.value)
                yield f"| `{key}{node.targets[0].id}` | {text_of(said)} |"


def reference() -> str:
    return "\n".join([HEAD, *command_lines(), SETTINGS, *setting_lines()]) + "\n"


def test_the_reference_is_what_the_program_says(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--update-golden"):
        REFERENCE.write_text(reference(), encoding="utf-8")
    assert REFERENCE.read_text(encoding="utf-8") == reference()


def test_every_command_and_option_has_a_text() -> None:
    for name, command in COMMANDS.items():
        assert command.help, name
        for param in command.params:
            assert help_of(param) or param.name == "help", f"{name} {param.name}"
