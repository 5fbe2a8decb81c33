"""Upgrading: with migrations made up here, for there is none yet."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from filelock import FileLock

from generator import store
from generator.commands.upgrade import said
from generator.faults import StoreError
from generator.record import dump
from generator.schema import SETTINGS, SchemaError, schema_of
from generator.store import load
from generator.upgrading.migrations import Migration, Values
from generator.upgrading.upgrade import Step, Upgraded, upgrade
from tests.core import files
from tests.toy import make_content, paper, run


def renamed(values: Mapping[Any, Any], abstract: str) -> Values:
    """`venue` is `place` now, where it was; known by the key."""
    return {("place" if key == "venue" else key): each for key, each in values.items()}, abstract


def listed(values: Mapping[Any, Any], abstract: str) -> Values:
    """`place` is a list of places now; known by its shape."""
    place = values.get("place")
    more = {"place": [place]} if isinstance(place, str) else {}
    return {**values, **more}, abstract


def signed(values: Mapping[Any, Any], abstract: str) -> Values:
    """An abstract ends with a full stop."""
    return values, f"{abstract}." if abstract and not abstract.endswith(".") else abstract


RENAMED = Migration(2, "the key `venue` is `place` now", renamed)
LISTED = Migration(3, "`place` is a list", listed)
SIGNED = Migration(4, "abstracts end with a full stop", signed)
ALL = (RENAMED, LISTED, SIGNED)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Three records: with a venue, with an abstract without its end, with neither."""
    return make_content(
        tmp_path / "content",
        paper(1, venue="Shore: letters", abstract="Gulls."),
        paper(2, abstract="Terns\n\nand $x_1$"),
        paper(3),
    )


def kept(content: Path) -> dict[str, bytes]:
    """What is in the folder and is kept, without what runs leave behind."""
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file() and not path.relative_to(content).as_posix().startswith(".")
    }


def text_of(content: Path, number: int) -> str:
    return (content / f"papers/2024/01/2401.{number:05d}.md").read_text("utf-8")


def test_each_migration_is_applied_and_accounted_for(content: Path) -> None:
    texts = [text_of(content, number) for number in (1, 2, 3)]
    done = upgrade(content, ALL)
    steps = [(step.to, step.changed) for step in done.steps]
    assert (done.before, done.after, done.changed, done.faults) == (1, 4, 2, ())
    assert steps == [(2, 1), (3, 1), (4, 1)]
    assert (content / SETTINGS).read_text() == "schema: 4\n"
    # Nothing but what the migrations say is another text.
    assert text_of(content, 1) == texts[0].replace(
        "venue: 'Shore: letters'\n", "place:\n- 'Shore: letters'\n"
    )
    assert text_of(content, 2) == texts[1].replace("$x_1$\n", "$x_1$.\n")
    assert text_of(content, 3) == texts[2]


def test_only_what_is_left_to_do_is_done(content: Path) -> None:
    upgrade(content, ALL[:1])
    assert schema_of(content, 4) == 2
    done = upgrade(content, ALL)
    assert [step.to for step in done.steps] == [3, 4]
    assert (done.before, done.after) == (2, 4)


def test_again_changes_nothing(content: Path) -> None:
    upgrade(content, ALL)
    before = files(content)
    assert upgrade(content, ALL) == Upgraded(4, 4, 0)
    assert files(content) == before


def test_a_dry_run_says_the_same_and_writes_nothing(content: Path) -> None:
    before = files(content)
    planned = upgrade(content, ALL, dry_run=True)
    assert files(content) == before
    assert planned == upgrade(content, ALL)


def test_records_that_were_migrated_are_read_by_the_present_program(content: Path) -> None:
    back = Migration(3, "back", lambda values, text: (
        {("venue" if key == "place" else key): each for key, each in values.items()}, text
    ))  # fmt: skip
    papers = load(content).papers
    upgrade(content, (RENAMED, back))
    (content / SETTINGS).unlink()
    assert load(content).papers == papers
    for each in papers:
        assert text_of(content, int(each.id[-1])) == dump(each)


@pytest.mark.parametrize("call", range(1, 8))
def test_a_run_that_was_cut_short_goes_on(content: Path, tmp_path: Path, call: int) -> None:
    """Killed at each file that is put in place; and then the end is that of a run at one go."""
    whole = make_content(
        tmp_path / "whole", *(load(content).papers)
    )  # fmt: skip
    upgrade(whole, ALL)
    calls = 0
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == call:
            raise KeyboardInterrupt
        return real(self, target)

    with patch.object(Path, "replace", replace), patch("generator.upgrading.upgrade._AT_ONCE", 1):
        try:
            upgrade(content, ALL)
        except KeyboardInterrupt:
            assert schema_of(content, 4) < 4
    after = upgrade(content, ALL)
    assert after.after == 4
    assert kept(content) == kept(whole)


