"""What is missing here comes as it stands there; what is here stays; the same again does nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.addresses import API_INDEX
from generator.ingest import REJECTED
from generator.merge import provenance_of
from generator.mirroring.memory import FOLDER, faults_of, name_of, path_of
from generator.model import Author, Paper
from generator.store import load, write
from generator.store import path_of as record_of
from generator.tombstones import keep, tombstone_of
from generator.tombstones import path_of as tombstone_path
from tests.fetching.server import Answer, Server, head, reply, says
from tests.mirroring.other import DAY, NOW, Other, records, whole
from tests.test_cli import call
from tests.toy import paper

ONE, TWO, THREE = paper(1), paper(2, "2024-02-03"), paper(3, "2024-02-04")
MONTHS = ("api/months/2024-02.jsonl.gz", "api/months/2024-01.jsonl.gz")
#: A record as people and sources leave one behind: merged, edited, pinned, and of a second name.
LIVED = replace(
    paper(7, "2023-12-31", title="A tide, corrected by hand", abstract="First.\n\nSecond."),
    title="A tide, corrected by hand again",
    authors=(Author("Ada Lovelace", "0000-0002-1825-0097"),),
    aliases=("a-tide-3f9a1c",),
    pinned=("title", "topics"),
    topics=("+trees", "-video"),
    upvotes=0,
)


def added(other: Other) -> list[str]:
    report = other.pulled()
    assert report.well, report
    return [id_ for taken in report.each() for id_ in taken.added]


def test_what_is_missing_comes_byte_for_byte(other: Other, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    write(theirs, ONE, TWO, LIVED)
    write(other.content, ONE)
    other.has(ONE, TWO, LIVED)
    assert added(other) == [TWO.id, LIVED.id]
    assert records(other.content) == records(theirs)
    assert other.asked() == [API_INDEX, MONTHS[0], "api/months/2023-12.jsonl.gz"]
    other.pulled_again()


def test_an_empty_folder_is_filled_and_a_folder_need_not_be_there(other: Other) -> None:
    other.has(ONE, TWO)
    assert not other.content.exists()
    assert added(other) == [TWO.id, ONE.id]
    assert load(other.content).faults == ()
    other.pulled_again()


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (replace(TWO, title="Ours, and another", upvotes=3), TWO),
        (replace(TWO, id="ours-1", aliases=(TWO.id,)), TWO),
        (replace(TWO, id="ours-1"), TWO),  # by its identifier, which is the id there
        (TWO, replace(TWO, id="theirs-1", aliases=(TWO.id,))),
        (
            replace(TWO, id="10.1000-x", identifiers={"doi": "10.1000/x"}, links=()),
            replace(TWO, identifiers={"arxiv": TWO.id, "doi": "10.1000/x"}),
        ),
        (replace(TWO, id="same-title-1", identifiers={}, links=(), title="A tide of trees"),) * 2,
        (
            replace(TWO, id="same-title-1", identifiers={}, links=(), title="A tide of trees"),
            replace(TWO, title="A Tide of Trees"),
        ),
    ],
    ids=["id", "alias", "identifier", "their alias", "doi", "same", "title"],
)
def test_a_paper_that_is_here_stays_as_it_is(other: Other, here: Paper, there: Paper) -> None:
    write(other.content, here)
    before = records(other.content)
    other.has(ONE, there)
    assert added(other) == [ONE.id]
    kept = records(other.content)
    assert kept.pop(record_of(ONE))
    assert kept == before
    other.pulled_again()
    assert call("check", "--content", other.content).exit_code == 0


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (replace(TWO, id="ours-1", aliases=(TWO.id,), identifiers={}), TWO),
        (replace(TWO, id="ours-1"), TWO),
        (TWO, replace(TWO, id="theirs-1", aliases=(TWO.id,))),
    ],
    ids=["alias", "identifier", "their alias"],
)
def test_what_the_manifest_shows_to_be_here_is_not_asked_for(
    other: Other, here: Paper, there: Paper
) -> None:
    write(other.content, here)
    other.has(there)
    other.pulled_again()


def test_what_is_known_under_another_name_is_asked_for_again_once_it_has_changed(
    other: Other,
) -> None:
    here = replace(TWO, id="10.1000-x", identifiers={"doi": "10.1000/x"}, links=())
    there = replace(TWO, identifiers={"arxiv": TWO.id, "doi": "10.1000/x"})
    write(other.content, here)
    other.has(there)
    assert added(other) == []
    assert (other.content / path_of(name_of(other.url))).is_file()
    other.has(replace(there, identifiers={"arxiv": TWO.id}, title="Of another tide"))
    assert added(other) == [TWO.id]


@pytest.mark.parametrize(
    "damage", ["", "[", "- a", "2402.1: b", "'x': b", "x: {hash: [1], here: {}}"]
)
def test_a_damaged_memory_costs_a_question_and_no_more(other: Other, damage: str) -> None:
    write(other.content, replace(TWO, id="10.1000-x", identifiers={"doi": "10.1000/x"}, links=()))
    other.has(replace(TWO, identifiers={"arxiv": TWO.id, "doi": "10.1000/x"}))
    assert added(other) == []
    path = path_of(name_of(other.url))
    (other.content / path).write_text(damage)
    assert {fault.where for fault in faults_of(other.content)} == {f"content/{path}"}
    assert added(other) == []
    assert [*faults_of(other.content)] == []
    other.pulled_again()


@pytest.mark.parametrize(
    "there",
    [
        TWO,
        replace(TWO, id="theirs-1", aliases=(TWO.id,)),
        replace(TWO, id="theirs-1", aliases=()),
        replace(TWO, id="theirs-1", identifiers={}, links=()),
    ],
    ids=["id", "alias", "identifier", "title"],
)
def test_what_was_removed_here_never_comes_back(other: Other, there: Paper) -> None:
    there = replace(there, title="Tides that nobody saw")
    stone = tombstone_of(replace(TWO, title="Tides that nobody saw"), DAY, "x")
    keep(other.content, stone)
    other.has(there)
    report = other.pulled()
    assert report.well
    assert report.plan.removed + sum(len(taken.removed) for taken in report.each()) == 1
    assert records(other.content) == {}
    assert not [p for p, (data, _) in whole(other.content).items() if b"nobody saw" in data]
    other.pulled_again()
    (other.content / tombstone_path(stone.id)).unlink()
    assert added(other) == [there.id]


def test_a_refused_record_that_tells_of_what_was_removed_here_is_not_kept(other: Other) -> None:
    gone = replace(TWO, title="Tides of the sea that nobody saw")
    keep(other.content, tombstone_of(gone, DAY, "x"))
    there = replace(gone, id="theirs-1", aliases=(), identifiers={}, links=())
    other.tells(there, authors="nobody saw them")
    report = other.pulled()
    assert report.well
    ((outcome,),) = [taken.rejected for taken in report.each()]
    assert str(outcome.reason).startswith("was removed on ")
    assert not [p for p, (data, _) in whole(other.content).items() if b"nobody saw" in data]


def test_no_month_is_asked_for_while_a_tombstone_is_illegible(other: Other) -> None:
    keep(other.content, tombstone_of(TWO, DAY, "x"))
    (other.content / tombstone_path(TWO.id)).write_text("id: [\n")
    other.has(TWO, THREE)
    (error,) = other.pulled().errors
    assert "Until then nothing is taken in" in error
    assert other.asked() == [API_INDEX]
    assert records(other.content) == {}


def test_what_was_removed_there_is_said_and_stays_here(other: Other) -> None:
    write(other.content, ONE, TWO)
    other.has(ONE, removed=[TWO, THREE])
    before = whole(other.content)
    report = other.pulled()
    assert report.well
    assert report.plan.gone == ((TWO.id, str(DAY)),)
    assert whole(other.content) == before


def test_sample_papers_stay_where_they_are(other: Other) -> None:
    other.has(ONE, replace(TWO, provenance=provenance_of(TWO, "sample", NOW)))
    report = other.pulled()
    assert report.well
    assert report.plan.samples == 1
    assert records(other.content).keys() == {record_of(ONE)}
    other.pulled_again()


def test_a_dry_run_asks_and_writes_nothing(other: Other) -> None:
    write(other.content, ONE, replace(TWO, id="10.1000-x", identifiers={"doi": "10.1000/x"}))
    other.has(ONE, replace(TWO, identifiers={"arxiv": TWO.id, "doi": "10.1000/x"}), THREE)
    before = whole(other.content)
    report = other.pulled(dry_run=True)
    assert [(taken.added, taken.here) for taken in report.each()] == [([THREE.id], [TWO.id])]
    assert whole(other.content) == before


@pytest.mark.parametrize("failing", MONTHS)
@pytest.mark.parametrize(
    "answer",
    [
        says(reply(b"", 500)),
        says(reply(b"", 404)),
        says(head(200, {"Content-Length": "900"}) + b"half"),
        says(reply(b"other bytes\n")),
        lambda asked, line: line.reset(),
    ],
    ids=["500", "404", "cut off", "other bytes", "reset"],
)
def test_a_month_that_cannot_be_had_leaves_the_others(
    other: Other, failing: str, answer: Answer
) -> None:
    other.has(ONE, TWO)
    other.answers[failing] = answer
    report = other.pulled()
    assert not report.well
    (failed,) = [month for month in report.months if month.error]
    assert f"{other.url}{failing}: " in str(failed.error)
    came = {record_of(ONE), record_of(TWO)} - {record_of(ONE if "01" in failing[-12:] else TWO)}
    assert records(other.content).keys() == came
    del other.answers[failing]
    other.asked()
    assert len(added(other)) == 1
    assert other.asked() == [API_INDEX, failing]
    other.pulled_again()


def test_no_index_is_an_error_and_nothing_else(other: Other) -> None:
    for answer in (reply(b"", 500), reply(b"", 404), reply(b"<html>")):
        other.answers[API_INDEX] = says(answer)
        report = other.pulled()
        assert not report.well
        (said,) = report.errors
        assert said.startswith(f"{other.url}{API_INDEX}: ")
    assert not other.content.exists()


def test_a_file_that_cannot_be_read_is_an_error_and_keeps_its_name(other: Other) -> None:
    write(other.content, ONE)
    (other.content / record_of(ONE)).write_text("---\n")
    other.has(ONE, TWO)
    report = other.pulled()
    assert not report.well
    assert [taken.added for taken in report.each()] == [[TWO.id]]
    assert (other.content / record_of(ONE)).read_text() == "---\n"


def test_a_name_of_two_papers_is_rejected_once(other: Other) -> None:
    """Its alias is another's here, though arXiv knows the two as different papers."""
    write(other.content, replace(ONE, aliases=("tides",)))
    other.has(replace(TWO, aliases=()))
    other.tells(TWO, aliases=["tides"])
    report = other.pulled()
    ((outcome,),) = [taken.rejected for taken in report.each()]
    assert outcome.state == REJECTED
    assert "`tides` is already a name of 2401.00001" in str(outcome.reason)
    assert report.well
    other.pulled_again()


