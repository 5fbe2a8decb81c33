"""`paperfeed doctor`: says what this site still lacks, and what to do about it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.commands.console import ContentOption, JsonOption, say, say_error, wrong
from generator.faults import printable
from generator.words import count

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from generator.hosting.health import Facts


def doctor_command(
    content: ContentOption = Path("content"),
    as_json: JsonOption = False,
    issues: Annotated[
        bool,
        typer.Option(
            "--issues",
            help="Only this: open an issue on GitHub for each source that fails for three days, "
            "and close those of sources that are well.",
        ),
    ] = False,
) -> None:
    """Say what this site still lacks, and where to click or what to write.

    What cannot be seen from here it asks. With a token in GITHUB_TOKEN it asks GitHub itself.
    """
    from generator.builder.network import OptionError  # MkDocs loads slowly
    from generator.builder.run import BuildError, configured
    from generator.hosting.health import findings
    from generator.topic_file import TopicError

    if not Path("mkdocs.yml").is_file():
        wrong("there is no mkdocs.yml here; go to the folder of your checkout")
    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    try:
        if issues:
            _update_issues(configured(content), content)
            return
        found = list(findings(_facts(configured(content), content)))
    except (BuildError, OptionError, TopicError) as error:
        say_error(error)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        for state in ("well", "question", "to do", "wrong"):
            for each in found:
                if each.state == state:
                    print(printable(str(each)))
        states = [each.state for each in found]
        questions, todo = states.count("question"), states.count("to do")
        print(
            f"{count(states.count('wrong'), 'fault')}, {todo} to do, {count(questions, 'question')}"
        )
    if any(each.state == "wrong" for each in found):
        raise typer.Exit(1)


def _update_issues(config: MkDocsConfig, content: Path) -> None:
    from generator.builder.network import sources_of
    from generator.builder.run import plugin_of
    from generator.hosting.source_issues import GitHubError, IssuesOffError, update_issues

    asked = [source.name for source in sources_of(plugin_of(config).config)]
    try:
        done = update_issues(content, asked, _repository())
    except IssuesOffError as error:
        say(str(error))
        return
    except GitHubError as error:
        say_error(error)
        raise typer.Exit(1) from None
    closed = len(done.closed) + len(done.dropped)
    print(f"{count(len(done.opened), 'issue')} opened, {count(closed, 'issue')} closed")


def _repository() -> str:
    """The repository as `gh` names one; leaves with 2 if nobody says which it is."""
    from generator.hosting.checkout import checkout_of

    checkout = checkout_of(Path.cwd())
    if named := os.environ.get("GH_REPO") or os.environ.get("GITHUB_REPOSITORY"):
        return named
    if not checkout.name:
        wrong("no remote `origin` is known to git; say whose issues are meant, in GH_REPO")
    return f"{checkout.host}/{checkout.name}"


def _facts(config: MkDocsConfig, content: Path) -> Facts:
    from generator.addresses import trending_uri
    from generator.builder.network import manners_of, mirrors_of, sources_of
    from generator.builder.project import load_feed
    from generator.builder.run import plugin_of
    from generator.builder.site_facts import site_of
    from generator.fetching.kinds import kind_of
    from generator.hosting.checkout import checkout_of, scheduled_in
    from generator.hosting.github import github_of
    from generator.hosting.health import Asked, Facts, Mirrored
    from generator.hosting.shipped import are_shipped
    from generator.intake_days import load_intake
    from generator.mirroring.memory import load_met, name_of
    from generator.notices import is_sample
    from generator.rejected import kept

    options = plugin_of(config).config
    asked = [
        Asked(source.name, kind.settles, kind.by_day, kind.doubts(source))
        for source in sources_of(options)
        if (kind := kind_of(source.kind))
    ]
    rejected = kept(content)
    mirrors = [
        Mirrored(site, name, len(load_met(content, name)), len(rejected.get(name, ())))
        for site in mirrors_of(options)
        for name in [name_of(site)]
    ]
    voted = bool(mirrors) or any(source.kind == "hf-daily" for source in options.sources)
    manners = manners_of(options, "")
    feed = load_feed(content).feed
    checkout = checkout_of(Path.cwd())
    name = os.environ.get("GITHUB_REPOSITORY") or checkout.name
    on_github = bool(os.environ.get("GITHUB_REPOSITORY")) or checkout.host == "github.com"
    return Facts(
        name=config.site_name,
        address=site_of(config).url,
        sources=asked,
        mirrors=mirrors,
        samples=sum(is_sample(paper) for paper in feed.papers),
        papers=len(feed.papers),
        topicless=sum(not feed.matches[paper.id] for paper in feed.papers),
        intake=load_intake(content),
        today=datetime.now(UTC).date(),
        repository=name or checkout.origin,
        branch=checkout.branch or "main",
        github=(
            github_of(name, os.environ, manners.private_networks) if on_github and name else None
        ),
        scheduled=scheduled_in(Path.cwd()),
        topics_shipped=are_shipped(feed.topics),
        idle_trending=(
            trending_uri() in str(config.nav)
            and bool(asked)
            and not voted
            and not any(paper.upvotes for paper in feed.papers)
        ),
    )
