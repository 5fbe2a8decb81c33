"""The theme's part of a page without its indentation, which is a sixth of a paper's page."""

from __future__ import annotations

import re

_INDENTATION = re.compile(r"\n\s+")


def compact(output: str, data: str) -> str:
    """The page with its lines at the left and none of them empty, but for `data` within it.

    What papers and pages say is left alone: there may be preformatted text in it.
    """
    if not data:
        return _INDENTATION.sub("\n", output)
    return data.join(_INDENTATION.sub("\n", part) for part in output.split(data))
