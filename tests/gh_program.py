"""What the stand-in for `gh` does: pull requests and comments in a file, answered as gh answers."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

#: Each expression for `--jq` that our scripts have, in Python; gh has a jq of its own.
_JQ: Mapping[str, Callable[[Any], Any]] = {
    "map(select(.isCrossRepository | not)) | .[0].number // empty": lambda pulls: next(
        (pull["number"] for pull in pulls if not pull["isCrossRepository"]), None
    ),
    ".comments[-1].body // empty": lambda issue: next(
        (comment["body"] for comment in reversed(issue["comments"])), None
    ),
    '[.reviews[] | select(.state == "APPROVED" or .state == "CHANGES_REQUESTED")]'
    ' | group_by(.author.login) | any(.[-1].state == "APPROVED")': lambda pull: (
        "APPROVED"
        in {
            review["author"]["login"]: review["state"]
            for review in pull["reviews"]
            if review["state"] in {"APPROVED", "CHANGES_REQUESTED"}
        }.values()
    ),
}


def run(folder: Path, token: str | None) -> None:
    """One call of gh, with the arguments that the process has."""
    arguments = sys.argv[1:]
    given = ""
    if "--body-file" in arguments:
        name = arguments[arguments.index("--body-file") + 1]
        given = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    with (folder / "calls").open("a", encoding="utf-8") as calls:
        calls.write(json.dumps([arguments, given]) + "\n")
    with (folder / "repositories").open("a", encoding="utf-8") as repositories:
        repositories.write(os.environ.get("GH_REPO", "") + "\n")
    if token and os.environ.get("GH_TOKEN") != token:
        sys.exit(4)
    for each in json.loads((folder / "answers").read_text("utf-8")):
        if arguments[: len(each["to"])] == each["to"]:
            sys.stdout.write(each["says"])
            sys.exit(each["fails"] or 0)
    if tuple(arguments[:2]) in _KNOWN:
        state = json.loads((folder / "state").read_text("utf-8"))
        options = dict(pairwise(arguments))
        options["--body"] = options.get("--body", options.get("--comment", given))
        said = _KNOWN[tuple(arguments[:2])](state, arguments[2], options)
        (folder / "state").write_text(json.dumps(state), "utf-8")
        if said is not None:
            print(said)


def _shown(found: Any, options: Mapping[str, str]) -> str | None:
    """As `--json` and `--jq` have it; a field that was not asked for is not there."""
    fields = options["--json"].split(",")
    few = [{name: each[name] for name in fields} for each in found]
    program = " ".join(options["--jq"].split())
    if program not in _JQ:
        sys.exit(f"the stand-in for gh knows no such --jq: {program}")
    value = _JQ[program](few if options.get("--state") else few[0])
    return None if value is None else value if isinstance(value, str) else json.dumps(value)


def _pull(state: Any, name: str) -> Any:
    """The pull request of a number or of a branch of this repository."""
    for pull in reversed(state["pulls"]):
        own = pull["headRefName"] == name and not pull["isCrossRepository"]
        if name == str(pull["number"]) or (own and pull["state"] == "OPEN"):
            return pull
    sys.exit(f'no pull requests found for branch "{name}"')


def _pr_list(state: Any, _: str, options: Mapping[str, str]) -> str | None:
    """Those from any repository, forks too, whose branch has the name; the newest first."""
    found = [
        pull
        for pull in reversed(state["pulls"])
        if pull["headRefName"] == options["--head"] and pull["state"] == options["--state"].upper()
    ]
    return _shown(found[: int(options.get("--limit", "30"))], options)


def _pr_create(state: Any, _: str, options: Mapping[str, str]) -> str:
    if not state["may_open"]:
        sys.exit(
            "pull request create failed: GraphQL: GitHub Actions is not permitted to create or"
            " approve pull requests (createPullRequest)"
        )
    number = max((pull["number"] for pull in state["pulls"]), default=100) + 1
    state["pulls"].append(
        pull_of(number, options["--head"], title=options["--title"], body=options["--body"])
    )
    return f"https://github.com/ada/gulls/pull/{number}"


def _pr_edit(state: Any, name: str, options: Mapping[str, str]) -> None:
    _pull(state, name).update(title=options["--title"], body=options["--body"])


def _pr_close(state: Any, name: str, options: Mapping[str, str]) -> None:
    _pull(state, name).update(state="CLOSED")
    _comment(state, name, options)


def _comment(state: Any, name: str, options: Mapping[str, str]) -> None:
    state["comments"].setdefault(name, []).append({"body": options["--body"]})


_KNOWN: Mapping[tuple[str, ...], Callable[[Any, str, Mapping[str, str]], str | None]] = {
    ("pr", "list"): _pr_list,
    ("pr", "create"): _pr_create,
    ("pr", "edit"): _pr_edit,
    ("pr", "close"): _pr_close,
    ("pr", "comment"): lambda state, name, options: _comment(
        state, str(_pull(state, name)["number"]), options
    ),
    ("pr", "view"): lambda state, name, options: _shown([_pull(state, name)], options),
    ("issue", "comment"): _comment,
    ("issue", "view"): lambda state, name, options: _shown(
        [{"comments": state["comments"].get(name, [])}], options
    ),
}


def pull_of(number: int, head: str, **more: Any) -> dict[str, Any]:
    """A pull request as gh has it."""
    pull = {
        "number": number,
        "headRefName": head,
        "state": "OPEN",
        "isCrossRepository": False,
        "reviews": [],
        "title": "",
        "body": "",
    }
    return pull | more
