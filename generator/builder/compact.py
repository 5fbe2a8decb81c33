"""The theme's part of a page without its indentation, which is a sixth of a paper's page."""

from __future__ import annotations

import re

_INDENTATION = re.compile(r"\n\s+")
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def compact(output: str, data: str) -> str:
    """The page with its lines at the left and none of them empty, but for `data` within it.

    What papers and pages say is left alone: there may be preformatted text in it. The theme puts
    the tables of a page into boxes; then the page does not hold the data as it is, and what is
    marked as preformatted is left alone.
    """
    if data and data in output:
        return data.join(_INDENTATION.sub("\n", part) for part in output.split(data))
    parts = _PREFORMATTED.split(output) if data else [output]
    parts[::2] = [_INDENTATION.sub("\n", part) for part in parts[::2]]
    return "".join(parts)
