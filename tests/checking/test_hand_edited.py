"""Whatever text a person leaves in a file of the content folder, it is read or a fault there."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from generator.checking.check import check
from generator.checking.links import Targets, dead_links
from generator.checking.rendered import rendered_by
from generator.faults import Fault
from generator.intake_days import load_intake
from generator.store import load, path_of
from generator.tombstones import load_tombstones
from generator.topic_file import TopicError, parse_topics
from tests.toy import make_content, paper

SUITES = ("yaml_suite", "json_suite", "blns", "md_*")
#: How many of each kind go into one folder.
PORTION = 150


def texts(data: Path) -> Iterator[bytes]:
    """Every text of the suites, as bytes."""
    for suite in SUITES:
        for path in sorted((data / "hostile").glob(f"{suite}.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                item = json.loads(line)
                if "b64" in item:
                    yield base64.b64decode(item["b64"])
                else:
                    yield item["text"].encode("utf-8", "surrogatepass")


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def hand_edited(content: Path, portion: list[bytes]) -> None:
    """A content folder with each text as every kind of file."""
    make_content(content, paper(1))
    for number, text in enumerate(portion):
        front = f"---\nid: b{number}\nlisted: 2024-01-03\n".encode()
        month = content / "papers/2024/01"
        put(month / f"a{number}.md", text)
        put(month / f"b{number}.md", front + text + b"\n---\n\nWe look.\n")
        title = front.replace(b"b", b"c") + b"title: " + text + b"\n---\n"
        put(month / f"c{number}.md", title)
        put(month / f"d{number}.md", front.replace(b"b", b"d") + b"title: x\n---\n\n" + text)
        put(content / f"intake/removed/x{number}.yml", text)
        put(content / f"intake/hf-daily/{2000 + number}-01-01.yml", text)


def places(faults: tuple[Fault, ...]) -> dict[str, list[int | None]]:
    """The lines of the faults of each file; each says something that can be shown."""
    found: dict[str, list[int | None]] = {}
    for fault in faults:
        assert fault.message
        assert str(fault).isprintable()
        found.setdefault(fault.where, []).append(fault.line)
    return found


def all_have_a_place(folder: Path, portion: list[bytes]) -> None:
    content = folder / "content"
    hand_edited(content, portion)
    contents, intake = load(content), load_intake(content)
    tombstones = load_tombstones(content).whole
    found = places((*contents.faults, *intake.faults))
    read = {path_of(each) for each in contents.papers}
    assert path_of(paper(1)) in read
    read |= {f"intake/removed/{each.id}.yml" for each in tombstones}
    read |= {f"intake/{s}/{day}.yml" for s, days in intake.days.items() for day in days}
    # Some give a good record another id; then its file alone is at fault, not a line of it.
    for path in sorted((*content.rglob("papers/**/*.md"), *content.rglob("intake/*/*.yml"))):
        name = path.relative_to(content).as_posix()
        lines = found.get(f"content/{name}", [])
        assert bool(lines) != (name in read), (name, path.read_bytes())
        end = path.read_bytes().count(b"\n") + path.read_bytes().count(b"\r") + 1
        assert all(line is None or 1 <= line <= end for line in lines), (name, lines)
        moved = [str(fault) for fault in contents.faults if fault.where == f"content/{name}"]
        assert None not in lines or "is not where it belongs" in " ".join(moved), (name, moved)
    for text in portion:
        page = text.decode("utf-8", "replace")
        if page.strip() == "[]":  # a site may have no topics
            assert parse_topics(page) == ()
        else:
            with pytest.raises(TopicError) as raised:
                parse_topics(page)
            assert all(fault.line for fault in raised.value.faults)
        targets = Targets({"x.md"}, {"x.md": page}, rendered_by())
        lines = [flaw.line for flaw in dead_links("x.md", targets)]
        assert all(line and line <= page.count("\n") + page.count("\r") + 1 for line in lines)


def test_a_sample_of_what_people_may_leave_in_a_file(shared: Path, tmp_path: Path) -> None:
    sample = list(islice(texts(shared), 0, None, 11))
    assert len(sample) > 60
    all_have_a_place(tmp_path, sample)


@pytest.mark.soak
def test_all_that_people_may_leave_in_a_file(shared: Path, tmp_path: Path) -> None:
    every = list(texts(shared))
    for start in range(0, len(every), PORTION):
        folder = tmp_path / str(start)
        folder.mkdir()
        all_have_a_place(folder, every[start : start + PORTION])


@pytest.mark.soak
def test_a_whole_folder_of_it_is_checked(shared: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    every = list(texts(shared))
    hand_edited(content, every[::7])
    for number, text in enumerate(every):
        put(content / f"notes/{number}.md", text)
    for number, text in enumerate(every[::50]):
        put(content / "topics.yml", text)
        found = check(content)
        assert found.papers >= 1, number
        assert any(fault.where == "content/topics.yml" and fault.line for fault in found.faults)
