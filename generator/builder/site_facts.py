"""The site's facts as `mkdocs.yml` and the environment give them."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from generator.builder.address import address_of
from generator.builder.options import PaperfeedConfig, repository_of, stale_after_of
from generator.interface import load_words
from generator.site import Site


def site_of(config: MkDocsConfig) -> Site:
    """The facts; raises WordsError if the interface's words cannot be used."""
    url = address_of(config.site_url, os.environ)
    plugin = config.plugins.get("paperfeed")
    given = getattr(plugin, "config", None)
    options = given if isinstance(given, PaperfeedConfig) else PaperfeedConfig()
    repository, branch = repository_of(options, os.environ)
    file = config.config_file_path
    project = Path(file).resolve().parent if file else Path.cwd()
    content = Path(config.docs_dir).resolve()
    inside = content.is_relative_to(project)
    folder = content.relative_to(project).as_posix() if inside else "content"
    words = load_words([Path(folder) for folder in config.theme.dirs], language_of(config))
    description = config.site_description or ""
    return Site(
        name=config.site_name,
        description=description,
        url=url,
        repository=repository,
        branch=branch,
        content=folder,
        licence=options.licence or "",
        contact=options.contact or "",
        queries=options.queries,
        words=words,
        documents=options.docs,
        stale_after=stale_after_of(options),
    )


def language_of(config: MkDocsConfig) -> str:
    """The language of the theme, which is the interface's."""
    return str(config.theme.get("language") or "en")
