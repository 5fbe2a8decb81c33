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
    is_written,
    mirrors_named,
    said_line,
    sources_named,
    words_of,
)
from generator.words import count

if TYPE_CHECKING:
    from generator.hosting.sample import Emptied

_SETTINGS = Path("mkdocs.yml")
_CONTENT, _SITE = Path("content"), Path("site")
_WHENCE = (
    "Where do its papers come from? hf-daily, arxiv:q-bio.GN, the address of a feed (also with a "
    "name, biorxiv=https://...), mirror:https://other.site/ (made with Paperfeed, too); several "
    "with blanks between them:"
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
            help="Where its papers come from, in place of all that is named now: hf-daily, "
            "arxiv:q-bio.GN (several with commas), the address of a feed, also with a name, "
            "biorxiv=https://..., or mirror:https://other.site/, another site made with "
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
            help="Show the software's documents on the site, at docs/, or leave them out. If "
            "nothing is said, a site that gets another name leaves them out.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
) -> None:
    """Make this checkout a site of your own: its name, its sources, without the sample.

    Asks four questions, or none if any option says what to change: then that alone changes. Only
    mkdocs.yml and the sample change; git has what they were. Run it again to change your mind.
    """
    from generator.faults import StoreError
    from generator.hosting.sample import empty as without_sample
    from generator.hosting.sample import samples_in
    from generator.hosting.settings import SettingsError, present, with_documents, with_wishes

    try:
        old, lines = _settings()
    except OSError as error:
        wrong(f"{_SETTINGS}: {error.strerror}; go to the folder of your checkout")
    except FlawedError as error:
        say(f"error: {_SETTINGS}: {error}")
        raise typer.Exit(1) from None
    try:
        have = present(old)
        if any(each is not None for each in (name, description, source, language, empty, docs)):
            wishes = _said(have, name, description, source, language)
        elif sys.stdin.isatty():
            wishes, empty = _asked(have, samples_in(_CONTENT))
        else:
            wrong("there is nobody to ask; say what to change: --name TEXT, --source, --empty")
        new = with_wishes(old, wishes)
        if docs is not None or wishes.name not in (None, have.name):
            new = with_documents(new, docs)
        if not dry_run:
            _put(new, lines)
        emptied = without_sample(_CONTENT, _SITE, dry_run=dry_run) if empty else None
        samples = 0 if empty else samples_in(_CONTENT)
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
    for line in _gone(have, wishes):
        print(printable(line))
    if emptied:
        _tell(emptied)
    elif samples:
        print("The sample papers stay; `paperfeed init --empty` removes them.")
    if dry_run:
        print("Nothing was written.")
        return
    say(
        "Look at it with `make serve`, commit it, and ask `paperfeed doctor` what it still needs. "
        "Topics are in content/topics.yml, the page about your site is content/about.md."
    )


def _said(
    have: Wishes,
    name: str | None,
    description: str | None,
    sources: list[str] | None,
    language: str | None,
) -> Wishes:
    """What the options wish, and a description of new sources where nobody wrote one."""
    known = sorted(path.stem for path in Path("overrides/words").glob("*.yml"))
    if language and known and language not in known:
        wrong(f"--language: found `{language}`; there are {', '.join(known)}")
    found, mirrors = _whence(sources, have) if sources else (None, None)
    if description is not None:
        description = said_line("--description", description)
    elif sources and not is_written(have):
        description = description_of(found or (), mirrors or ())
    name = None if name is None else said_line("--name", name)
    return Wishes(name, description, found, mirrors, language)


def _asked(have: Wishes, samples: int) -> tuple[Wishes, bool]:
    """What a person answers, and whether the sample goes; Enter leaves what is there."""
    from generator.hosting.health import OUR_NAME

    def whence(text: str) -> object:
        return _whence(text.split() or [text], have)

    own = have.name if have.name != OUR_NAME else None
    name = _ask("What is your site called?", own, lambda text: said_line("its name", text))
    words = " ".join(words_of(have.sources or (), have.mirrors or ()))
    found, mirrors = _whence(_ask(_WHENCE, words or None, whence).split(), have)
    description = _ask(
        "What is it, in a sentence?",
        have.description if is_written(have) else description_of(found, mirrors),
        lambda text: said_line("what it is", text),
    )
    empty = samples > 0 and typer.confirm(
        f"Begin without the {count(samples, 'sample paper')}?", default=False, err=True
    )
    name, description = said_line("its name", name), said_line("what it is", description)
    return Wishes(name, description, found, mirrors), empty


def _whence(
    texts: Sequence[str], have: Wishes
) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...]]:
    """The sources and the mirrors that these name; raises WishError with the first that is none."""
    return sources_named(texts, have.sources or ()), mirrors_named(texts)


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


def _gone(have: Wishes, wishes: Wishes) -> Iterator[str]:
    """Which sources are asked no more, and a description that may tell of them."""
    if wishes.sources is None:
        return
    old = words_of(have.sources or (), have.mirrors or ())
    new = words_of(wishes.sources, wishes.mirrors or ())
    if gone := [each for each in old if each not in new]:
        yield f"Asked no more: {' '.join(gone)}"
    if wishes.description is None and new != old:
        yield f"It is still described as `{have.description}`; --description changes that."


def _tell(emptied: Emptied) -> None:
    print(f"{count(emptied.samples, 'sample paper')} gone.")
    if emptied.others == 1:
        print("1 other paper stays; it is no sample.")
    elif emptied.others:
        print(f"{count(emptied.others, 'other paper')} stay; they are no sample.")
    if emptied.site:
        print(f"{emptied.site}/ gone: it had the sample alone.")
