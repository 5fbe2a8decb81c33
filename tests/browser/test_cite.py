"""The cite box: what it copies is read again by other people's parsers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser import entrypoint as bibtexparser
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from playwright.sync_api import Page, expect
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from generator.citing import citation
from generator.exports.bibtex import entry
from generator.exports.cited import Cited, cited, key_of
from generator.exports.csl_json import item
from generator.exports.ris import record as ris_record
from generator.feed import Feed
from generator.markup import plain
from generator.model import Author, Paper
from generator.text import clean_line
from tests.browser.conftest import Opened, Served
from tests.toy import CROWD, HOSTILE, SITE, paper

PAPER = "papers/2312.00011/"
#: What TeX makes of quotes and hyphens, and what it is made of.
LIGATURES = {"—": "---", "–": "--", "“": "``", "”": "''", "‘": "`", "’": "'", "¡": "!`", "¿": "?`"}


@pytest.fixture
def opened(open_site: Callable[..., Opened], toy_site: Served) -> Opened:
    """The toy site, which may read and write the clipboard."""
    return open_site(toy_site, permissions=["clipboard-read", "clipboard-write"])


def held(page: Page, name: str) -> str:
    """What the box holds in a format."""
    page.wait_for_selector("[data-pf-cite=ready]")
    return str(page.locator(f"[data-pf-text={name}]").input_value())


def copied(page: Page) -> str:
    """What is on the clipboard; its lines end as the system has it."""
    return str(page.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")


#: Of TeX's symbols these the reader does not know by itself.
SYMBOLS = {"braceleft": "{", "braceright": "}", "less": "<", "greater": ">"}
TEX = get_default_latex_context_db()
TEX.add_context_category(
    "symbols",
    macros=[
        *(MacroTextSpec(f"text{name}", simplify_repl=sign) for name, sign in SYMBOLS.items()),
        MacroTextSpec("textasciicircum", simplify_repl="^"),
    ],
    prepend=True,
)


def text_of(tex: str) -> str:
    """What TeX shows for a field; formulas as they are."""
    reader = LatexNodes2Text(TEX, math_mode="verbatim", strict_latex_spaces=True)
    return ligatures(reader.latex_to_text(tex))


def ligatures(text: str) -> str:
    """The text as it may be typed for TeX, with one blank for any."""
    for one, typed in LIGATURES.items():
        text = text.replace(one, typed)
    return " ".join(text.split())


def named(made: Paper) -> list[str]:
    """The authors whom a citation names."""
    return [author.name for author in made.authors if author.name not in ("et al", "et al.")][:100]


def check_bibtex(text: str, made: Paper) -> None:
    """The entry says what the record says."""
    library = bibtexparser.parse_string(text)
    assert (library.failed_blocks, len(library.entries)) == ([], 1), text
    (entry,) = library.entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    data = citation(made, SITE.url + f"papers/{made.id}/")
    parts = data.get("title-parts", [data["title"]])
    title = "".join(f"${part}$" if at % 2 else part for at, part in enumerate(parts))
    assert text_of(fields["title"]) == ligatures(title), text
    assert fields["url"] == data["URL"]
    assert fields.get("doi") == data.get("DOI")
    assert fields.get("eprint") == data.get("arxiv")
    assert fields.get("year") == (data.get("issued") or "")[:4] or "year" not in fields
    container = fields.get("journal") or fields.get("booktitle") or ""
    assert text_of(container) == ligatures(data.get("container-title", ""))
    assert re.fullmatch(r"[A-Za-z0-9.:-]+", entry.key)
    names = bibtexparser.parse_string(
        text, append_middleware=[SeparateCoAuthors(), SplitNameParts()]
    )
    (split,) = names.entries
    authors = split.fields_dict["author"].value if "author" in split.fields_dict else []
    known = named(made)
    more = bool(data.get("others"))
    assert len(authors) == len(known) + more, text
    for parts_of, name in zip(authors, known, strict=False):
        whole = [*parts_of.first, *parts_of.von, *parts_of.last, *parts_of.jr]
        assert text_of(" ".join(whole)) == ligatures(name), text
    if more:
        assert authors[-1].last == ["others"]


def check_ris(text: str, made: Paper) -> None:
    """The record says what the file says."""
    assert text.replace("\r\n", "\n").count("\n") == text.count("\n")
    (entry,) = rispy.loads(text.replace("\r\n", "\n"))
    data = citation(made, SITE.url + f"papers/{made.id}/")
    assert entry.get("title") == " ".join(data["title"].split())
    for shown, name in zip(entry.get("authors", []), named(made), strict=True):
        family, _, given = shown.partition(", ")
        given, _, suffix = given.partition(", ")
        assert " ".join(f"{given} {family} {suffix}".split()) == name
    assert entry.get("urls") == [data["URL"]]
    assert entry.get("doi") == data.get("DOI")
    assert entry.get("year") == ((data.get("issued") or "")[:4] or None)
    journal = entry.get("alternate_title1") or entry.get("journal_name")
    venue = entry.get("secondary_title") or journal
    assert venue == data.get("container-title"), entry


def test_every_paper_is_read_again_as_it_is(opened: Opened, toy_feed: Feed) -> None:
    for made in toy_feed.papers:
        page = opened.goto(f"papers/{made.id}/")
        check_bibtex(held(page, "bibtex"), made)
        check_ris(held(page, "ris"), made)
        check_csl_json(held(page, "csl-json"), made, toy_feed)


def check_csl_json(text: str, made: Paper, feed: Feed) -> None:
    """It is what the command writes, but for the abstract; the page has a hundred authors."""
    (ours,) = json.loads(text)
    (each,) = cited([replace(made, abstract="")], feed, SITE.url)
    theirs = dict(item(each))
    if "author" in theirs:
        theirs["author"] = theirs["author"][:100]
    assert ours == theirs


def made_of(page: Page, papers: list[Paper]) -> list[list[str]]:
    """What the site's own module makes of these papers: BibTeX, RIS and the key of each."""
    data = [citation(made, SITE.url + f"papers/{made.id}/") for made in papers]
    module = page.url.split("/papers/")[0] + "/assets/javascripts/citation.js"
    found = page.evaluate(
        "([module, items]) => import(module).then("
        "(m) => items.map((each) => [m.bibtex(each), m.ris(each), m.key(each)]))",
        [module, data],
    )
    as_csl = page.evaluate(
        "([module, items]) => import(module).then((m) => items.map(m.cslJson))", [module, data]
    )
    for text, made, each in zip(as_csl, papers, data, strict=True):
        cited_so = Cited(replace(made, abstract=""), each, key_of(each), "", (), key_of(each))
        assert json.loads(text) == [item(cited_so)]
    ours = [
        [entry(each, key_of(each)), ris_record(each).removesuffix("\r\n") + "\r\n", key_of(each)]
        for each in data
    ]
    assert found == ours  # `paperfeed export` writes the same
    return ours


