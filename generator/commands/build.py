"""`paperfeed build`: builds the site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import messages, say, say_build_error, say_error, shown_folder
from generator.progress import bars
from generator.words import count


def build_command(
    content: Annotated[
        Path | None,
        typer.Option(
            "--content", metavar="DIR", help="The content folder.", exists=True, file_okay=False
        ),
    ] = None,
    site: Annotated[
        Path | None, typer.Option("--site", metavar="DIR", help="Where the site goes.")
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            metavar="URL|FILE",
            help="The site that readers have now, of whose papers no address may get lost: its "
            "address, its folder or its api/index.json. If not given, the one in its place.",
        ),
    ] = None,
    allow_shrink: Annotated[
        bool,
        typer.Option("--allow-shrink", help="Even if more than one paper of a hundred is gone."),
    ] = False,
) -> None:
    """Build the site: what `mkdocs build` does, with progress and a summary."""
    from generator.builder.previous import PreviousError, named  # MkDocs loads slowly
    from generator.builder.run import BuildError, build_site, configured

    try:
        config = configured(content, site)
        before = named(previous, config) if previous else None
        if previous and not before:
            say(f"--previous: there is nothing at {previous} yet; this is a first build")
        with bars(messages) as progress:
            task = progress.add_task("Building", total=None)
            built = build_site(
                config,
                lambda done, of: progress.update(task, completed=done, total=of),
                before=before,
                allow_shrink=allow_shrink,
                told=say,
            )
    except BuildError as error:
        say_build_error(error)
        raise typer.Exit(1) from None
    except PreviousError as error:
        say_error(error)
        raise typer.Exit(1) from None
    for warning in built.warnings:
        say(f"warning: {warning}")
    print(
        f"{count(built.papers, 'paper')} on {count(built.days, 'day')}, "
        f"{count(built.topics, 'topic')}, built in {built.seconds:.1f} s."
    )
    serving = "" if content or site else "; `make serve` shows it"
    print(f"The site is in {shown_folder(Path(config.site_dir))}{serving}.")
    if built.warnings:
        say(f"error: {count(len(built.warnings), 'warning')}, listed above")
        raise typer.Exit(1)
