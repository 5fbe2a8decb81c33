"""What a community says in `mkdocs.yml` under `plugins: - paperfeed:`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from mkdocs.config import config_options as c
from mkdocs.config.base import (
    BaseConfigOption,
    Config,
    ConfigErrors,
    ConfigWarnings,
    ValidationError,
)

from generator.addresses import slug_of
from generator.channels.query import Query
from generator.fetching.kinds import KINDS
from generator.fields import LONGEST_LINE
from generator.text import clean_line

_REPOSITORY = re.compile(
    r"https://[a-z0-9.-]+(?::[0-9]+)?(?:/[\w.~-]+){2,}", re.ASCII | re.IGNORECASE
)
#: What a saved query may look for.
_ASKED = ("words", "topics", "authors", "categories")
#: Days: a long weekend of holidays is no reason to warn.
_STALE_AFTER = 7


class StrictConfig(Config):
    """Options of which one that is not known is an error, not a warning."""

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """The errors of the options, unknown ones among them."""
        errors, warnings = super().validate()
        return [*errors, *((key, ValidationError(text)) for key, text in warnings)], []


class SourceConfig(StrictConfig):
    """A source that `paperfeed fetch` asks."""

    kind = c.Choice(tuple(KINDS))
    """How it is asked: `hf-daily`, `arxiv-api`, `arxiv-oai`, `arxiv-rss` or `feed`."""
    name = c.Optional(c.Type(str))
    """What its papers are listed under; the kind's own name if not given."""
    categories = c.ListOfItems(c.Type(str), default=[])
    """The categories of arXiv: `[cs.CL, cs.LG]`."""
    url = c.Optional(c.Type(str))
    """The address of a feed; for other kinds, of another server that answers in the same way."""
    closed = c.ListOfItems(c.Type((str, date)), default=[])
    """Days without papers, besides weekends: `12-25` each year, `2026-11-26` once."""
    pause = c.Optional(c.Type((int, float)))
    """Seconds between two requests, if more than is usual for the kind."""


class FetchConfig(StrictConfig):
    """How `paperfeed fetch` behaves."""

    deadline = c.Type((int, float), default=900)
    """Seconds that one source may take in all, and one of the `mirrors`."""
    timeout = c.Type((int, float), default=30)
    """Seconds of silence after which an answer is given up."""
    attempts = c.Type(int, default=6)
    """How often one thing is asked for, if the source is busy or out of reach."""
    wait = c.Type((int, float), default=2)
    """Seconds before the second attempt; each further one waits twice as long."""
    private_networks = c.ListOfItems(c.Type(str), default=[])
    """Private networks that may be asked, such as `10.0.0.0/8`; none if not given."""


class Repository(BaseConfigOption[str]):
    """The address of a repository, without a slash at its end; the empty string for none."""

    def run_validation(self, value: object) -> str:
        """The address; raises ValidationError if it is none."""
        address = (
            value.strip().removesuffix("/").removesuffix(".git") if isinstance(value, str) else ""
        )
        if address and _REPOSITORY.fullmatch(address):
            return address
        if value == "":
            return ""
        raise ValidationError(f"found {value!r:.80}; write such as https://github.com/owner/name")


class WholeNumber(BaseConfigOption[int]):
    """A whole number from 0."""

    def run_validation(self, value: object) -> int:
        """The number; raises ValidationError if it is none."""
        if type(value) is int and value >= 0:  # YAML's `true` is an int as well
            return value
        raise ValidationError(f"found {value!r:.80}; write a whole number from 0")


class Line(BaseConfigOption[str]):
    """A text on one line."""

    def run_validation(self, value: object) -> str:
        """The text, clean; raises ValidationError if it is none."""
        text = clean_line(value) if isinstance(value, str) else ""
        if text and len(text) <= LONGEST_LINE:
            return text
        raise ValidationError(f"found {value!r:.80}; write a text on one line, in quotes")


class Queries(BaseConfigOption[tuple[Query, ...]]):
    """Saved queries: a list, each with a `name` and what it looks for."""

    def __init__(self) -> None:
        super().__init__()
        self.default = ()

    def run_validation(self, value: object) -> tuple[Query, ...]:
        """The queries; raises ValidationError with the first thing that is wrong with one."""
        if not isinstance(value, list | tuple):
            raise ValidationError(f"found {value!r:.80}; write a list of queries")
        queries = [_query(number, given) for number, given in enumerate(value)]
        for number, query in enumerate(queries):
            if query.slug in [other.slug for other in queries[:number]]:
                raise ValidationError(f"[{number}].name: `{query.title}` stands twice; rename one")
        return tuple(queries)


