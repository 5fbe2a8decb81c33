"""PMLR's posts: front matter that scripts wrote from BibTeX."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Rejected
from generator.model import Author, Link, Paper
from generator.record import dump
from generator.sources.pmlr_post import SOURCE
from tests.core import RAW, read_all, reading, stored, take_file

ABOUT = reading("2024-08-09-byron24a.md", "pmlr")
POST = """\
---
title: Counting Gulls
abstract: We count   gulls at dusk,
  and $n \\ge 2$ terns.
software: https://github.com/pier/gulls
openreview: aBcDeFgHiJ
layout: inproceedings
series: Proceedings of Machine Learning Research
publisher: PMLR
id: byron24a
month: 0
tex_title: Counting {G}ulls
firstpage: 12
lastpage: 34
page: 12-34
cycles: false
bibtex_author: Byron, Ada and Li, Bo
author:
- given: Ada
  family: Byron
- given: Bo
  family: Li
date: 2024-08-09
address:
container-title: Proceedings of the 1st Conference on Gulls
volume: '99'
genre: inproceedings
issued:
  date-parts:
  - 2024
  - 8
  - 9
pdf: https://proceedings.mlr.press/v99/byron24a/byron24a.pdf
extras:
- label: Supplementary PDF
  link: https://proceedings.mlr.press/v99/byron24a/byron24a-supp.pdf
# Format based on citeproc
---
"""


def post(**changed: str | None) -> str:
    """The post with these keys' lines (`_` for `-`) replaced, or taken out where None."""
    blocks: dict[str, str] = {}
    for line in POST.splitlines()[1:-1]:
        key = line.partition(":")[0]
        if key and key.replace("-", "").replace("_", "").isalpha() and not line.startswith("-"):
            last = key
            blocks[key] = line
        else:
            blocks[last] += "\n" + line
    for name, value in changed.items():
        key = name if name in blocks or "_" not in name else name.replace("_", "-")
        blocks[key] = f"{key}: {value}" if value is not None else ""
    return "---\n" + "\n".join(filter(None, blocks.values())) + "\n---\n"


def only(text: str | bytes) -> Paper:
    (taken,), rejected, notes = read_all(SOURCE, text, ABOUT)
    assert (rejected, notes) == ([], [])
    return taken.raw


def refused(text: str) -> str:
    taken, (rejected,), _ = read_all(SOURCE, text, ABOUT)
    assert taken == []
    assert rejected.original() == text.encode()
    return rejected.reason


def test_every_part_of_a_post_is_read() -> None:
    (taken,), _, _ = read_all(SOURCE, POST, ABOUT)
    assert (taken.where, taken.original()) == ("line 1 (byron24a)", POST.encode())
    raw = taken.raw
    assert raw.title == "Counting Gulls"
    assert raw.abstract == "We count   gulls at dusk, and $n \\ge 2$ terns."
    assert raw.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert raw.published == "2024-08-09"
    assert raw.listings == ()
    assert raw.identifiers["openreview"] == "aBcDeFgHiJ"
    assert raw.venue == "Proceedings of the 1st Conference on Gulls"
    assert raw.journal_ref == "Proceedings of Machine Learning Research 99:12-34"
    assert raw.links == (
        Link("paper", "https://proceedings.mlr.press/v99/byron24a.html"),
        Link("pdf", "https://proceedings.mlr.press/v99/byron24a/byron24a.pdf"),
        Link("code", "https://github.com/pier/gulls"),
        Link("related", "https://proceedings.mlr.press/v99/byron24a/byron24a-supp.pdf"),
    )


def test_it_becomes_a_paper(tmp_path: Path) -> None:
    path = tmp_path / "2024-08-09-byron24a.md"
    path.write_text(
        post(
            title="'Gulls &amp; Schr\\\"odinger: a &lt;b&gt; test'",
            openreview="https://openreview.net/forum?id=aBcDeFgHiJ&noteId=x",
        ),
        encoding="utf-8",
    )
    take_file(tmp_path / "content", SOURCE, path)
    (paper,) = stored(tmp_path / "content")
    assert paper.title == "Gulls & Schr\u00f6dinger: a <b> test"
    assert paper.identifiers == {"openreview": "aBcDeFgHiJ"}
    assert paper.listed == date(2024, 8, 9)


