"""Links to the citations of all papers of a list: its files for reference managers."""

from __future__ import annotations

from collections.abc import Iterable

from generator.addresses import citations_file, link
from generator.interface import Words

#: What a format is called, and how its files end.
BIBTEX = (("BibTeX", "bib"),)
FORMATS = (*BIBTEX, ("RIS", "ris"), ("CSL-JSON", "csl.json"))

#: A format's name, and the file relative to the site's root.
Files = tuple[tuple[str, str], ...]


def citation_files(uri: str, formats: Iterable[tuple[str, str]] = BIBTEX) -> Files:
    """The files of a day, a month or a topic, whose page is made of `uri`."""
    return tuple((name, citations_file(uri, ending)) for name, ending in formats)


def markdown_citation_files(files: Files, uri: str, words: Words) -> str:
    """A line of links in the file `uri`."""
    links = " · ".join(f"[{name}]({link(uri, path)})" for name, path in files)
    return f"{words('cards.cite_all')} {links}\n"
