"""Hostile texts in every field of every form: no crash, a sound store, nothing out of its block."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path

import pytest

from generator.contributing import page_tags
from generator.contributing.apply import contribute
from generator.contributing.changes import Fetch, submitter
from generator.contributing.forms import CORRECTABLE, FORMS, LONGEST, ContributionError, filled
from generator.contributing.places import Found
from generator.contributing.preview import preview, refusal
from generator.incoming import Incoming, Reading, states
from generator.model import Author, Paper
from generator.store import load
from generator.topic_file import parse_topics
from tests.contributing.issues import body, content_of, inputs_of, prose, state
from tests.hostile.items import SAMPLE, items

NOW = datetime(2025, 3, 12, 6, 30, tzinfo=UTC)
#: What each field holds while the hostile text stands in another.
TAME = {
    "add-paper": {
        "paper": "10.1234/x",
        "title": "On skuas",
        "authors": "Ada",
        "abstract": "We run.",
    },
    "correct-paper": {"paper": "2401.00007", "field": "Title", "text": "Other", "seen": "there"},
    "remove-paper": {"paper": "2401.00008", "reason": "Asked"},
    "propose-topic": {
        "label": "Sea ice",
        "meaning": "what floats",
        "phrases": "floe",
        "area": "Shore",
    },
}
TITLES = {form.title for form in FORMS}
#: All that is ours in a preview and a refusal; a path stands in one of them.
OURS = {
    *TITLES, "The record:", "Besides:", "It said before:", "Where one can see it:", "The topic:",
    "What stays of it:", "Somebody wrote this into a form. Read it before you merge it.", "Closes #12",
    "This cannot be taken in as it is", "Edit the text of the issue: then it is looked at again.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def out_of_reach(identifiers: Mapping[str, str], address: str | None) -> Found:
    return Found(None, failures=("arXiv was asked, and it answered 503",))


def tried(content: Path, text: str, fetch: Fetch = out_of_reach) -> bool:
    """Whether a contribution changed something; its preview is looked at, whatever came of it."""
    before = state(content)
    try:
        form = filled(text)
        change = contribute(content, form, None, NOW, fetch)
    except ContributionError as error:
        shown = prose(refusal(str(error)))
        assert {*shown} <= OURS
        assert state(content) == before
        return False
    found = prose(preview(form.form.title, change, "12"))
    (place,) = {*found} - OURS
    assert place == f"This changes `{change.path}`."
    after = state(content)
    assert after != before
    written = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert all(
        path.startswith(("papers/2", "intake/removed/2401.")) or path == "topics.yml"
        for path in written
    )
    return True


def sound(content: Path) -> None:
    assert load(content).faults == ()
    parse_topics((content / "topics.yml").read_text("utf-8"))


@pytest.mark.real
def test_a_hostile_text_in_any_field(shared: Path, tmp_path: Path) -> None:
    """The forms in turn, a field at a time or all at once; those that hold long texts each time."""
    changed: Counter[str] = Counter()
    content = content_of(tmp_path / "first")
    for number, item in enumerate(items(shared, 2 * SAMPLE)):
        if number % 20 == 19:  # a store that grows is read ever more slowly
            sound(content)
            content = content_of(tmp_path / str(number))
        form = FORMS[number % len(FORMS)]
        fields = [field.name for field in form.fields]
        key = [*CORRECTABLE][number % len(CORRECTABLE)]
        for name, answers in (
            (form.name, {fields[number // len(FORMS) % len(fields)]: item.text}),
            (form.name, dict.fromkeys(fields, item.text)),
            ("add-paper", {("title", "abstract")[number % 2]: item.text}),
            ("correct-paper", {"field": key, "text": item.text}),
        ):
            given = {**TAME[name], **answers}
            if name == "add-paper":  # each another paper
                own = {"paper": f"10.1234/{number}.{len(answers)}", "title": f"On skua {number}"}
                given = {**TAME[name], **own, **answers}
            changed[name] += tried(content, body(name, **given))
        tried(content, item.text)
        assert submitter(item.text) in (None, item.text)
    sound(content)
    # Most are texts like any other, and were taken in as such.
    assert changed["add-paper"] > 50
    assert changed["correct-paper"] > 50


def _given(raw: Paper, *_: object) -> Found:
    """What arXiv says, whatever it is asked for."""
    return Found(raw, "arXiv")


@pytest.mark.real
def test_a_hostile_answer_of_arxiv(shared: Path, tmp_path: Path) -> None:
    content = content_of(tmp_path / "content")
    taken = 0
    for number, item in enumerate(items(shared, SAMPLE * 8)):
        raw = states(
            title=item.text, abstract=item.text, authors=(Author(item.text),), venue=item.text,
            identifiers={"arxiv": f"2503.{number:05d}"}, categories=(item.text,), comment=item.text,
        )  # fmt: skip
        text = body("add-paper", paper=f"2503.{number:05d}")
        taken += tried(content, text, partial(_given, raw))
    sound(content)
    assert taken > 20


@pytest.mark.real
def test_a_hostile_page(shared: Path, tmp_path: Path) -> None:
    """As a page's bytes, and as what each of its tags says."""
    content = content_of(tmp_path / "content")
    reading = Reading("the page", "contribution", None, NOW.date())
    taken = 0
    for number, item in enumerate(items(shared, SAMPLE * 8)):
        said = escape(item.text)
        metas = "".join(f'<meta name="citation_{name}" content="{said}">' for name in TAGS)
        title = f'<meta name="citation_title" content="Skua {number}">'
        for page in (item.text, f"{metas}{title}", f"{title}{metas}"):
            bytes_ = page.encode("utf-8", "surrogatepass")
            for record in page_tags.read(io.BytesIO(bytes_), reading):
                if isinstance(record, Incoming):
                    named = f"https://skuas.example/{number}"
                    given = partial(_given, record.raw)
                    taken += tried(content, body("add-paper", paper=named), given)
    sound(content)
    assert taken > 20


TAGS = (
    "title author author_orcid date journal_title conference_title abstract doi arxiv_id pdf_url "
    "language"
).split()
PATHS = (
    "../../../etc/passwd",
    "..",
    ".",
    "/etc/passwd",
    "papers/../../x",
    "a\x00b",
    "%2e%2e%2fx",
    "C:\\x",
    "con",
    "~",
    "-rf",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("form", ["add-paper", "correct-paper", "remove-paper"])
def test_a_path_is_no_paper(path: str, form: str, tmp_path: Path) -> None:
    content = content_of(tmp_path / "a" / "content")
    before = state(content)
    texts = [path, f"https://a.example/papers/{path}/"]
    for text in texts[:1] if form == "add-paper" else texts:  # an address may hold anything
        assert not tried(content, body(form, **{**TAME[form], "paper": text}))
    assert state(content) == before
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["content"]


@pytest.mark.parametrize(
    "filler",
    ["x", "$", "\\", "<p>", "### Abstract\n", "\n", "&amp;", "a, ", "`", "{", "\U0001f426", "- "],
)
@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_a_text_as_long_as_github_lets_it_be(form: str, filler: str, tmp_path: Path) -> None:
    content = content_of(tmp_path / "content")
    last = inputs_of(form)[-1]["id"]
    text = body(form, **{**TAME[form], last: filler * LONGEST})[:LONGEST]
    assert len(text) == LONGEST
    tried(content, text)
    assert not tried(content, text + "x")
    sound(content)
