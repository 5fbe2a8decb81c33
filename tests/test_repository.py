"""Where records are edited and mistakes reported."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import yaml

from generator.repository import edit_url, report_url
from tests.toy import ROOT, SITE

GITHUB = replace(SITE, repository="https://github.com/owner/name")
ELSEWHERE = replace(SITE, repository="https://codeberg.example/owner/name")
PAPER = "https://toy.example/mirror/papers/2401.00001/"
GITLAB = replace(SITE, repository="https://gitlab.com/owner/name", branch="new shore", content="")


def test_without_a_repository_there_are_no_links() -> None:
    assert edit_url(SITE, "papers/x.md") == report_url(SITE, "a", "b", PAPER) == ""


def test_the_file_is_edited_where_it_is() -> None:
    path = "papers/2024/01/x.md"
    assert edit_url(GITHUB, path) == f"https://github.com/owner/name/edit/main/content/{path}"
    assert edit_url(GITLAB, path) == f"https://gitlab.com/owner/name/-/edit/new%20shore/{path}"


def test_a_report_begins_with_what_is_known() -> None:
    for site, way, names in (
        (ELSEWHERE, "/owner/name/issues/new", ("title", "body")),
        (GITLAB, "/owner/name/-/issues/new", ("issue[title]", "issue[description]")),
    ):
        parts = urlsplit(report_url(site, "Mistake & more #1", "a\n\nb?", PAPER))
        assert parts.path == way
        assert parse_qs(parts.query) == {names[0]: ["Mistake & more #1"], names[1]: ["a\n\nb?"]}
        assert not parts.fragment


def test_on_github_a_report_is_the_form_that_corrects_a_paper() -> None:
    asked = parse_qs(urlsplit(report_url(GITHUB, "a", "b", PAPER)).query)
    assert asked == {"template": ["correct-paper.yml"], "paper": [PAPER]}
    (form,) = (ROOT / ".github/ISSUE_TEMPLATE").glob(asked["template"][0])
    (field, *_) = yaml.safe_load(form.read_text("utf-8"))["body"]
    assert field["id"] == "paper"
