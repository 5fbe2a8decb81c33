"""Topics that were found before are a shortcut: right or not there, never in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from generator import cache_file, topic_cache
from generator.builder.project import load_feed
from generator.store import write
from generator.topic_cache import FILE, TopicCache
from generator.topics import FORM, Phrase, Tagger, Topic, TopicMatch
from tests.toy import paper, topic

TOPICS = (topic("birds", "gull", "tern"), topic("crabs", "crab"))
TEXTS = (("Gulls and crabs", "A gull, a tern."), ("", ""), ("A", "B"), ("Terns", ""))
FOUND = [Tagger(TOPICS).match(*text) for text in TEXTS]


@pytest.fixture
def tagged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles whose topics were found because the cache did not have them."""
    titles: list[str] = []

    class Noted(Tagger):
        def match(
            self, title: str, abstract: str, categories: Sequence[str] = ()
        ) -> tuple[TopicMatch, ...]:
            titles.append(title)
            return super().match(title, abstract, categories)

    monkeypatch.setattr(topic_cache, "Tagger", Noted)
    return titles


def found(content: Path, topics: tuple[Topic, ...] = TOPICS) -> list[tuple[TopicMatch, ...]]:
    cache = TopicCache(content, topics)
    matches = [cache.match(*text) for text in TEXTS]
    cache.save()
    return matches


def test_what_was_found_is_not_looked_for_again(tmp_path: Path, tagged: list[str]) -> None:
    assert [match.slug for match in FOUND[0]] == ["birds", "crabs"]
    assert found(tmp_path) == FOUND
    assert tagged == [title for title, _ in TEXTS]
    assert found(tmp_path) == found(tmp_path) == FOUND
    assert len(tagged) == len(TEXTS)
    (tmp_path / FILE).unlink()
    assert found(tmp_path) == FOUND


def test_a_text_is_known_by_where_its_title_ends(tmp_path: Path) -> None:
    cache = TopicCache(tmp_path, TOPICS)
    assert cache.match("Gull", "s") == Tagger(TOPICS).match("Gull", "s") != ()
    assert cache.match("", "Gulls") == Tagger(TOPICS).match("", "Gulls")
    assert cache.match("Gulls", "") != cache.match("", "Gulls")


def test_a_text_is_known_with_its_categories(tmp_path: Path) -> None:
    topics = (replace(TOPICS[0], categories=(("q-bio.PE", 3.0),)),)
    cache = TopicCache(tmp_path, topics)
    assert cache.match("Gulls", "")[0].score == 3.0
    assert cache.match("Gulls", "", ["q-bio.PE"])[0].score == 6.0


@pytest.mark.parametrize(
    "topics",
    [
        TOPICS[::-1],
        (TOPICS[0],),
        (replace(TOPICS[0], slug="fowl"), TOPICS[1]),
        (replace(TOPICS[0], phrases=(Phrase("tern"),)), TOPICS[1]),
        (replace(TOPICS[0], phrases=(Phrase("gull", 2.0), Phrase("tern"))), TOPICS[1]),
        (replace(TOPICS[0], phrases=(Phrase("gull", 1.0, "title"), Phrase("tern"))), TOPICS[1]),
        (replace(TOPICS[0], categories=(("q-bio.PE", 1.0),)), TOPICS[1]),
    ],
)
def test_other_topics_are_looked_for_anew(
    tmp_path: Path, tagged: list[str], topics: tuple[Topic, ...]
) -> None:
    found(tmp_path)
    assert found(tmp_path, topics) == [Tagger(topics).match(*text) for text in TEXTS]
    assert len(tagged) == 2 * len(TEXTS)
    # What only readers see of a topic changes nothing.
    found(tmp_path, (replace(topics[0], label="Another", meaning="else"), *topics[1:]))
    assert len(tagged) == 2 * len(TEXTS)


def test_another_form_is_looked_for_anew(
    tmp_path: Path, tagged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(tmp_path)
    monkeypatch.setattr(topic_cache, "FORM", FORM + 1)
    assert found(tmp_path) == FOUND
    assert len(tagged) == 2 * len(TEXTS)


def test_a_changed_phrase_shows_in_the_feed(tmp_path: Path) -> None:
    write(tmp_path, paper(1, title="On gulls"))
    (tmp_path / "topics.yml").write_text(
        "- area: A\n  topics:\n  - {slug: birds, label: Birds, is: birds, phrases: [gull]}\n"
    )
    assert [match.slug for match in load_feed(tmp_path).feed.matches["2401.00001"]] == ["birds"]
    assert (tmp_path / FILE).exists()
    topics = tmp_path / "topics.yml"
    topics.write_text(topics.read_text().replace("gull", "tern"))
    assert load_feed(tmp_path).feed.matches["2401.00001"] == ()


def test_a_cache_that_is_cut_off_is_as_good_as_none(tmp_path: Path, tagged: list[str]) -> None:
    found(tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    for end in range(len(whole)):
        tagged.clear()
        (tmp_path / FILE).write_bytes(whole[:end])
        assert found(tmp_path) == FOUND
        assert len(tagged) == len(TEXTS)
        assert (tmp_path / FILE).read_bytes() == whole


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"\x00" * len(data),
        lambda data: data + b" ",
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data.replace(b"birds", b"words"),
        lambda data: data[32:],
    ],
)
def test_a_damaged_cache_is_as_good_as_none(
    tmp_path: Path, tagged: list[str], harm: Callable[[bytes], bytes]
) -> None:
    found(tmp_path)
    (tmp_path / FILE).write_bytes(harm((tmp_path / FILE).read_bytes()))
    assert found(tmp_path) == FOUND
    assert len(tagged) == 2 * len(TEXTS)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", msgspec.msgpack.encode([1]), msgspec.msgpack.encode({b"k": [{"slug": 1}]})],
)
def test_another_type_is_as_good_as_none(tmp_path: Path, body: bytes) -> None:
    cache_file.write(tmp_path, tmp_path / FILE, topic_cache._form(TOPICS), body)
    assert found(tmp_path) == FOUND


def test_a_cache_that_cannot_be_read_or_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    assert found(tmp_path) == FOUND
    assert not any((tmp_path / ".new").iterdir())
    (tmp_path / FILE).rmdir()
    (tmp_path / FILE).parent.rmdir()
    (tmp_path / FILE).parent.write_text("no folder")
    assert found(tmp_path) == FOUND
    assert found(tmp_path / "nowhere" / "content") == FOUND


def test_a_link_in_the_cache_s_place_is_not_followed(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / FILE).parent.mkdir(parents=True)
    (content / FILE).symlink_to(tmp_path / "elsewhere")
    assert found(content) == FOUND
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_gone_is_dropped_when_it_is_much(
    tmp_path: Path, tagged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = TopicCache(tmp_path, TOPICS)
    for number in range(30):
        cache.match(f"Gull {number}", "")
    cache.save()
    size = (tmp_path / FILE).stat().st_size
    found(tmp_path)
    assert (tmp_path / FILE).stat().st_size > size
    monkeypatch.setattr(topic_cache, "_SPARE", 10)
    tagged.clear()
    assert found(tmp_path) == FOUND
    assert (tmp_path / FILE).stat().st_size < size / 2
    assert found(tmp_path) == FOUND
    assert tagged == []
