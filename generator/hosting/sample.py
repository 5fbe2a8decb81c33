"""The sample papers that a checkout comes with, and a site that begins without them."""

from __future__ import annotations

import shutil
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.addresses import API_INDEX
from generator.caches import forget
from generator.faults import StoreError
from generator.notices import is_sample
from generator.permalinks import ManifestError, had
from generator.store import load, load_to_write, locked, path_of, remove


@dataclass(frozen=True, slots=True)
class Emptied:
    """How many sample papers are gone and how many others stay; the built site that is gone."""

    samples: int
    others: int
    site: Path | None = None


def samples_in(content: Path) -> int:
    """How many sample papers are there."""
    return sum(map(is_sample, load(content).papers))


def empty(content: Path, site: Path, *, dry_run: bool = False) -> Emptied:
    """Remove the sample papers, what later builds know of them, and a site of them alone.

    All else stays, and a site that shows other papers as well. Raises StoreError if a file cannot
    be removed: then call it again.
    """
    with nullcontext() if dry_run else locked(content):
        papers = (load(content) if dry_run else load_to_write(content)).papers
        samples = [paper for paper in papers if is_sample(paper)]
        gone = site if _is_of_samples(site) else None
        if not dry_run:
            for paper in samples:
                remove(content, paper)
                with suppress(OSError):  # other papers are in it
                    (content / path_of(paper)).parent.rmdir()
                    (content / path_of(paper)).parent.parent.rmdir()
            forget(content)
            if gone:
                _remove_site(gone)
    return Emptied(len(samples), len(papers) - len(samples), gone)


def _is_of_samples(site: Path) -> bool:
    """Whether it is a built site that has no other papers."""
    try:
        return had((site / API_INDEX).read_bytes()).papers == 0
    except (OSError, ManifestError):
        return False


def _remove_site(site: Path) -> None:
    try:
        shutil.rmtree(site)
    except OSError as error:
        where = error.filename or site
        raise StoreError(f"{where}: cannot be removed: {error.strerror}") from error
