"""The `paperfeed` command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from generator.collector import no_cycles
from generator.commands.console import say_error
from generator.faults import StoreError

#: Each is `<name>_command` in the module of its name in `commands/`, or a group of commands there.
COMMANDS = (
    "ingest",
    "fetch",
    "pull",
    "build",
    "serve",
    "generate",
    "remove",
    "check",
    "upgrade",
    "tag",
    "topics",
    "review",
    "related",
    "export",
    "digest",
    "contribute",
    "init",
    "doctor",
)

# Material prints a notice about its end of support at each build; the design knows of it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def application(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """The program with these commands; what only others need is not loaded."""
    app = typer.Typer(
        name="paperfeed",
        cls=_Commands,
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


class _Commands(TyperGroup):
    """The commands; that the store cannot be used may happen to any of them."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except StoreError as error:
            say_error(error)
            raise typer.Exit(1) from None


def _several() -> None:
    # Typer makes of a single command the whole program, unless there is something before it.
    pass


def main() -> None:
    """Run the command."""
    named = [name for name in COMMANDS if name in sys.argv[1:2]]
    try:
        with no_cycles():
            app = application(named or COMMANDS)
        app()
    finally:
        gc.freeze()  # else Python looks for cycles in the whole feed once more before it ends


if __name__ == "__main__":
    main()
