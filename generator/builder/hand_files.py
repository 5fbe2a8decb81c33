"""Files that somebody put into the content folder, which are published as they are.

The content folder holds what people send; what runs is code and lies in the theme's folder, whose
files are published too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from generator.builder.allowed import WHOLE
from generator.builder.file_forms import fault_of_picture
from generator.builder.gate import fault_of_page

#: Files of which browsers would run scripts, by the ends of their names.
_HTML = frozenset({".htm", ".html"})
_XML = frozenset({".svg", ".xht", ".xhtml", ".xml", ".xsl", ".xslt"})
#: What a page asks for that runs, or changes how it looks.
_CODE = frozenset({".css", ".js", ".json", ".map", ".mjs", ".wasm"})
#: Settings of hosts: they send readers elsewhere, or run something.
_OF_HOSTS = frozenset(
    "_headers _redirects _routes.json _worker.js firebase.json netlify.toml "
    "staticwebapp.config.json vercel.json web.config".split()
)
_CODE_IS_ELSEWHERE = "put it into the theme's folder, where the code is, if it is meant"


def fault_of_hand_file(name: str, path: Path, theme: Sequence[str]) -> str:
    """Why a file of this name in the site must not be published; the empty string if it may.

    `theme` are the folders of the theme.
    """
    place = PurePosixPath(name)
    ending = place.suffix.lower()
    if place.name.lower() in _OF_HOSTS or place.parts[0].lower() == "functions":
        return f"hosts read this as settings or a program; {_CODE_IS_ELSEWHERE}"
    if ending in _CODE and any((Path(folder) / name).is_file() for folder in theme):
        return f"would stand in place of the theme's own; {_CODE_IS_ELSEWHERE}"
    if ending in _HTML:
        return fault_of_page(path.read_bytes(), WHOLE)
    return fault_of_picture(path.read_bytes()) if ending in _XML else ""
