"""A build of the site by MkDocs, made aside and swapped in when it is whole."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from generator.addresses import STATUS
from generator.builder import last_site, place, previous
from generator.builder.beside import EndedError
from generator.builder.last_site import LastSite, Ledger, linking
from generator.builder.plugin import PaperfeedPlugin
from generator.builder.search import IndexingError, index, parts_of
from generator.builder.site_files import bring_together, names_in, put_in_place
from generator.builder.template_faults import fault_of_template
from generator.faults import StoreError
from generator.files import ASIDE
from generator.permalinks import Had
from generator.store import locked

#: What every site has that was built: another program's has no such thing at its top.
_OF_A_SITE = frozenset({"index.html", STATUS})


class BuildError(Exception):
    """The site could not be built; the old one, if there is one, is as it was.

    `warnings` are what MkDocs warned of until then, faults of records among it.
    """

    def __init__(self, message: str, warnings: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.warnings = tuple(warnings)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, in how many seconds, and what it warned of."""

    papers: int
    days: int
    topics: int
    seconds: float
    warnings: tuple[str, ...]


def configured(
    content: Path | None = None, site: Path | None = None, url: str | None = None
) -> MkDocsConfig:
    """The configuration of the project in the current folder, with these folders if given.

    `url` is the site's address, in place of the one that the configuration has.

    Raises BuildError if there is none or it is wrong.
    """
    folders = {"docs_dir": content, "site_dir": site}
    given = {key: str(path.resolve()) for key, path in folders.items() if path}
    given |= {"site_url": url} if url else {}
    try:
        with _listening() as heard:
            return load_config("mkdocs.yml", **given)
    except (Abort, ConfigurationError) as error:
        # MkDocs says what is wrong in its log, and then only that it gave up.
        raise BuildError(_wrong_settings("; ".join(heard.errors) or str(error))) from None


def _wrong_settings(said: str) -> str:
    """What MkDocs said of the settings, with the place where that has to be mended."""
    url = os.environ.get("SITE_URL", "")
    whole = urlsplit(url).scheme and urlsplit(url).netloc
    if url and not whole and "'site_url'" in said:
        return f"SITE_URL: found `{url}`; write the whole address, as https://papers.example.org/"
    return f"mkdocs.yml: {said}"


def build_site(
    config: MkDocsConfig,
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    before: Had | None = None,
    allow_shrink: bool = False,
    told: Callable[[str], None] = lambda text: None,
) -> Built:
    """Build the site; `progress` is told of pages made and pages in all.

    What has not changed since the last build is taken over from it. `told` hears if another build
    of the same site is waited for. Raises BuildError if the build fails or the place cannot be had,
    if what is there is no site, or if the address of a paper leads nowhere that the site `before`
    had (else the one in the site's place), or more than one paper of a hundred is gone and that is
    not allowed.
    """
    content, site = Path(config.docs_dir), Path(config.site_dir).resolve()
    _check(site)
    plugin = plugin_of(config)
    try:
        with place.held(site, told):
            _clear_caches(content)
            plugin.before = before or previous.of_folder(site)
            plugin.allow_shrink = allow_shrink
            built, made = build_after(last_site.load(content, site), config, progress)
            last_site.save(content, made)
    except (place.PlaceError, previous.PreviousError) as error:
        raise BuildError(str(error)) from None
    except BuildError as error:
        if before or not plugin.gone:
            raise
        hint = f"if nobody has seen that site yet, delete {site} and build again"
        raise BuildError(f"{error}\n{hint}", error.warnings) from None
    finally:
        plugin.before = None
    return built


