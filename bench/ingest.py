"""How long 50,000 real records take: into an empty store, and again when nothing is new.

`make bench-ingest` runs it. Prints a row for each run: seconds by the clock, seconds of CPU in all
processes, and the most memory (proportional set size) that all of them held at one time.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.measuring import Run, measured

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "data" / "corpus"


def main() -> None:
    """Run the benchmark and print its table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=50_000)
    options.add_argument("--corpus", type=Path, default=CORPUS, help="folder of *.jsonl.gz")
    wanted = options.parse_args()
    files = sorted(wanted.corpus.glob("*.jsonl.gz"))
    if not files:
        sys.exit(f"no *.jsonl.gz in {wanted.corpus}; --corpus names another folder")
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder, "records.jsonl")
        number = gather(files, records, wanted.records)
        print(f"{number:,} records, {records.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
        print(f"{'run':<12}{'s':>8}{'CPU s':>8}{'MB':>8}  result")
        for run in ("empty store", "again"):
            took = run_of(records, Path(folder, "content"))
            said = took.said.strip().splitlines()[-1]
            print(f"{run:<12}{took.seconds:>8.1f}{took.cpu:>8.1f}{took.megabytes:>8.0f}  {said}")


def gather(files: list[Path], records: Path, most: int) -> int:
    """Write the first `most` lines of the files into one; how many there were."""
    number = 0
    with records.open("wb") as out:
        for file in files:
            with gzip.open(file) as lines:
                for line in lines:
                    if number == most:
                        return number
                    out.write(line)
                    number += 1
    return number


def run_of(records: Path, content: Path) -> Run:
    """One run of `paperfeed ingest`."""
    program = shutil.which("paperfeed", path=str(Path(sys.executable).parent)) or "paperfeed"
    return measured(
        [program, "ingest", records, "--date", "2025-01-01", "--content", content],
    )


if __name__ == "__main__":
    main()
