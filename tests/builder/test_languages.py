"""The built site in another language: no word of the interface is said past its catalogue."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import material  # type: ignore[import-untyped]  # it has no types
import pytest
import yaml
from lxml import html

from generator.builder.project import handwritten
from generator.interface import OVERRIDES, load_words
from tests.toy import ROOT, SETTINGS, SITE, make_project, page_files, parsed, run

#: What stands in brackets is the catalogue's; what stands around it is not.
OPEN, CLOSE = "⟦", "⟧"
#: Words that are no language's, and the theme's own; `seals` is a venue that is spelled in two ways.
ANYBODYS = set(
    """BibTeX RIS CSL JSON DOI arXiv OpenReview PMLR ACL Anthology GitHub Hugging Face Paperfeed
    https http com org html et al toy example""".lower().split()
)


def marked(text: object) -> object:
    """A catalogue's texts in brackets."""
    if isinstance(text, str):
        return f"{OPEN}{text}{CLOSE}"
    assert isinstance(text, dict)
    return {key: marked(each) for key, each in text.items()}


@pytest.fixture(scope="module")
def built(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy site whose German is English in brackets."""
    folder = tmp_path_factory.mktemp("brackets")
    theme = folder / "overrides"
    shutil.copytree(OVERRIDES, theme)
    english = yaml.safe_load((OVERRIDES / "words" / "en.yml").read_text(encoding="utf-8"))
    english["locale"] = "de"
    sections = {key: marked(text) for key, text in english.items() if key != "locale"}
    catalogue = yaml.safe_dump({"locale": "de", **sections}, allow_unicode=True)
    (theme / "words" / "de.yml").write_text(catalogue, encoding="utf-8")
    project = make_project(folder / "project", toy)
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace(
        f"custom_dir: {ROOT / 'overrides'}", f"language: de, custom_dir: {theme}"
    )
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "site"


def without_brackets(text: str) -> str:
    """The text without what stands in brackets, brackets in brackets too."""
    while OPEN in text:
        text, before = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text), text
        assert text != before, f"a bracket without its other: {text}"
    return text


def said(page: html.HtmlElement) -> Iterator[str]:
    """Every text of a page, its descriptions and its names for those who do not see it."""
    for unspoken in page.xpath("//script | //style | //math"):
        unspoken.drop_tree()
    # A link within a text is one with it.
    yield from (" ".join(page.xpath("//body//text()")), page.xpath("string(//title)"))
    for name in ("aria-label", "title", "placeholder", "alt", "data-pf-name"):
        yield from page.xpath(f"//body//@{name}")
    yield from page.xpath("//meta[@name='description']/@content")


@pytest.fixture(scope="module")
def data(toy: Path) -> set[str]:
    """Every word of the records, topics and configuration, and of the theme's and the calendar's."""
    (package,) = material.__path__
    theirs = Path(package) / "templates/partials/languages/de.html"
    files = [*toy.rglob("*.yml"), *toy.rglob("*.json"), SETTINGS, theirs]
    texts = [
        SITE.name,
        SITE.description,
        SITE.url,
        "feed.xml",
        *(path.read_text(encoding="utf-8") for path in files),
    ]
    for path in toy.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        # What YAML writes with escapes is read again, lest an escape be taken for a word's part.
        texts += [json.dumps(yaml.safe_load(front), default=str, ensure_ascii=False), body]
    locale = load_words((), "de").locale
    for names in (locale.months, locale.days):
        for form, width in (
            ("format", "wide"),
            ("stand-alone", "wide"),
            ("stand-alone", "abbreviated"),
        ):
            texts += names[form][width].values()
    return words_of("\n".join(texts)) | ANYBODYS


def words_of(text: str) -> set[str]:
    """The words of two letters and more."""
    return {word.lower() for word in re.findall(r"[^\W\d_]{2,}", text)}


def test_no_word_is_said_past_the_catalogue(built: Path, toy: Path, data: set[str]) -> None:
    # Written by hand, in the language of who wrote them.
    theirs = {name.split("/")[0].removesuffix(".md") for name in handwritten(toy)}
    looked = 0
    for address, path in page_files(built).items():
        if address.split("/")[0] in theirs:
            continue
        page = parsed(path)
        for text in said(page):
            left = words_of(without_brackets(text)) - data
            assert not left, f"{address}: {sorted(left)} in {text[:200]!r}"
        looked += 1
    assert looked > 50


def test_the_page_and_what_papers_say_tell_their_language(built: Path) -> None:
    home = parsed(built / "index.html")
    assert home.get("lang") == "de"
    titles = home.xpath("//h2[contains(@class, 'pf-card__title')]")
    assert {title.get("lang") for title in titles} == {"en", None}  # one of them is German


def test_the_scripts_words_are_the_same_catalogues(built: Path) -> None:
    script = (built / "assets/javascripts/words.js").read_text(encoding="utf-8")
    first, _ = script.splitlines()
    words = json.loads(first.removeprefix("export default ").removesuffix(";"))
    assert words["locale"] == "de"
    assert words["looking"] == "⟦Looking …⟧"
    assert words["counts.paper"] == {"one": "⟦{n} paper⟧", "other": "⟦{n} papers⟧"}
    assert not (built / "words").exists()
