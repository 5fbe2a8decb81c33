"""Files as streams: gzip taken off, what cannot be read named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from generator.inputs import HEAD, InputError, opened

TEXT = b"".join(b"line %d\n" % number for number in range(40_000))


@pytest.mark.parametrize("packed", [False, True])
def test_head_and_whole(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "input"  # the name says nothing, the bytes do
    path.write_bytes(gzip.compress(TEXT) if packed else TEXT)
    with opened(path) as (head, stream):
        assert head == TEXT[: len(head)]
        assert 1000 < len(head) <= HEAD
        assert stream.read() == TEXT


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(gzip.compress(TEXT))
    with opened(path) as (_, stream):
        assert next(iter(stream)) == b"line 0\n"
        assert next(iter(stream)) == b"line 1\n"


def test_an_empty_file_has_an_empty_head(tmp_path: Path) -> None:
    for data in (b"", gzip.compress(b"")):
        (tmp_path / "input").write_bytes(data)
        with opened(tmp_path / "input") as (head, stream):
            assert head == b""
            assert stream.read() == b""


@pytest.mark.parametrize("kept", [2, 30, 5_000])
def test_a_truncated_gzip_is_an_input_error(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(TEXT)[:kept])
    with pytest.raises(InputError, match=r"cut\.gz: cannot be read"), opened(path) as (_, stream):
        stream.read()


def test_a_gzip_that_is_broken_inside_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.gz"
    data = bytearray(gzip.compress(TEXT))
    data[len(data) // 2 : len(data) // 2 + 50] = bytes(50)
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"broken\.gz"), opened(path) as (_, stream):
        stream.read()


def test_what_is_no_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"), opened(tmp_path / "nothing"):
        pass
    with pytest.raises(InputError, match="Is a directory"), opened(tmp_path):
        pass


def test_an_error_of_who_reads_is_not_taken_for_the_inputs(tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(b"x")
    with pytest.raises(ZeroDivisionError), opened(tmp_path / "input"):
        raise ZeroDivisionError
