"""`paperfeed init`: makes this checkout the site of another community."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.commands.console import say, say_error, wrong
from generator.faults import FlawedError, printable
from generator.files import decoded
from generator.hosting.wishes import (
    WishError,
    Wishes,
    description_of,
    mirrors_named,
    said_line,
    sources_named,
)
from generator.words import count

if TYPE_CHECKING:
    from generator.hosting.sample import Emptied

_SETTINGS = Path("mkdocs.yml")
_CONTENT, _SITE = Path("content"), Path("site")
_WHENCE = (
    "Where do its papers come from? hf-daily, arxiv:q-bio.GN, the address of a feed, "
    "mirror:https://other.site/ (made with Paperfeed, too); several with blanks between them:"
)


def init_command(
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help="What the site is called.")
    ] = None,
    description: Annotated[
        str | None,
        typer.Option("--description", metavar="TEXT", help="What it is, in a sentence."),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="SOURCE",
            help="Where its papers come from: hf-daily, arxiv:q-bio.GN (several with commas), "
            "the address of a feed, or mirror:https://other.site/, another site made with "
            "Paperfeed. May be given several times.",
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Its language: en or de.")
    ] = None,
    empty: Annotated[
        bool | None,
        typer.Option(
            "--empty/--keep-sample",
            help="Begin without the sample papers, or keep them for now. They are kept if nothing "
            "is said.",
        ),
    ] = None,
    docs: Annotated[
        bool | None,
        typer.Option(
            "--docs/--no-docs",
            help="Whether the documents of the software are pages of the site; not, if nobody ever "
            "said so.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
) -> None:
    """Make this checkout a site of your own: its name, its sources, without the sample.

    Asks four questions, or none if --name is given. Only mkdocs.yml and the sample change; git has
    what they were. Run it again to change your mind.
    """
    from generator.faults import StoreError
    from generator.hosting.sample import empty as without_sample
    from generator.hosting.settings import SettingsError, with_documents, with_wishes

    try:
        old, lines = _settings()
    except OSError as error:
        wrong(f"{_SETTINGS}: {error.strerror}; go to the folder of your checkout")
    except FlawedError as error:
        say(f"error: {_SETTINGS}: {error}")
        raise typer.Exit(1) from None
    try:
        wishes, empty = _wishes(name, description, source, language, empty)
        new = with_documents(with_wishes(old, wishes), docs)
        if not dry_run:
            _put(new, lines)
        emptied = without_sample(_CONTENT, _SITE, dry_run=dry_run) if empty else None
    except WishError as error:
        wrong(str(error))
    except SettingsError as error:
        say(f"error: {_SETTINGS}: {error}")
        raise typer.Exit(1) from None
    except (StoreError, OSError) as error:
        say_error(error)
        raise typer.Exit(1) from None
    for line in _changed(old, new):
        print(printable(f"{_SETTINGS}: {line}"))
    if emptied:
        _tell(emptied)
    elif any(_CONTENT.glob("papers/*/*/*.md")):
        print("The sample papers stay; `paperfeed init --name ... --empty` removes them.")
    if dry_run:
        print("Nothing was written.")
        return
    say(
        "Look at it with `make serve`, commit it, and ask `paperfeed doctor` what it still needs. "
        "Topics are in content/topics.yml, the page about your site is content/about.md."
    )


def _wishes(
    name: str | None,
    description: str | None,
    sources: list[str] | None,
    language: str | None,
    empty: bool | None,
) -> tuple[Wishes, bool]:
    """What is wished, asked for where a person is there and has not said it."""
    if name is None and not sys.stdin.isatty():
        wrong("there is nobody to ask; say --name TEXT, and --source, --description, --empty")
    asks = name is None
    known = sorted(path.stem for path in Path("overrides/words").glob("*.yml"))
    if language and known and language not in known:
        wrong(f"--language: found `{language}`; there are {', '.join(known)}")
    name = said_line("--name", _ask("What is your site called?") if name is None else name)
    if asks and not sources:
        sources = _ask(_WHENCE, check=lambda text: _whence(text.split())).split()
    found, mirrors = _whence(sources) if sources else (None, None)
    if asks and description is None:
        description = _ask("What is it, in a sentence?", description_of(found or (), mirrors or ()))
    if asks and empty is None:
        empty = not typer.confirm("Keep the sample papers for now?", default=False, err=True)
    if description is None and (found or mirrors):
        description = description_of(found or (), mirrors or ())
    if description is not None:
        description = said_line("--description", description)
    return Wishes(name, description, found, mirrors, language), bool(empty)


def _whence(texts: Sequence[str]) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...]]:
    """The sources and the mirrors that these name; raises WishError with the first that is none."""
    return sources_named(texts), mirrors_named(texts)


def _ask(
    question: str,
    default: str | None = None,
    check: Callable[[str], object] = lambda text: None,
) -> str:
    """What a person answers, asked again until it can be meant."""

    def checked(text: str) -> str:
        try:
            check(text)
        except WishError as error:
            raise typer.BadParameter(str(error)) from None
        return text

    return str(
        typer.prompt(question, default=default, err=True, value_proc=checked, prompt_suffix=" ")
    )


def _settings() -> tuple[str, str]:
    """The text of the settings, and how its lines end. Raises OSError, FlawedError."""
    data = _SETTINGS.read_bytes()
    return decoded(data), "\r\n" if b"\r\n" in data else "\n"


def _put(text: str, lines: str) -> None:
    new = _SETTINGS.with_name(f".{_SETTINGS.name}.new")
    new.write_bytes(text.replace("\n", lines).encode())
    new.replace(_SETTINGS)


def _changed(old: str, new: str) -> Iterator[str]:
    """The lines that are gone and those that are new."""
    for line in ndiff(old.splitlines(), new.splitlines()):
        if line[:1] in "-+":
            yield line.rstrip()


def _tell(emptied: Emptied) -> None:
    print(f"{count(emptied.samples, 'sample paper')} gone.")
    if emptied.others:
        print(f"{count(emptied.others, 'other paper')} stay; they are no sample.")
    if emptied.site:
        print(f"{emptied.site}/ gone: it had the sample alone.")
