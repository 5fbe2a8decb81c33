"""Issues as GitHub makes them of the forms, and a content folder that contributions go into."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from generator.store import write
from tests.toy import FIXTURE, ROOT, paper

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"


@cache
def form_of(name: str) -> dict[str, Any]:
    """A form's file."""
    form: dict[str, Any] = yaml.safe_load((FORMS / f"{name}.yml").read_text("utf-8"))
    return form


def inputs_of(name: str) -> list[dict[str, Any]]:
    """The parts of a form that are filled in."""
    return [part for part in form_of(name)["body"] if part["type"] != "markdown"]


def body(form: str, **answers: str) -> str:
    """The text of an issue that was filled in with this form, by the ids of its fields."""
    parts = (
        f"### {part['attributes']['label']}\n\n{answers.get(part['id']) or '_No response_'}"
        for part in inputs_of(form)
    )
    return "\n\n".join(parts)


def content_of(folder: Path) -> Path:
    """A content folder with two papers and the toy feed's topics."""
    folder.mkdir(parents=True)
    (folder / "topics.yml").write_bytes((FIXTURE / "topics.yml").read_bytes())
    write(
        folder,
        paper(7, title="On gulls", abstract="We count gulls.", aliases=("gulls-1",)),
        paper(8, title="On terns", abstract="We count terns."),
    )
    return folder


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a content folder but for caches and the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).as_posix().startswith(".")
    }


def prose(markdown: str) -> list[str]:
    """All that is live in a Markdown text: what stands outside of fenced blocks."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    kinds = {token.type for token in tokens}
    assert kinds <= {
        "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "fence",
    }  # fmt: skip
    return [token.content for token in tokens if token.type == "inline"]


ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/x</id><title>arXiv Query: id_list=2503.01234</title>
<opensearch:totalResults>1</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
<entry><id>http://arxiv.org/abs/2503.01234v2</id><title>Puffins
 at sea</title><summary>We follow puffins.</summary><published>2025-03-03T00:00:00Z</published>
<author><name>Ada Byron</name></author><category term="q-bio.PE" scheme="http://arxiv.org/schemas/atom"/></entry></feed>
"""
