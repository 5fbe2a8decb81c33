"""Records come in: which paper they are of, what is written, and what is said of each."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.faults import StoreError
from generator.formats import detect
from generator.incoming import Incoming, Note, Rejected, states
from generator.ingest import Account
from generator.model import Link, Paper
from generator.record import dump
from generator.shelf import conflict
from generator.sources import hf_daily_json, hf_page_text, jsonl
from generator.store import load, write
from tests.core import DAY, LATER, admitted, files, only, record, stored, take, take_file
from tests.test_merge import facts

PAGE = record("hf-page", title="Counting Gulls: a Survey", abstract="We count gulls.")
DAILY = record(
    "hf-daily",
    date(2025, 3, 10),
    title="Counting gulls - a survey",
    abstract="We count gulls, twice.",
    authors=["Ada Byron", "Bo Li"],
    identifiers={"arxiv": "2503.01234"},
    upvotes=5,
)


def states_of(account: Account) -> list[str]:
    return [outcome.state for outcome in account.outcomes]


def counts(account: Account) -> tuple[int, ...]:
    """Added, updated, unchanged, rejected: their sum is the number of records."""
    found = account.counts()
    assert list(found) == ["added", "updated", "unchanged", "rejected"]
    assert sum(found.values()) == len(account.outcomes)
    assert found["rejected"] == len(account.rejected)
    return tuple(found.values())


# The account


def test_every_record_ends_somehow_and_none_stops_the_rest(tmp_path: Path) -> None:
    records: list[Incoming | Rejected | Note] = [
        record(title="Gulls"),
        Rejected("line 7", "no abstract \x1b[31m"),
        Note("the year was \u202e guessed"),
        Incoming("line 9", states(title="")),
        record(title="Gulls"),
        Incoming("line 12", states(title="Boats")),
        record(title="Gulls", abstract="We count."),
        record(title="Terns", links=(Link("code", "nonsense\x07"),)),
    ]
    account = take(tmp_path, records)
    assert counts(account) == (2, 1, 1, 3)
    assert [(r.input, r.where, r.reason) for r in account.rejected] == [
        ("input", "line 7", "no abstract \ufffd[31m"),
        ("input", "line 9", "has no title"),
        ("input", "line 12", "no day is known; give --date YYYY-MM-DD"),
    ]
    assert account.notes == [
        "input: the year was \ufffd guessed",
        "input: item 0: links: `nonsense\ufffd` is no http(s) address; left out",
    ]
    assert [outcome.paper for outcome in account.outcomes][:2] == [admitted(title="Gulls").id, None]
    assert [paper.title for paper in stored(tmp_path)] == ["Gulls", "Terns"]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    records = [PAGE, DAILY, record(title="Terns"), PAGE]
    dry = take(tmp_path / "content", records, dry_run=True)
    assert files(tmp_path / "content") == {}
    assert dry == take(tmp_path / "content", records)
    before = files(tmp_path / "content")
    take(tmp_path / "content", [record("arxiv", title="Terns", abstract="New.")], dry_run=True)
    assert files(tmp_path / "content") == before


def test_the_same_input_again_changes_no_byte(tmp_path: Path) -> None:
    records = [
        PAGE,
        DAILY,
        record(title="Terns", version=0),
        record("jsonl", title="Terns", venue="1e5"),
    ]
    take(tmp_path, records)
    before = files(tmp_path)
    account = take(tmp_path, records, now=LATER)
    assert counts(account) == (0, 0, 4, 0)
    assert files(tmp_path) == before
    assert counts(take(tmp_path, records[::-1], now=LATER)) == (0, 0, 4, 0)
    assert files(tmp_path) == before


def test_the_same_paper_on_other_days_is_one_file_with_every_day(tmp_path: Path) -> None:
    days = [date(2025, 3, 12), date(2025, 2, 27), DAY]
    again = [record("hf-daily", day, title="Gulls", abstract="We count.") for day in days]
    assert counts(take(tmp_path, [*again, again[0]])) == (1, 2, 1, 0)
    paper = only(stored(tmp_path))
    assert [item.day for item in paper.listings] == sorted(days)
    assert paper.listed == days[0]  # the day on which it first came in
    assert list(files(tmp_path)) == [f"papers/2025/03/{paper.id}.md"]


# Which paper it is of


@pytest.mark.parametrize("order", [(PAGE, DAILY), (DAILY, PAGE)], ids=["page first", "json first"])
def test_a_paper_of_two_sources_is_one_file_with_an_alias(
    tmp_path: Path, order: tuple[Incoming, Incoming]
) -> None:
    for incoming in order:
        take(tmp_path, [incoming])
    first = admitted(title=PAGE.raw.title).id if order[0] is PAGE else "2503.01234"
    paper = only(stored(tmp_path))
    assert paper.id == first
    assert {paper.id, *paper.aliases} == {"2503.01234", admitted(title=PAGE.raw.title).id}
    assert paper.listed == order[0].raw.listings[0].day
    assert (paper.title, paper.upvotes) == ("Counting gulls - a survey", 5)
    # Each of the two finds it again.
    assert counts(take(tmp_path, order[::-1])) == (0, 0, 2, 0)


def test_the_order_of_the_sources_changes_nothing_else(tmp_path: Path) -> None:
    papers = []
    for number, order in enumerate([(PAGE, DAILY), (DAILY, PAGE)]):
        for incoming in order:
            take(tmp_path / str(number), [incoming])
        papers.append(only(stored(tmp_path / str(number))))
    assert facts(papers[0]) == facts(papers[1])


def test_a_record_with_both_identifiers_joins_two_papers(tmp_path: Path) -> None:
    arxiv = record(
        "arxiv", date(2025, 3, 9), title="Gulls, v1", identifiers={"arxiv": "2503.01234"}
    )
    acl = record("acl", title="Gulls at sea", identifiers={"doi": "10.1000/gulls"})
    bridge = record(
        "jsonl", title="Gulls", identifiers={"arxiv": "2503.01234", "doi": "10.1000/gulls"}
    )
    assert counts(take(tmp_path, [acl, arxiv])) == (2, 0, 0, 0)
    account = take(tmp_path, [bridge])
    assert counts(account) == (0, 1, 0, 0)
    paper = only(stored(tmp_path))
    assert paper.id == "2503.01234"
    assert "10.1000-gulls" in paper.aliases
    assert list(files(tmp_path)) == ["papers/2025/03/2503.01234.md"]
    assert account.notes == [
        "papers/2025/03/10.1000-gulls.md is the same paper as papers/2025/03/2503.01234.md"
    ]
    assert counts(take(tmp_path, [acl, arxiv, bridge])) == (0, 0, 3, 0)


@given(
    chosen=st.permutations(
        [
            PAGE,
            DAILY,
            record("arxiv", title="Gulls", identifiers={"arxiv": "2503.01234"}, version=2),
            record("acl", title="Gulls", identifiers={"doi": "10.1000/g", "arxiv": "2503.01234"}),
        ]
    )
)
def test_any_order_of_records_ends_as_one_paper(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[Incoming]
) -> None:
    content = tmp_path_factory.mktemp("content")
    for incoming in chosen:
        take(content, [incoming])
    by_title = {"Counting Gulls: a Survey", "Counting gulls - a survey"}
    # Page text has no identifier: only its title joins it, so the JSON must be before or after.
    papers = stored(content)
    assert len(papers) == 1 or {p.title for p in papers} & by_title
    assert counts(take(content, chosen))[0] == 0


def test_identifiers_decide_before_titles(tmp_path: Path) -> None:
    one = record(title="Gulls", identifiers={"arxiv": "2503.01234"})
    renamed = record(title="Terns", identifiers={"arxiv": "2503.01234"}, version=2)
    other = record(title="Gulls", identifiers={"arxiv": "2503.09999"})
    assert counts(take(tmp_path, [one, other, renamed])) == (2, 1, 0, 0)
    assert [(paper.id, paper.title) for paper in stored(tmp_path)] == [
        ("2503.01234", "Terns"), ("2503.09999", "Gulls")
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["Preface", "PREFACE", "Editorial 2", "Foreword"])
def test_generic_titles_never_join(tmp_path: Path, title: str) -> None:
    records = [
        record(title=title, abstract="On gulls.", authors=["Ada Byron"]),
        record(title=title, abstract="On terns.", authors=["Ada Byron"]),
        record(title=title, abstract="On boats."),
        record(title=title, identifiers={"doi": "10.1000/1"}),
        record(title=title, identifiers={"doi": "10.1000/2"}),
    ]
    for order in (records, records[::-1]):
        content = tmp_path / title / str(order is records)
        assert counts(take(content, order)) == (5, 0, 0, 0)
        assert counts(take(content, order)) == (0, 0, 5, 0)


def test_papers_of_one_title_by_others_stay_apart(tmp_path: Path) -> None:
    ada = record(title="Gulls", authors=["Ada Byron", "Bo Li"])
    cy = record(title="GULLS", authors=["Cy Moss"])
    both = record(title="Gulls!", authors=["Byron, A.", "Dee Fox"])
    assert counts(take(tmp_path, [ada, cy, both])) == (2, 1, 0, 0)
    assert len(stored(tmp_path)) == 2
    assert counts(take(tmp_path, [ada, cy, both])) == (0, 0, 3, 0)


@pytest.mark.parametrize(
    ("ours", "theirs", "apart"),
    [
        (["Ada Byron"], ["A. Byron"], False),
        (["Ada Byron"], ["Byron, Ada"], False),
        (["Ada Byron", "Bo Li"], ["Cy Moss", "B. Li"], False),
        (["Ada Byron"], [], False),
        (["Ada Byron"], ["Bo Byron"], True),
        (["Ada Byron"], ["Ada Li"], True),
    ],
)
def test_authors_conflict_if_they_share_none(
    ours: list[str], theirs: list[str], apart: bool
) -> None:
    papers = [admitted(title="Gulls", authors=names) for names in (ours, theirs)]
    assert conflict(*papers) is apart
    assert conflict(*papers[::-1]) is apart


def test_papers_with_arxiv_identifiers_of_their_own_are_never_joined(tmp_path: Path) -> None:
    """A shared DOI (of a volume, or a slip) must not make two papers one: nothing parts them."""
    one = record("arxiv", title="Gulls I", identifiers={"arxiv": "2503.01234", "doi": "10.1000/v"})
    two = record("arxiv", title="Gulls II", identifiers={"arxiv": "2503.01235", "doi": "10.1000/v"})
    volume = record("acl", title="Gulls", identifiers={"doi": "10.1000/v"})
    for number, order in enumerate(permutations((one, two, volume))):
        content = tmp_path / str(number)
        take(content, order)
        papers = stored(content)
        assert {"2503.01234", "2503.01235"} <= {name for p in papers for name in (p.id, *p.aliases)}
        assert len({p.identifiers.get("arxiv") for p in papers}) == len(papers) >= 2
        assert counts(take(content, order)) == (0, 0, 3, 0)


def test_a_project_page_that_papers_share_does_not_join_them(tmp_path: Path) -> None:
    shared_page = (Link("project", "https://doi.org/10.5281/zenodo.1"),)
    records = [record(title=title, links=shared_page) for title in ("Gulls", "Terns")]
    assert counts(take(tmp_path, records)) == (2, 0, 0, 0)


def test_a_renamed_and_pinned_paper_is_found_by_its_first_title(tmp_path: Path) -> None:
    take(tmp_path, [PAGE])
    mine = replace(only(stored(tmp_path)), title="Larus: a survey", pinned=("title",))
    write(tmp_path, mine)
    # The first time it learns the id that the former title would give; then nothing changes.
    assert counts(take(tmp_path, [PAGE])) == (0, 1, 0, 0)
    assert counts(take(tmp_path, [PAGE])) == (0, 0, 1, 0)
    newer = record("hf-page", title=PAGE.raw.title, abstract="Other.", version=2)
    assert counts(take(tmp_path, [newer])) == (0, 1, 0, 0)
    paper = only(stored(tmp_path))
    assert (paper.title, paper.abstract) == ("Larus: a survey", "Other.")


# Names are for ever


@pytest.mark.parametrize("text", ["---\nid: 2503.01234\n---\n", "", "\ufffd"])
def test_a_file_that_cannot_be_read_is_never_overwritten(tmp_path: Path, text: str) -> None:
    for path in ("papers/2025/03/2503.01234.md", "papers/2020/01/2503.01235.MD.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    before = files(tmp_path)
    account = take(tmp_path, [DAILY, record(title="Terns")])
    assert counts(account) == (1, 0, 0, 1)
    assert account.rejected[0].reason == (
        "`2503.01234.md` is there and cannot be read; mend it (paperfeed check)"
    )
    assert before.items() <= files(tmp_path).items()


def test_an_unreadable_file_in_any_month_or_case_keeps_its_id(tmp_path: Path) -> None:
    path = tmp_path / "papers/2019/01" / f"{admitted(title='Gulls').id.upper()}.md"
    path.parent.mkdir(parents=True)
    path.write_text("broken")
    assert counts(take(tmp_path, [record(title="Gulls")])) == (0, 0, 0, 1)


def test_a_paper_left_apart_keeps_its_names(tmp_path: Path) -> None:
    """A person has set right which arXiv paper it is; the wrong record must not take its file."""
    take(tmp_path, [record(title="Gulls", identifiers={"arxiv": "2503.01234"})])
    mended = replace(
        only(stored(tmp_path)), identifiers={"arxiv": "2503.09999"}, pinned=("identifiers", "title")
    )
    write(tmp_path, mended)
    before = files(tmp_path)
    account = take(tmp_path, [record(title="Boats", identifiers={"arxiv": "2503.01234"})])
    assert files(tmp_path) == before
    assert counts(account)[0] == 0
    assert "2503.01234" in (account.outcomes[0].reason or "2503.01234")


def test_no_two_files_ever_share_a_name(tmp_path: Path) -> None:
    moved = replace(
        admitted("hf-daily", title="Boats", identifiers={"arxiv": "2503.00001"}),
        aliases=("2503.01234",),
    )
    account = take(tmp_path, [DAILY, Incoming("line 1", moved)])
    assert load(tmp_path).faults == ()
    assert counts(account)[0] == 1


def some_records(*authors: list[str]) -> st.SearchStrategy[list[Incoming]]:
    """Records that may be of one paper or of several, by these authors or those."""
    return st.lists(
        st.builds(
            record,
            st.sampled_from(["arxiv", "acl", "hf-page"]),
            title=st.sampled_from(["Gulls", "Terns", "Preface"]),
            abstract=st.sampled_from(["", "We."]),
            authors=st.sampled_from(authors),
            identifiers=st.fixed_dictionaries(
                {},
                optional={
                    "arxiv": st.sampled_from(["2503.00001", "2503.00002"]),
                    "doi": st.sampled_from(["10.1000/a", "10.1000/b"]),
                    "openreview": st.sampled_from(["aaaaaaaa", "AAAAAAAA"]),
                },
            ),
            version=st.sampled_from([None, 1, 2]),
        ),
        max_size=6,
    )


@given(some_records([], ["Ada Byron"], ["Bo Li"]))
def test_whatever_comes_the_store_stays_sound(
    tmp_path_factory: pytest.TempPathFactory, records: list[Incoming]
) -> None:
    content = tmp_path_factory.mktemp("content")
    account = take(content, records)
    assert len(account.outcomes) == len(records)
    papers = stored(content)  # no fault: every name belongs to one file
    names = {name for paper in papers for name in (paper.id, *paper.aliases)}
    for outcome, incoming in zip(account.outcomes, records, strict=True):
        if outcome.state != "rejected":
            assert outcome.paper in names  # though its file may have joined another since
            arxiv = incoming.raw.identifiers.get("arxiv")
            assert arxiv is None or arxiv in names
    before = files(content)
    again = take(content, records, now=LATER)
    if not any(state == "updated" for state in states_of(again)):
        assert files(content) == before
    take(content, records, now=LATER)
    settled = files(content)
    assert {*states_of(take(content, records, now=LATER))} <= {"unchanged", "rejected"}
    assert files(content) == settled


@given(some_records([], ["Ada Byron"], ["Bo Li"], ["Byron, A.", "Bo Li"]))
def test_whatever_came_and_comes_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, records: list[Incoming]
) -> None:
    content = tmp_path_factory.mktemp("content")
    take(content, records)
    before = files(content)
    again = take(content, records, now=LATER)
    assert counts(again)[:2] == (0, 0)
    assert files(content) == before


@given(
    st.lists(
        st.builds(
            record,
            st.sampled_from(["arxiv", "acl", "hf-daily", "hf-page", "jsonl"]),
            st.dates(date(2025, 3, 1), date(2025, 3, 9)),
            title=st.sampled_from(["Gulls", "GULLS", "Terns at sea"]),
            abstract=st.sampled_from(["", "We.", "They."]),
            authors=st.sampled_from([[], ["Ada Byron"], ["Byron, A.", "Bo Li"]]),
            identifiers=st.just({"arxiv": "2503.00001"}),
            version=st.sampled_from([None, 1, 2]),
            upvotes=st.sampled_from([None, 1, 2]),
        ),
        min_size=2,
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
def test_files_hold_the_same_in_whatever_order_records_came(
    tmp_path_factory: pytest.TempPathFactory, records: list[Incoming], chance: Any
) -> None:
    papers = []
    for order in (records, chance.sample(records, len(records))):
        content = tmp_path_factory.mktemp("content")
        for incoming in order:
            take(content, [incoming])
        papers.append(only(stored(content)))
    assert facts(papers[0]) == facts(papers[1])


def test_a_disk_that_refuses_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    take(tmp_path, [PAGE])
    before = files(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        take(tmp_path, [DAILY])
    assert files(tmp_path) == before


def test_a_folder_written_by_hand_is_read_and_kept(tmp_path: Path) -> None:
    by_hand = Paper("gulls-by-hand", "Counting Gulls: a Survey", DAY, comment="By hand")
    write(tmp_path, by_hand)
    take(tmp_path, [DAILY])
    paper = only(stored(tmp_path))
    assert (paper.id, paper.comment, paper.listed) == ("gulls-by-hand", "By hand", DAY)
    assert "2503.01234" in paper.aliases
    assert (tmp_path / "papers/2025/03/gulls-by-hand.md").read_text() == dump(paper)


# Real input


@pytest.mark.real
def test_the_real_page(shared: Path, tmp_path: Path) -> None:
    page = shared / "hf-papers-page-text.txt"
    assert detect(page.read_bytes()[:65536]) is hf_page_text.SOURCE
    account = take_file(tmp_path, hf_page_text.SOURCE, page, date(2025, 3, 11))
    assert counts(account) == (66, 0, 0, 0)
    before = files(tmp_path)
    assert len(before) == 66
    again = take_file(tmp_path, hf_page_text.SOURCE, page, date(2025, 3, 11))
    assert counts(again) == (0, 0, 66, 0)
    assert files(tmp_path) == before
    papers = stored(tmp_path)
    assert {str(paper.listed) for paper in papers} == {"2025-03-11"}
    titles = {paper.title for paper in papers}
    assert not titles & {"new", "Subscribe", "Mar 11", "byAK and the research community"}
    assert all(len(paper.abstract) > 300 for paper in papers)


def corpus(shared: Path, content: Path, lines: int | None) -> Account:
    with gzip.open(shared / "corpus" / "hf_daily.jsonl.gz") as stream:
        part = content.parent / "part.jsonl"
        part.write_bytes(b"".join(islice(stream, lines)))
    assert detect(part.read_bytes()[:65536]) is jsonl.SOURCE
    return take_file(content, jsonl.SOURCE, part)


@pytest.mark.real
def test_a_part_of_the_real_corpus(shared: Path, tmp_path: Path) -> None:
    account = corpus(shared, tmp_path / "content", 600)
    assert sum(counts(account)) == 600
    assert account.rejected == []
    before = files(tmp_path / "content")
    again = corpus(shared, tmp_path / "content", 600)
    assert counts(again) == (0, 0, 600, 0)
    assert files(tmp_path / "content") == before


@pytest.mark.real
@pytest.mark.soak
def test_the_whole_real_corpus(shared: Path, tmp_path: Path) -> None:
    account = corpus(shared, tmp_path / "content", None)
    assert sum(counts(account)) == 5_868
    assert account.rejected == []
    before = files(tmp_path / "content")
    assert counts(corpus(shared, tmp_path / "content", None)) == (0, 0, 5_868, 0)
    assert files(tmp_path / "content") == before


@pytest.mark.real
def test_the_real_answers_of_the_api(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "formats" / "hf_daily_api_json").glob("*.json")):
        assert detect(path.read_bytes()[:65536]) is hf_daily_json.SOURCE
        data: Any = json.loads(path.read_bytes())
        items = data if isinstance(data, list) else data.get("data", data.get("papers"))
        account = take_file(tmp_path, hf_daily_json.SOURCE, path)
        assert sum(counts(account)) == len(items) > 0
        assert all(outcome.reason for outcome in account.rejected)
        assert counts(account)[3] < len(items)
    assert len(stored(tmp_path)) > 100


GULLS, TERNS, BARE = (
    record("arxiv", title="On Gulls", authors=["A. Bo"], identifiers={"arxiv": "2503.01234"}),
    record(
        "arxiv",
        title="On Terns",
        authors=["A. Bo"],
        identifiers={"arxiv": "2503.01234"},
        updated="2025-03-12",
    ),
    record("hf-page", title="On Gulls", abstract="They fly."),
)


@pytest.mark.parametrize("order", list(permutations((GULLS, TERNS, BARE))))
def test_a_record_with_a_former_title_alone_finds_its_paper(
    tmp_path: Path, order: tuple[Incoming, ...]
) -> None:
    for incoming in order:
        take(tmp_path, [incoming])
    paper = only(stored(tmp_path))
    assert (paper.title, paper.abstract) == ("On Terns", "They fly.")
    names = {paper.id, *paper.aliases}
    alone = admitted("hf-page", title="On Gulls"), admitted("hf-page", title="On Terns")
    assert names == {"2503.01234", *(each.id for each in alone)}
    assert counts(take(tmp_path, order)) == (0, 0, 3, 0)


def test_a_former_title_of_two_papers_is_a_name_of_the_first_only(tmp_path: Path) -> None:
    def version(number: int, arxiv: str, author: str, title: str) -> Incoming:
        return record(
            "arxiv",
            title=title,
            authors=[author],
            identifiers={"arxiv": arxiv},
            updated=f"2025-03-{number:02d}",
        )

    first = [version(1, "2503.00001", "A. Bo", "On Gulls"), version(2, "2503.00001", "A. Bo", "X1")]
    other = [version(1, "2503.00002", "C. Do", "On Gulls"), version(2, "2503.00002", "C. Do", "X2")]
    assert counts(take(tmp_path, [*first, *other])) == (2, 2, 0, 0)
    named = [p.id for p in stored(tmp_path) if admitted(title="On Gulls").id in p.aliases]
    assert named == ["2503.00001"]
