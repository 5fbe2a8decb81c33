"""The forms and the program know each other; a text is read as GitHub writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contributing.forms import (
    CORRECTABLE,
    FORMS,
    LONGEST,
    ContributionError,
    Form,
    filled,
)
from generator.fields import READERS
from tests.contributing import issues


def test_the_forms_files_have_the_labels_that_the_program_knows() -> None:
    files = sorted(path.stem for path in issues.FORMS.glob("*.yml"))
    assert files == sorted(["config", *(form.name for form in FORMS)])
    for form in FORMS:
        told = issues.form_of(form.name)
        parts = issues.inputs_of(form.name)
        assert (told["name"], told["labels"]) == (form.title, ["contribution"])
        assert told["description"]
        assert [(part["id"], part["attributes"]["label"]) for part in parts] == [
            (field.name, field.label) for field in form.fields
        ]
        needed = [part.get("validations", {}).get("required", False) for part in parts]
        assert needed == [field.needed for field in form.fields]
    firsts = [form.fields[0].label for form in FORMS]
    assert len({*firsts}) == len(firsts)


def test_what_can_be_corrected_is_what_the_form_offers() -> None:
    (choice,) = [part for part in issues.inputs_of("correct-paper") if part["type"] == "dropdown"]
    assert choice["attributes"]["options"] == [*CORRECTABLE]
    assert set(CORRECTABLE.values()) <= set(READERS)


def test_the_forms_name_no_address_of_ours() -> None:
    for path in issues.FORMS.glob("*.yml"):
        text = path.read_text("utf-8")
        assert "github.com" not in text
        assert "contact_links" not in text


def test_a_text_as_github_writes_it() -> None:
    text = (
        "### Link or identifier\r\n\r\nhttps://arxiv.org/abs/2503.01234\r\n\r\n### Title\r\n\r\n"
        "_No response_\r\n\r\n### Authors\r\n\r\nAda Byron\r\nCarl Gauss\r\n\r\n### Abstract\r\n\r\n"
        "We look.\r\n\r\n### Results\r\n\r\n- [x] none\r\n"
    )
    found = filled(text)
    assert found.form.name == "add-paper"
    assert found.answers == {
        "paper": "https://arxiv.org/abs/2503.01234",
        "title": "",
        "authors": "Ada Byron\nCarl Gauss",
        "abstract": "We look.\n\n### Results\n\n- [x] none",
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_is_read_as_it_was_filled_in(form: Form) -> None:
    name = form.name
    answers = {part["id"]: f"Some {part['id']}\n\nof gulls" for part in issues.inputs_of(name)}
    found = filled(issues.body(name, **answers))
    assert (found.form.name, found.answers) == (name, answers)


def test_a_heading_out_of_its_place_is_part_of_the_answer() -> None:
    text = issues.body("add-paper", paper="2503.01234", abstract="We.\n\n### Title\n\nOther")
    found = filled(text)
    assert found.answers["title"] == ""
    assert found.answers["abstract"] == "We.\n\n### Title\n\nOther"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "does not begin as one of the forms"),
        ("Hello\n\n### Link or identifier\n\n2503.01234", "does not begin as one of the forms"),
        (issues.body("add-paper"), "Link or identifier: found nothing"),
        (issues.body("remove-paper", paper="2401.00007"), "Reason: found nothing"),
        ("x" * (LONGEST + 1), "65,537 characters"),
    ],
)
def test_what_is_no_form_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ContributionError, match=said):
        filled(text)


@given(st.text())
def test_any_text_is_a_form_or_is_refused(text: str) -> None:
    for body in (text, issues.body("correct-paper", paper=text, field=text, text=text)):
        try:
            found = filled(body)
        except ContributionError:
            continue
        assert {*found.answers} == {field.name for field in found.form.fields}
