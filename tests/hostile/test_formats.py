"""Every hostile item through every format: each becomes a paper that a page can show, or is refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.admit import Admitted, Refused, admitted
from generator.builder.allowed import OURS
from generator.builder.gate import fault_of_fragment
from generator.feed import build_feed
from generator.formats import SOURCES, detect
from generator.incoming import InputError, Source
from generator.model import Page, Paper
from generator.pages import pages_of
from generator.record import dump, parse
from tests.core import DAY, NOW, reading
from tests.hostile import tally
from tests.hostile.carriers import CARRIERS, Carrier
from tests.hostile.items import SAMPLE, Item, items
from tests.toy import ROOT, SITE

pytestmark = pytest.mark.real
#: A paper's page is rendered for every so manieth input of a format: all go through the same
#: fields, and tests/hostile/test_site.py has all items in all fields.
RENDERED = 8

STEPS = pytest.mark.parametrize(
    "step",
    [pytest.param(SAMPLE, id="sample"), pytest.param(1, id="all", marks=pytest.mark.soak)],
)


def outcomes(source: Source, data: bytes) -> Iterator[Paper | str]:
    """The papers that a format's reader and the admission make of a file, or why there are none."""
    source.detect(data[:65_536])
    about = reading("2025.gull.xml", source.source, DAY)
    try:
        for one in admitted(source.read(io.BytesIO(data), about), about, NOW):
            if isinstance(one, Admitted):
                yield one.paper
            elif isinstance(one, Refused):
                assert isinstance(one.original, bytes)
                yield one.reason or "no reason"
    except InputError as error:
        yield str(error) or "no reason"


@pytest.fixture(scope="module")
def shows() -> Callable[[Paper], Page]:
    """A function that shows a paper on its page, which has to be harmless, and gives the page."""
    from generator.builder.fragments import renderer

    render = renderer([str(ROOT / "overrides")], SITE)

    def show(paper: Paper) -> Page:
        (page,) = pages_of(("paper",), build_feed([paper], ()), SITE)
        assert fault_of_fragment(render(page), OURS) == ("", "")
        return page

    return show


def try_one(
    step: int, name: str, source: Source, data: bytes, show: Callable[[Paper], object] | None
) -> None:
    """A file with something hostile in it: read, and what became of it is what a store can keep."""
    with tally.one_input(step, name):
        found = list(outcomes(source, data))
        for one in found:
            if isinstance(one, Paper):
                assert parse(dump(one)) == one
                if show:
                    show(one)
            else:
                assert one != "no reason"
    papers = sum(isinstance(one, Paper) for one in found)
    tally.count(step, published=papers, rejected=len(found) - papers)


def test_there_is_a_carrier_for_every_format_which_brings_a_paper() -> None:
    assert {carrier.format for carrier in CARRIERS} == {source.format for source in SOURCES}
    for carrier in CARRIERS:
        places = carrier.places
        title = places.index("title") if "title" in places else 0
        data = carrier.in_place(title, "Gulls &amp; terns")
        found = detect(data)
        assert found is not None
        assert found.format == carrier.format
        assert any(isinstance(one, Paper) for one in outcomes(carrier.source, data))


@STEPS
@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: f"{carrier.format}")
def test_in_its_fields(
    carrier: Carrier, step: int, shared: Path, shows: Callable[[Paper], Page]
) -> None:
    for number, item in enumerate(items(shared, step)):
        show = None if number % RENDERED else shows
        for way, data in ways(carrier, item, number):
            try_one(step, f"{item.name} in {carrier.format}, {way}", carrier.source, data, show)


def ways(carrier: Carrier, item: Item, number: int) -> Iterator[tuple[str, bytes]]:
    """The files of a format that hold an item."""
    yield "everywhere", carrier.everywhere(item.text)
    yield "in one place", carrier.in_place(number, item.text)
    yield "unquoted", carrier.unquoted(number, item.text)


@STEPS
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.format}")
def test_as_a_whole_file(source: Source, step: int, shared: Path) -> None:
    for item in items(shared, step):
        try_one(step, f"{item.name} as {source.format}", source, item.data, None)
