"""The same content gives the same bytes: wherever, whenever and after whatever it is built."""

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.builder.run import build_site, configured
from generator.files import ASIDE
from generator.intake import Options, take_in
from generator.model import Author, Paper
from generator.removal import remove_paper
from generator.store import load, write
from tests.crashing import NOW, line, pair
from tests.sameness import TALLY, bytes_of, compare
from tests.toy import make_content, make_project, make_toy, paper, run

POURED = "plugins: [{paperfeed: {search: false}}]\n"
BY_ROAD = "plugins: [{paperfeed: {search: false, pour: false}}]\n"
#: Places and times to build in. Of locales that are not here the C library takes its own.
SURROUNDINGS = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "de",
        "PYTHONHASHSEED": "random",
        "SOURCE_DATE_EPOCH": "1000000000",
    },
    {"LC_ALL": "de_DE.UTF-8", "SOURCE_DATE_EPOCH": "1893456000", "RAYON_NUM_THREADS": "1"},
)


def test_the_bytes_are_the_same_in_any_zone_locale_and_at_any_time(
    toy_built: Path, tmp_path: Path
) -> None:
    first = bytes_of(toy_built)
    for number, surroundings in enumerate(SURROUNDINGS):
        content = make_toy(tmp_path / f"{number}/deep" / "content")
        project = make_project(tmp_path / f"project-{number}", content)
        done = run("paperfeed", "build", "--site", f"out-{number}", cwd=project, **surroundings)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert compare(project / f"out-{number}", first) == [], surroundings


def test_sitemaps_tell_the_days_of_the_content(toy_built: Path, toy: Path) -> None:
    text = (toy_built / "sitemap.xml").read_text(encoding="utf-8")
    found = dict(re.findall(r"<loc>[^<]*?/mirror/([^<]*)</loc>\s*<lastmod>([^<]*)<", text))
    papers = load(toy).papers
    days = {
        each.id: max(item.retrieved for item in each.provenance).date()
        if each.provenance
        else each.listed
        for each in papers
    }
    assert {name: found[f"papers/{name}/"] for name in days} == {
        name: day.isoformat() for name, day in days.items()
    }
    others = {day for place, day in found.items() if not place.startswith("papers/")}
    assert others == {max(days.values()).isoformat()}
    packed = (toy_built / "sitemap.xml.gz").read_bytes()
    moment = datetime.fromtimestamp(int.from_bytes(packed[4:8], "little"), UTC)
    assert moment.date() == max(days.values())


def test_a_newer_word_of_a_source_is_the_papers_new_day(tmp_path: Path) -> None:
    one, other = paper(1), paper(2)
    later = datetime(2024, 5, 1, tzinfo=UTC)
    one = replace(one, provenance=(*one.provenance, replace(one.provenance[0], retrieved=later)))
    old = replace(paper(3, "2023-01-01"), provenance=())
    content = make_content(tmp_path / "content", one, other, old)
    text = (built(tmp_path / "project", content) / "sitemap.xml").read_text(encoding="utf-8")
    days = dict(re.findall(r"/papers/([^<]*)/</loc>\s*<lastmod>([^<]*)<", text))
    assert days == {one.id: "2024-05-01", other.id: "2024-03-06", old.id: "2023-01-01"}


@pytest.mark.parametrize("plugins", [POURED, BY_ROAD])
def test_a_site_without_papers_tells_no_day(plugins: str, tmp_path: Path) -> None:
    site = built(tmp_path / "project", make_content(tmp_path / "content"), plugins)
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>" in text
    assert "<lastmod>" not in text
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == text


# Sequences of changes


def built(project: Path, content: Path, plugins: str = POURED) -> Path:
    """Build the content in a project, which is made if it is not there; gives the site."""
    make_project(project, content, plugins)
    before = Path.cwd()
    os.chdir(project)
    try:
        build_site(configured(), allow_shrink=True)
    finally:
        os.chdir(before)
    return project / "site"


def taken_in(content: Path, lines: list[str]) -> None:
    file = content.parent / "in.jsonl"
    file.write_text("".join(lines))
    assert take_in([file], content, Options(day=date(2024, 3, 9)), NOW).errors == ()


