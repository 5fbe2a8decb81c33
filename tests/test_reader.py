"""One input is read here or in a process of its own; both ways the same."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.admit import Refused
from generator.incoming import Source
from generator.inputs import Input
from generator.reader import Batch, Broken, Format, Message, Request, read, reading_ahead

NOW = datetime(2024, 3, 6, 6, tzinfo=UTC)


def request(path: Path, source: Source | None = None) -> Request:
    one = Input(path.name, path, size=path.stat().st_size)
    return Request(one, source, None, date(2024, 3, 5), NOW, {})


def lines(number: int) -> str:
    return "".join(
        json.dumps({"id": f"2401.{n:05d}", "title": f"Paper {n}" if n % 7 else ""}) + "\n"
        for n in range(1, number + 1)
    )


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("generator.reader._LARGE", 1)
    path = tmp_path / "in.jsonl"
    path.write_text(lines(1_000))
    return path


def ahead(wanted: Request) -> list[Message]:
    with reading_ahead(wanted) as messages:
        return list(messages)


def test_another_process_says_the_same(large: Path) -> None:
    here = list(read(request(large)))
    assert here == ahead(request(large))
    assert here[0] == Format("jsonl")
    batches = [message for message in here if isinstance(message, Batch)]
    assert sum(len(batch.records) for batch in batches) == 1_000
    assert len(batches) > 2
    parts = [batch.part for batch in batches]
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


@pytest.mark.parametrize("text", ["", "\n", "<!DOCTYPE html><html>", "nothing of ours"])
def test_what_is_wrong_with_an_input_comes_over_too(large: Path, text: str) -> None:
    large.write_text(text + " ")
    (broken,) = ahead(request(large))
    assert isinstance(broken, Broken)
    assert broken.reason.startswith("is ")


def test_records_before_an_error_are_not_lost(large: Path) -> None:
    from generator.sources import arxiv_atom

    entry = "<entry><id>http://arxiv.org/abs/2401.00001v1</id><title>On gulls</title></entry>"
    large.write_text(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry * 3}<entry><id>')
    *found, broken = ahead(request(large, arxiv_atom.SOURCE))
    assert isinstance(broken, Broken)
    assert "not well-formed XML" in broken.reason
    records = [record for each in found if isinstance(each, Batch) for record in each.records]
    assert len(records) == 3


def test_what_was_seen_on_a_day_to_come_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    record = {"title": "Gulls", "identifiers": {"arxiv": "2401.00001"}, "listed": "2024-03-07"}
    told = {"source": "toy", "fields": {}, "retrieved": "2024-03-08T00:00:00Z"}
    given = (
        record,
        {**record, "listed": "2024-03-08"},
        {**record, "listings": [{"source": "toy", "day": "2099-12-31"}]},
        {**record, "listings": [{"source": "toy", "day": "2024-03-05"}], "provenance": [told]},
        {"title": "Terns", "published": "2027-06"},
    )
    path.write_text("".join(f"{json.dumps(each)}\n" for each in given))
    _, batch = read(request(path))
    assert isinstance(batch, Batch)
    found = [getattr(each, "reason", "taken in").partition(" (today")[0] for each in batch.records]
    assert found == [
        "taken in",
        "listed: found 2024-03-08, which has not come",
        "listings[0].day: found 2099-12-31, which has not come",
        "provenance[0].retrieved: found 2024-03-08, which has not come",
        "taken in",
    ]
    assert isinstance(batch.records[1], Refused)
    assert json.loads(batch.records[1].original) == given[1]


def test_one_that_is_not_read_to_its_end_leaves_no_process(large: Path) -> None:
    large.write_text(lines(60_000))
    with reading_ahead(request(large)) as messages:
        next(messages)
    assert multiprocessing.active_children() == []


def test_the_death_of_the_process_is_an_error_and_no_silence(large: Path) -> None:
    large.write_text(lines(60_000))
    with reading_ahead(request(large)) as messages:
        next(messages)
        (child,) = multiprocessing.active_children()
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        last = list(messages)[-1]
    assert last == Broken("the process that read it was killed; is there memory enough?")