def build_after(
    last: LastSite,
    config: MkDocsConfig,
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    serve_url: str | None = None,
) -> tuple[Built, LastSite]:
    """Build the site after this last one; gives what a next build may take over.

    With `serve_url` it is built to be looked at there while it is edited: an index for search is
    made at the first build only. Raises BuildError as `build_site` does.
    """
    started = time.monotonic()
    site = Path(config.site_dir).resolve()
    _check(site)
    plugin = plugin_of(config)
    plugin.progress = progress
    aside = place.aside(site)
    ledger = plugin.ledger = Ledger(last)
    with _listening() as heard, ExitStack() as ends:
        plugin.ends = ends
        try:
            config.site_dir = str(aside)
            if serve_url and last.files:
                others = _mend(site, config, ledger, serve_url)
            else:
                whole = _made(config, plugin, ledger, serve_url)
                others = names_in(whole) - ledger.files.keys() if serve_url else frozenset()
                if plugin.config.search and plugin.loaded:
                    index(whole, parts_of(plugin.loaded.feed.papers))
                place.swap(whole, site)
            if plugin.loaded is None:
                raise BuildError("no feed was loaded")
        except (IndexingError, StoreError, place.PlaceError, EndedError) as error:
            raise BuildError(str(error), heard.warnings) from None
        except MkDocsException as error:
            raise BuildError("\n".join(heard.errors) or str(error), heard.warnings) from None
        except OSError as error:
            where, why = error.filename or site, error.strerror or error
            mended = serve_url and last.files  # then file by file, and some may be in place
            rest = "" if mended else "; the site that was there is as it was"
            raise BuildError(f"{where}: {why}{rest}", heard.warnings) from None
        except RecursionError as error:
            if not heard.errors:  # MkDocs says of which page it is
                raise
            said = "; ".join(heard.errors)
            raise BuildError(f"{said}; write that page flat", heard.warnings) from error
        except Exception as error:
            if told := fault_of_template(error):
                raise BuildError(told, heard.warnings) from None
            raise
        finally:
            plugin.ledger = plugin.ends = None
            config.site_dir = str(site)
            place.clear(site)
    feed = plugin.loaded.feed
    built = Built(
        papers=len(feed.papers),
        days=len(feed.days),
        topics=sum(bool(papers) for papers in feed.by_topic.values()),
        seconds=time.monotonic() - started,
        warnings=tuple(heard.warnings + heard.errors),
    )
    return built, LastSite(str(site), ledger.files, others)


def plugin_of(config: MkDocsConfig) -> PaperfeedPlugin:
    """The plugin of a configuration; raises BuildError if it has none."""
    plugin = config.plugins.get("paperfeed")
    if not isinstance(plugin, PaperfeedPlugin):
        raise BuildError("mkdocs.yml: plugins: `paperfeed` is missing; add it")
    return plugin


def _made(
    config: MkDocsConfig, plugin: PaperfeedPlugin, ledger: Ledger, serve_url: str | None
) -> Path:
    """The folder of the whole site: what is made now, and beside it what the last one had."""
    aside = Path(config.site_dir)
    with linking(ledger.last, _linked(aside)) as linked:
        mkdocs_build(config, serve_url=serve_url)
        if not ledger.kept:
            put_in_place(aside, aside, ledger.waiting)
            return aside
        if ledger.kept <= set(linked()):
            gone = ledger.last.files.keys() - ledger.kept - ledger.waiting.keys()
            put_in_place(aside, _linked(aside), ledger.waiting)
            bring_together(aside, _linked(aside), gone)
            return _linked(aside)
    # What should have been taken over is not to be had after all.
    shutil.rmtree(_linked(aside), ignore_errors=True)
    plugin.ledger = ledger.emptied()
    mkdocs_build(config, serve_url=serve_url)
    return aside


def _mend(site: Path, config: MkDocsConfig, ledger: Ledger, serve_url: str) -> frozenset[str]:
    """Put what is made now into a site that is served while it is edited.

    It is put there when all is made, but file by file: only who edits it would see it half done.
    Gives the files that the ledger does not know.
    """
    aside = Path(config.site_dir)
    mkdocs_build(config, serve_url=serve_url)
    last = ledger.last
    gone = (last.files.keys() | last.others) - ledger.kept - ledger.waiting.keys()
    put_in_place(aside, site, ledger.waiting)
    others = names_in(aside)
    bring_together(aside, site, gone - others)
    return others


def _linked(aside: Path) -> Path:
    return aside.with_suffix(".linked")


def _check(site: Path) -> None:
    """Refuse a place that holds something else: the swap would take it away whole."""
    try:
        if not site.exists():
            return
        names = {path.name for path in site.iterdir()} if site.is_dir() else {site.name}
    except OSError as error:
        raise BuildError(f"{site}: cannot be read: {error.strerror}; name another folder") from None
    if names and (not names >= _OF_A_SITE or names & {".git", "mkdocs.yml"}):
        raise BuildError(
            f"{site}: holds something that is no site built by Paperfeed; name another folder"
        )


def _clear_caches(content: Path) -> None:
    """Take away what a killed run was writing into the content folder, if none is writing now."""
    with suppress(OSError, StoreError):
        if any((content / ASIDE).iterdir()):
            with locked(content, seconds=0):
                pass  # who gets the lock clears


@contextmanager
def _listening() -> Iterator[_Warnings]:
    """What MkDocs says in its log until the block ends."""
    heard = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []
        #: Why MkDocs gave up; the error that it raises then says only that it did.
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        kind = self.errors if record.levelno >= logging.ERROR else self.warnings
        kind.append(record.getMessage())
