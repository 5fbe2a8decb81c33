"""Views -> HTML, by the Jinja fragments under `overrides/feed/`; everything is escaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
from markupsafe import Markup

from generator.addresses import base_of
from generator.markup import html_line, html_paragraphs, plain
from generator.model import Page
from generator.site import Site
from generator.words import byline, count


def renderer(folders: list[str], site: Site) -> Callable[[Page], str]:
    """A function from a page to the HTML of its content; fragments come from theme folders.

    Unlike the theme's, its templates escape every value; only what `markup.py` made safe is not.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["line"] = lambda text: Markup(html_line(text))  # noqa: S704 - made safe
    environment.filters["paragraphs"] = lambda text: Markup(html_paragraphs(text))  # noqa: S704 - made safe
    environment.filters["count"] = count
    environment.filters["plain"] = plain
    environment.filters["byline"] = lambda names: byline(tuple(names))

    def render(page: Page) -> str:
        template = environment.get_template(f"feed/{page.kind}.html")
        context: dict[str, Any] = {"view": page.view, "site": site, "base": base_of(page.uri)}
        return template.render(page=page, **context)

    return render
