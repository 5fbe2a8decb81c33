"""A server on loopback that answers as the Daily Papers API does: a paper a day."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@contextmanager
def papers_server() -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Papers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Papers(BaseHTTPRequestHandler):
    """A paper for each day, none on further pages; nothing at other addresses."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = parse_qs(asked.query)
        if asked.path != "/api":
            self.send_error(404)
            return
        day = date.fromisoformat(query["date"][0])
        paper = {
            "id": f"{day:%y%m}.{day.day:05d}",
            "title": f"Gulls of {day}",
            "summary": "We count gulls.",
            "submittedOnDailyAt": f"{day}T06:00:00Z",
        }
        body = json.dumps([{"paper": paper}] if query["p"] == ["0"] else []).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass
