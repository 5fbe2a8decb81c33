"""Poured pages as MkDocs knows them: files that links may lead to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel


class FilesAndPoured(Files):
    """MkDocs' files, in which a link from a page by hand to a poured page leads somewhere too.

    The poured ones are made when they are asked for, and are no part of the rest: a hundred
    thousand of them would all be read, rendered and listed.
    """

    def __init__(self, files: Iterable[File], poured: frozenset[str], config: MkDocsConfig) -> None:
        super().__init__(files)
        self._poured = poured
        self._config = config

    def get_file_from_path(self, path: str) -> File | None:
        """The file of this name, poured or not."""
        found = super().get_file_from_path(path)
        uri = PurePath(path).as_posix()
        if found is None and uri in self._poured:
            quiet = InclusionLevel.NOT_IN_NAV
            return File.generated(self._config, uri, content="", inclusion=quiet)
        return found
