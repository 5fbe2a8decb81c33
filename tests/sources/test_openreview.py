"""OpenReview's notes of both versions: papers, replies, decisions, withdrawals, times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from generator.admit import admit
from generator.incoming import InputError
from generator.model import Author, Link
from generator.sources.openreview import SOURCE
from tests.core import NOW, read_all, reading, stored, take_file
from tests.sources.json_inputs import VALUES, borne, json_of, mutations, paper, refusals

MARCH_3 = 1740960000000  # 2025-03-03T00:00:00Z
ONE: dict[str, Any] = {
    "id": "AbCdEf123",
    "forum": "AbCdEf123",
    "replyto": None,
    "referent": None,
    "original": "Zz98",
    "invitation": "Gulls.org/2025/Conference/-/Blind_Submission",
    "cdate": MARCH_3,
    "tcdate": MARCH_3,
    "tmdate": MARCH_3 + 5 * 86_400_000,
    "ddate": None,
    "signatures": ["Gulls.org/2025/Conference/Paper3/Authors"],
    "content": {
        "title": " Counting Gulls\non a Pier",
        "abstract": "We count gulls.",
        "TL;DR": "Gulls.",
        "authors": ["Ada Byron", "Bo Li"],
        "authorids": ["~Ada_Byron1", "~Bo_Li2"],
        "keywords": ["gulls"],
        "pdf": "/pdf/0f0f.pdf",
        "code": "https://github.com/pier/gulls",
        "venue": "Gulls 2025 Poster",
        "venueid": "Gulls.org/2025/Conference",
    },
}
TWO: dict[str, Any] = {
    **{key: ONE[key] for key in ("id", "forum", "cdate", "signatures")},
    "invitations": ["Gulls.org/2025/Conference/-/Submission", "Gulls.org/2025/Conference/-/Edit"],
    "pdate": MARCH_3 + 86_400_000,
    "mdate": MARCH_3 + 2 * 86_400_000,
    "license": "CC BY 4.0",
    "content": {key: {"value": value} for key, value in ONE["content"].items()},
}
REVIEW = {
    "id": "R1",
    "forum": "AbCdEf123",
    "replyto": "AbCdEf123",
    "content": {"title": "Good", "review": "It is."},
}


def decision(word: str) -> dict[str, Any]:
    return {"id": "D1", "forum": "AbCdEf123", "replyto": "AbCdEf123", "content": {"decision": word}}


def with_content(note: dict[str, Any], **values: Any) -> dict[str, Any]:
    wrapped = {k: {"value": v} for k, v in values.items()} if note is TWO else values
    return {**note, "content": {**note["content"], **wrapped}}


def test_every_part_of_a_note_is_read() -> None:
    gulls = paper(SOURCE, [ONE])
    assert gulls.title.split() == "Counting Gulls on a Pier".split()
    assert gulls.abstract == "We count gulls."
    assert gulls.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert gulls.identifiers == {"openreview": "AbCdEf123"}
    assert (gulls.published, gulls.updated) == ("2025-03-03", "2025-03-08")
    assert (gulls.venue, gulls.status, gulls.license) == ("Gulls 2025 Poster", None, None)
    assert gulls.categories == gulls.listings == ()
    assert gulls.links == (
        Link("paper", "https://openreview.net/forum?id=AbCdEf123"),
        Link("pdf", "https://openreview.net/pdf/0f0f.pdf"),
        Link("code", "https://github.com/pier/gulls"),
    )


def test_version_2_says_the_same_in_other_words() -> None:
    one, two = paper(SOURCE, [ONE]), paper(SOURCE, [TWO])
    for field in ("title", "abstract", "authors", "identifiers", "links", "venue", "status"):
        assert getattr(one, field) == getattr(two, field)
    assert (two.published, two.updated) == ("2025-03-04", "2025-03-05")
    assert two.license == "CC BY 4.0"


@pytest.mark.parametrize("note", [ONE, TWO])
def test_each_form_is_known_and_read(note: dict[str, Any]) -> None:
    for data in (
        {"notes": [note], "count": 1},
        [note],
        note,
        [{"venue": "Gulls.org", "year": 2025, "submissions": [note]}],
        {"submissions": [note]},
    ):
        assert SOURCE.detect(json.dumps(data).encode())
        assert SOURCE.detect(b"\xef\xbb\xbf" + json.dumps(data, indent=3).encode())
        assert paper(SOURCE, data).identifiers == {"openreview": "AbCdEf123"}


def test_lines_of_notes_are_read() -> None:
    data = "".join(f"{json.dumps(note)}\n" for note in (ONE, REVIEW, TWO))
    assert SOURCE.detect(data.encode())
    taken, rejected, notes = read_all(SOURCE, data, reading(source="openreview"))
    assert [one.where for one in taken] == ["line 1", "line 3"]
    assert rejected == []
    assert notes == ["1 reviews, comments and decisions are no papers; left out"]


def test_an_answer_with_few_fields_is_known() -> None:
    few = {"notes": [{"id": "AbCdEf123", "content": {"title": {"value": "Gulls"}}}]}
    assert SOURCE.detect(json.dumps(few).encode())
    assert paper(SOURCE, few).identifiers == {"openreview": "AbCdEf123"}


@pytest.mark.parametrize(
    "data",
    [
        {"notes": [ONE, REVIEW, decision("Accept")]},
        [{**ONE, "details": {"replies": [REVIEW, decision("Accept")]}}],
        [{**TWO, "details": {"directReplies": [REVIEW, decision("Accept")]}}],
        [{"venue": "Gulls.org", "submissions": [{**ONE, "notes": [REVIEW, decision("Accept")]}]}],
    ],
)
def test_replies_are_counted_and_are_no_papers(data: Any) -> None:
    taken, rejected, notes = read_all(SOURCE, json.dumps(data), reading())
    assert len(taken) == 1
    assert rejected == []
    assert notes == ["2 reviews, comments and decisions are no papers; left out"]


def test_replies_alone_hold_no_papers() -> None:
    with pytest.raises(InputError, match=r"^holds no papers, only replies"):
        read_all(SOURCE, json.dumps({"notes": [REVIEW]}), reading())


def test_an_earlier_version_is_no_paper() -> None:
    earlier = {**ONE, "id": "Old1", "referent": "AbCdEf123"}
    taken, _, notes = read_all(SOURCE, json.dumps([earlier, ONE]), reading())
    assert [one.where for one in taken] == ["item 1"]
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("word", "venue"),
    [
        ("Accept (Poster)", "Gulls 2025 Conference"),
        ("accept", "Gulls 2025 Conference"),
        ("Reject", None),
        ("Invite to Workshop Track", None),
        ("", None),
    ],
)
def test_a_decision_says_whether_the_paper_appeared(word: str, venue: str | None) -> None:
    silent = with_content(ONE, venue="", venueid="")
    taken, _, _ = read_all(SOURCE, json.dumps({"notes": [silent, decision(word)]}), reading())
    assert taken[0].raw.venue == venue
    other = {**decision(word), "forum": "Other12"}
    taken, _, _ = read_all(SOURCE, json.dumps({"notes": [silent, other]}), reading())
    assert taken[0].raw.venue is None


@pytest.mark.parametrize("note", [ONE, TWO])
@pytest.mark.parametrize(
    ("venue", "venueid", "shown"),
    [
        ("Gulls 2025 oral", "Gulls.org/2025/Conference", "Gulls 2025 oral"),
        ("Accepted by TGR", "TGR", "TGR"),
        ("Submitted to Gulls 2025", "Gulls.org/2025/Conference/Rejected_Submission", None),
        ("Gulls 2025 Conference Submission", "Gulls.org/2025/Conference/Submission", None),
        ("Gulls 2025", "Gulls.org/2025/Conference/Rejected_Submission", None),
        ("Gulls 2025 Conference Desk Rejected Submission", "G.org/Desk_Rejected_Submission", None),
        ("Under review for TGR", "TGR/Under_Review", None),
        ("Decision pending for TGR", "TGR/Decision_Pending", None),
    ],
)
def test_a_venue_counts_once_it_accepted(
    note: dict[str, Any], venue: str, venueid: str, shown: str | None
) -> None:
    raw = paper(SOURCE, [with_content(note, venue=venue, venueid=venueid)])
    assert (raw.venue, raw.status) == (shown, None)


def test_a_rejection_outweighs_a_venue() -> None:
    data = json.dumps({"notes": [ONE, decision("Reject")]})
    taken, _, _ = read_all(SOURCE, data, reading())
    assert taken[0].raw.venue is None


@pytest.mark.parametrize(
    "note",
    [
        {**ONE, "invitation": "Gulls.org/2025/Conference/-/Withdrawn_Submission"},
        {
            **TWO,
            "invitations": [
                *TWO["invitations"],
                "Gulls.org/2025/Conference/-/Withdrawn_Submission",
            ],
        },
        with_content(TWO, venueid="Gulls.org/2025/Conference/Withdrawn_Submission"),
        with_content(TWO, venue="Gulls 2025 Conference Withdrawn Submission"),
        with_content(ONE, withdrawal="Confirmed"),
    ],
)
def test_a_withdrawn_paper_is_withdrawn_and_has_no_venue(note: dict[str, Any]) -> None:
    raw = paper(SOURCE, [note])
    assert (raw.status, raw.venue) == ("withdrawn", None)


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (["Anonymous"], []),
        (["Anonymous Authors"], []),
        (None, []),
        (["Ada Byron", "", None, 7], ["Ada Byron"]),
        ([{"fullname": "Ada Byron", "username": "~Ada_Byron1"}], ["Ada Byron"]),
        ("Ada Byron, Bo Li", ["Ada Byron", "Bo Li"]),
        ("Ada Byron; Bo Li", ["Ada Byron", "Bo Li"]),
    ],
)
@pytest.mark.parametrize("note", [ONE, TWO])
def test_names_are_taken_and_the_hidden_are_none(
    note: dict[str, Any], authors: object, names: list[str]
) -> None:
    raw = paper(SOURCE, [with_content(note, authors=authors)])
    assert [author.name for author in raw.authors] == names


def test_what_came_from_dblp_knows_its_year_alone() -> None:
    new_year = 1735689600000  # 2025-01-01T00:00:00Z
    note = {**with_content(ONE, html="https://doi.org/10.1234/g"), "cdate": new_year}
    assert paper(SOURCE, [note]).published == "2025-01-01"
    imported = {**note, "invitation": "dblp.org/-/record"}
    assert paper(SOURCE, [imported]).published == "2025"
    assert paper(SOURCE, [{**imported, "cdate": MARCH_3}]).published == "2025-03-03"
    (record,), _, _ = read_all(SOURCE, json.dumps([imported]), reading(source="openreview"))
    assert admit(record, reading(source="openreview"), NOW)[0].identifiers["doi"] == "10.1234/g"


@pytest.mark.parametrize("time", [0, -1, 1e400, True, "1740960000000", None, 10**18, [1]])
def test_what_is_no_time_is_none(time: object) -> None:
    note = {**ONE, "cdate": time, "tcdate": time, "tmdate": time, "pdate": time}
    assert (paper(SOURCE, [note]).published, paper(SOURCE, [note]).updated) == (None, None)


def test_days_are_those_of_utc() -> None:
    assert paper(SOURCE, [{**ONE, "cdate": MARCH_3 - 1}]).published == "2025-03-02"
    assert paper(SOURCE, [{**ONE, "cdate": float(MARCH_3)}]).published == "2025-03-03"


def test_what_is_no_paper_is_rejected_with_its_note() -> None:
    assert refusals(SOURCE, [with_content(ONE, title=""), {**TWO, "content": None}, 7]) == [
        ("item 0", "has no title (note AbCdEf123)"),
        ("item 1", "has no title (note AbCdEf123)"),
        ("item 2", "a JSON int in place of an object"),
    ]
    assert refusals(SOURCE, [{**ONE, "ddate": MARCH_3}]) == [
        ("item 0", "was deleted on OpenReview (note AbCdEf123)")
    ]


def test_an_error_of_the_api_is_told() -> None:
    error = {"name": "ForbiddenError", "message": "You don't have permission", "status": 403}
    with pytest.raises(InputError, match=r"^an error in place of records, `You don't"):
        read_all(SOURCE, json.dumps(error), reading())
    with pytest.raises(InputError, match=r"^holds no records"):
        read_all(SOURCE, '{"notes": [], "count": 0}', reading())


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", sorted({*ONE["content"]} - {"title"}))
def test_a_content_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    for note in (ONE, TWO):
        assert paper(SOURCE, [with_content(note, **{key: value})]).title
    assert paper(SOURCE, [{**TWO, "content": {**TWO["content"], key: value}}]).title


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "key", ["invitation", "invitations", "cdate", "license", "details", "notes"]
)
def test_a_value_of_a_wrong_kind_hides_no_paper(key: str, value: object) -> None:
    taken, rejected, _ = read_all(SOURCE, json.dumps([{**ONE, key: value}]), reading())
    assert (len(taken), rejected) == (1, [])


@pytest.mark.parametrize(
    "other",
    [
        "",
        "[]",
        '{"notes": [], "count": 0}',
        '{"notes": [{"id": "a", "text": "Gulls"}]}',
        '{"id": "a", "title": "Gulls", "content": "text", "cdate": 1}',
    ],
)
def test_other_json_is_not_taken_for_it(other: str) -> None:
    assert not SOURCE.detect(other.encode())


@given(json_of((*ONE, *ONE["content"], "value", "notes", "submissions", "invitations", "details")))
def test_any_json_is_borne(value: Any) -> None:
    borne(SOURCE, json.dumps(value).encode())


@given(mutations(json.dumps({"notes": [ONE, TWO, REVIEW]}, indent=1).encode()))
def test_any_damage_is_borne(data: bytes) -> None:
    borne(SOURCE, data)


@pytest.mark.real
def test_the_real_sample_is_read(shared: Path, tmp_path: Path) -> None:
    path = shared / "formats" / "openreview_v1" / "nips2018_submissions_with_replies.json"
    data = path.read_bytes()
    assert SOURCE.detect(data[:65_536])
    account = take_file(tmp_path, SOURCE, path)
    assert account.counts() == {"added": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    replies = sum(len(s["notes"]) for s in json.loads(data)[0]["submissions"])
    (note,) = account.notes
    assert note.endswith(f"{replies} reviews, comments and decisions are no papers; left out")
    dropout, pruning = sorted(stored(tmp_path), key=lambda one: one.title, reverse=True)
    assert dropout.title == "Targeted Dropout"
    assert dropout.identifiers == {"openreview": "HkghWScuoQ"}
    assert (dropout.published, dropout.updated) == ("2018-10-20", "2018-11-30")
    assert dropout.authors[-1] == Author("Geoffrey E. Hinton")
    assert pruning.title == "Rethinking the Value of Network Pruning"
    # Its decision says `accept`.
    assert pruning.venue == "NIPS 2018 Workshop CDNNRIA"
    assert len(pruning.links) == 2
