"""The files for programs: their schemas, the toy feed in them, real papers and hostile ones."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from generator.api.record_markdown import markdown
from generator.api.schemas import SCHEMAS, schema
from generator.feed import Feed
from generator.model import Author, Listing, Paper
from generator.outputs import all_outputs, api_lists, api_papers, api_schemas, guides, status
from generator.record import parse
from generator.sources import hf_daily_json, jsonl
from generator.store import load
from generator.text import clean_line, clean_paragraphs
from tests.core import stored, take_file
from tests.toy import HOSTILE, ROOT, SITE, feed_of, paper

FORMATS = FormatChecker(formats=["date"])


@FORMATS.checks("date-time")
def _is_moment(value: object) -> bool:
    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
    return not isinstance(value, str) or bool(re.fullmatch(form, value))


#: Which schema the files of an address keep.
KEPT_BY = {
    r"api/papers/[^/]+\.json": "paper",
    r"api/days/[0-9-]{10}\.json": "day",
    r"api/topics/[a-z0-9-]+\.json": "topic",
    r"api/index\.json": "index",
    r"api/daily_papers/[0-9-]{10}\.json": "daily-papers",
    r"status\.json": "status",
}
VALIDATORS = {
    name: Draft202012Validator(schema(name, SITE.url), format_checker=FORMATS) for name in SCHEMAS
}


def faults(name: str, document: object) -> list[str]:
    """Why a document is not what its schema says."""
    return [
        f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(document)
    ]


def documents(feed: Feed) -> Iterator[tuple[str, str, Any]]:
    """Each file that a schema describes: its address, the schema's name, what it holds."""
    for module in (api_papers, api_lists, status):
        for output in module.files(feed, SITE):
            name = next((n for p, n in KEPT_BY.items() if re.fullmatch(p, output.path)), None)
            if name:
                yield output.path, name, json.loads(output.data)


def held(feed: Feed) -> dict[str, Any]:
    return {path: document for path, _, document in documents(feed)}


def texts(feed: Feed) -> dict[str, bytes]:
    return {o.path: o.data for m in (api_papers, api_lists) for o in m.files(feed, SITE)}


def test_the_schemas_are_schemas_and_are_served() -> None:
    served = {o.path: json.loads(o.data) for o in api_schemas.files(feed_of(), SITE)}
    assert served.keys() == {f"api/schemas/{name}.json" for name in SCHEMAS}
    for path, found in served.items():
        Draft202012Validator.check_schema(found)
        assert found["$id"] == SITE.url + path


def test_every_document_keeps_its_schema(toy_feed: Feed) -> None:
    wrong = {path: found for path, name, d in documents(toy_feed) if (found := faults(name, d))}
    assert wrong == {}
    assert {name for _, name, _ in documents(toy_feed)} == set(SCHEMAS)


def strict(part: Any) -> Any:
    """A schema that allows of an object only what it names."""
    if isinstance(part, list):
        return [strict(each) for each in part]
    if not isinstance(part, dict):
        return part
    more = {"additionalProperties": False} if "properties" in part else {}
    return {key: strict(value) for key, value in part.items()} | more


def test_the_schemas_name_all_that_there_is(toy_feed: Feed) -> None:
    exact = {name: Draft202012Validator(strict(schema(name, SITE.url))) for name in SCHEMAS}
    wrong = [
        f"{path}: {error.message}"
        for path, name, document in documents(toy_feed)
        for error in exact[name].iter_errors(document)
    ]
    assert wrong == []


def test_a_feed_without_papers_keeps_them_too() -> None:
    assert [faults(name, d) for _, name, d in documents(feed_of()) if faults(name, d)] == []


def test_every_example_in_the_documents_keeps_its_schema() -> None:
    text = (ROOT / "content/docs/api.md").read_text(encoding="utf-8")
    examples = re.findall(r"\[//\]: # \(([a-z-]+)\)\n\n```json\n(.*?)```", text, re.DOTALL)
    assert {name for name, _ in examples} == set(SCHEMAS)
    assert [faults(name, json.loads(body)) for name, body in examples] == [[]] * len(examples)


def test_what_was_published_once_is_still_there(
    golden: Callable[[str, str], None], toy_feed: Feed
) -> None:
    """The golden documents are version 1: a diff that takes a key away breaks programs."""
    found = held(toy_feed)
    chosen = (
        "api/papers/2401.00031.json",
        "api/days/2024-01-03.json",
        "api/topics/tides.json",
        "api/index.json",
        "api/daily_papers/2024-01-03.json",
    )
    for path in chosen:
        golden(f"api/{path.removeprefix('api/').replace('/', '-')}", pretty(found[path]))