# What YAML would make of values


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("'Gulls: a Count'", "Gulls: a Count"),
        ('"Gulls \\u2013 a Count"', "Gulls \u2013 a Count"),
        ("1984", "1984"),
        ("On", "On"),
        ("1e5", "1e5"),
        ("2024-08-09", "2024-08-09"),
        ("!!int 7\ntex_title: Seven", None),
        ("", "Counting {G}ulls"),
        ("~", "Counting {G}ulls"),
        ("[Gulls]", "Counting {G}ulls"),
    ],
)
def test_a_title_is_text_whatever_it_looks_like(written: str, title: str | None) -> None:
    if title is None:
        assert "stands twice" in refused(post(title=written))
    else:
        assert only(post(title=written)).title == title


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("\n- given: Ada\n  family: No", ["Ada No"]),
        ("\n- given: Christopher\n  family: Null", ["Christopher Null"]),
        ("\n- given:\n  family: The Gull Group", ["The Gull Group"]),
        ("\n- given: Ulla\n  prefix: von\n  family: Gull\n  suffix: Jr.", ["Ulla von Gull Jr."]),
        ("\n- Ada Byron\n- [x]\n- given: [x]", ["Ada Byron", "", ""]),
        ("Ada Byron", []),
        ("", []),
    ],
)
def test_authors_are_given_and_family_names(author: str, names: list[str]) -> None:
    assert [item.name for item in only(post(author=author)).authors] == names


@pytest.mark.parametrize(
    ("changed", "published"),
    [
        ({"date": "2024-08-09 00:00:00 +0000"}, "2024-08-09"),
        ({"date": None}, "2024-08-09"),
        ({"date": None, "issued": "\n  date-parts:\n  - 2024\n  - 8"}, "2024-08"),
        ({"date": None, "issued": "\n  date-parts:\n  - - 2024\n    - 8\n    - 9"}, "2024-08-09"),
        ({"date": "soon", "issued": "{date-parts: x}"}, None),
        ({"date": "2024-13-09"}, "2024"),
        ({"date": None, "issued": None}, None),
    ],
)
def test_the_day_it_was_published(changed: dict[str, str | None], published: str | None) -> None:
    assert only(post(**changed)).published == published


@pytest.mark.parametrize(
    ("changed", "ref"),
    [
        ({"page": None}, "Proceedings of Machine Learning Research 99"),
        ({"series": None}, "PMLR 99:12-34"),
        ({"volume": None}, None),
    ],
)
def test_where_it_stands(changed: dict[str, str | None], ref: str | None) -> None:
    assert only(post(**changed)).journal_ref == ref


@pytest.mark.parametrize(
    "changed", [{"volume": "x"}, {"volume": None}, {"id": None}, {"id": "'../x'"}, {"id": "[a]"}]
)
def test_the_page_has_an_address_only_of_a_volume_and_a_name(
    changed: dict[str, str | None],
) -> None:
    assert [link.rel for link in only(post(**changed)).links] == ["pdf", "code", "related"]


def test_other_links_and_a_note() -> None:
    raw = only(post(video="https://v.example/1", supplementary="http://s.example/s.pdf", note="x"))
    assert Link("video", "https://v.example/1") in raw.links
    assert Link("related", "http://s.example/s.pdf") in raw.links
    assert raw.comment == "x"


# Bytes


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_line_ends_and_a_byte_order_mark_change_nothing(newline: bytes, bom: bytes) -> None:
    data = bom + POST.encode().replace(b"\n", newline)
    assert SOURCE.detect(data)
    assert only(data) == only(POST)


def test_characters_that_yaml_refuses_cost_no_paper() -> None:
    raw = only(post(title="Gulls").encode().replace(b"terns", b"te\x0crns \xff\x00"))
    assert raw.abstract == "We count   gulls at dusk, and $n \\ge 2$ te rns \ufffd ."


# Errors


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: Gulls: a count\n---\n", "line 2: not valid YAML"),
        ("---\ntitle: a\ntitle: b\n---\n", "the key `title` stands twice"),
        ("---\ntitle: " + "[" * 30_000 + "\n---\n", "nest"),
        ("---\nx: " + "[" * 30 + "[x], " * 999 + "]" * 30 + "\n---\n", "nested too deep"),
        ("---\n- a\n---\n", "no mapping"),
        ("---\ntext\n---\n", "no mapping"),
        ("---\nid: x\nlayout: inproceedings\n---\n", "has no title"),
        ("---\ntitle: ' '\n---\n", "has no title"),
        ("---\n!!python/object:os.system x\n---\n", "not valid YAML"),
    ],
)
def test_a_post_that_makes_no_paper_is_rejected(text: str, reason: str) -> None:
    assert reason in refused(text)