@pytest.mark.real
def test_three_hundred_real_papers_are_read_again(opened: Opened, shared: Path) -> None:
    records: list[dict[str, Any]] = []
    for name in ("hf_daily", "venues", "arxiv_abs"):
        with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
            records += found[:: len(found) // 100][:100]
    papers = []
    for number, record in enumerate(records):
        names = (clean_line(name) for name in record.get("authors") or ())
        venue = record.get("venue")
        papers.append(
            paper(
                number,
                title=clean_line(record["title"]),
                authors=tuple(Author(name) for name in names if name),
                published=record.get("published"),
                venue=clean_line(venue) if isinstance(venue, str) and venue else None,
            )
        )
    assert len(papers) == 300
    for made, (bibtex, ris, _) in zip(papers, made_of(opened.goto(PAPER), papers), strict=True):
        check_bibtex(bibtex, made)
        check_ris(ris, made)


HARD = (
    r"50% of R&D costs \$5 & 100#_{x}~^", "A } brace { too many", r"C:\dir\new and \LaTeX",
    "BERT: Pre-training of {Deep} $x_{i}$ Models", r"On $\{a\}$ and $\left\{b\right.$", "<b>Bold</b>",
    "@article{x, title = {y}}", "Ends with a backslash \\", "“Quoted” -- and 'so' on", "%% & comment",
)  # fmt: skip


def test_hard_titles_and_names_survive(opened: Opened) -> None:
    names = (
        "Anna and Bob Sons", "O'Neil {Brace", "Ludwig van Beethoven", "Sammy Davis Jr.", "R&D Team",
        "José Núñez", "王小明", "and", "Jane others", "Simon Peyton-Jones", "50% Müller",
    )  # fmt: skip
    papers = [
        paper(n, title=title, authors=tuple(map(Author, names)), published="2024-02-03")
        for n, title in enumerate(HARD)
    ]
    for made, (bibtex, ris, _) in zip(papers, made_of(opened.goto(PAPER), papers), strict=True):
        check_bibtex(bibtex, made)
        check_ris(ris, made)


def test_keys_are_what_people_expect(opened: Opened) -> None:
    wanted = {
        "vaswani2017attention": ("Attention Is All You Need", "Ashish Vaswani", "2017-06-12"),
        "vandermaaten2008visualizing": ("Visualizing Data", "Laurens van der Maaten", "2008"),
        "lukaszkaiser": ("???", "Łukasz-Kaiser", None),
        "openai2023gpt": ("GPT-4 Technical Report", "OpenAI", "2023"),
        "nunez2019": ("深度学习", "José Núñez", "2019"),
        "paper-2401.00005": ("深度学习", "王小明", "2019"),
        "ng2011the": ("The On", "Andrew Ng", "2011"),
        "muller2020x": ("An $x$ for Straße", "Jörg Müller", "2020"),
    }
    papers = [
        paper(n, title=title, authors=(Author(name),), published=day, identifiers={})
        for n, (title, name, day) in enumerate(wanted.values())
    ]
    keys = [key for _, _, key in made_of(opened.goto(PAPER), papers)]
    assert keys == list(wanted)


def test_a_bibtex_entry_looks_as_people_know_it(opened: Opened) -> None:
    made = paper(
        title="BERT and $n$ 50% trees",
        authors=(Author("Ada van Ebb"), Author("Gull Team")),
        published="2019-06-12",
        categories=("cs.CL",),
    )
    ((bibtex, ris, _),) = made_of(opened.goto(PAPER), [made])
    assert bibtex == (
        "@misc{vanebb2019bert,\n"
        "  title = {{BERT} and $n$ 50\\% trees},\n"
        "  author = {van Ebb, Ada and {Gull Team}},\n"
        "  year = {2019},\n"
        "  month = {6},\n"
        "  eprint = {2401.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  url = {https://arxiv.org/abs/2401.00001}\n"
        "}\n"
    )
    assert ris == (
        "TY  - UNPB\r\nTI  - BERT and n 50% trees\r\nAU  - van Ebb, Ada\r\nAU  - Gull Team\r\n"
        "PY  - 2019\r\nDA  - 2019/06/12/\r\nM1  - arXiv:2401.00001\r\n"
        "UR  - https://arxiv.org/abs/2401.00001\r\nER  - \r\n"
    )


def test_a_line_break_ends_no_field_of_ris(opened: Opened) -> None:
    made = replace(paper(), title="One\nTY  - BOOK\r\nER  - \u2028Two", authors=(Author("A\nB C"),))
    ((_, ris, _),) = made_of(opened.goto(PAPER), [made])
    assert ris.split("\r\n")[1:3] == ["TI  - One TY - BOOK ER - Two", "AU  - C, A B"]
    assert "\n" not in ris.replace("\r\n", "")


@pytest.mark.parametrize("name", ["BibTeX", "RIS", "CSL-JSON", "Plain text"])
def test_a_button_copies_and_says_so(opened: Opened, name: str) -> None:
    page = opened.goto(PAPER)
    button = page.get_by_role("button", name=f"Copy {name}", exact=False)
    button.click()
    status = page.locator(".pf-cite [role=status]")
    expect(status).to_have_text(f"{name} copied.")
    expect(status).to_be_visible()
    if name == "Plain text":
        assert copied(page) == page.locator("[data-pf-plain]").inner_text()
        assert copied(page).startswith("Ada Pebble, Bo Strand, Cleo Dune, Di Reef (2023). Sorting")
    else:
        assert copied(page) == held(page, name.lower())


@pytest.mark.parametrize("name", ["BibTeX", "plain text"])
def test_what_cannot_be_copied_is_selected(opened: Opened, name: str) -> None:
    opened.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})"
    )
    page = opened.goto(PAPER)
    page.get_by_role("button", name=f"Copy {name}").click()
    expect(page.locator(".pf-cite [role=status]")).to_contain_text("copy it by hand")
    selected = page.evaluate(
        "document.activeElement.value?.slice(document.activeElement.selectionStart, "
        "document.activeElement.selectionEnd) ?? getSelection().toString()"
    )
    if name == "BibTeX":
        assert selected == held(page, "bibtex")
        expect(page.locator("#pf-bibtex")).to_be_visible()
    else:
        assert page.evaluate("getSelection().toString()").startswith("Ada Pebble")


