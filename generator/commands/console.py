"""What the commands share: messages on standard error, exits, options."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from generator.days import how_to_write
from generator.faults import printable

if TYPE_CHECKING:
    from generator.builder.run import BuildError

messages = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def _content(context: typer.Context, parameter: typer.CallbackParam, folder: Path) -> Path:
    """The folder by a name of its own: `.` has none, and messages begin with it.

    Where nobody named one, leaves with 2 outside of a project: a command in the wrong folder would
    begin a content folder there.
    """
    said = context.get_parameter_source(parameter.name or "")
    if said and said.name == "DEFAULT" and not Path("mkdocs.yml").is_file():
        wrong(
            "there is no mkdocs.yml here; go to the folder of your checkout, or name a content "
            "folder with --content"
        )
    return folder if folder.name not in ("", "..") else folder.resolve()


ContentOption = Annotated[
    Path,
    typer.Option(
        "--content",
        metavar="DIR",
        help="The content folder.",
        file_okay=False,
        callback=_content,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def say(text: str) -> None:
    """A message on standard error; nothing in it commands the terminal."""
    messages.print(printable(text))


def say_error(error: Exception) -> None:
    """What went wrong; each of its lines is one here, too."""
    for number, line in enumerate(str(error).splitlines()):
        say(line if number else f"error: {line}")


def say_build_error(error: BuildError) -> None:
    """Why the site could not be built, after what was warned of: it may be the cause."""
    for warning in error.warnings:
        say(f"warning: {warning}")
    say_error(error)


def wrong(message: str) -> NoReturn:
    """The command itself is wrong: say so and leave with 2."""
    say(f"error: {message}")
    raise typer.Exit(2)


def shown_folder(path: Path) -> str:
    """The folder as a person here would name it."""
    try:
        return f"{path.relative_to(Path.cwd())}/"
    except ValueError:
        return f"{path}/"


def day_of(option: str, text: str | None) -> date | None:
    """The day that an option names; leaves with 2 if it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong(f"{option}: found `{text}`; {how_to_write(text)}")
