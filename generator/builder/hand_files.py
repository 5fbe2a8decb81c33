"""Files of the site that no feed makes: somebody put them into the content folder.

The content folder holds what people send. What browsers or hosts run, or show as a page, is code:
it lies in the theme's folder, whose files are published too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from generator.builder.project import DOCUMENTS, NOT_PAGES, handwritten
from generator.faults import FlawedError, fault_of
from generator.files import text_to_check
from generator.hand_text import flaws_of_page

#: Pictures, documents and data: no browser or host runs anything of them.
ENDINGS = frozenset(
    ".avif .bib .csv .gif .ico .jpeg .jpg .mp3 .mp4 .ogg .pdf .png .ris .tsv .txt .webm "
    ".webp".split()
)
#: What MkDocs makes pages of, and may be a page by hand.
PAGES = (".md", ".markdown")
#: Folders of the site that programs rely on.
_RELIED_ON = frozenset({"api", "pagefind"})
_MOVE = "put it into the theme's folder, where the code is, if it is meant"


def files_by_hand(
    found: Iterable[File], content: Path, config: MkDocsConfig, *, documents: bool
) -> Iterator[File]:
    """Of what MkDocs found what is the site's, and the project's own pages that stand in for
    those that the content folder lacks; without `documents` not those of the software.
    """
    left_out = NOT_PAGES if documents else (*NOT_PAGES, DOCUMENTS)
    known, lies_here = set(), lying_in(content)
    for file in found:
        of_theme = not lies_here(file)
        # A theme's folder has catalogues of words and an e-mail's templates, too.
        if not file.src_uri.startswith((*left_out, "words/", "digest/") if of_theme else left_out):
            known.add(file.src_uri)
            yield file
    for name, path in handwritten(content, documents=documents).items():
        if name not in known:
            yield File.generated(config, name, abs_src_path=str(path))


def lying_in(content: Path) -> Callable[[File], bool]:
    """A function that tells whether a file lies in the content folder."""
    here = content.resolve()

    @cache  # there are 100,000 files, of three folders
    def is_here(folder: str | None) -> bool:
        return bool(folder) and Path(folder or "").resolve() == here

    return lambda file: is_here(file.src_dir)


def fault_of_hand_file(name: str, path: Path, content: Path, theme: Sequence[str]) -> str:
    """Why a file of this name in the site must not be published; the empty string if it may.

    `theme` are the folders of the theme. A link may lead to anything on the machine that builds.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8; rename it"
    if any(part.startswith(".") for part in name.split("/")):
        return ""  # not published
    links = [path, *path.parents[: len(path.parts) - len(content.parts) - 1]]
    if any(each.is_symlink() for each in links):
        return "a symbolic link; put the file itself here"
    if path.exists() and not path.is_file():
        return "a named pipe, socket or device, which would be waited for; remove it"
    place = PurePosixPath(name)
    if place.suffix.lower() == ".html" and path.suffix.lower() in PAGES:
        return ""  # a page, which the gate sees
    *before, last = place.suffixes or [""]
    if last.lower() not in ENDINGS:
        return f"`{last or place.name}` is no picture, document or data; {_MOVE}"
    # Some hosts go by any of several endings.
    if wrong := [each for each in before if each[1:].isalpha() and each.lower() not in ENDINGS]:
        return f"`{wrong[0]}` in its name is no picture, document or data; rename it"
    if place.parts[0] in _RELIED_ON:
        return "would stand in place of what programs read of this site; name it otherwise"
    if any((Path(folder) / name).is_file() for folder in theme):
        return f"would stand in place of the theme's own; {_MOVE}"
    return ""


def text_faults(files: Iterable[File], content: Path) -> Iterator[str]:
    """What would stop or stall the build in the text of each page among the files, a line each."""
    for file in files:
        if file.src_uri.lower().endswith(PAGES):
            try:
                flaws = tuple(flaws_of_page(text_to_check(Path(file.abs_src_path or ""))))
            except FlawedError as error:
                flaws = error.flaws
            yield from (str(fault_of(f"{content.name}/{file.src_uri}", each)) for each in flaws)
