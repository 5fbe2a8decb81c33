"""Card images, opened by Pillow: what is on them, what is not, and the same bytes each time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont

from generator.addresses import CARD, day_card
from generator.builder import keys
from generator.card_image import HEIGHT, MARGIN, WIDTH, Card, drawable, png
from generator.feed import Feed
from generator.interface import load_words
from generator.outputs.card_images import files
from generator.site import Site
from tests.toy import ROOT, SITE

DAY = Card("Paperfeed", "12 March 2025", "42 papers", "Language models", "2025-03-12")
LONG = "A very long name of a mirror of everything that is new in the sciences of the sea " * 9


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def drawn(data: bytes) -> tuple[int, int, int, int] | None:
    """The box in which something differs from the background."""
    image = opened(data).convert("L")
    empty = Image.new("L", image.size, image.getextrema()[0])
    return ImageChops.difference(image, empty).getbbox()


def test_there_is_one_for_the_site_and_one_a_day_and_none_a_paper(toy_feed: Feed) -> None:
    paths = [output.path for output in files(toy_feed, SITE)]
    assert paths == [CARD, *map(day_card, toy_feed.days)]


def test_they_have_the_size_that_others_ask_for_and_are_small(toy_feed: Feed) -> None:
    for output in files(toy_feed, SITE):
        image = opened(output.data)
        assert (image.format, image.size, image.mode) == ("PNG", (WIDTH, HEIGHT), "P")
        assert not image.info.keys() & {"date", "time", "Software"}
        assert len(output.data) < 15_000


def test_a_day_says_its_date_its_papers_and_its_topics(toy_feed: Feed) -> None:
    told = {output.path: output.told for output in files(toy_feed, SITE)}
    day = toy_feed.days[0]
    name, heading, below, foot, otherwise = told[day_card(day)]
    number = len(toy_feed.by_day[day])
    assert (name, heading) == (SITE.name, SITE.words.day(day))
    assert below == SITE.words.count(number, "paper")
    assert {label for label in foot.split("  ·  ") if label} <= {
        topic.label for paper in toy_feed.by_day[day] for topic in toy_feed.topics_of(paper)
    }
    assert otherwise == day.isoformat()


def test_letters_have_soft_edges() -> None:
    colours = opened(png(DAY)).convert("RGB").getcolors()
    assert colours
    assert len(colours) == 10


def test_each_text_changes_the_picture() -> None:
    cards = [
        DAY,
        replace(DAY, name="Another"),
        replace(DAY, heading="13 March 2025"),
        replace(DAY, below="43 papers"),
        replace(DAY, foot="Robots"),
    ]
    assert len({png(card) for card in cards}) == len(cards)


@pytest.mark.parametrize(
    "card",
    [DAY, Card(LONG, LONG, LONG, LONG), Card("X" * 500, "Y" * 500, "Z" * 500, "W" * 500)],
    ids=["day", "long", "one word"],
)
def test_nothing_comes_into_the_margins(card: Card) -> None:
    left, top, right, bottom = drawn(png(card)) or (0, 0, 0, 0)
    slack = 2  # letters lean out of their place a little
    assert left >= MARGIN - slack
    assert right <= WIDTH - MARGIN + slack
    assert top >= 40
    assert bottom <= HEIGHT - 40


def test_what_the_font_cannot_write_is_left_out_whole() -> None:
    assert drawable("論文 12") == drawable("12 مقالة") == ""
    assert drawable("a 😀 b\u200b") == "a b"
    assert drawable("Cafe\u0301") == "Café"
    chinese = Card("論文", "2025年3月11日", "12 件", "模型", "2025-03-11")
    assert png(chinese) == png(Card("", "2025-03-11"))


def test_the_font_has_a_sign_for_all_that_is_drawn() -> None:
    for weight in ("Regular", "Bold"):
        path = str(ROOT / "generator" / "fonts" / f"NotoSans-{weight}.ttf")
        font = ImageFont.truetype(path, 24, layout_engine=ImageFont.Layout.BASIC)
        missing = bytes(font.getmask("\uffff"))
        known = (chr(number) for number in range(0x20, 0x2200) if _is_kept(chr(number)))
        lacking = [
            each
            for each in known
            if unicodedata.category(each)[0] not in "ZCM" and bytes(font.getmask(each)) == missing
        ]
        assert lacking == []


def _is_kept(sign: str) -> bool:
    text = unicodedata.normalize("NFC", f"a{sign}a")
    return text == f"a{sign}a" == drawable(text)


def test_the_bytes_are_the_same_in_another_process() -> None:
    code = (
        "import sys; from generator.card_image import Card, png; "
        f"sys.stdout.buffer.write(png({DAY!r}))"
    )
    other = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"}
    made = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **other},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    assert made.stdout == png(DAY)


def test_a_german_site_has_german_cards(toy_feed: Feed) -> None:
    words = load_words([ROOT / "overrides"], "de")
    site = Site("Gezeiten", "Ebbe und Flut", "https://toy.example/", words=words)
    _, first, *_ = files(toy_feed, site)
    assert "Dezember" in first.told[1] or "Januar" in first.told[1]


def test_a_font_that_is_another_makes_cards_anew() -> None:
    names = {Path(name).name for name in keys._sources(str(ROOT / "generator"))}
    assert {"NotoSans-Bold.ttf", "NotoSans-Regular.ttf", "card_image.py"} <= names
