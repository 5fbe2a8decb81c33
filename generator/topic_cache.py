"""Topics that were found before, by the hash of a paper's title, abstract and categories.

The cache is only ever a shortcut: it may be deleted at any time, and a file that is damaged, was
written under other topics, or cannot be read or written, is as good as none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from generator import cache_file
from generator.cache_file import text_key
from generator.collector import no_cycles
from generator.topics import FORM, Tagger, Topic, TopicMatch

#: Relative to the content folder.
FILE = ".cache/topics"
#: Texts more than twice those that were asked for, from which on the others are dropped.
_SPARE = 1_000

_Found = dict[bytes, tuple[TopicMatch, ...]]


class TopicCache:
    """Finds topics as a `Tagger` does; what was found before it looks up."""

    def __init__(self, content: Path, topics: Sequence[Topic]) -> None:
        self._content = content
        self._topics = topics
        self._form = _form(topics)
        self._known = _read(content / FILE, self._form)
        self._used: _Found = {}
        self._is_new = False
        self._tagger: Tagger | None = None

    def match(
        self, title: str, abstract: str, categories: Sequence[str] = ()
    ) -> tuple[TopicMatch, ...]:
        """The topics of a paper."""
        key = text_key(title, f"{' '.join(categories)}\n{abstract}")
        found = self._known.get(key)
        if found is None:
            self._is_new = True
            found = self._known[key] = self._work_out(title, abstract, categories)
        self._used[key] = found
        return found

    def save(self) -> None:
        """Keep what is new for the next time, and of what was not asked for only so much."""
        many = len(self._known) > 2 * len(self._used) + _SPARE
        if many or self._is_new:
            kept = self._used if many else self._known
            body = msgspec.msgpack.encode(kept)
            cache_file.write(self._content, self._content / FILE, self._form, body)

    def _work_out(
        self, title: str, abstract: str, categories: Sequence[str]
    ) -> tuple[TopicMatch, ...]:
        if self._tagger is None:
            self._tagger = Tagger(self._topics)
        return self._tagger.match(title, abstract, categories)


def _form(topics: Sequence[Topic]) -> bytes:
    """A hash of all on which it depends what topics a text has."""
    rules = [(topic.slug, topic.phrases, topic.categories) for topic in topics]
    return hashlib.blake2b(msgspec.msgpack.encode((FORM, rules))).digest()


def _read(path: Path, form: bytes) -> _Found:
    body = cache_file.read(path, form)
    if body is None:
        return {}
    try:
        with no_cycles():
            return msgspec.msgpack.decode(body, type=_Found)
    except msgspec.MsgspecError:
        return {}
