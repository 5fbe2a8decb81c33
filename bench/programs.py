"""The programs that are measured, and the projects that they build."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from generator.site import Site

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PAPERFEED, MKDOCS = BIN / "paperfeed", BIN / "mkdocs"
#: From our project's folder.
HUGO_PROJECT = "../hugo"
SITE = Site("Bench", "Papers to measure with.", "https://bench.example/")


def environment() -> dict[str, str]:
    """The environment of our own programs: this checkout's, and not that of a workflow."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    ours = {"PYTHONPATH": str(ROOT), "SITE_URL": SITE.url, "NO_MKDOCS_2_WARNING": "1"}
    return {**kept, **ours}


def our_project(folder: Path, content: Path, *, search: bool = False) -> Path:
    """A folder with this project's own `mkdocs.yml` for a content folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\n"
        f"site_name: {SITE.name}\nsite_description: {SITE.description}\n"
        f"docs_dir: {content}\ntheme: {{custom_dir: {ROOT / 'overrides'}}}\n"
        f"plugins: [{{paperfeed: {{search: {str(search).lower()}}}}}]\n",
        encoding="utf-8",
    )
    return folder


def stock_project(folder: Path, generated: Path, *, search: bool = False) -> Path:
    """A folder with a `mkdocs.yml` for MkDocs and Material as they come.

    With `search` it is of papers alone. The navigation is written out: MkDocs' automatic one, of
    every paper, would take hours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    others = "" if search else ", archive/index.md, topics/index.md, subscribe.md, about.md"
    (folder / "mkdocs.yml").write_text(
        f"site_name: {SITE.name}\nsite_url: {SITE.url}\ntheme: {{name: material}}\n"
        f"docs_dir: {generated}\nsite_dir: site\nplugins: [{'search' if search else ''}]\n"
        f"nav: [index.md{others}]\n"
        "validation: {omitted_files: ignore}\n",
        encoding="utf-8",
    )
    return folder
