"""`paperfeed digest`: a day's or a week's papers as an e-mail."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.commands.console import ContentOption, day_of, say, wrong
from generator.words import count

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from generator.digest.period import Period
    from generator.digest.sending import Settings
    from generator.feed import Feed


def digest_command(
    day: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Of this day; else of the latest.")
    ] = None,
    week: Annotated[
        str | None, typer.Option(metavar="YYYY-Www", help="Of this ISO week, such as 2025-W11.")
    ] = None,
    topic: Annotated[str | None, typer.Option(metavar="SLUG", help="Of this topic alone.")] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE.eml", help="Where the message is written.")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send it instead; the environment says how and to whom.")
    ] = False,
    content: ContentOption = Path("content"),
) -> None:
    """Write a digest of a day or a week as an e-mail, or send it."""
    from generator.builder.address import HERE, NOT_KNOWN
    from generator.builder.project import load_feed
    from generator.builder.run import BuildError, configured
    from generator.builder.site_facts import site_of
    from generator.digest.digest import digest_of
    from generator.digest.message import Envelope, message
    from generator.digest.sending import SettingsError, settings_of
    from generator.interface import WordsError
    from generator.topic_file import TopicError

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    if send and output:
        wrong("--send and --output: choose one")
    try:
        feed = load_feed(content).feed
        config = configured(content)
        site = site_of(config)
        period = _period(day, week, feed)
        settings = settings_of(os.environ) if send else None
    except (BuildError, TopicError, WordsError, SettingsError) as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    if send and site.url == HERE:
        say(f"error: {NOT_KNOWN}")
        raise typer.Exit(1)
    if topic is not None and topic not in feed.topics:
        wrong(f"--topic: `{topic}` is no topic; the slugs are in topics.yml")
    digest = digest_of(feed, site, period, topic)
    if not digest.papers:
        say(f"No papers in {period.name}: there is nothing to tell.")
        return
    folders, now = list(config.theme.dirs), datetime.now(UTC)
    if settings is None:
        sender = os.environ.get("DIGEST_FROM", "") or "digest@example.org"
        leave = os.environ.get("DIGEST_UNSUBSCRIBE", "") or f"{site.url}subscribe/"
        made = message(digest, site, Envelope(sender, sender, leave), folders, now)
        path = output or Path(f"digest-{period.name}.eml")
        try:
            path.write_bytes(made.as_bytes())
        except OSError as error:
            say(f"error: {path}: cannot be written: {error.strerror}")
            raise typer.Exit(1) from None
        if site.url == HERE:
            say(f"warning: {NOT_KNOWN}")
        say(f"{digest.title}: {digest.count}, written to {path}")
        return
    _send(
        digest.title,
        lambda to: message(
            digest, site, Envelope(settings.sender, to, settings.unsubscribe), folders, now
        ),
        settings,
    )


def _period(day: str | None, week: str | None, feed: Feed) -> Period:
    from generator.digest.period import day_period, week_period

    if day and week:
        wrong("--day and --week: choose one")
    if week:
        found = week_period(week)
        if found is None:
            wrong(f"--week: found `{week}`; write a week as 2025-W11")
        return found
    named = day_of("--day", day)
    return day_period(named or (feed.days[-1] if feed.days else datetime.now(UTC).date()))


def _send(title: str, message_for: Callable[[str], EmailMessage], settings: Settings) -> None:
    from generator.digest.sending import Failed, send

    sent, failed = 0, 0
    for each in send(settings, message_for):
        if isinstance(each, Failed):
            failed += 1
            say(f"error: {each.address}: {each.reason}")
        else:
            sent += 1
    say(f"{title}: sent to {count(sent, 'address', 'addresses')}, {failed} failed")
    if failed:
        raise typer.Exit(1)
