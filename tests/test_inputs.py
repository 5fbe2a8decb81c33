"""Files as streams: gzip taken off, what cannot be read named."""

from __future__ import annotations

import gzip
import io
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.incoming import InputError
from generator.inputs import HEAD, Input, inputs_of, opened


def whole(path: Path) -> Input:
    return Input(path.name, path, size=path.stat().st_size if path.exists() else 0)


TEXT = b"".join(b"line %d\n" % number for number in range(40_000))


@pytest.mark.parametrize("packed", [False, True])
def test_head_and_whole(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "input"  # the name says nothing, the bytes do
    path.write_bytes(gzip.compress(TEXT) if packed else TEXT)
    with opened(whole(path)) as found:
        head, stream = found.head, found.stream
        assert head == TEXT[: len(head)]
        assert 1000 < len(head) <= HEAD
        assert stream.read() == TEXT


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(gzip.compress(TEXT))
    with opened(whole(path)) as found:
        assert next(iter(found.stream)) == b"line 0\n"
        assert next(iter(found.stream)) == b"line 1\n"


def test_an_empty_file_has_an_empty_head(tmp_path: Path) -> None:
    for data in (b"", gzip.compress(b"")):
        (tmp_path / "input").write_bytes(data)
        with opened(whole(tmp_path / "input")) as found:
            assert found.head == b""
            assert found.stream.read() == b""


@pytest.mark.parametrize("kept", [2, 30, 5_000])
def test_a_truncated_gzip_is_an_input_error(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(TEXT)[:kept])
    with pytest.raises(InputError, match="cannot be read: "), opened(whole(path)) as found:
        found.stream.read()


def test_a_gzip_that_is_broken_inside_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.gz"
    data = bytearray(gzip.compress(TEXT))
    data[len(data) // 2 : len(data) // 2 + 50] = bytes(50)
    path.write_bytes(data)
    with pytest.raises(InputError, match="cannot be read: "), opened(whole(path)) as found:
        found.stream.read()


def test_what_is_no_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"), opened(whole(tmp_path / "nothing")):
        pass
    with pytest.raises(InputError, match="Is a directory"), opened(whole(tmp_path)):
        pass


def test_an_error_of_who_reads_is_not_taken_for_the_inputs(tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(b"x")
    with pytest.raises(ZeroDivisionError), opened(whole(tmp_path / "input")):
        raise ZeroDivisionError


def names(*paths: Path) -> list[str]:
    with inputs_of(paths) as found:
        return [one.name for one in found]


def test_a_folder_is_every_file_in_it_in_order(tmp_path: Path) -> None:
    top = tmp_path / "top"
    for name in ("b/2.txt", "b/10.txt", "a.txt", ".hidden", ".git/config", "b/.x"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(b"x")
    (top / "link").symlink_to(tmp_path)
    (top / "b/link.txt").symlink_to(top / "a.txt")
    assert names(top, top / "a.txt") == ["top/a.txt", "top/b/10.txt", "top/b/2.txt", "a.txt"]


def test_a_zip_archive_is_every_file_in_it_and_they_may_be_packed(tmp_path: Path) -> None:
    path = tmp_path / "papers.bin"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/two.gz", gzip.compress(TEXT))
        archive.writestr("a.txt", TEXT)
        archive.writestr("__MACOSX/a.txt", b"")
        archive.writestr(".DS_Store", b"")
        archive.mkdir("empty")
    with inputs_of([path]) as found:
        assert [(one.name, one.within) for one in found] == [
            ("papers.bin/a.txt", "papers.bin"),
            ("papers.bin/b/two.gz", "papers.bin"),
        ]
        for one in found:
            with opened(one) as input_:
                assert input_.stream.read() == TEXT
                assert input_.part() > 0


def test_standard_input_is_an_input_and_may_be_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", TEXT)
    for data, name in ((TEXT, "standard input"), (packed.getvalue(), "standard input/a.txt")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        with inputs_of([Path("-")]) as (one,):
            assert one.name == name
            with opened(one) as input_:
                assert input_.stream.read() == TEXT
        assert not one.path.exists()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "holds no file"),
        (lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "a broken zip archive"),
        (lambda path: zipfile.ZipFile(path, "w").close(), "holds no file"),
        (lambda path: path.write_bytes(_nested()), "a zip archive inside another"),
        (lambda path: path.write_bytes(_encrypted()), "cannot be read"),
        (lambda path: path.write_bytes(gzip.compress(bytes(300_000_000))), "unpacks to more than"),
    ],
)
def test_what_cannot_be_opened_is_said(
    tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    make(tmp_path / "it")
    with (
        inputs_of([tmp_path / "it"]) as (one,),
        pytest.raises(InputError, match=said),
        opened(one) as input_,
    ):
        shutil.copyfileobj(input_.stream, Nowhere())


class Nowhere(io.RawIOBase):
    def write(self, data: object) -> int:
        return 0


def _zipped(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def _nested() -> bytes:
    return _zipped("inner.zip", _zipped("a.txt", b"x"))


def _encrypted() -> bytes:
    data = bytearray(_zipped("a.txt", b"some text"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1  # the flag that says so
    return bytes(data)
