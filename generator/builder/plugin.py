"""The MkDocs plugin: gives MkDocs the feed's pages, shows them, writes the other files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from generator.builder.address import address_of
from generator.builder.beside import beside
from generator.builder.compact import compact
from generator.builder.fragments import renderer, speak
from generator.builder.gate import Gate
from generator.builder.hand_files import fault_of_hand_file, files_by_hand, lying_in, text_faults
from generator.builder.hand_pages import ThemeAlone, clean_meta, escape_sections, shown_title
from generator.builder.holes import holes
from generator.builder.kept_cards import KeptCards
from generator.builder.keys import form_of
from generator.builder.last_site import Ledger
from generator.builder.options import PaperfeedConfig
from generator.builder.policy import with_policy
from generator.builder.poured_files import FilesAndPoured
from generator.builder.pouring import Work, do, others_help
from generator.builder.project import Loaded, load_feed
from generator.builder.search import IndexingError, index, parts_of
from generator.builder.shell import Pourer, meta_of, watchers
from generator.builder.site_facts import site_of
from generator.builder.site_files import write
from generator.builder.sitemaps import NO_DAY, Days, days_of, sitemaps
from generator.faults import StoreError
from generator.feed import Feed
from generator.interface import WordsError
from generator.model import Page
from generator.pages import FEW, KINDS, MANY, pages_of, uris_of_many
from generator.permalinks import Had, complaints, to_mend, unreadable
from generator.site import Site
from generator.topic_file import TopicError

log = get_plugin_logger("paperfeed")


class PaperfeedPlugin(BasePlugin[PaperfeedConfig]):
    """MkDocs' events, each a call into the rest of the package."""

    def __init__(self) -> None:
        self.loaded: Loaded | None = None
        self._site = Site("", "", "")
        #: The pages that MkDocs makes, by their file; and the files of those that are poured.
        self._pages: dict[str, Page] = {}
        self._poured: frozenset[str] = frozenset()
        self._by_hand: frozenset[str] = frozenset()
        self._pourer: Pourer | None = None
        self._days = Days(NO_DAY, {})
        self._form = b""
        self._cards = KeptCards(b"")
        self._gate = Gate()
        self._alone: ThemeAlone | None = None
        self._nav = Navigation([], [])
        self._render: Callable[[Page], str] = lambda page: ""
        self._serving = False
        self._made = 0
        #: What the last build made, if somebody puts its files beside those that this one makes
        #: and makes the search index when all are there.
        self.ledger: Ledger | None = None
        #: What ends with the build, if somebody ends it: a process that works beside it.
        self.ends: ExitStack | None = None
        #: What the site has whose place this one takes, and whether it may have far fewer papers.
        self.before: Had | None = None
        self.allow_shrink = False
        #: What the last build made its pages of.
        self.work: Work | None = None
        #: Whether the build was given up for papers that are gone, all of them for good.
        self.gone = False
        #: Told of pages made and pages in all; `paperfeed build` shows a bar.
        self.progress: Callable[[int, int], None] = lambda done, of: None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether MkDocs serves: then its live reload has to run."""
        self._serving = command == "serve"

    def on_shutdown(self) -> None:
        """Forget it: what the same process builds afterwards is for readers."""
        self._serving = False

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Refuse what would run the text of papers, or load things from elsewhere."""
        if found := list(holes(config)):
            raise PluginError("\n".join(found))
        config.site_url = address_of(config.site_url, os.environ)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Load the feed and put its pages in the place of its records."""
        content = Path(config.docs_dir)
        # MkDocs keeps the plugin from build to build
        self._made, self._gate, self.gone = 0, Gate(), False
        try:
            self.loaded = load_feed(content)
        except TopicError as error:
            raise PluginError(f"topics cannot be used:\n{error}") from None
        except StoreError as error:
            raise PluginError(str(error)) from None
        for fault in self.loaded.faults:
            log.warning("%s", fault)
        if self.before:
            feed, allow = self.loaded.feed, self.allow_shrink
            broken = unreadable(self.before, feed, self.loaded.faults)
            lost = *to_mend(broken), *complaints(self.before, feed, broken, allow_shrink=allow)
            self.gone = bool(lost) and not broken
            if lost:
                raise PluginError("\n".join(lost))
        if self.ends and others_help(self.loaded.feed, self.ledger):
            related = self.loaded.feed.related
            work = self.ends.enter_context(beside(related.work_out, copy=True))
            related.worked_out_by(work)
        try:
            site = self._site = site_of(config)
        except WordsError as error:
            raise PluginError(f"the interface's words cannot be used:\n{error}") from None
        for query in site.queries:
            for slug in sorted(set(query.topics) - self.loaded.feed.topics.keys()):
                log.warning(
                    "mkdocs.yml: queries: %s: `%s` is no topic; correct it", query.title, slug
                )
        if lacking := ", ".join(site.words.lacking):
            log.info("words/%s.yml: said in English: %s", site.words.language, lacking)
        self._poured = (
            frozenset(uris_of_many(self.loaded.feed)) if self._may_pour(config) else frozenset()
        )
        self._days = days_of(self.loaded.feed.papers)
        self._pages = self._pages_for_mkdocs(self.loaded.feed, config)
        self._poured -= self._pages.keys()
        theme = list(config.theme.dirs)
        self._form = form_of(theme, site) if self.ledger else b""
        self._cards = KeptCards(self._form, content if self.ledger else None)
        self._render = renderer(theme, site, self._cards)
        kept = [*files_by_hand(files, content, config, documents=site.documents)]
        theirs = list(filter(lying_in(content), kept))
        self._by_hand = frozenset(file.dest_uri for file in theirs)
        for file in theirs:
            path = Path(file.abs_src_path or "")
            self._gate.note(file.src_uri, fault_of_hand_file(file.dest_uri, path, content, theme))
        if told := self._gate.told() or "\n".join(text_faults(theirs, content)):
            raise PluginError(told)
        ours = self._pages.keys() | self._poured
        if taken := sorted(file.src_uri for file in kept if file.src_uri in ours):
            raise PluginError(f"{taken[0]} in the content folder has a generated page's name")
        quiet = InclusionLevel.NOT_IN_NAV  # MkDocs does not warn of what the navigation lacks
        kept += [File.generated(config, uri, content="", inclusion=quiet) for uri in self._pages]
        return FilesAndPoured(kept, self._poured, config)

    def _may_pour(self, config: MkDocsConfig) -> bool:
        others = watchers(config, self)
        if self.config.pour and others:
            log.info("each page goes MkDocs' own way, for %s wants to see it", ", ".join(others))
        return self.config.pour and not others

    def _pages_for_mkdocs(self, feed: Feed, config: MkDocsConfig) -> dict[str, Page]:
        """The pages that are not poured, and of the others those that the navigation names."""
        pages = {page.uri: page for page in pages_of(FEW, feed, self._site)}
        named = self._poured & set(_names_in(config.nav))
        for kind in MANY:
            if not self._poured or named & set(KINDS[kind].uris(feed)):
                made = pages_of((kind,), feed, self._site)
                pages |= {p.uri: p for p in made if not self._poured or p.uri in named}
        return pages

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Remember the navigation, which poured pages have as well."""
        self._nav = nav
        if config.nav is None:  # it is of the folders' names
            escape_sections(nav.items)

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Give the theme's templates the interface's words."""
        speak(env, self._site.words)
        self._alone = ThemeAlone(config, files, env)
        for file in files.documentation_pages():
            if file.page:  # MkDocs tells the day of the build, also as that of the packed sitemap
                file.page.update_date = self._days.of(file.src_uri)
        self._pourer = Pourer(config, self._nav, files, env, self._render, self._gate)
        return env

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Tell the theme a page's title and description; it prints them as they are."""
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            page.meta, left_out = clean_meta(page.meta, config.theme.custom_dir)
            for told in left_out:
                log.warning("%s: %s", page.file.src_uri, told)
            return None
        page.meta.update(meta_of(ours))
        return ""

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """The generated page's fragment; Python-Markdown saw nothing of it."""
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            page.meta["title"] = shown_title(page)
            return None
        fragment = self._render(ours)
        self._gate.page(ours, fragment, meta_of(ours), page.file.dest_uri)
        return fragment

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Put the policy into the page."""
        data, uri = page.content or "", page.file.src_uri
        made = compact(output, data)
        if uri in self._pages:
            self._count()
        elif uri not in self._poured and self._alone:
            self._gate.prose(uri, data)
            self._gate.note(uri, self._alone.fault_of(page, output))
            of_theme = compact(self._alone.made(page), "")
            return with_policy(made, of_theme=of_theme, live_reload=self._serving)
        return with_policy(made, data, live_reload=self._serving)

    def _count(self, pages: int = 1) -> None:
        self._made += pages
        self.progress(self._made, len(self._pages) + len(self._poured))

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str | None:
        """Put the policy into the pages that are templates, and poured pages into the sitemap."""
        if template_name == "sitemap.xml" and self.loaded:
            uris = (uri for uri in uris_of_many(self.loaded.feed) if uri in self._poured)
            url = config.site_url or ""
            # Of the others nobody knows before they are made.
            hidden = (p.uri for p in self._pages.values() if not (p.kind in MANY or p.indexed))
            first, others = sitemaps(output_content, uris, hidden, url, self._days)
            for name, text in others.items():
                self._gate.file(name, text.encode())
                write(config.site_dir, name, text.encode())
            self._gate.file(template_name, first.encode())
            return first
        if not template_name.endswith(".html"):
            return None
        return with_policy(output_content, live_reload=self._serving)

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: object
    ) -> None:
        """Generated pages have no neighbours in the navigation: the fragments link theirs."""
        if page.file.src_uri in self._pages:
            page.previous_page = page.next_page = None

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Pour the pages that MkDocs did not make, write the files for machines, then index all."""
        if self.loaded is None or self._pourer is None:
            return
        work = self.work = Work(
            feed=self.loaded.feed,
            site=self._site,
            folder=config.site_dir,
            poured=self._poured,
            pourer=self._pourer,
            form=self._form,
            cards=self._cards,
            by_hand=self._by_hand,
            gate=self._gate,
        )
        road = do(work, self.ledger, self._count)
        if found := self._gate.told():
            raise PluginError(found)
        if road:
            log.info("%s pages are not alike but for their text: made one by one", road)
        if self.config.search and self.ledger is None:
            try:
                index(Path(config.site_dir), parts_of(self.loaded.feed.papers))
            except IndexingError as error:
                raise PluginError(str(error)) from None


def _names_in(nav: object) -> Iterator[str]:
    """The files that the navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from _names_in(each)
