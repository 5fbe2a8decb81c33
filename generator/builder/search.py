"""The search index, made of the built pages by Pagefind's own command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: The folder of the index in the site.
INDEX = "pagefind"
#: The papers' pages: Pagefind would read all others too, in half of its time, to find nothing.
#: And the search page, for Pagefind fails where it finds no page at all.
PAGES = "{papers/*,search}/index.html"


class IndexingError(RuntimeError):
    """Pagefind did not make an index; the message is what it printed."""


def index(site: Path) -> None:
    """Write `site/pagefind/` for the pages that carry `data-pagefind-body`.

    Raises IndexingError if the command fails.
    """
    # One index, of English words, whatever the interface speaks: the papers do not speak it.
    options = ["--site", str(site), "--glob", PAGES, "--force-language", "en", "--silent"]
    done = subprocess.run(
        [sys.executable, "-m", "pagefind", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise IndexingError(f"pagefind: {(done.stderr or done.stdout).strip()[-2000:]}")
