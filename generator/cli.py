"""The `paperfeed` command."""

from __future__ import annotations

import os

import typer

from generator.commands.build import build_command
from generator.commands.check import check_command
from generator.commands.fetch import fetch_command
from generator.commands.generate import generate_command
from generator.commands.ingest import ingest_command
from generator.commands.serve import serve_command

# Material prints a notice about its end of support at each build; the design knows of it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

app = typer.Typer(
    name="paperfeed",
    help="Turn a stream of abstracts into a fast, searchable, forkable website.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("ingest")(ingest_command)
app.command("fetch")(fetch_command)
app.command("build")(build_command)
app.command("serve")(serve_command)
app.command("generate")(generate_command)
app.command("check")(check_command)


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
