"""A saved query: what `mkdocs.yml` names, and which papers it finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.authors import author_key
from generator.model import Paper
from generator.topics import TopicMatch


@dataclass(frozen=True, slots=True)
class Query:
    """Of each kind that it names a paper has to have one, and of words every one.

    `words` are looked for in title and abstract, whole and in any case; several in one text have to
    stand side by side.
    """

    slug: str
    title: str
    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def finds(self, paper: Paper, matches: Sequence[TopicMatch]) -> bool:
        """Whether the paper, which has these topics, is one of those."""
        return (
            (not self.topics or any(match.slug in self.topics for match in matches))
            and (not self.categories or any(each in self.categories for each in paper.categories))
            and (not self.authors or self._has_author(paper))
            and all(
                _whole(words).search(f"{paper.title}\n{paper.abstract}") for words in self.words
            )
        )

    def _has_author(self, paper: Paper) -> bool:
        wanted = {author_key(name) for name in self.authors}
        return any(author_key(author.name) in wanted for author in paper.authors)


@lru_cache(maxsize=256)
def _whole(words: str) -> re.Pattern[str]:
    parts = r"[\s-]+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<![^\W_]){parts}(?![^\W_])", re.IGNORECASE)
