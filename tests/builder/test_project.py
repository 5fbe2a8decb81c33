"""A content folder as a feed, and what serves where it lacks something."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.builder.project import OWN_CONTENT, fallback, handwritten, load_feed
from generator.topic_file import TopicError
from tests.toy import FIXTURE, ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURE, tmp_path / "content")
    return tmp_path / "content"


def test_our_own_content_is_in_the_checkout() -> None:
    assert OWN_CONTENT == ROOT / "content"


def test_a_folder_with_topics_uses_its_own(content: Path) -> None:
    loaded = load_feed(content)
    assert list(loaded.feed.topics) == ["tides", "birds", "trees", "reading", "stones"]
    assert loaded.faults == ()
    assert fallback(content, "topics.yml") == content / "topics.yml"


def test_a_folder_without_topics_uses_the_projects(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (content / "topics.yml").unlink()
    own = tmp_path / "own"
    own.mkdir()
    (own / "topics.yml").write_text(
        "- area: A\n  topics: [{slug: trees, label: T, is: t, phrases: [tree]}]\n"
    )
    monkeypatch.setattr("generator.builder.project.OWN_CONTENT", own)
    loaded = load_feed(content)
    assert list(loaded.feed.topics) == ["trees"]
    # A paper that names a topic by hand that is not there is a fault, and still shown.
    assert [fault.where for fault in loaded.faults] == ["content/papers/2024/01/2401.00033.md"]
    assert "`reading` is no topic" in str(loaded.faults[0])
    assert "2401.00033" in {paper.id for paper in loaded.feed.papers}


def test_a_bad_record_is_a_fault_and_no_paper(content: Path) -> None:
    path = content / "papers/2024/01/2401.00041.md"
    path.write_text(path.read_text().replace("listed:", "lsited:"))
    loaded = load_feed(content)
    assert "2401.00041" not in {paper.id for paper in loaded.feed.papers}
    assert len(loaded.feed.papers) == 11
    assert {fault.where for fault in loaded.faults} == {"content/papers/2024/01/2401.00041.md"}
    assert any("did you mean `listed`" in fault.message for fault in loaded.faults)


def test_topics_that_cannot_be_used_say_where(content: Path) -> None:
    (content / "topics.yml").write_text("- area: A\n  topics: 3\n")
    with pytest.raises(TopicError, match=r"topics\.yml"):
        load_feed(content)
    (content / "topics.yml").write_bytes(b"- area: \xff\n")
    with pytest.raises(TopicError, match="UTF-8"):
        load_feed(content)


def test_an_empty_folder_is_an_empty_feed(tmp_path: Path) -> None:
    assert load_feed(tmp_path).feed.papers == ()


def test_pages_by_hand_are_the_folders_and_else_our_own(content: Path) -> None:
    assert handwritten(content)["about.md"] == OWN_CONTENT / "about.md"
    # The documents' pictures come with them.
    assert handwritten(content)["docs/architecture.png"] == OWN_CONTENT / "docs/architecture.png"
    assert "docs/architecture.png" not in handwritten(content, documents=False)
    (content / "about.md").write_text("# Ours\n")
    (content / "more.md").write_text("# More\n")
    found = handwritten(content)
    assert found["about.md"] == content / "about.md"
    assert found["more.md"] == content / "more.md"


def test_other_pages_of_the_checkout_are_a_communitys_own(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("about.md", "treffen.md"):
        (tmp_path / name).write_text("# A\n")
    monkeypatch.setattr("generator.builder.project.OWN_CONTENT", tmp_path)
    assert set(handwritten(content)) == {"about.md"}
    assert set(handwritten(tmp_path)) >= {"about.md", "treffen.md"}


def test_pages_and_pictures_in_folders_are_handwritten_too(content: Path) -> None:
    (content / "docs").mkdir()
    for name in ("docs/start.md", "docs/gull.png", ".hidden.md"):
        (content / name).write_bytes(b"# Start")
    found = handwritten(content)
    assert {"docs/start.md", "docs/gull.png", "about.md"} <= found.keys()
    assert not {name for name in found if name.startswith(("papers/", ".")) or name == "topics.yml"}
