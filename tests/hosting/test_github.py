"""What GitHub is asked, by a server on loopback that answers as its documentation says."""

from __future__ import annotations

import ipaddress
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from generator.hosting.github import github_of
from generator.hosting.health import GitHub

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
ALL = {
    "": {"full_name": "ada/genome", "has_issues": False},
    "pages": {"url": "https://api.example/pages", "status": "built", "build_type": "workflow"},
    "actions/workflows?per_page=100": {
        "total_count": 2,
        "workflows": [
            {"id": 1, "name": "Ingest", "path": ".github/workflows/ingest.yml", "state": "active"},
            {"id": 2, "name": "Pages", "path": "dynamic/pages/pages", "state": "active"},
        ],
    },
    "actions/permissions/workflow": {
        "default_workflow_permissions": "read",
        "can_approve_pull_request_reviews": True,
    },
    "labels/contribution": {"name": "contribution"},
}


@contextmanager
def github(answers: dict[str, Any]) -> Iterator[tuple[str, list[str | None]]]:
    """Its address, and the tokens that came."""
    tokens: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tokens.append(self.headers["Authorization"])
            found = answers.get(self.path.removeprefix("/repos/ada/genome").lstrip("/"))
            body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(found if isinstance(found, int) else 404 if found is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", tokens
        server.shutdown()


def asked(answers: dict[str, Any]) -> GitHub:
    with github(answers) as (address, tokens):
        found = github_of(
            "ada/genome", {"GITHUB_TOKEN": "t0k", "GITHUB_API_URL": address}, LOOPBACK
        )
    assert set(tokens) == {"Bearer t0k"}
    return found


def test_it_says_all() -> None:
    schedules = {".github/workflows/ingest.yml": "active"}
    assert asked(ALL) == GitHub("workflow", schedules, pull_requests=True, issues=False, label=True)
    without = {**ALL, "labels/contribution": None}
    assert asked(without).label is False
    assert asked({**ALL, "labels/contribution": 500}).label is None


def test_pages_that_are_not_there_are_off_for_who_may_see_them() -> None:
    assert asked({k: v for k, v in ALL.items() if k != "pages"}).pages == "off"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (401, "the token was not accepted"),
        (403, "the token may not ask, or has asked too often"),
        (None, "there is no such repository, or the token may not see it"),
        (502, "it answered with 502"),
    ],
)
def test_a_refusal_is_said_and_nothing_else_asked(answer: int | None, said: str) -> None:
    assert asked({**ALL, "": answer}) == GitHub(silence=said)


def test_github_out_of_reach_is_said() -> None:
    with github(ALL) as (address, _):
        pass
    environ = {"GH_TOKEN": "t0k", "GITHUB_API_URL": address}
    silence = github_of("ada/genome", environ, LOOPBACK).silence
    assert re.fullmatch(r"it could not be reached \(127\.0\.0\.1: no connection \(.+\)\)", silence)


@pytest.mark.parametrize("answer", [b"", b"{", b"[1]", b'{"workflows": 1}', b'{"workflows": [1]}'])
def test_answers_of_another_form_say_nothing(answer: bytes) -> None:
    found = asked(dict.fromkeys(ALL, answer))
    assert (found.pages, found.pull_requests, found.silence) == (None, None, "")
    assert not found.schedules


@pytest.mark.parametrize("environ", [{}, {"GITHUB_TOKEN": ""}, {"GITHUB_TOKEN": "a\nb"}])
def test_without_a_token_nobody_is_asked(environ: dict[str, str]) -> None:
    with github(ALL) as (address, tokens):
        found = github_of("ada/genome", {**environ, "GITHUB_API_URL": address}, LOOPBACK)
    unfit = "the token has characters that none has" if environ.get("GITHUB_TOKEN") else ""
    assert found == GitHub(silence=unfit)
    assert tokens == []