class Changes:
    """Changes of a content folder, each by chance."""

    def __init__(self, content: Path, seed: int) -> None:
        self.content = content
        self.chance = random.Random(seed)
        self.number = 100
        #: Records that show that two papers stored apart are one.
        self.both: list[str] = []

    def one(self) -> str:
        """Make a change; what it was."""
        change: Callable[[], object] = self.chance.choice(
            [self.edit, self.edit, self.add, self.add, self.remove, self.two, self.merge]
            if self.chance.random() < 0.8
            else [self.topics, self.by_hand]
        )
        change()
        return change.__name__

    def _some(self) -> Paper:
        return self.chance.choice(load(self.content).papers)

    def edit(self) -> None:
        found = self._some()
        changed: list[dict[str, object]] = [
            {"title": f"A tree {self.chance.random()}"},
            {"abstract": f"Trees and tides, {self.chance.random()}: $x^{self.number}$."},
            {"upvotes": self.chance.randrange(50)},
            {"authors": (Author("Ada Byron"), Author(f"Number {self.number}"))},
            {"venue": self.chance.choice(["Tides", "Trees", None])},
            {"status": self.chance.choice(["withdrawn", None])},
            {"topics": self.chance.choice([("trees",), ("-trees",), ()])},
        ]
        write(self.content, replace(found, **self.chance.choice(changed)))  # type: ignore[arg-type]

    def add(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            self.number += 1
            day = f"2024-0{self.chance.randint(1, 3)}-{self.chance.randint(1, 9):02d}"
            title = self.chance.choice(["A tree", "The sea", "Tides and trees"])
            write(self.content, paper(self.number, day, title=f"{title} {self.number}"))

    def remove(self) -> None:
        if len(load(self.content).papers) > 3:
            remove_paper(self.content, self._some().id, "by chance", date(2024, 3, 6))

    def two(self) -> None:
        self.number += 1
        stored, both = pair(self.number, "2024-03-05", "2024-03-04")
        taken_in(self.content, [*stored, line(self.number + 500)])
        self.both.append(both)

    def merge(self) -> None:
        if self.both:
            taken_in(self.content, [self.both.pop()])

    def topics(self) -> None:
        phrase, label = self.chance.choice(["tree", "tide", "sea"]), self.chance.choice("ABC")
        (self.content / "topics.yml").write_text(
            f"- area: A\n  topics: [{{slug: trees, label: {label}, is: what grows, phrases: [{phrase}]}},"
            " {slug: tides, label: Tides, is: what flows, phrases: [tide]}]\n"
        )

    def by_hand(self) -> None:
        name = self.chance.choice(["about.md", "mine.md", "robots.txt", "deep/tables.txt"])
        path = self.content / name
        if path.exists():
            path.unlink()
            return
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# By hand\n\n{self.chance.random()}\n", encoding="utf-8")


def sequence(folder: Path, seed: int, steps: int) -> None:
    """Build after each of so many changes: with what was kept, from nothing, and without pouring."""
    content = make_content(
        folder / "content",
        *(paper(n, f"2024-01-{n + 1:02d}", title=f"A tree {n}") for n in range(8)),
    )
    write(content, *(paper(n, "2024-02-02", title=f"The sea {n}") for n in range(10, 14)))
    changes = Changes(content, seed)
    built(folder / "warm", content)
    told: list[str] = []
    for step in range(steps):
        told.append(changes.one())
        warm = built(folder / "warm", content)
        anew = folder / f"anew-{step}"
        left_out = shutil.ignore_patterns(".cache", ".lock", ASIDE)
        shutil.copytree(content, anew / "content", ignore=left_out)
        cold = bytes_of(built(anew / "cold", anew / "content"))
        assert compare(warm, cold) == [], (seed, told)
        if step == seed % steps:
            by_road = built(anew / "road", anew / "content", BY_ROAD)
            assert compare(by_road, cold) == [], (seed, told)
        shutil.rmtree(anew)


@pytest.mark.usefixtures("templates_compiled_once")
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_kept_from_builds_before_changes_no_byte(seed: int, tmp_path: Path) -> None:
    sequence(tmp_path, seed, 3)


@pytest.mark.usefixtures("templates_compiled_once")
@pytest.mark.soak
def test_two_hundred_sequences_of_changes_end_with_the_bytes_of_a_first_build(
    tmp_path: Path,
) -> None:
    for seed in range(200):
        (tmp_path / str(seed)).mkdir()
        sequence(tmp_path / str(seed), 1_000 + seed, 3)
        shutil.rmtree(tmp_path / str(seed))


def test_a_build_that_differs_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    before = dict(TALLY)
    parted = compare(tmp_path, {"a": b"2", "b": b""})
    assert [told.partition(":")[0] for told in parted] == ["a", "b"]
    assert TALLY["differing"] == before.get("differing", 0) + 1
    TALLY.clear()
    TALLY.update(before)
