"""The words of titles: the most frequent first, none that is too short, hidden or a number."""

from __future__ import annotations

from generator.outputs.search_words import MOST, files
from tests.toy import SITE, feed_of, paper


def words(*titles: str) -> list[str]:
    (output,) = files(feed_of(*(paper(n, title=title) for n, title in enumerate(titles))), SITE)
    assert output.path == "api/words.txt"
    return output.data.decode().split("\n")


def test_the_most_frequent_come_first_and_each_paper_counts_once() -> None:
    assert words("Waves of waves, waves", "Gulls over seals", "GULLS again") == [
        "gulls", "again", "over", "seals", "waves",
    ]  # fmt: skip


def test_formulas_numbers_and_short_words_are_no_words() -> None:
    assert words("A $\\sum_i x$ of 12345 sea-birds and <b>Ölands fyrar</b>") == [
        "birds", "fyrar", "ölands",
    ]  # fmt: skip
    assert words() == [""]


def test_there_is_an_end_to_it() -> None:
    title = " ".join(f"word{n:06d}" for n in range(MOST + 50))
    assert len(words(title)) == MOST
