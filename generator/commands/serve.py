"""`paperfeed serve`: shows the site on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.commands.console import say


def serve_command(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")
    ] = 8000,
) -> None:
    """Show the site on this machine, built anew at each change: what `mkdocs serve` does."""
    from mkdocs.commands.serve import serve  # MkDocs loads slowly

    from generator.builder.run import BuildError, configured

    try:
        configured()
    except BuildError as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    say(f"Serving on http://127.0.0.1:{port}/ (stop with Ctrl+C)")
    try:
        serve(
            "mkdocs.yml",
            watch_theme=True,
            dev_addr=f"127.0.0.1:{port}",
            site_url=f"http://127.0.0.1:{port}/",
        )
    except OSError as error:
        say(f"error: port {port}: {error.strerror or error}")
        raise typer.Exit(1) from None
