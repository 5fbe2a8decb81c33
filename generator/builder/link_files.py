"""Files of one folder in another as well, without a byte being copied; a small program of its own.

`python link_files.py FROM TO PARENT` reads names from its input, with zero bytes between them, and
gives back those that are not there. It runs beside a build, whose process is PARENT, and ends with
it, so it imports nothing that takes time. Where there are no hard links it copies.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Link them; exits 1 at the first file that is there and cannot be had, or with its build."""
    source, target, parent = sys.argv[1:]
    missing = []
    folders: set[str] = set()
    for name in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\0"):
        if not name:
            continue
        folder = f"{target}/{os.path.dirname(name)}"  # noqa: PTH120 - 100,000 times
        try:
            if folder not in folders:
                if str(os.getppid()) != parent:
                    sys.exit(1)  # the build was killed, and the next one clears its folder
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - 100,000 times
                folders.add(folder)
            _link(f"{source}/{name}", f"{target}/{name}")
        except FileNotFoundError:
            missing.append(name)
        except OSError as error:
            sys.exit(f"{name}: {error.strerror}")
    sys.stdout.buffer.write("\0".join(missing).encode("utf-8", "surrogateescape"))


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except FileNotFoundError:
        raise
    except OSError:
        from shutil import copy2  # seldom needed, and slow to import

        copy2(old, new)


if __name__ == "__main__":
    main()
