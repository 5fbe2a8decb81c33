"""What is known of a page's form without its parser: never more than the parser would say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.builder import gate as gate_module
from generator.builder.allowed import OURS, Allowed
from generator.builder.gate import Gate, as_parsed, fault_of_fragment
from generator.builder.known_nesting import KnownNesting
from generator.builder.run import build_site, configured
from generator.model import Page
from tests.builder.test_gate import QUICK, REFUSED
from tests.toy import make_content, make_project, paper

#: A page's part with one of what templates write.
PAGE = (
    '<article class="pf-page" id="pf-content" data-title="A &amp; B">\n'
    '<h1 dir="auto">A title with <math><mi>x</mi><mspace width="0.1em"></mspace></math></h1>\n'
    '<ul class="pf-authors"><li><a href="../../authors/?name=A%20B">A B</a></li></ul>\n'
    '<p>Text, <a class="pf-button" href="https://a.example/?x=1&amp;y=2" rel="nofollow">a link</a>'
    " a &lt; b<br>and more</p>\n"
    '<table><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><td>y</td></tr></tbody>'
    "</table>\n"
    '<noscript><p>No scripts</p></noscript><svg viewBox="0 0 1 1"><title>z</title>'
    '<rect x="0" y="0" width="1" height="1"></rect></svg>\n'
    "</article>"
)


def taught(*fragments: str) -> KnownNesting:
    known = KnownNesting(OURS)
    for fragment in fragments:
        known.learn(fragment, as_parsed(fragment))
    return known


def test_what_the_parser_has_seen_is_known_whatever_else_it_says() -> None:
    assert not KnownNesting(OURS).has(PAGE)
    known = taught(PAGE)
    assert known.has(PAGE)
    assert known.has(PAGE * 2)
    assert known.has(
        PAGE.replace("A title", "Another one").replace("A%20B", "C").replace("A B", "C > D")
    )
    assert known.has("<article><h1>x</h1></article>")
    assert not known.has("<article><h2>x</h2></article>")  # nobody knows yet


@pytest.mark.parametrize("fragment", [fragment for fragment, _ in REFUSED])
def test_what_is_refused_is_never_known(fragment: str) -> None:
    known = taught(PAGE)
    for made in (fragment, PAGE + fragment, PAGE.replace("A title", fragment)):
        assert not known.has(made)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('href="../../authors/', 'href="javascript:alert(1)//'),
        ('href="../../authors/', 'href="//elsewhere.example/'),
        ('href="../../authors/', 'href="../../authors/" onclick="alert(1)'),
        ('href="../../authors/', 'href="java&#115;cript:alert(1)//'),
        ('href="../../authors/', "href='javascript:alert(1)'x=\""),
        ('href="https://a.example/', 'href="https:\\\\a.example/'),
        ('href="https://', 'href="https://" x="'),
        ('rel="nofollow"', 'rel="nofollow" style="x"'),
        ('<a class="pf-button"', '<a class="pf-button" target="x"'),
        ("<ul ", "<ul onclick=x "),
        ("<ul ", "<ul\nonclick=x "),
        ("<ul ", "<ul/onclick=x "),
        ("<ul ", "<UL "),
        ("<table>", "<table/>"),
        ('id="pf-content"', 'id="__search"'),
        ('id="pf-content"', 'id="&#95;_search"'),
        ("</li>", ""),
        ("</li>", "</li></li>"),
        ("</li></ul>", "</ul></li>"),
        ("<br>", "</br>"),
        ("<br>", "<br></br>"),
        ("Text", "<!-- x -->"),
        ("Text", "<![CDATA[x]]>"),
        ("Text", "<?x ?>"),
        ("Text", "<x"),
        ("Text", "< x"),
        ("Text", "<p>x</p>"),
        ("<p>No", '<p aria-label="</noscript><script>">No'),
    ],
)
def test_one_thing_that_is_otherwise_makes_it_unknown(good: str, bad: str) -> None:
    known = taught(PAGE)
    assert good in PAGE
    assert not known.has(PAGE.replace(good, bad, 1))


@pytest.mark.parametrize(
    "fragment",
    [
        "<p><div>x</div></p>",  # the division ends the paragraph
        "<a><a>x</a></a>",
        "<h1><h2>x</h2></h1>",
        "<table><p>x</p></table>",
        "<svg><p>x</p></svg>",
        "<math><mi><table><tr><td>x</td></tr></table></mi></math>",
        "<title><p>x</p></title>",  # only in a picture it holds elements
        "<li><li>x</li></li>",
        "<button><button>x</button></button>",
        "<form><form>x</form></form>",
        "<p title='<b'></p><p title='</b'></p>",  # both would seem to be tags
    ],
)
def test_what_the_parser_nests_otherwise_than_it_is_written_is_not_learned(fragment: str) -> None:
    known = taught(fragment)
    assert not known.has(fragment)
    assert not known.has("<p><b></b></p>")


def test_nothing_is_learned_where_an_attribute_seems_to_hold_a_tag() -> None:
    known = KnownNesting(OURS)
    text = "<p title='<small'></p><p title='</small'></p>"
    known.learn(text, text)  # were it written out as it was read
    assert not known.has("<p><small></small></p>")


@pytest.mark.parametrize("end", ["<", "<x", "</", "<p>", '<p class="', "</article>"])
def test_what_is_open_at_the_end_is_not_known(end: str) -> None:
    known = taught(PAGE, "<p>x</p>")
    assert not known.has(PAGE + end)
    assert not known.has(PAGE.removesuffix("</article>"))


def test_what_is_nested_strangely_is_not_asked_about_for_ever() -> None:
    known = taught(*["<p><div>x</div></p>"] * 200)
    known.learn("<p>x</p>", as_parsed("<p>x</p>"))
    assert not known.has("<p>x</p>")
    assert taught(*["<p><div>x</div></p>"] * 199, "<p>x</p>").has("<p>x</p>")


_NAMES = st.sampled_from(
    "p div span a ul li dl dt dd table tbody tr td th svg title text math mi mrow mtext noscript "
    "select option form button h1 h2 small br input article details summary blockquote em".split()
)
_ATTRIBUTES = st.sampled_from(
    [
        "", "", "", ' class="x"', ' href="../x/"', ' href="https://x.example/?a&amp;b"',
        ' href="//x"', " hidden", ' href="javascript:x"', ' onclick="x"', ' id="pf-x"',
        ' id="x"', ' aria-label="&lt;b&gt;"', ' type="hidden"', ' type="text"', " class='x'",
    ]
)  # fmt: skip
_TEXTS = st.sampled_from(["", "x", " ", "\n", "a &amp; b", "&lt;p&gt;", ">", "\x00"])


@st.composite
def _nested(draw: st.DrawFn, depth: int = 3) -> str:
    name, attributes, text = draw(_NAMES), draw(_ATTRIBUTES), draw(_TEXTS)
    inside = [draw(_nested(depth - 1)) for _ in range(draw(st.integers(0, 2)))] if depth else []
    if name in ("br", "input"):
        return f"{text}<{name}{attributes}>"
    return f"{text}<{name}{attributes}>{text}{''.join(inside)}</{name}>"


@st.composite
def _tags(draw: st.DrawFn) -> str:
    made = st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES) | st.builds("</{}>".format, _NAMES)
    return "".join(draw(st.lists(made | _TEXTS, max_size=8)))


@settings(max_examples=150)
@given(st.lists(_nested() | _tags(), min_size=1, max_size=6))
@example(["<table><tr><td>x</td></tr></table>", "<table><tr><td></td></tr></table>"])
def test_what_is_known_has_no_fault_for_the_parser(fragments: list[str]) -> None:
    """Learns of each in turn, and looks at all of them, and two beside each other, after each."""
    known = KnownNesting(OURS)
    for fragment in fragments:
        if not known.has(fragment) and not fault_of_fragment(fragment, OURS)[0]:
            known.learn(fragment, as_parsed(fragment))
        for other in (*fragments, *(fragment + each for each in fragments)):
            if known.has(other):
                assert fault_of_fragment(other, OURS) == ("", "")


_LINKS = st.builds(
    '<a{} href="{}{}"{}>x</a>'.format,
    st.sampled_from(["", ' class="x"', " class='x'", ' CLASS="x"']),
    st.sampled_from(
        ["../", "../../", "https://", "http://x", "//", "/", "", "javascript:", "..\\"]
    ),
    st.text(st.sampled_from("/x.?#:&;\\ \t\n%@[]\"'<>é\x01\u2003"), max_size=6)
    | st.sampled_from(["&amp;", "&colon;", "&#58;//x", "//x", "/..//x"]),
    st.sampled_from(["", ' rel="x"', ' onclick="x"', ' aria-describedby="why-x"']),
)


@settings(max_examples=300)
@given(_LINKS)
@example('<a href="https://">x</a>')
@example('<a href="http://?x">x</a>')
def test_a_link_that_is_known_leads_where_links_may(link: str) -> None:
    if taught('<p><a href="../x/">x</a></p>').has(f"<p>{link}</p>"):
        assert fault_of_fragment(link, OURS) == ("", "")


# In the gate


def findings_of(*fragments: str) -> list[str]:
    gate = Gate()
    for number, fragment in enumerate(fragments):
        page = Page(f"{number}.md", "archive", "A title", "", None)
        gate.page(page, fragment, {"title": "A title", "description": ""}, f"{number}/")
    return [str(each) for each in gate.findings]


def test_the_gate_finds_what_a_page_says_after_others_of_its_form() -> None:
    bad = PAGE.replace("Text", "<script>alert(1)</script>")
    assert findings_of(PAGE, PAGE) == []
    told = "<script> is not allowed; let it stand there as text, or take it out"
    assert findings_of(PAGE, bad, PAGE, bad) == [f"1/: {told}", f"3/: {told}"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts of pages for which the parser was asked."""
    parts: list[str] = []
    found = fault_of_fragment

    def counting(fragment: str, allowed: Allowed) -> tuple[str, str]:
        parts.append(fragment)
        return found(fragment, allowed)

    monkeypatch.setattr(gate_module, "fault_of_fragment", counting)
    return parts


def test_the_parser_is_asked_for_few_of_many_pages(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [paper(number, title=f"A < B & 'C' {number}") for number in range(60)]
    project = make_project(tmp_path, make_content(tmp_path / "content", *papers), QUICK)
    monkeypatch.chdir(project)
    build_site(configured())
    # One with a paper before it and none after, one with both, one with the other alone.
    assert sum("pf-paper" in part for part in asked) in (1, 2, 3)
