"""The text of an issue that was filled in with a form -> which form it is, and its answers. Pure.

Source: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
(an issue's text has `### <label>`, an empty line and the answer for each field, in the form's
order; `_No response_` where nothing was written).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Characters that an issue's text has at most on GitHub.
LONGEST = 65_536
_NOTHING = "_No response_"
_NEWLINE = re.compile(r"\r\n?")


class ContributionError(ValueError):
    """A contribution that cannot be taken in; the message tells the person why and what to do."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: our name for it, the label above it, whether it has to be filled in."""

    name: str
    label: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form under `.github/ISSUE_TEMPLATE/`; `title` says in a few words what it asks for.

    No two forms begin with the same label: by that one a text is known.
    """

    name: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form and what was written into it, by the names of its fields; nothing is an empty text."""

    form: Form
    answers: Mapping[str, str]


FORMS = (
    Form(
        "add-paper",
        "Add a paper",
        (
            Field("paper", "Link or identifier", needed=True),
            Field("title", "Title"),
            Field("authors", "Authors"),
            Field("abstract", "Abstract"),
        ),
    ),
    Form(
        "correct-paper",
        "Correct a paper",
        (
            Field("paper", "Paper to correct", needed=True),
            Field("field", "What is wrong", needed=True),
            Field("text", "What it should say", needed=True),
            Field("seen", "Where one can see that"),
        ),
    ),
    Form(
        "remove-paper",
        "Remove a paper",
        (
            Field("paper", "Paper to remove", needed=True),
            Field("reason", "Reason", needed=True),
        ),
    ),
    Form(
        "propose-topic",
        "Propose a topic",
        (
            Field("label", "Name of the topic", needed=True),
            Field("meaning", "What it is about", needed=True),
            Field("phrases", "Phrases", needed=True),
            Field("area", "Area", needed=True),
        ),
    ),
)

#: What the form for corrections lets one choose, and the record's key that each means.
CORRECTABLE: Mapping[str, str] = {
    "Title": "title",
    "Abstract": "abstract",
    "Authors": "authors",
    "Date of publication": "published",
    "Venue": "venue",
    "Journal reference": "journal_ref",
    "Comment": "comment",
    "Licence": "license",
    "Language": "language",
    "Organization": "organization",
    "Status": "status",
    "Topics": "topics",
}


def filled(body: str) -> Filled:
    """The form that an issue's text was made with, and its answers.

    A heading that is no label of the form, or not in its place, is part of an answer. Raises
    ContributionError if the text is of no form, too long, or a field that is needed is empty.
    """
    if len(body) > LONGEST:
        raise ContributionError(f"the text has {len(body):,} characters; write at most {LONGEST:,}")
    lines = _NEWLINE.sub("\n", body).split("\n")
    first = next((line.rstrip() for line in lines if line.strip()), "")
    form = next((form for form in FORMS if first == _heading(form.fields[0])), None)
    if form is None:
        raise ContributionError(
            "the text does not begin as one of the forms does; open a new issue with a form, and "
            "leave the headings as they are"
        )
    answers = _answers(lines, form.fields)
    for field in form.fields:
        if field.needed and not answers[field.name]:
            raise ContributionError(f"{field.label}: found nothing; write it below its heading")
    return Filled(form, answers)


def _heading(field: Field) -> str:
    return f"### {field.label}"


def _answers(lines: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    """What stands below each field's heading, up to the next heading of the form."""
    written: dict[str, list[str]] = {field.name: [] for field in fields}
    rest, current = list(fields), ""
    for line in lines:
        told = line.rstrip()
        number = next((n for n, field in enumerate(rest) if told == _heading(field)), None)
        if number is not None:
            current = rest[number].name
            rest = rest[number + 1 :]
        elif current:
            written[current].append(line)
    texts = {name: "\n".join(parts).strip() for name, parts in written.items()}
    return {name: "" if text == _NOTHING else text for name, text in texts.items()}
