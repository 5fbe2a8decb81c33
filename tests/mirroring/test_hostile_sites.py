"""Sites that lie: each lie is said, with the month and the record, and does no harm."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import API_INDEX
from generator.api.hashes import hash_of
from generator.exports.jsonl import line
from generator.merge import provenance_of
from generator.mirroring.comparing import Here
from generator.mirroring.manifest import Listed
from generator.mirroring.months import Mirrored, records_of
from generator.mirroring.pulling import PullReport
from generator.model import Paper
from generator.record import parse
from generator.rejected import faults_of, original_of
from generator.store import load, write
from generator.store import path_of as record_of
from generator.tombstones import keep, tombstone_of
from tests.core import reading
from tests.fetching.server import reply, says
from tests.mirroring.other import DAY, NOW, Other, records, whole
from tests.toy import paper

ONE, TWO, THREE = paper(1), paper(2, "2024-02-03"), paper(3, "2024-02-04")
MONTH = "api/months/2024-02.jsonl.gz"
LINE = line(TWO).removesuffix(b"\n")


def why(report: PullReport) -> list[str]:
    """What is said of each rejected record."""
    return [f"{each.where}: {each.reason}" for taken in report.each() for each in taken.rejected]


def kept(content: Path) -> list[bytes]:
    """The bytes of the records that are kept as rejected."""
    assert list(faults_of(content)) == []
    found = sorted((content / "intake/rejected").rglob("*.yml"))
    return [original_of(path.read_bytes()) for path in found]


def test_a_record_whose_hash_is_wrong_is_rejected_and_comes_when_it_is_right(
    other: Other,
) -> None:
    other.has(ONE, TWO, THREE)
    good = dict(other.documents)
    wrong = line(replace(TWO, title="Another")).removesuffix(b"\n")
    other.lines("2024-02", line(THREE).removesuffix(b"\n"), wrong)
    report = other.pulled()
    assert not report.well
    assert why(report) == ["line 2 (`2401.00002`): its hash is none of the manifest's"]
    assert [month.lacking for month in report.months] == [(TWO.id,), ()]
    assert records(other.content).keys() == {record_of(ONE), record_of(THREE)}
    assert kept(other.content) == [wrong]
    before = whole(other.content)
    assert not other.pulled().well
    assert whole(other.content) == before
    other.documents = good
    assert other.pulled().well
    assert parse(records(other.content)[record_of(TWO)].decode()) == TWO
    other.pulled_again()


def test_a_month_whose_hash_is_wrong_is_not_believed_in_any_part(other: Other) -> None:
    other.has(ONE, TWO)
    other.says(lambda index: index["months"].update({"2024-02": "0" * 32}))
    report = other.pulled()
    assert not report.well
    (failed,) = [month.error for month in report.months if month.error]
    assert (
        f"its hash is {hash_of(line(TWO))}, the manifest has `{'0' * 32}`; nothing of it" in failed
    )
    assert records(other.content).keys() == {record_of(ONE)}
    assert kept(other.content) == []


def test_a_month_without_a_hash_is_not_believed(other: Other) -> None:
    other.has(TWO)
    other.says(lambda index: index.update(months={}))
    (month,) = other.pulled().months
    assert "the manifest has no hash of it" in str(month.error)


def test_a_month_of_more_lines_than_papers_is_not_read(other: Other) -> None:
    other.has(TWO)
    other.lines("2024-02", LINE, *(b"{}" for _ in range(999)))
    (month,) = other.pulled().months
    assert "has 1,000 lines, the manifest has 1 papers of it" in str(month.error)
    assert kept(other.content) == []


def test_a_month_that_lacks_a_paper_is_said(other: Other) -> None:
    other.has(TWO, THREE)
    other.lines("2024-02", LINE, LINE)
    report = other.pulled()
    assert [month.lacking for month in report.months] == [(THREE.id,)]
    assert records(other.content).keys() == {record_of(TWO)}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"id": "2401.00077"}, "the manifest calls it `2401.00002`"),
        ({"id": "../../../etc/passwd"}, "id: found `../../../etc/passwd`; ids are lower-case"),
        ({"id": ["a"]}, "id: found a list; put it in quotes"),
        ({"id": None}, "id: found nothing"),
        ({"aliases": ["../x"]}, "aliases[0]: found `../x`; ids are lower-case"),
        ({"listed": "2024-01-01"}, "is of 2024-01-01, the manifest has it in 2024-02"),
        ({"listed": "../../../2024-02"}, "listed: found `../../../2024-02`; write a day"),
        ({"title": ""}, "title: found several lines, blanks around it or nothing"),
        ({"title": "?!"}, "`?!` is no title"),
        ({"identifiers": {"arxiv": "2401.00099"}}, "and its identifiers name two papers"),
        ({"links": [{"rel": "paper", "url": "javascript:x()"}]}, "links[0].url: found `javascript"),
        ({"abstract": "a" * 300_000}, "abstract: found 300,000 characters"),
        ({"abstract": "\ud800"}, "abstract: found the character U+D800"),
        ({"provenance": [{"source": "Ünicode"}]}, "provenance[0].source: found `Ünicode`"),
        ({"pinned": ["id"]}, "pinned[0]: found `id`"),
        ({"surprise": 1}, "surprise: unknown key"),
        ({"comment": "x" * 4_000_000}, "bytes; at most 4,000,000"),
    ],
)
def test_a_record_that_is_none_is_rejected_once_and_kept(
    other: Other, values: dict[str, Any], said: str
) -> None:
    other.tells(TWO, **values)
    report = other.pulled()
    (told,) = why(report)
    assert said in told
    assert told.startswith("line 1")
    assert records(other.content) == {}
    assert len(kept(other.content)) == 1 or len(kept(other.content)[0]) == 1_000_000
    assert not [path for path in other.content.parent.iterdir() if path != other.content]
    # It has the hash that the manifest names: it will not be another one.
    assert report.well
    other.pulled_again()


@pytest.mark.parametrize("told", [b"[]", b"{", b"\xff\xfe", b"[" * 50_000, b"1", b"NaN", b""])
def test_a_line_that_is_no_record_is_rejected(other: Other, told: bytes) -> None:
    other.has(TWO, THREE)
    other.lines("2024-02", told, line(THREE).removesuffix(b"\n"))
    report = other.pulled()
    assert not report.well
    (said,) = why(report)
    assert said.startswith("line 1: ")
    assert records(other.content).keys() == {record_of(THREE)}
    assert kept(other.content) == [told]


def test_a_sample_in_disguise_is_rejected(other: Other) -> None:
    other.has(replace(TWO, provenance=provenance_of(TWO, "sample", NOW)))
    other.says(lambda index: index.update(samples=[]))
    (said,) = why(other.pulled())
    assert said.endswith("is a sample paper, and the manifest does not say so")


def test_text_that_is_not_clean_comes_clean_and_is_said(other: Other) -> None:
    told = {"title": "A \u202etide  of <b>trees</b>", "abstract": "One.\u200b\n\n\n\nTwo."}
    other.tells(TWO, **told, pinned=["title"])
    report = other.pulled()
    assert report.well
    (note,) = [note for taken in report.each() for note in taken.notes]
    assert note.endswith("line 1 (`2401.00002`): cleaned: title, abstract")
    (stored,) = load(other.content).papers
    assert (stored.title, stored.abstract) == ("A tide of trees", "One.\n\nTwo.")
    assert stored.pinned == ("title",)
    assert stored.provenance == TWO.provenance
    other.pulled_again()


def test_a_character_that_nobody_sees_is_taken_out_and_said(other: Other) -> None:
    other.tells(TWO, title="A tide\u200b of trees")
    report = other.pulled()
    assert report.well
    (note,) = [note for taken in report.each() for note in taken.notes]
    assert note.endswith("cleaned: title")
    assert load(other.content).papers[0].title == "A tide of trees"


def test_no_text_of_a_paper_that_was_removed_here_is_kept(other: Other) -> None:
    keep(other.content, tombstone_of(TWO, DAY, "x"))
    other.has(TWO, THREE)
    other.lines("2024-02", line(replace(TWO, abstract="Secret")).strip(), line(THREE).strip())
    assert other.pulled().well
    assert kept(other.content) == []
    assert records(other.content).keys() == {record_of(THREE)}


def test_a_lie_about_a_paper_that_is_here_is_of_no_interest(other: Other) -> None:
    write(other.content, TWO)
    other.has(TWO, THREE)
    other.lines("2024-02", line(replace(TWO, title="Worse")).strip(), line(THREE).strip())
    assert other.pulled().well
    assert parse(records(other.content)[record_of(TWO)].decode()) == TWO


@pytest.mark.parametrize("place", [API_INDEX, MONTH])
def test_an_answer_without_end_is_given_up(other: Other, place: str) -> None:
    other.has(TWO)
    bomb = gzip.compress(b" " * 3_000_000)
    other.answers[place] = says(reply(bomb, headers={"Content-Encoding": "gzip"}))
    report = other.pulled(size=1_000_000)
    said = [*report.errors, *(str(month.error) for month in report.months)]
    assert said == [f"{other.url}{place}: the answer is larger than 1,000,000 bytes"]


@pytest.mark.parametrize("place", [API_INDEX, MONTH])
@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "file:///"]
)
def test_no_redirect_leads_into_private_networks(other: Other, place: str, target: str) -> None:
    other.has(TWO)
    other.answers[place] = says(reply(b"", 302, {"Location": target}))
    report = other.pulled()
    (said,) = [*report.errors, *(str(month.error) for month in report.months)]
    assert said.startswith(f"{other.url}{place}: ")
    assert "is a private address" in said or "is not http or https" in said


@pytest.mark.parametrize(
    "told",
    [
        {"listed": "2024-02-29", "listings": [{"source": "gulls", "day": "2099-12-31"}]},
        {"provenance": [{"source": "gulls", "retrieved": "2099-01-01T00:00:00Z", "fields": {}}]},
    ],
)
def test_a_day_that_has_not_come_is_rejected(other: Other, told: dict[str, object]) -> None:
    other.tells(TWO, **told)
    (said,) = why(other.pulled())
    assert "a day that has not come" in said
    assert records(other.content) == {}


@pytest.mark.parametrize(
    ("told", "topics", "pinned"),
    [(["trees", "-theirs"], ("trees",), ("topics",)), (["theirs"], (), ())],
)
def test_topics_that_are_none_here_are_left_out_and_it_is_said(
    other: Other, told: list[str], topics: tuple[str, ...], pinned: tuple[str, ...]
) -> None:
    other.tells(TWO, topics=told, pinned=["topics"])
    report = other.pulled()
    assert report.well
    (note,) = [note for taken in report.each() for note in taken.notes]
    assert note.endswith("cleaned: topics that are none here")
    (stored,) = load(other.content).papers
    assert (stored.topics, stored.pinned) == (topics, pinned)
    other.pulled_again()


def test_months_are_asked_for_where_the_person_said(other: Other) -> None:
    """Whatever address the site says that it has."""
    other.has(TWO)
    other.says(lambda index: index.update(url="http://10.0.0.1/"))
    assert other.pulled().well
    assert other.asked() == [API_INDEX, MONTH]


def test_the_kept_record_says_where_it_is_from(other: Other) -> None:
    other.tells(TWO, title="?")
    other.pulled()
    (path,) = (other.content / "intake/rejected").rglob("*.yml")
    said = yaml.safe_load(path.read_text())
    assert (said["input"], said["where"]) == (f"{other.url}{MONTH}", "line 1 (`2401.00002`)")
    assert re.fullmatch(r"127\.0\.0\.1-[0-9]+-site", path.parent.name)


@given(st.lists(st.one_of(st.binary(max_size=40), st.just(LINE), st.just(LINE[:-1])), max_size=6))
def test_whatever_the_lines_are_only_the_right_one_is_taken(lines: list[bytes]) -> None:
    body = b"".join(each.replace(b"\n", b"") + b"\n" for each in lines)
    wanted = Listed(TWO.id, hash_of(LINE), "2024-02")
    found = list(records_of(body, [wanted], {wanted.hash}, Here({}, {}), reading()))
    assert len(found) == len(lines)
    taken: list[Paper] = [each.paper for each in found if isinstance(each, Mirrored)]
    assert taken == [TWO] * lines.count(LINE)
    assert json.loads(LINE)["id"] == TWO.id
