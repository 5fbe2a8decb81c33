"""`paperfeed contribute`: makes the change that an issue's form asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.commands.console import ContentOption, say, wrong

if TYPE_CHECKING:
    from generator.contributing.changes import Fetch
    from generator.contributing.places import Found

_NUMBER = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)


def contribute_command(
    content: ContentOption = Path("content"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")
    ] = False,
) -> None:
    """Make the change that an issue's form asks for, and print a preview in Markdown.

    The issue comes from the environment, for it is a stranger's text: ISSUE_BODY, ISSUE_NUMBER,
    and ISSUE_AUTHOR if it is known.
    """
    from generator.contributing.apply import contribute
    from generator.contributing.changes import submitter
    from generator.contributing.forms import ContributionError, filled
    from generator.contributing.preview import preview, refusal

    body, number = os.environ.get("ISSUE_BODY"), os.environ.get("ISSUE_NUMBER", "")
    if body is None:
        wrong("ISSUE_BODY is not set; it has to hold the text of the issue")
    if not _NUMBER.fullmatch(number):
        wrong("ISSUE_NUMBER is not set or no number; it has to hold the number of the issue")
    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    by = submitter(os.environ.get("ISSUE_AUTHOR", ""))
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        form = filled(body)
        change = contribute(content, form, by, now, _asking(now), dry_run=dry_run)
    except ContributionError as error:
        print(refusal(str(error)), end="")
        say(f"refused: {error}")
        raise typer.Exit(1) from None
    print(preview(form.form.title, change, number), end="")
    if dry_run:
        say("nothing was written")


def _asking(now: datetime) -> Fetch:
    """Asks as `mkdocs.yml` says, which is read only if there is something to ask."""

    def fetch(identifiers: Mapping[str, str], address: str | None) -> Found:
        # MkDocs loads slowly.
        from generator.builder.network import OptionError, manners_of, pauses_of, sources_of
        from generator.builder.run import BuildError, configured, plugin_of
        from generator.commands.asker import address_of_asker
        from generator.contributing.fetched import arxiv_address, found
        from generator.fetching.client import Client

        try:
            config = configured()
            plugin = plugin_of(config)
            sources = sources_of(plugin.config)
            manners = manners_of(plugin.config, address_of_asker(config.site_url or "", os.environ))
        except BuildError as error:
            wrong(str(error))
        except OptionError as error:
            wrong(f"mkdocs.yml: plugins: paperfeed: {error}")
        client = Client(manners, pauses_of(sources))
        return found(identifiers, address, arxiv_address(sources), client, now.date())

    return fetch