@pytest.mark.parametrize(
    "text",
    ["", "Gulls", "---\ntitle: x\n", "<!doctype html><title>404</title>", "{}", "--- x\n---"],
)
def test_what_is_no_post_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="front matter"):
        read_all(SOURCE, text, ABOUT)


# Detection


def test_it_is_detected_also_when_cut() -> None:
    assert SOURCE.detect(POST.encode())
    assert SOURCE.detect(POST[: POST.index("date:")].encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\ntitle: x\n---\n",
        "---\ntitle: Gulls\ngenre: documentary\n---\n",
        "---\nlayout: home\ntitle: Gulls\npermalink: /\n---\n# container-title:\ntex_title: x\n",
        "---\ntitle: A talk\n---\ntex_title: x\nfirstpage: 1\n",
        "title: x\ntex_title: y\nfirstpage: 1\n",
        "@inproceedings{x, title={y}}",
        "<rss/>",
    ],
)
def test_other_text_is_not_taken_for_it(text: str) -> None:
    assert not SOURCE.detect(text.encode())


def test_the_projects_own_records_are_not_taken_for_it() -> None:
    paper = Paper("x", "Gulls", date(2025, 3, 11), venue="PMLR", abstract="tex_title: genre: x")
    assert not SOURCE.detect(dump(paper).encode())


# Any input


def read_any(data: bytes) -> None:
    SOURCE.detect(data)
    with contextlib.suppress(InputError):
        (item,) = SOURCE.read(io.BytesIO(data), ABOUT)
        assert isinstance(item, Incoming | Rejected)
        assert item.original() == data


@given(st.binary(max_size=200))
@example(b"a: &a [*a]")
@example(b"? [a]\n: b")
@example(b"title: !!binary x")
@example(b"author: !!set {a, b}\ntitle: x")
def test_any_bytes_do_no_harm(data: bytes) -> None:
    read_any(data)
    read_any(b"---\n" + data + b"\n---\n")
    read_any(b"---\ntitle: x\nauthor:\n- " + data + b"\n---\n")


@given(st.integers(0, len(POST)), st.integers(0, 40), st.binary(max_size=6))
def test_any_change_does_no_harm(place: int, gone: int, put: bytes) -> None:
    whole = POST.encode()
    read_any(whole[:place] + put + whole[place + gone :])


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), RAW, st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from("given family prefix link date-parts".split()), inner, max_size=3
        ),
    ),
    max_leaves=6,
)
KEYS = (
    "title abstract author date volume id page series publisher issued extras pdf software "
    "openreview doi note container-title supplementary video"
).split()


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8))
def test_any_value_of_any_key_is_accounted_for(values: dict[str, object]) -> None:
    text = yaml.safe_dump(values, allow_unicode=False)
    read_any(f"---\n{text}---\n".encode())


# Real files


@pytest.mark.real
def test_real_posts(shared: Path, tmp_path: Path) -> None:
    paths = sorted((shared / "formats" / "pmlr_jekyll_md").glob("*.md"))
    assert len(paths) == 29
    software = 0
    for path in paths:
        data = path.read_bytes()
        assert SOURCE.detect(data[:65_536])
        account = take_file(tmp_path, SOURCE, path)
        assert account.counts() == {"added": 1, "updated": 0, "unchanged": 0, "rejected": 0}
        assert account.notes == []
        software += b"\nsoftware:" in data
    papers = stored(tmp_path)
    assert len(papers) == 29
    assert (
        sum(any(link.rel == "code" for link in paper.links) for paper in papers) == software == 12
    )
    assert {paper.published for paper in papers} == {"2010-03-31", "2023-04-11"}
    assert all(paper.authors and paper.abstract and paper.venue for paper in papers)
    named = {paper.links[0].url.rpartition("/")[2]: paper for paper in papers}
    assert named["struski23a.html"].authors[0].name == "\u0141ukasz Struski"
    assert named["huang23a.html"].title.startswith("AdaGDA: Faster Adaptive Gradient")
    assert (
        named["abe23a.html"].journal_ref == "Proceedings of Machine Learning Research 206:7999-8028"
    )
