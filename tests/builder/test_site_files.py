"""Files of a site that is being made."""

from __future__ import annotations

from pathlib import Path

from generator.builder.site_files import write


def test_a_page_is_written_whether_its_folder_is_there_or_not(tmp_path: Path) -> None:
    for name in ("index.html", "a/index.html", "b/c/index.html", "d/x.txt", "d/index.html"):
        found = write(str(tmp_path), name, name.encode())
        assert (tmp_path / name).read_bytes() == name.encode()
        assert (found.st_size, found.st_mtime_ns) == (
            len(name),
            (tmp_path / name).stat().st_mtime_ns,
        )
