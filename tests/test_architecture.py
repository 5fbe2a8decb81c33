"""The page on the architecture: its picture, and every place that it names."""

from __future__ import annotations

import re

from PIL import Image

from generator import nearness_cache, paper_cache, topic_cache, word_cache
from generator.builder import kept_cards, last_site, pouring
from tests.toy import ROOT

FOLDER = ROOT / "content/docs"
PAGE = (FOLDER / "architecture.md").read_text(encoding="utf-8")
DRAWN = (ROOT / ".github/architecture.svg").read_text(encoding="utf-8")
#: Folders that only runs make.
MADE = {"site/", "content/.cache/"}
PLACES = [ROOT / "generator", ROOT / "generator/builder", ROOT]


def test_the_picture_is_light_sharp_and_described() -> None:
    (found,) = re.findall(r"!\[([^\]]+)\]\((\S+)\)", PAGE)
    said, name = found
    file = FOLDER / name
    assert file.stat().st_size < 120_000
    with Image.open(file) as picture:
        assert picture.width == 1600
        assert (
            picture.convert("RGBA").getchannel("A").getpixel((0, 0)) == 0
        )  # its corners are round
    for step in re.findall(r'class="name[^>]*>([a-z]+)<', DRAWN):
        assert step in said.lower(), f"{step} is in the picture and not in its description"


def test_every_place_that_is_named_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+(?:\.py|/|\.yml))`", PAGE))
    drawn = {
        place for line in re.findall(r'class="place[^>]*>([^<]+)<', DRAWN) for place in line.split()
    }
    assert len(named) > 30
    assert len(drawn) > 10
    for name in (named | drawn) - MADE:
        assert any((place / name).exists() for place in PLACES), f"{name} is not there"


def test_every_cache_and_bound_is_as_the_page_says() -> None:
    caches = (paper_cache, topic_cache, word_cache, nearness_cache, kept_cards, last_site)
    table = PAGE.partition("| file | what is known")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", table))
    assert named == {each.FILE.removeprefix(".cache/") for each in caches}
    assert f"at most {pouring.MOST_TWICE:,} papers" in PAGE