PAPERS = st.sets(st.integers(1, 12), max_size=8).map(
    lambda numbers: [paper(n, f"2024-{1 + n % 3:02d}-02") for n in sorted(numbers)]
)


@given(PAPERS, PAPERS, st.sets(st.integers(1, 12), max_size=2))
@settings(max_examples=20)
def test_two_sites_that_pull_from_each_other_hold_the_same(
    ours: list[Paper], theirs: list[Paper], removed: set[int]
) -> None:
    stones = [paper(number) for number in removed]
    with TemporaryDirectory() as folder, Server() as server:
        here, there = Other(server, Path(folder, "here")), Path(folder, "there")
        ours = [each for each in ours if each.id not in {stone.id for stone in stones}]
        write(here.content, *ours)
        for stone in stones:
            keep(here.content, tombstone_of(stone, DAY, "x"))
        write(there, *theirs)
        here.has(*theirs)
        here.pulled()
        # The other way round: the one that was asked asks.
        back = Other(server, there)
        back.has(*load(here.content).papers, removed=stones)
        back.pulled()
        mine, others = records(here.content), records(there)
        both = Counter((*mine, *others))
        gone = {path for path in others if Path(path).stem in {stone.id for stone in stones}}
        assert {path for path, times in both.items() if times == 1} == gone
        assert {path: others[path] for path in others.keys() - gone} == mine
        back.pulled_again()


def test_names_of_sites_are_those_of_files(other: Other) -> None:
    assert name_of("https://Feed.example/") == "feed.example"
    assert name_of("https://feed.example:8443/A/b/") == "feed.example-8443-a-b"
    long = name_of(f"https://feed.example/{'x' * 99}/")
    assert len(long) == 40
    assert long != name_of(f"https://feed.example/{'x' * 98}/")
    assert FOLDER == "intake/mirrors"
