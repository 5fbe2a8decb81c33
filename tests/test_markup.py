"""Clean text becomes HTML and Markdown in which it is text, and nothing else."""

from __future__ import annotations

import gzip
import html
import itertools
import json
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import lxml.html
import markdown
import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.admit import InadmissibleError, admit
from generator.incoming import Incoming, states
from generator.markup import (
    _ADDRESS,
    _addresses,
    _paragraphs,
    _renderer,
    html_line,
    html_paragraphs,
    markdown_line,
    markdown_paragraphs,
    opening,
    plain,
)
from generator.math_parts import Formula, split_math
from generator.mathml import ATTRIBUTES, ELEMENTS
from generator.text import clean_line, clean_paragraphs
from tests.core import LINES, NOW, PARAGRAPHS, RAW, hostile, link, reading, take
from tests.test_text import UNITS

EXTENSIONS = ("extra", "admonition", "toc", "sane_lists")
LINK = {"href", "rel"}


class Events(HTMLParser):
    """Every tag with its attributes, every comment and declaration, and the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def events(markup: str) -> Events:
    parser = Events()
    parser.feed(markup)
    parser.close()
    return parser


ALLOWED: dict[str, set[str]] = {
    "p": set(),
    "code": {"class"},
    "a": set(LINK),
    "math": {"alttext", "display"},
    "span": {"class"},
}


def faults(markup: str) -> Iterator[str]:
    """What in the markup is anything but text, paragraphs, links, formulas, and what keeps these."""
    parsed = events(markup)
    yield from (f"comment {other}" for other in parsed.others)
    tree = lxml.html.fragment_fromstring(markup, create_parent="div")
    seen: list[tuple[str, dict[str, str | None]]] = [
        (str(e.tag), {str(k): str(v) for k, v in e.attrib.items()})
        for e in tree.iter()
        if e is not tree
    ]
    for tag, attributes in [*parsed.tags, *seen]:
        allowed = ALLOWED.get(tag, set(ATTRIBUTES) if tag in ELEMENTS else None)
        if allowed is None:
            yield f"<{tag}>"
            continue
        yield from (f"<{tag} {name}>" for name in attributes if name not in allowed)
        if tag == "a" and not str(attributes["href"]).lower().startswith(("http://", "https://")):
            yield f"<a href={attributes['href']}>"
        if tag == "span" and attributes != {"class": "pf-formula"}:
            yield "<span> of another class"
        if tag == "code" and attributes != {"class": "tex"}:
            yield "<code> of another class"


def words(text: str) -> str:
    return "".join(text.split())


def without_formulas(text: str) -> bool:
    return not any(isinstance(part, Formula) for part in split_math(text))


def shown(text: str) -> str:
    """What a reader shall see of clean text that has no formula."""
    return text.replace("\\$", "$")


# HTML


@given(st.one_of(RAW, LINES, PARAGRAPHS))
@example("\x021\x03 \ufdd00\ufdd1 $x$")
@example("\ud83d x")
@example("https://x.org/\x020\x03$x$")
@example('<p onclick=x>https://x.org/" onclick="x</p>')
@example("<!-- x --><![CDATA[x]]><?x?><!DOCTYPE x>")
@example("https://x.org/<b>'\"&amp;")
@example("javascript:alert(1) http://javascript:alert(1)")
def test_html_of_any_text_holds_nothing_live(text: str) -> None:
    assert list(faults(html_line(text))) == []
    assert list(faults(html_paragraphs(text))) == []
    assert not {tag for tag, _ in events(html_line(text)).tags} & {"p", "a"}


@given(PARAGRAPHS.filter(without_formulas))
@example("a <b> & &amp; c")
@example("1. x\n\n# y\n\n- z\n\ncode\n\n> q\n\n---\n\n```\n\n[a](b) *c* `d` \\e")
@example("https://x.org/%E4%BD%A0 https://xn--80ak6aa92e.com/ http://[::1]/")
def test_html_shows_the_text_itself(text: str) -> None:
    line = " ".join(text.split())
    assert html.unescape(html_line(line)) == shown(line)
    tree = lxml.html.fragment_fromstring(html_paragraphs(text), create_parent="div")
    assert [p.text_content() for p in tree] == [p for p in shown(text).split("\n\n") if p]


def test_formulas_stand_where_they_stood() -> None:
    assert html_line("a $x$ < $\\ref{x}$") == (
        'a <math alttext="x"><mrow><mi>x</mi></mrow></math> &lt; <code class="tex">$\\ref{x}$</code>'
    )
    assert html_paragraphs("a\n\n$$x$$ b") == (
        '<p>a</p>\n<p><math display="block" alttext="x"><mrow><mi>x</mi></mrow></math> b</p>'
    )
    assert html_line("\\$5 and $6") == "$5 and $6"


def test_a_formula_and_what_follows_it_are_kept_together() -> None:
    formula = '<math alttext="x"><mrow><mi>x</mi></mrow></math>'
    kept = f'{formula} or <span class="pf-formula">{formula},</span> {formula}-fold'
    assert html_line("$x$ or $x$, $x$-fold") == kept
    assert html_paragraphs("$x$ or $x$, $x$-fold") == f"<p>{kept}</p>"


@pytest.mark.parametrize(
    ("text", "address", "after"),
    [
        ("see https://x.org/a_b*c.", "https://x.org/a_b*c", "."),
        ("(https://x.org/a(1))", "https://x.org/a(1)", ")"),
        ("https://x.org/gulls]", "https://x.org/gulls", "]"),
        ("https://x.org/gulls].", "https://x.org/gulls", "]."),
        ("“https://x.org/?a=1&b=2#c”", "https://x.org/?a=1&b=2#c", "”"),
        ("HTTP://X.org, and", "HTTP://X.org", ", and"),
        ("ftp://y.org httphttp://x.org", "http://x.org", ""),
        ("://https://x.org", "https://x.org", ""),
        ("shttps://x.org/://y", "https://x.org/://y", ""),
        ("https://x.org/$y$", "https://x.org/", ""),
        ("https://x.org/`b`", "https://x.org/", "`b`"),
    ],
)
def test_a_bare_address_is_a_link_up_to_the_sentence(text: str, address: str, after: str) -> None:
    (anchor,) = lxml.html.fragment_fromstring(html_paragraphs(text)).xpath("//a")
    assert anchor.text_content() == address
    assert anchor.get("href") == address.replace("(", "%28").replace(")", "%29").replace("*", "%2A")
    assert anchor.get("rel") == "nofollow noopener noreferrer"
    assert (anchor.tail or "").startswith(after)


@given(st.lists(st.sampled_from(["http", "HTTPS", "://", ":", "/", "s", "x", " ", "<", "é"])))
def test_addresses_are_found_as_if_looked_for_everywhere(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = [each.span() for each in _addresses(text)]
    assert found == [each.span() for each in _ADDRESS.finditer(text)]


@pytest.mark.parametrize(
    "text",
    [
        "www.x.org",
        "ftp://x.org/",
        "mailto:a@x.org",
        "a@x.org",
        "//x.org",
        "https://",
        "http://-",
        "x.org",
        "javascript:x",
        "https://" + "x" * 3000,
    ],
)
def test_nothing_else_is_a_link(text: str) -> None:
    assert html_paragraphs(text) == f"<p>{text}</p>"
    assert "](" not in markdown_paragraphs(text)


@pytest.mark.parametrize(
    "unit", [*UNITS, "https://a", "https://a.b]", "http://[ ", "* ", "[](", "x@", "//"]
)
def test_no_text_takes_long_to_render(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    for render in (html_line, html_paragraphs, markdown_line, markdown_paragraphs):
        start = time.process_time()
        render(text)
        assert time.process_time() - start < 1


# Plain words


def test_plain_words_hold_no_markup() -> None:
    assert plain("\\$5 < $\\alpha$ & $\\tool$ \\tool") == "$5 < α & \\tool \\tool"


@given(LINES.filter(without_formulas))
def test_plain_words_are_the_text(text: str) -> None:
    assert plain(text) == shown(text)


# Markdown


def python_markdown(source: str, extensions: tuple[str, ...]) -> lxml.html.HtmlElement:
    rendered = markdown.markdown(source, extensions=list(extensions))
    assert events(rendered).others == []
    return lxml.html.fragment_fromstring(rendered, create_parent="div")


@pytest.mark.parametrize("extensions", [(), EXTENSIONS], ids=["alone", "extended"])
@given(text=PARAGRAPHS)
@example(
    text="1. x\n\n# y\n\n- z\n\n> q\n\n---\n\n```\n\n[a](b) *c* `d` \\e ![i](j) <b> &amp; {: #x }"
)
@example(
    text="Term\n\n: definition\n\n!!! note\n\n*[HTML]: x\n\n[^1]: x\n\n[x]: http://y.z\n\n| a | b |"
)
@example(
    text="https://x.org/a_b_c*d*(e) <https://x.org/> http://x.org/]( and $a_b * c_d$ $$\\{x\\}$$"
)
@example(text="+ x\n\n=\n\n===\n\n1) x\n\n12\\. x\n\n??? x\n\n~~~ x\n\n\\# x\n\n***")
@example(text="[TOC]\n\n(c) -- ... x^2^ H~2~O ==m== ++i++ :smile: &#60; \\<")
def test_markdown_shows_the_text_itself(text: str, extensions: tuple[str, ...]) -> None:
    tree = python_markdown(markdown_paragraphs(text), extensions)
    assert {e.tag for e in tree.iter()} <= {"div", "p", "a"}
    assert all({*e.attrib} <= {"href"} for e in tree.iter())
    assert all(str(a.get("href")).startswith(("http", "HTTP")) for a in tree.iter("a"))
    paragraphs = [part for part in text.split("\n\n") if part]
    assert [words(p.text_content()) for p in tree] == [words(_as_tex(p)) for p in paragraphs]


@pytest.mark.parametrize("extensions", [(), EXTENSIONS], ids=["alone", "extended"])
@given(text=LINES.filter(bool))
def test_a_line_in_markdown_shows_the_text_itself(text: str, extensions: tuple[str, ...]) -> None:
    tree = python_markdown(f"x {markdown_line(text)}", extensions)
    assert [e.tag for e in tree.iter()] == ["div", "p"]
    assert words(tree.text_content()) == words(f"x {_as_tex(text)}")
    heading = python_markdown(f"# {markdown_line(text)}", extensions)
    assert [e.tag for e in heading.iter()] == ["div", "h1"]
    assert words(heading.text_content()) == words(_as_tex(text))


@pytest.mark.parametrize("extensions", [(), EXTENSIONS], ids=["alone", "extended"])
@pytest.mark.parametrize(
    "title",
    [
        "*Gulls* first",
        "# Gulls",
        "[Re] Gulls",
        "[Re]: Gulls",
        "`Gulls`",
        "```gulls",
        "Let's `<think>`",
    ],
)
def test_a_title_that_begins_with_markup_shows_it(title: str, extensions: tuple[str, ...]) -> None:
    assert lxml.html.fragment_fromstring(f"<p>{html_line(title)}</p>").text_content() == title
    for before, tag in (("", "p"), ("# ", "h1")):
        tree = python_markdown(before + markdown_line(title), extensions)
        assert [e.tag for e in tree.iter()] == ["div", tag]
        assert tree.text_content().strip() == title


def _as_tex(text: str) -> str:
    return "".join(
        (f"$${part.tex}$$" if part.display else f"${part.tex}$")
        if isinstance(part, Formula)
        else shown(part.text)
        for part in split_math(text)
    )


# Hostile input


def harmless(text: str, content: Path) -> None:
    """The text as title, abstract, author, venue and address goes through and is dead."""
    start = time.process_time()
    raw = states(
        title=text, abstract=text, venue=text, comment=text, organization=text,
        identifiers={"doi": text}, links=(link("project", text),), media=(text,),
    )  # fmt: skip
    try:
        paper, _ = admit(Incoming("x", raw), reading(day=NOW.date()), NOW)
        texts = (paper.title, paper.abstract, paper.venue or "")
    except InadmissibleError:
        texts = (clean_line(text), clean_paragraphs(text), "")
    for clean in texts:
        line, paragraphs = html_line(clean), html_paragraphs(clean)
        assert [*faults(line), *faults(paragraphs)] == []
        plain(clean)
    assert time.process_time() - start < 1


@pytest.mark.real
def test_no_hostile_text_is_live(shared: Path, tmp_path: Path) -> None:
    texts = list(hostile(shared, step=8))
    assert len(texts) > 1_000
    for text in texts:
        harmless(text, tmp_path)


@pytest.mark.real
@pytest.mark.soak
def test_no_hostile_text_at_all_is_live(shared: Path, tmp_path: Path) -> None:
    for text in hostile(shared):
        harmless(text, tmp_path)


@pytest.mark.real
def test_hostile_titles_become_files_that_read_back(shared: Path, tmp_path: Path) -> None:
    texts = list(hostile(shared, step=41))
    records = [Incoming(f"item {i}", states(title=t, abstract=t)) for i, t in enumerate(texts)]
    account = take(tmp_path, records, reading(day=NOW.date()))
    assert sum(account.counts().values()) == len(texts)
    again = take(tmp_path, records, reading(day=NOW.date()))
    assert again.counts() | {"rejected": 0} == {
        "added": 0, "updated": 0, "unchanged": len(texts) - len(account.rejected), "rejected": 0
    }  # fmt: skip


def rendered(text: str) -> str:
    return nh3.clean(_renderer().render(text), tags={"p"}, attributes={}).strip()


@given(
    st.one_of(st.text(), st.text("ab <>&\"'\n\xa0*_`\\[]#-1.\u2028\u3000\U0001d49c"), PARAGRAPHS)
)
@example("a\n\n \n\nb")
@example("&amp; &lt; &nbsp; <b>")
@example(" a \n\n\tb\n\n\n\nc ")
@example("\ufffd\ufb01\u0345")
def test_text_that_is_only_escaped_is_what_rendering_makes_of_it(text: str) -> None:
    text = "".join(character for character in text if not "\x00" <= character <= "\x08")
    assert _paragraphs(text) == rendered(text)


@pytest.mark.real
def test_real_abstracts_are_what_rendering_makes_of_them(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "hf_daily.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, 0, None, 10):
            text = clean_paragraphs(json.loads(line)["abstract"])
            assert _paragraphs(text) == rendered(text)


@given(st.text("ab $\\{}<&é\n.", max_size=80), st.integers(1, 60))
def test_an_opening_is_a_beginning_that_says_no_other_thing(raw: str, most: int) -> None:
    text = clean_paragraphs(raw)
    shown = opening(text, most)
    if len(text) <= most:
        assert shown == text
        return
    assert shown.endswith("…")
    kept = shown.removesuffix("…")
    assert len(kept) <= most
    whole, part = list(split_math(text)), list(split_math(kept))
    formulas = [each for each in whole if isinstance(each, Formula)]
    assert [e for e in part if isinstance(e, Formula)] == formulas[: len(formulas)][
        : sum(isinstance(e, Formula) for e in part)
    ]
    assert "".join(kept.split()) in "".join(text.split())


def test_an_opening_ends_between_words_and_has_formulas_whole() -> None:
    assert opening("One two three", 13) == "One two three"
    assert opening("One two three", 12) == "One two…"
    assert opening("One two three", 7) == "One two…"
    assert opening("One $a + b$ two three", 8) == "One…"
    assert opening("One $a + b$ two three", 16) == "One $a + b$ two…"
    assert opening("Onetwothree", 5) == "Onetw…"
    assert opening("One two  three", 8) == "One two…"
    assert opening("One two \n\n three", 9) == "One two…"
    assert opening("One  $a + b$ two three", 15) == "One  $a + b$…"