def test_a_record_that_cannot_be_read_is_listed_and_left(content: Path) -> None:
    folder = content / "papers/2024/01"
    broken = {
        "a.md": b"no front matter\n",
        "b.md": b"---\ntitle: [\n---\n",
        "c.md": b"---\ntitle: \xff\n---\n",
        "e.md": b"---\ntitle: &a [x, *a]\n---\n",
        "f.md": b"---\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 10)) for c in range(98, 110)
        )
        + b"---\n",
    }
    for name, data in broken.items():
        (folder / name).write_bytes(data)
    (folder / "d.md").symlink_to(folder / "2401.00001.md")
    done = upgrade(content, ALL)
    assert (done.before, done.after, done.changed) == (1, 1, 1)
    assert [fault.where.rpartition("/")[2] for fault in done.faults] == [
        f"{c}.md" for c in "abcdef"
    ]
    assert "a symbolic link" in done.faults[3].message
    assert {name: (folder / name).read_bytes() for name in broken} == broken
    assert "place: 'Shore: letters'" in text_of(content, 1)
    assert not (content / SETTINGS).exists()
    for name in (*broken, "d.md"):
        (folder / name).unlink()
    assert upgrade(content, ALL).after == 4


def test_a_migration_that_stumbles_stops_no_other_record(content: Path) -> None:
    def stumbles(values: Mapping[Any, Any], abstract: str) -> Values:
        return {**values, "venue": values["venue"].upper()}, abstract

    done = upgrade(content, (Migration(2, "venues are loud", stumbles),))
    assert (done.after, done.changed) == (1, 1)
    assert len(done.faults) == 2
    assert "the change to schema 2 does not know what to do with it: 'venue'" in str(done.faults[0])
    assert "SHORE" in text_of(content, 1)


def test_a_migration_that_does_not_know_its_own_work_writes_nothing(content: Path) -> None:
    def grows(values: Mapping[Any, Any], abstract: str) -> Values:
        return values, f"{abstract}!"

    before = kept(content)
    done = upgrade(content, (Migration(2, "louder", grows),))
    assert [*{fault.message for fault in done.faults}] == [
        "the change to schema 2 would change it twice; report this"
    ]
    assert kept(content) == before


def test_a_migration_cannot_change_what_it_is_given(content: Path) -> None:
    def writes(values: Mapping[Any, Any], abstract: str) -> Values:
        values["venue"] = "x"  # type: ignore[index]
        return values, abstract

    assert len(upgrade(content, (Migration(2, "", writes),)).faults) == 3


def test_a_form_that_no_migration_leads_to_is_refused(content: Path) -> None:
    (content / SETTINGS).write_text("schema: 5\n")
    with pytest.raises(SchemaError, match="found 5; this paperfeed knows 4; update the code"):
        upgrade(content, ALL)


def test_one_writer_at_a_time(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.0)
    with FileLock(content / ".lock"):
        with pytest.raises(StoreError, match="another paperfeed has been writing"):
            upgrade(content, ALL)
        assert upgrade(content, ALL, dry_run=True).after == 4


def test_a_disk_that_refuses_is_an_error(content: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28), "x.md")

    with (
        patch("generator.upgrading.upgrade.put", refuse),
        pytest.raises(StoreError, match=r"x\.md: cannot be written: No space left"),
    ):
        upgrade(content, ALL)
    assert not (content / SETTINGS).exists()


# The command


def test_it_says_that_there_is_nothing_to_do(content: Path) -> None:
    before = kept(content)
    for option in ([], ["--dry-run"]):
        done = run("paperfeed", "upgrade", "--content", content, *option)
        told = "content has schema 1, the newest that there is: nothing to do.\n"
        assert (done.returncode, done.stdout, done.stderr) == (0, told, "")
    done = run("paperfeed", "upgrade", "--content", content, "--json")
    assert json.loads(done.stdout) == {
        "from": 1, "to": 1, "changed": 0, "migrations": [], "faults": []
    }  # fmt: skip
    assert kept(content) == before
    done = run("paperfeed", "upgrade", "--content", content / "none")
    assert done.returncode == 2


def test_it_says_what_it_did() -> None:
    steps = (Step(2, "the key `venue` is `place` now", 1), Step(3, "`place` is a list", 1_200))
    done = Upgraded(1, 3, 1_200, steps)
    assert said(done, "content", dry_run=False) == [
        "schema 2: the key `venue` is `place` now: 1 record",
        "schema 3: `place` is a list: 1,200 records",
        "content: schema 1 -> 3, 1,200 records changed",
    ]
    assert said(done, "content", dry_run=True)[-1].endswith("changed (nothing was written)")