def pretty(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def test_a_paper_is_told_in_full(toy_feed: Feed) -> None:
    found = held(toy_feed)
    for each in toy_feed.papers:
        told = found[f"api/papers/{each.id}.json"]
        assert told["title"] == each.title
        assert told.get("abstract", "") == each.abstract
        assert [author["name"] for author in told["authors"]] == [a.name for a in each.authors]
        assert told["topics"] == [match.slug for match in toy_feed.matches[each.id]]
        assert told["url"] == f"{SITE.url}papers/{each.id}/"
        assert told.get("aliases", []) == list(each.aliases)


def test_days_lead_from_one_to_the_next(toy_feed: Feed) -> None:
    found = held(toy_feed)
    day: str | None = toy_feed.days[0].isoformat()
    seen: list[str] = []
    ids: list[str] = []
    while day:
        document = found[f"api/days/{day}.json"]
        seen.append(day)
        ids += [each["id"] for each in document["papers"]]
        day = document["after"]
    assert seen == [each.isoformat() for each in toy_feed.days]
    assert sorted(ids) == sorted(each.id for each in toy_feed.papers)
    assert found["api/index.json"]["days"].keys() == set(seen)


def test_a_hash_changes_with_its_paper_alone() -> None:
    one, two = paper(1), paper(2, "2024-02-02")
    before, after = (
        held(feed_of(first, two))["api/index.json"] for first in (one, replace(one, upvotes=3))
    )
    assert before["papers"][one.id] != after["papers"][one.id]
    assert before["papers"][two.id] == after["papers"][two.id]
    assert before["months"]["2024-01"] != after["months"]["2024-01"]
    assert before["months"]["2024-02"] == after["months"]["2024-02"]


def test_the_hashes_are_those_of_the_months_lines(toy_feed: Feed) -> None:
    files, index = texts(toy_feed), held(toy_feed)["api/index.json"]
    lines: dict[str, str] = {}
    for month, digest in index["months"].items():
        data = gzip.decompress(files[f"api/months/{month}.jsonl.gz"])
        assert hashlib.sha256(data).hexdigest()[:32] == digest
        for line in data.removesuffix(b"\n").split(b"\n"):
            lines[json.loads(line)["id"]] = hashlib.sha256(line).hexdigest()[:32]
    assert lines == index["papers"]
    assert set(lines) == {each.id for each in toy_feed.papers}


def test_a_months_file_can_be_taken_in_again(toy_feed: Feed, tmp_path: Path) -> None:
    for path, data in texts(toy_feed).items():
        if path.endswith(".jsonl.gz"):
            file = tmp_path / path.replace("/", "-")
            file.write_bytes(data)
            take_file(tmp_path, jsonl.SOURCE, file)
    taken = {each.id: each for each in stored(tmp_path)}
    assert taken.keys() == {each.id for each in toy_feed.papers}
    assert [e.title for e in toy_feed.papers] == [taken[e.id].title for e in toy_feed.papers]


def test_a_record_as_markdown_is_a_record(toy_feed: Feed) -> None:
    for each in toy_feed.papers:
        assert parse(markdown(each).decode()) == bare(each)


def test_signs_that_yaml_has_its_own_mind_of_are_kept() -> None:
    odd = "a\u00a0b\u200dc\u200cd: e #f \ue000"  # in a record that was written by hand
    made = paper(title=odd, venue=odd, authors=(Author(odd),), identifiers={"doi": "10.1234/a"})
    assert parse(markdown(made).decode()) == bare(made)


def bare(each: Paper) -> Paper:
    return replace(each, pinned=(), provenance=())


@pytest.mark.real
def test_real_records_as_markdown_are_records(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "formats" / "hf_daily_api_json").glob("*.json")):
        take_file(tmp_path, hf_daily_json.SOURCE, path)
    papers = stored(tmp_path)
    assert len(papers) > 100
    assert [e.id for e in papers if parse(markdown(e).decode()) != bare(e)] == []


LINE = st.text(st.characters(codec="utf-8"), max_size=60)


@given(LINE, LINE, st.lists(LINE, max_size=3), LINE)
def test_any_record_as_markdown_is_that_record(
    title: str, abstract: str, names: list[str], comment: str
) -> None:
    authors = tuple(Author(name) for name in map(clean_line, names) if name)
    made = paper(
        title=clean_line(title) or "x",
        abstract=clean_paragraphs(abstract),
        authors=authors,
        comment=clean_line(comment) or None,
    )
    assert parse(markdown(made).decode()) == bare(made)


