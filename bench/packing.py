"""A built site served as its host will: packed, and to be kept."""

from __future__ import annotations

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_PACKED = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml")


#: The path and the bytes of each answer.
Tally = list[tuple[str, int]]


class _Packing(SimpleHTTPRequestHandler):
    """Serves a folder as a host does: packed, and to be kept."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *given: Any, tally: Tally, **named: Any) -> None:
        self._tally = tally
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """A file, or the index of a folder."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=31536000")
        if path.suffix in _PACKED:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self._tally.append((self.path, len(body)))

    def log_message(self, *arguments: object) -> None:
        """Say nothing of each request."""


@contextmanager
def serving(site: Path, tally: Tally | None = None) -> Iterator[str]:
    """The address at which the site is served until the block ends; its answers go into `tally`."""
    handler = functools.partial(_Packing, directory=str(site), tally=[] if tally is None else tally)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