def _query(number: int, given: object) -> Query:
    keys = ", ".join(_ASKED)
    if not isinstance(given, dict):
        raise ValidationError(f"[{number}]: found {given!r:.80}; write `name:`, and {keys}")
    unknown = [key for key in given if key not in ("name", *_ASKED)]
    if unknown:
        raise ValidationError(f"[{number}].{unknown[0]}: no such key; there are name, {keys}")
    name = given.get("name")
    slug = slug_of(name) if isinstance(name, str) else ""
    if not isinstance(name, str) or not slug:
        raise ValidationError(f"[{number}].name: found {name!r:.80}; write a name in letters")
    asked = {key: _texts(number, key, given[key]) for key in _ASKED if key in given}
    if not asked:
        raise ValidationError(f"[{number}]: `{name}` looks for nothing; add one of {keys}")
    return Query(slug, clean_line(name), **asked)


def _texts(number: int, key: str, value: object) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if (
        not isinstance(texts, list)
        or not texts
        or not all(isinstance(each, str) and each.strip() for each in texts)
    ):
        raise ValidationError(f"[{number}].{key}: found {value!r:.80}; write a list of texts")
    return tuple(clean_line(each) for each in texts)


class PaperfeedConfig(StrictConfig):
    """The plugin's options in `mkdocs.yml`."""

    repository = c.Optional(Repository())
    """The repository to which `edit this record` and `report a mistake` lead, such as
    `https://github.com/owner/name`. In GitHub Actions it is the one that is built; `''` is none."""
    branch = c.Optional(c.Type(str))
    """The branch of it that is edited; in GitHub Actions the one that is built, else `main`."""

    pour = c.Type(bool, default=True)
    """Whether the theme is rendered once for pages that are alike; if not, for each of them, which
    takes ten times as long and gives the same pages."""

    licence = c.Optional(Line())
    """Under what terms other sites may copy its records: `CC0-1.0`, or an address that says so."""
    contact = c.Optional(Line())
    """Who answers for the site: an address or an e-mail address."""
    docs = c.Type(bool, default=True)
    """Whether the software's documents, `docs/`, are pages of the site; not after `init`."""
    search = c.Type(bool, default=True)
    """Whether to make the search index; without it the search page finds nothing."""
    stale_after = c.Optional(WholeNumber())
    """Days without an update after which the site says so itself, in the reader's browser; 0 is
    never. If not given 7, but never where neither `sources` nor `mirrors` are named: such a site
    has no schedule."""
    sources = c.ListOfItems(c.SubConfig(SourceConfig), default=[])
    """The sources that `paperfeed fetch` asks, in this order."""
    mirrors = c.ListOfItems(c.Type(str), default=[])
    """Addresses of other sites of Paperfeed, `[https://other.site/]`: `paperfeed pull` brings their
    papers here, in this order."""
    queries = Queries()
    """Searches that readers can subscribe to, each with a `name`; `words` (all of them), `topics`,
    `authors`, `categories` (one of each) say what it finds."""
    fetch = c.SubConfig(FetchConfig)
    """How it asks them."""


def repository_of(config: PaperfeedConfig, environ: Mapping[str, str]) -> tuple[str, str]:
    """The repository and its branch, as the options or else GitHub Actions say; "" for none."""
    repository, branch = config.repository, config.branch
    server, name = environ.get("GITHUB_SERVER_URL", ""), environ.get("GITHUB_REPOSITORY", "")
    if repository is None and environ.get("GITHUB_ACTIONS") == "true":
        built = f"{server}/{name}"
        repository = built if _REPOSITORY.fullmatch(built) else ""
        if branch is None and environ.get("GITHUB_REF_TYPE") == "branch":
            # That of a pull request is `7/merge`, which nobody can edit.
            branch = environ.get("GITHUB_BASE_REF") or environ.get("GITHUB_REF_NAME")
    return repository or "", branch or "main"


def stale_after_of(config: PaperfeedConfig) -> int:
    """Days without an update after which pages warn; 0 for never."""
    if config.stale_after is not None:
        return config.stale_after
    return _STALE_AFTER if config.sources or config.mirrors else 0
