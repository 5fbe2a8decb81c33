"""Long lists on numbered pages: fifty papers each, and the numbers that lead on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.addresses import link, url_of
from generator.interface import Words
from generator.model import Paper

PAPERS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many this is; `numbers` are the pages to link to, None for a gap."""

    number: int
    last: int
    numbers: tuple[int | None, ...]
    urls: tuple[str, ...]

    @property
    def before(self) -> str:
        """The address of the page before this one, if there is one."""
        return self.urls[self.number - 2] if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after this one, if there is one."""
        return self.urls[self.number] if self.number < self.last else ""

    def title(self, title: str, words: Words) -> str:
        """The title of the page, which tells it from the first one's."""
        if self.number == 1:
            return title
        place = {"number": self.number, "last": self.last}
        return words("around.title_of_page", title=title, **place)


def paged(
    papers: Sequence[Paper], uri: Callable[[int], str]
) -> Iterator[tuple[Paging, Sequence[Paper]]]:
    """Each page's place among the others, and its papers; no papers make one page."""
    last = _last(papers)
    urls = tuple(map(url_of, paged_uris(papers, uri)))
    for number in range(1, last + 1):
        shown = papers[(number - 1) * PAPERS_A_PAGE : number * PAPERS_A_PAGE]
        yield Paging(number, last, numbers(number, last), urls), shown


def paged_uris(papers: Sequence[Paper], uri: Callable[[int], str]) -> list[str]:
    """The file of each of these pages."""
    return [uri(number) for number in range(1, _last(papers) + 1)]


def _last(papers: Sequence[Paper]) -> int:
    return max(1, -(-len(papers) // PAPERS_A_PAGE))


def numbers(number: int, last: int) -> tuple[int | None, ...]:
    """The first, the last and the next pages, None where some are left out."""
    near = sorted({1, 2, number - 1, number, number + 1, last - 1, last} & set(range(1, last + 1)))
    found: list[int | None] = []
    for before, after in zip([0, *near], near, strict=False):
        if after - before > 1:
            found.append(None)
        found.append(after)
    return tuple(found)


def markdown_paging(paging: Paging, source: str, uri: Callable[[int], str], words: Words) -> str:
    """Links to the other pages, in the file `source`."""
    others = [
        f"[{number}]({link(source, uri(number))})"
        for number in paging.numbers
        if number and number != paging.number
    ]
    return f"{words('around.pages')}: {' '.join(others)}\n" if others else ""
