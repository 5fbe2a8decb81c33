"""The `paperfeed` command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from importlib import import_module

import typer

#: Each is `<name>_command` in the module of its name in `commands/`, or a group of commands there.
COMMANDS = (
    "ingest",
    "fetch",
    "build",
    "serve",
    "generate",
    "remove",
    "check",
    "tag",
    "topics",
    "related",
    "export",
    "digest",
)

# Material prints a notice about its end of support at each build; the design knows of it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def application(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """The program with these commands; what only others need is not loaded."""
    app = typer.Typer(
        name="paperfeed",
        help="Turn a stream of abstracts into a fast, searchable, forkable website.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_several)
    for name in commands:
        command = getattr(import_module(f"generator.commands.{name}"), f"{name}_command")
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _several() -> None:
    # Typer makes of a single command the whole program, unless there is something before it.
    pass


def main() -> None:
    """Run the command."""
    named = [name for name in COMMANDS if name in sys.argv[1:2]]
    try:
        application(named or COMMANDS)()
    finally:
        gc.freeze()  # else Python looks for cycles in the whole feed once more before it ends


if __name__ == "__main__":
    main()
