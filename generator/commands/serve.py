"""`paperfeed serve`: shows the site on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from generator.commands.console import say, say_build_error
from generator.words import count

if TYPE_CHECKING:
    from generator.builder.run import Built


def serve_command(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")
    ] = 8000,
) -> None:
    """Show the site on this machine, built anew at each change; a paper you edit shows first."""
    from generator.builder.run import BuildError, configured  # MkDocs loads slowly
    from generator.builder.serving import require_free, serve

    try:
        configured()
        require_free(port)
        say("Building ...")
        serve(port, lambda built: _told(built, port), say_build_error)
    except BuildError as error:
        say_build_error(error)
        raise typer.Exit(1) from None
    except OSError as error:
        say(f"error: port {port}: {error.strerror or error}; choose another with --port")
        raise typer.Exit(1) from None


def _told(built: Built, port: int) -> None:
    for warning in built.warnings:
        say(f"warning: {warning}")
    papers = count(built.papers, "paper")
    say(f"{papers}, built in {built.seconds:.1f} s: http://127.0.0.1:{port}/ (stop with Ctrl+C)")
