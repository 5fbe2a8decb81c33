"""What a configuration may not say: it would let text run, or pages load things from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from generator.builder.loaded_extensions import modules_of
from generator.builder.unescaped import unescaped

_READS = "it puts files of the machine that builds into pages"
_RUNS = "it would run what stands in a page"
#: Extensions of Markdown, by their modules, and plugins that are refused, and why.
EXTENSIONS = {
    "pymdownx.snippets": _READS,
    "pymdownx.b64": _READS,
    "markdown_include.include": _READS,
    "mdx_include": _READS,
    "markdown_exec": _RUNS,
}
PLUGINS = {
    "macros": _RUNS,
    "markdownextradata": _RUNS,
    "markdown-exec": _RUNS,
    "include-markdown": _READS,
    "embed_file": _READS,
    "table-reader": _READS,
}
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|[/\\\\]{2})", re.IGNORECASE)


def holes(config: MkDocsConfig) -> Iterator[str]:
    """A sentence for each setting of `mkdocs.yml` that opens a hole, and what to do."""
    for name, modules in modules_of(config.markdown_extensions, config.mdx_configs):
        if reason := _reason(name.partition(":")[0], *sorted(modules)):
            yield f"mkdocs.yml: markdown_extensions: {name} is refused, for {reason}; remove it"
    for name in config.plugins:
        # A plugin of Material's own may be named with its theme: `material/tags`.
        if reason := PLUGINS.get(name.removeprefix("material/")):
            yield f"mkdocs.yml: plugins: {name} is refused, for {reason}; remove it"
    yield from _of_folders(config)
    yield from _of_other_hosts(config)
    yield from _of_fragments([Path(folder) for folder in config.theme.dirs])


def _reason(*modules: str) -> str | None:
    """Why one of these modules is refused, or what is in it; None if none is."""
    return next(
        (
            reason
            for module in modules
            for name, reason in EXTENSIONS.items()
            if f"{module}.".startswith(f"{name}.")
        ),
        None,
    )


def _of_folders(config: MkDocsConfig) -> Iterator[str]:
    """Whoever sends a page must not send what runs: templates and hooks lie elsewhere."""
    content = Path(config.docs_dir).resolve()
    places = [("theme: custom_dir", config.theme.custom_dir or "")]
    places += [("hooks", hook.__file__ or "") for hook in dict(config["hooks"]).values()]
    for key, place in places:
        if place and Path(place).resolve().is_relative_to(content):
            yield f"mkdocs.yml: {key}: {place} lies in the content folder; move it out of there"
    if config.theme.custom_dir and content.is_relative_to(Path(config.theme.custom_dir).resolve()):
        yield f"mkdocs.yml: docs_dir: {content} lies in the theme's folder; move it out of there"


def _of_other_hosts(config: MkDocsConfig) -> Iterator[str]:
    """Pages load from their own site alone; their policy keeps browsers from all else."""
    scripts = [str(getattr(script, "path", script)) for script in config.extra_javascript]
    for key, files in (("extra_javascript", scripts), ("extra_css", config.extra_css)):
        for file in files:
            if _ELSEWHERE.match(file):
                yield (
                    f"mkdocs.yml: {key}: {file} lies elsewhere, and pages load from their own site "
                    "alone; put a copy into the theme's folder"
                )
    if config.theme.name == "material" and config.theme.get("font", True) is not False:
        yield "mkdocs.yml: theme: font: it would be loaded from elsewhere; write `font: false`"
    if "analytics" in config.extra:
        yield "mkdocs.yml: extra: analytics: readers would be told of to another host; remove it"


def _of_fragments(folders: list[Path]) -> Iterator[str]:
    """Fragments show what papers say: unescaped, it would be HTML of strangers."""
    for path, line, words in unescaped(folders):
        said = f"found `{words}`, which lets HTML from papers into pages"
        yield f"{path}: line {line}: {said}; take it out"
