"""XML is read a record at a time; nothing in it is expanded, fetched or believed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incoming import InputError
from generator.parsing.xml import elements, is_html, original_xml, tags_in, words_of


def texts(data: bytes, *tags: str) -> list[str]:
    return [words_of(element) for element in elements(io.BytesIO(data), tags)]


def test_the_elements_come_whole_and_in_order() -> None:
    data = b"<l xmlns:x='urn:x'><r>one <i>two</i></r><x:r>three</x:r><!-- no --><r/></l>"
    assert texts(data, "r", "{urn:x}r") == ["one two", "three", ""]


def test_an_element_is_emptied_when_the_next_is_asked_for_and_its_original_is_its_own() -> None:
    walk = elements(io.BytesIO(b"<l><r a='1'>one</r> tail <r>two</r></l>"), ["r"])
    first = next(walk)
    assert original_xml(first)() == b'<r a="1">one</r>'
    next(walk)
    assert words_of(first) == ""


@pytest.mark.parametrize(
    "data",
    [b"", b"no xml", b"<l><r>one</r>", b"<l><r>one</r></m>", b"<l>&nothing;</l>", b"\xff\xfe"],
)
def test_what_is_not_well_formed_is_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError, match="not well-formed XML"):
        texts(data, "r")


def test_records_before_the_cut_are_given() -> None:
    walk = elements(io.BytesIO(b"<l><r>one</r><r>two</r><r>thr"), ["r"])
    assert [words_of(next(walk)), words_of(next(walk))] == ["one", "two"]
    with pytest.raises(InputError):
        next(walk)


def test_no_entity_is_expanded_and_no_file_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    for doctype, entity in (
        (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "x"),
        ('<!ENTITY e0 "SECRET">' + bomb, "e9"),
    ):
        data = f"<!DOCTYPE l [{doctype}]><l><r>a&{entity};b</r></l>".encode()
        try:
            found = texts(data, "r")
        except InputError:
            continue
        assert "SECRET" not in "".join(found)


def test_the_tags_that_open_are_found_in_what_is_cut_off() -> None:
    assert tags_in(b"\xef\xbb\xbf <?xml version='1.0'?><a xmlns='urn:x'><b>t</b><c><d") == (
        "{urn:x}a",
        "{urn:x}b",
        "{urn:x}c",
    )
    for no_xml in (b"", b"text", b"<!DOCTYPE html><html><body/></html>", b"<HTML><p>", b'{"a": 1}'):
        assert tags_in(no_xml) == ()


@given(st.binary(max_size=100))
def test_any_bytes_have_tags_or_none(data: bytes) -> None:
    tags_in(b"<" + data)
    tags_in(b"<a><b" + data)


def test_a_surrogate_in_a_namespace_is_no_crash() -> None:
    assert tags_in(b'<feed xmlns="http://www.w3.org/2005/Ato&#xD800;m"/>') == ()


def test_html_is_known_by_its_first_words() -> None:
    assert is_html(b"\n <!DOCTYPE HTML PUBLIC")
    assert is_html(b"<html lang='en'>")
    assert not is_html(b"<rss>")
    assert words_of(None) == ""
