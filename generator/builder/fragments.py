"""Views -> HTML, by the Jinja fragments under `overrides/feed/`; everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

import jinja2
import jinja2.compiler
import jinja2.nodes
from jinja2.compiler import Frame
from markupsafe import Markup

from generator.addresses import base_of
from generator.builder.kept_cards import KeptCards
from generator.builder.template_faults import placed
from generator.escaping import escape, safe
from generator.interface import FIRST, Words
from generator.markup import html_line, html_paragraphs, plain
from generator.model import Page, Paper
from generator.pages.cards import Card
from generator.pages.paper import PaperTopic
from generator.site import Site
from generator.topics import Topic

#: So many authors the library in the browser keeps; of more than these the first, and "others".
MOST_NAMED, FIRST_NAMED = 20, 3
_NOTHING = Markup("")
_INDENTATION = re.compile(r"\n[ \t]+")


class _CodeGenerator(jinja2.compiler.CodeGenerator):
    """Asks for attributes as Python does: views have nothing else, and pages ask two hundred times.

    Jinja itself would look for an item of that name as well.
    """

    def visit_Getattr(  # noqa: N802 - its name in Jinja
        self, node: jinja2.nodes.Getattr, frame: Frame
    ) -> None:
        """`x.y` in the template is `(x).y` in the program."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class _Template(jinja2.Template):
    """A template that escapes in a third of the time; a paper's page does it two hundred times."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> jinja2.Template:
        made = super().from_code(*args, **kwargs)
        vars(made)["root_render_func"].__globals__["escape"] = escape
        return made


class _Environment(jinja2.Environment):
    template_class = _Template
    code_generator_class = _CodeGenerator

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """The template without its indentation, which nobody sees and every page would carry."""
        return _INDENTATION.sub("\n", super().preprocess(source, name, filename))


def speak(environment: jinja2.Environment, words: Words) -> None:
    """Give templates the interface's words: `"home.more" | t(n=3)`, and what may stand in them.

    It is a filter because Jinja puts what a filter makes of constants into the compiled template.
    """
    environment.filters["t"] = words.html
    environment.filters["in_words"] = words.day
    environment.globals.update(link=_link, code=_code, key=_key)


def _link(url: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, text)


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _key(text: str) -> Markup:
    return Markup("<kbd>{}</kbd>").format(text)


#: Characters that no record may have: where the way to the root and the day go. They are of one
#: byte, for which others are put in at once.
_BASE, _DAY = b"\x02", b"\x03"
_NO_DAY = b"<span>%b</span>" % _DAY


def _cards(environment: jinja2.Environment, kept: KeptCards) -> Callable[..., Markup]:
    """A function that gives a paper's card: rendered once, for it stands in three or four lists."""
    macro: list[Callable[..., Markup]] = []

    def card(item: Card, base: str, *, dated: bool = False) -> Markup:
        if not macro:
            macro.append(environment.get_template("feed/cards.html").module.card)  # type: ignore[attr-defined]  # a macro of the template's
        known = kept.get(item)
        if known is None:
            if not (item.byline or item.label or item.paper.upvotes or item.paper.status):
                # The line of these is there for the day alone.
                return macro[0](item, base, item.day if dated else "")
            known = str(macro[0](item, _BASE.decode(), _DAY.decode())).encode()
            kept.put(item, known)
        day = (_DAY, escape(item.day).encode()) if dated else (_NO_DAY, b"")
        made = known.replace(_BASE, base.encode()).replace(*day)
        return safe(made.decode())

    return card


def _orders(items: Sequence[Card]) -> bool:
    """Whether there are orders to choose from in a list, as list-tools.js finds it."""
    papers = [item.paper for item in items]
    published = {paper.published or paper.listed.isoformat() for paper in papers}
    return len({paper.upvotes or 0 for paper in papers}) > 1 or len(published) > 1


def _lang(words: Words, paper: Paper) -> Markup:
    """The attribute that tells the language of what a paper says, where the page's is another.

    A record that does not say is taken for English, as nearly all are.
    """
    spoken = paper.language or FIRST
    if spoken == words.language or spoken.lower() == words.language.lower():
        return _NOTHING
    return Markup(' lang="{}"').format(spoken)


def _data(words: Words, paper: Paper, topics: Sequence[Topic | PaperTopic]) -> Markup:
    """The attributes of an element that stands for a paper: what the browser's library keeps."""
    names = [author.name for author in paper.authors]
    many = len(names) > MOST_NAMED
    listed = paper.listed.isoformat()
    kept = "\n".join(names[:FIRST_NAMED] if many else names)
    made = (
        f' data-paper="{escape(paper.id)}" data-title="{escape(plain(paper.title))}"'
        f' data-by="{escape(words.byline(names))}" data-day="{listed}"'
        f' data-year="{escape((paper.published or listed)[:4])}" data-authors="{escape(kept)}"'
    )
    if many:
        made += " data-others"
    if topics:
        made += f' data-topics="{escape(" ".join([topic.slug for topic in topics]))}"'
    if doi := paper.identifiers.get("doi"):
        made += f' data-doi="{escape(doi)}"'
    return safe(made)


def renderer(
    folders: list[str], site: Site, cards: KeptCards | None = None
) -> Callable[[Page], str]:
    """A function from a page to the HTML of its content; fragments come from theme folders.

    Unlike the theme's, its templates escape every value; only what `markup.py` made safe is not.
    """
    environment = _Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # A title stands in the pages of all papers near it.
    environment.filters["line"] = lru_cache(maxsize=16_384)(lambda text: safe(html_line(text)))
    environment.filters["paragraphs"] = lambda text: safe(html_paragraphs(text))
    words = site.words
    speak(environment, words)
    environment.filters["count"] = words.count
    environment.filters["number"] = words.number
    environment.filters["weekday"] = words.weekday
    environment.filters["lang"] = partial(_lang, words)
    environment.filters["data"] = partial(_data, words)
    environment.filters["orders"] = _orders
    environment.filters["plain"] = plain
    environment.filters["byline"] = words.byline

    environment.globals["kept_card"] = _cards(environment, cards or KeptCards(b""))

    templates: dict[str, jinja2.Template] = {}

    def render(page: Page) -> str:
        template = templates.get(page.kind)
        if template is None:
            template = templates[page.kind] = environment.get_template(f"feed/{page.kind}.html")
            template.globals = dict(template.globals)  # else they are looked up for each page
        context: dict[str, Any] = {"view": page.view, "site": site, "base": safe(base_of(page.uri))}
        with placed():
            return template.render(page=page, **context)

    return render