def test_the_formats_are_shown(opened: Opened) -> None:
    page = opened.goto(PAPER)
    expect(page.locator("#pf-bibtex")).to_be_hidden()
    page.get_by_text("Show BibTeX, RIS and CSL-JSON").click()
    expect(page.get_by_label("BibTeX", exact=True)).to_have_value(re.compile(r"@misc\{pebble2023"))
    expect(page.get_by_label("RIS", exact=True)).to_have_value(re.compile(r"^TY  - "))


def test_hostile_data_is_text(opened: Opened, toy_feed: Feed) -> None:
    made = next(each for each in toy_feed.papers if each.id == HOSTILE)
    page = opened.goto(f"papers/{HOSTILE}/")
    assert plain(made.title) in page.locator("[data-pf-plain]").inner_text()
    check_bibtex(held(page, "bibtex"), made)
    assert page.evaluate("document.querySelectorAll('.pf-cite script, .pf-cite img').length") == 0


def test_three_thousand_authors_are_a_hundred_and_others(opened: Opened) -> None:
    text = held(opened.goto(f"papers/{CROWD}/"), "bibtex")
    assert "{Author 0100} and others}" in text
    assert len(text) < 5_000


def test_without_a_script_the_citation_stands_there(
    open_site: Callable[..., Opened], toy_site: Served
) -> None:
    page = open_site(toy_site, java_script_enabled=False).goto(PAPER)
    expect(page.locator("[data-pf-plain]")).to_contain_text("Ada Pebble")
    expect(page.get_by_text("Copy BibTeX")).to_be_hidden()
