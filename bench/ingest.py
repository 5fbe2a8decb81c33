"""How long 50,000 real records take: into an empty store, and again when nothing is new.

`make bench-ingest` runs it. Prints a row for each run: seconds by the clock, seconds of CPU in all
processes, and the most memory (proportional set size) that all of them held at one time.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

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
            seconds, cpu, most, said = measured(records, Path(folder, "content"))
            print(f"{run:<12}{seconds:>8.1f}{cpu:>8.1f}{most:>8.0f}  {said}")


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


def measured(records: Path, content: Path) -> tuple[float, float, float, str]:
    """Seconds, CPU seconds, megabytes and the last line of one run of `paperfeed ingest`."""
    command = [shutil.which("paperfeed", path=str(Path(sys.executable).parent)) or "paperfeed"]
    command += ["ingest", str(records), "--date", "2026-01-01", "--content", str(content)]
    before = os.times()
    start = time.perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    most = [0.0]
    watcher = threading.Thread(target=watch, args=(run, most))
    watcher.start()
    said, _ = run.communicate()
    seconds = time.perf_counter() - start
    watcher.join()
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return seconds, cpu, most[0], said.strip().splitlines()[-1] if said.strip() else "failed"


def watch(run: subprocess.Popen[str], most: list[float]) -> None:
    """Look at the memory of the run and its children five times a second."""
    while run.poll() is None:
        most[0] = max(most[0], sum(map(megabytes, [run.pid, *children(run.pid)])))
        time.sleep(0.2)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        names = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    found = [int(name) for name in names]
    return found + [below for child in found for below in children(child)]


def megabytes(pid: int) -> float:
    """The proportional set size of a process; 0 where the system does not say it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main()