@given(LINE, LINE)
def test_any_text_is_told_as_it_is(title: str, abstract: str) -> None:
    made = paper(title=clean_line(title) or "x", abstract=clean_paragraphs(abstract))
    told = held(feed_of(made))
    document = told[f"api/papers/{made.id}.json"]
    assert (document["title"], document.get("abstract", "")) == (made.title, made.abstract)
    assert [faults(name, d) for _, name, d in documents(feed_of(made)) if faults(name, d)] == []


def test_no_file_begins_as_html_for_a_host_that_guesses(toy_feed: Feed) -> None:
    """A browser that is told no type looks at the first bytes; a title must not stand there."""
    files = texts(toy_feed)
    beginnings = {data[:3] for path, data in files.items() if not path.endswith(".gz")}
    assert beginnings <= {b'{"a', b"---", b'[{"'}
    assert any(HOSTILE in path for path in texts(toy_feed))


# As Hugging Face's API answers


@pytest.mark.real
def test_the_real_answers_come_back_equal_in_what_a_record_holds(
    shared: Path, tmp_path: Path
) -> None:
    compared = 0
    for path in sorted((shared / "formats" / "hf_daily_api_json").glob("*.json")):
        items = json.loads(path.read_bytes())
        if not isinstance(items, list) or not isinstance(items[0], dict):
            continue  # an archiver misshaped it; the reader's own tests have it
        folder = tmp_path / path.stem
        folder.mkdir()
        take_file(folder, hf_daily_json.SOURCE, path)
        feed = feed_of(*load(folder).papers)
        ours = {
            item["paper"]["id"]: item
            for name, document in held(feed).items()
            if name.startswith("api/daily_papers/")
            for item in document
        }
        for theirs in items:
            found = ours.get(theirs["paper"]["id"])
            if found:
                assert told_of(found) == told_of(theirs), path.name
                compared += 1
    print(f"{compared} items of the Daily Papers API came back equal")
    assert compared > 170


def told_of(item: Mapping[str, Any]) -> dict[str, object]:
    """What an item of the API says of what our records hold, in one form."""
    inner: Mapping[str, Any] = item["paper"]
    people = inner.get("submittedOnDailyBy") or item.get("submittedBy") or {}
    organization = inner.get("organization") or item.get("organization") or {}
    return {
        "title": clean_line(inner["title"]),
        "outer title": clean_line(item["title"]),
        "summary": clean_paragraphs(inner["summary"]),
        "authors": [clean_line(a["name"]) for a in inner["authors"] if not a.get("hidden")],
        "publishedAt": inner["publishedAt"][:10],
        "upvotes": inner["upvotes"],
        "numComments": item["numComments"],
        "mediaUrls": list(dict.fromkeys([*item.get("mediaUrls", []), *inner.get("mediaUrls", [])])),
        "githubRepo": inner.get("githubRepo"),
        "projectPage": inner.get("projectPage"),
        "submittedBy": clean_line(people.get("fullname") or ""),
        "organization": clean_line(organization.get("fullname") or ""),
    }


def test_a_day_is_that_of_their_list() -> None:
    theirs = date(2024, 1, 8)
    made = paper(listings=(Listing("arxiv", date(2024, 1, 3)), Listing("hf-daily", theirs)))
    ((item,),) = (d for p, d in held(feed_of(made)).items() if "daily_papers" in p)
    assert item["paper"]["submittedOnDailyAt"] == f"{theirs}T00:00:00.000Z"


@pytest.mark.parametrize("known", ["2019", "2019-06", "2019-06-12"])
def test_a_date_that_is_known_in_part_is_a_moment(known: str) -> None:
    ((item,),) = (d for p, d in held(feed_of(paper(published=known))).items() if "daily_p" in p)
    assert item["publishedAt"] == (known + "-01-01")[:10] + "T00:00:00.000Z"


# Guides for programs


def test_robots_may_read_all_and_find_the_sitemap() -> None:
    robots, _ = guides.files(feed_of(), SITE)
    lines = robots.data.decode().splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {SITE.url}sitemap.xml"]


def test_the_guide_for_language_models_has_their_form(toy_feed: Feed) -> None:
    _, llms = guides.files(toy_feed, SITE)
    lines = llms.data.decode().splitlines()
    assert lines[0].startswith("# ")
    assert lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("# ")] == lines[:1]
    paths = {output.path for output in all_outputs(toy_feed, SITE)}
    links = re.findall(rf"\({re.escape(SITE.url)}([^)]*)\)", llms.data.decode())
    files = [link for link in links if not link.endswith("/")]
    assert files
    assert [link for link in files if link not in paths] == []
    assert "<script" not in llms.data.decode().lower()
