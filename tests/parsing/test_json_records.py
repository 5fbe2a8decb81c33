"""Records of a document and of lines: their places, their bytes, and inputs that are neither."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incoming import InputError, Rejected
from generator.parsing.json_records import Found, records
from generator.parsing.orcid import orcid_of
from generator.parsing.shapes import list_of, mapping_of
from generator.parsing.tagged import untagged, untagged_line
from generator.sources import (
    csl_json,
    hf_daily_json,
    openalex,
    openreview,
    paperlists,
    semantic_scholar,
)
from tests.core import RAW
from tests.sources.json_inputs import LEAST


def unwrap(value: Any) -> list[Any] | None:
    answer = mapping_of(value)
    return list_of(answer["data"]) if "data" in answer else None


def read(data: bytes) -> list[tuple[str, Any]]:
    found = list(records(io.BytesIO(data), unwrap))
    return [
        (one.where, one.value) if isinstance(one, Found) else (one.where, one.reason)
        for one in found
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"id": 1}', [("item 0", {"id": 1})]),
        (b'[{"id": 1}, {"id": 2}]', [("item 0", {"id": 1}), ("item 1", {"id": 2})]),
        (b'{"data": [{"id": 1}]}', [("item 0", {"id": 1})]),
        (b'\xef\xbb\xbf{"data": [{"id": 1}]}\n', [("item 0", {"id": 1})]),
        (b'\n\n{\n "data": [\n{"id": 1}\n]\n}\n', [("item 0", {"id": 1})]),
        (
            b'[[{"id": 1}], [{"id": 2}]]',
            [("item 0, item 0", {"id": 1}), ("item 1, item 0", {"id": 2})],
        ),
        (b'[{"data": [{"id": 1}]}]', [("item 0, item 0", {"id": 1})]),
        (b'{"id": 1}\n\n{"id": 2}\n', [("line 1", {"id": 1}), ("line 3", {"id": 2})]),
        (b'\xef\xbb\xbf{"id": 1}\r\n{"id": 2}', [("line 1", {"id": 1}), ("line 2", {"id": 2})]),
        (b'{"data": [{"id": 1}]}\n{"data": []}\n', [("line 1, item 0", {"id": 1})]),
        ('{"id": "ä"}'.encode("utf-16"), [("item 0", {"id": "ä"})]),
        (b"[null]", [("item 0", None)]),
        (b"[[[[7]]]]", [("item 0, item 0, item 0", [7])]),
    ],
)
def test_documents_lines_and_answers_are_read(data: bytes, expected: list[tuple[str, Any]]) -> None:
    assert read(data) == expected


def test_a_broken_line_is_rejected_with_its_number_and_its_bytes() -> None:
    data = b'{"id": 1}\n{"id": }\n7\n{"id": 3}\n'
    found = list(records(io.BytesIO(data), unwrap))
    assert [one.where for one in found] == ["line 1", "line 2", "line 3", "line 4"]
    assert isinstance(found[1], Rejected)
    assert found[1].reason.startswith("not JSON")
    assert [one.original() for one in found] == data.splitlines(keepends=True)


def test_a_broken_first_line_does_not_make_lines_a_document() -> None:
    places = [where for where, _ in read(b'{"id": \n{"id": 2}\n{"id": 3}\n')]
    assert places == ["line 1", "line 2", "line 3"]


def test_the_bytes_of_an_item_are_its_json() -> None:
    (found,) = records(io.BytesIO('[{"id": "ä\\ud800"}]'.encode()), unwrap)
    assert json.loads(found.original().decode("utf-8", "surrogatepass")) == {"id": "ä\ud800"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no records: it is empty"),
        (b" \n\xef\xbb\xbf\n", "not JSON"),
        (b"\xef\xbb\xbf\n", "holds no records: it is empty"),
        (b"[]", "holds no records"),
        (b'{"data": []}', "holds no records"),
        (b'{"data": null}', "holds no records"),
        (b'{"data": []}\n{"data": []}\n', "holds no records"),
        (b"7", "a JSON int in place of records"),
        (b"null", "null in place of records"),
        (b'"Rate exceeded."', "a JSON str in place of records"),
        (b"Rate exceeded.", "not JSON"),
        (b"<!DOCTYPE html>\n<html>", "an HTML page in place of JSON"),
        (b'[{"id": 1}, {"i', "not JSON"),
        (b'{"error": "Invalid query"}', "an error in place of records, `Invalid query`"),
        (b'{"message": "Too Many Requests.", "code": "429"}', "an error in place of records"),
        (b"\xff\xfe\xfa", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id":' + b"9" * 5_000 + b"}", "not JSON"),
    ],
)
def test_what_holds_no_records_is_told(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match="^" + message.replace(".", r"\.")):
        read(data)


def test_records_before_the_end_within_a_line_stand() -> None:
    found = records(io.BytesIO(b'{"id": 1}\n{"id": 2}\n{"id": '), unwrap)
    assert [next(found).where, next(found).where] == ["line 1", "line 2"]
    with pytest.raises(InputError, match=r"^ends within line 3; "):
        next(found)


@given(st.one_of(st.binary(max_size=60), RAW.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_borne(data: bytes) -> None:
    try:
        found = list(records(io.BytesIO(data), unwrap))
    except InputError:
        return
    assert all(isinstance(one.original(), bytes) for one in found)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("On <i>E. coli</i>", "On E. coli"),
        ('<span class="nocase">iPhone</span> <SCP>DNA</SCP>', "iPhone DNA"),
        ("H<sub>2</sub>O, 10<sup>-3</sup>, x<sup>th</sup>", "H₂O, 10⁻³, xth"),
        ("x<sup>in</sup>", "xin"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("an <unk> token, List<T>, <pad>", "an <unk> token, List<T>, <pad>"),
        ("<p>One.</p><p>Two.</p>", "One.\n\n\n\nTwo."),
        ("<jats:title>Abstract</jats:title><jats:p>We count.</jats:p>", "We count."),
        ("<p>Abstract art <i>sells</i>.</p>", "Abstract art sells."),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> is", "x is"),
        (
            "<jats:tex-math>$x^2$</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math> is",
            "$x^2$ is",
        ),
        ("<i", "<i"),
        ("<b and c>", "<b and c>"),
        ("", ""),
    ],
)
def test_tags_go_and_their_text_stays(text: str, plain: str) -> None:
    assert untagged(text) == plain


def test_a_line_stays_one_line() -> None:
    assert untagged_line("<p>One</p><p>two</p>") == "One two"


@pytest.mark.parametrize(
    "piece", ["<p ", '<b a="', "<sub>", "<mml:math>", "<i a=b", "<i ", " ", "<"]
)
def test_time_is_linear_in_the_text(piece: str) -> None:
    start = time.perf_counter()
    untagged("<i>x</i><a" + piece * 200_000 + "<i>")
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("http://www.orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097"),
        ("0000-0002-1825-009", None),
        ("", None),
        (None, None),
        (7, None),
        ("0000-0002-1825-0097 ", "0000-0002-1825-0097"),
    ],
)
def test_an_orcid_is_bare_or_none(value: object, bare: str | None) -> None:
    assert orcid_of(value) == bare


@pytest.mark.parametrize("format_name", sorted(LEAST))
def test_each_format_of_json_is_known_for_what_it_is(format_name: str) -> None:
    modules = (semantic_scholar, openalex, csl_json, paperlists, openreview, hf_daily_json)
    head = LEAST[format_name].encode()
    known = {module.SOURCE.format for module in modules if module.SOURCE.detect(head)}
    assert known == {format_name} - {"jsonl"}
