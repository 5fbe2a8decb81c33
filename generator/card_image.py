"""Card images: the picture that chat programs and social sites show beside a link.

Pillow draws them, with a font that lies here: the same bytes wherever they are made. They have one
colour in ten steps, which makes them small.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
#: From the background to the text, as the site's stylesheet has them.
_FROM, _TO = (0x16, 0x3A, 0x5B), (0xFF, 0xFF, 0xFF)
_STEPS = 10
#: How bright things are, of 255.
_STRONG, _MUTED, _LINE = 255, 187, 68
_FONTS = Path(__file__).with_name("fonts")
#: What the font has a sign for.
_UNKNOWN = re.compile(
    "[^ -~\u00a0-\u024f\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1"
    "\u03f0-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122]"
)
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: whose it is, a heading, a line below it, and one at the foot.

    A text in a script that the font does not have is left out; `otherwise` stands for the heading.
    """

    name: str
    heading: str
    below: str = ""
    foot: str = ""
    otherwise: str = ""


def png(card: Card) -> bytes:
    """The card as PNG, 1200 by 630 pixels."""
    from PIL import ImageDraw  # only who draws waits for it

    image = _background().copy()
    draw = ImageDraw.Draw(image)
    name = drawable(card.name)
    heading = drawable(card.heading) or drawable(card.otherwise) or name
    if name != heading:
        _line(draw, name, (MARGIN + 76, 96), _font("Bold", 40))
    lines, font = _fitted(heading)
    y = 326 - (len(lines) - 1) * 52
    for line in lines:
        draw.text((MARGIN, y), line, _STRONG, font, anchor="ls")
        y += 104
    below = _font("Regular", 40)
    for line in _wrapped(drawable(card.below), below, 2):
        draw.text((MARGIN, y - 26), line, _MUTED, below, anchor="ls")
        y += 54
    if foot := drawable(card.foot):
        draw.line((MARGIN, 486, WIDTH - MARGIN, 486), _LINE, 2)
        font = _sized("Regular", foot, (34, 30), WIDTH - 2 * MARGIN)
        _line(draw, foot, (MARGIN, 552), font)
    out = io.BytesIO()
    # The palette comes last: on an image that has one, letters would have hard edges.
    stepped = image.point([value * _STEPS // 256 for value in range(256)])
    stepped.putpalette(_palette())
    stepped.save(out, "PNG", bits=4, compress_level=6)
    return out.getvalue()


def drawable(text: str) -> str:
    """The text in one line, without signs that the font lacks.

    Nothing of it if it lacks a letter or a digit.
    """
    line = unicodedata.normalize("NFC", text)
    lacking = set(_UNKNOWN.findall(line))
    if any(unicodedata.category(sign)[0] in "LN" for sign in lacking):
        return ""
    return " ".join(_UNKNOWN.sub(" ", line).split())


def _line(draw: ImageDraw, text: str, at: tuple[int, int], font: FreeTypeFont) -> None:
    width = WIDTH - MARGIN - at[0]
    draw.text(at, _clipped(text, font, width), _MUTED, font, anchor="ls")


def _sized(weight: str, text: str, sizes: Sequence[int], width: int) -> FreeTypeFont:
    """The largest of these in which the text has its place, else the smallest."""
    fonts = [_font(weight, size) for size in sizes]
    return next((font for font in fonts if font.getlength(text) <= width), fonts[-1])


def _fitted(heading: str) -> tuple[list[str], FreeTypeFont]:
    """The heading in one line, or in two where that would be too small."""
    width = WIDTH - 2 * MARGIN
    font = _sized("Bold", heading, (96, 84, 74), width)
    return list(_wrapped(heading, font, 2)), font


def _wrapped(text: str, font: FreeTypeFont, most: int) -> Iterator[str]:
    """Lines that fit between the margins; what is too long for the last is cut off."""
    width = WIDTH - 2 * MARGIN
    words = text.split()
    for number in range(1, most + 1):
        if not words:
            return
        line = words.pop(0)
        while words and (number == most or font.getlength(f"{line} {words[0]}") <= width):
            line = f"{line} {words.pop(0)}"
        yield _clipped(line, font, width)


def _clipped(text: str, font: FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    short = text[:200]
    while short and font.getlength(short.rstrip() + _ELLIPSIS) > width:
        short = short[:-1]
    return short.rstrip() + _ELLIPSIS


@cache
def _font(weight: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    path = str(_FONTS / f"NotoSans-{weight}.ttf")
    # The other engine is not in every Pillow, and draws otherwise.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _background() -> Image:
    """What all cards have: the colour, and the mark of the site's header."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    x, y, unit = MARGIN - 14, 52, 2.8

    def at(*points: float) -> list[float]:
        return [(x if index % 2 == 0 else y) + unit * p for index, p in enumerate(points)]

    draw.polygon(at(5, 3, 14, 3, 19, 8, 19, 21, 5, 21), _STRONG)
    draw.polygon(at(13, 4.5, 13, 9, 17.5, 9), 0)
    for shape in ((8, 12.25, 16, 13.75), (8, 15.25, 16, 16.75), (8, 18.25, 13, 19.5)):
        draw.rectangle(at(*shape), 0)
    return image


def _palette() -> list[int]:
    """Red, green and blue of each step."""
    steps = [(index / (_STEPS - 1)) for index in range(_STEPS)]
    return [round(a + (b - a) * step) for step in steps for a, b in zip(_FROM, _TO, strict=True)]
