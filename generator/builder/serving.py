"""The site on this machine, built anew at each change: what `mkdocs serve` does, but for all that
has not changed since the last build.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from generator.builder.edited import Stamps, show_edited, stamps_of
from generator.builder.last_site import LastSite
from generator.builder.pouring import Work
from generator.builder.run import BuildError, Built, build_after, configured, plugin_of


def serve(port: int, told: Callable[[Built], None], failed: Callable[[BuildError], None]) -> None:
    """Serve the project in the current folder until it is interrupted.

    `told` hears of each build and `failed` of each that did not succeed: then the site stays as it
    was. Raises BuildError if the first build fails, and OSError if the port cannot be had.
    """
    with tempfile.TemporaryDirectory(prefix="paperfeed_", ignore_cleanup_errors=True) as folder:
        _Serving(Path(folder) / "site", port, told, failed).run()


def require_free(port: int) -> None:
    """Raises OSError if the port cannot be had: to look takes less time than a build."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        one.bind(("127.0.0.1", port))


class Server(LiveReloadServer):
    """MkDocs' server, which lets nobody see the site while it is built; this one may."""

    def show(self) -> None:
        """Let browsers see what is there by now, while a build goes on."""
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch
            self._epoch_cond.notify_all()

    def renew(self) -> None:
        """Let them load their pages once more when the build is done."""
        self._wanted_epoch += 1


class _Serving:
    """The builds of one session, each after the last."""

    def __init__(
        self,
        site: Path,
        port: int,
        told: Callable[[Built], None],
        failed: Callable[[BuildError], None],
    ) -> None:
        self._site = site
        self._port = port
        self._url = f"http://127.0.0.1:{port}/"
        self._told = told
        self._failed = failed
        self._last = LastSite()
        self._server: LiveReloadServer | None = None
        self._shown: Server | None = None
        self._watched: set[str] = set()
        self._stamps: Stamps = {}
        self._work: Work | None = None

    def run(self) -> None:
        config = self._configured()
        config.plugins.on_startup(command="serve", dirty=False)
        server = Server(
            builder=self._build_again, host="127.0.0.1", port=self._port, root=str(self._site)
        )
        server.error_handler = self._error_page
        try:
            self._build(config)
            self._shown = server
            self._server = config.plugins.on_serve(server, config=config, builder=self._build_again)
            self._watch(config)
            self._server.serve()
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
            config.plugins.on_shutdown()

    def _configured(self) -> MkDocsConfig:
        return configured(site=self._site, url=self._url)

    def _build(self, config: MkDocsConfig) -> None:
        self._stamps = stamps_of(Path(config.docs_dir))
        plugin = plugin_of(config)
        try:
            built, self._last = build_after(self._last, config, serve_url=self._url)
            self._work = plugin.work
        finally:  # MkDocs keeps the plugin, and so the feed while the next build makes another
            plugin.work = None
        self._told(built)

    def _build_again(self) -> None:
        try:
            config = self._configured()
            shown = self._show_edited(config)
            self._build(config)
            self._watch(config)
            if shown and self._shown:
                self._shown.renew()
        except BuildError as error:
            self._failed(error)

    def _show_edited(self, config: MkDocsConfig) -> bool:
        """Whether pages of papers that were edited are shown before all is built anew."""
        content, work = Path(config.docs_dir), self._work
        self._work = None  # it holds a whole feed, and the build makes another one
        if not work or not self._shown:
            return False
        if not show_edited(work, content, self._stamps, stamps_of(content), self._site):
            return False
        self._shown.show()
        return True

    def _watch(self, config: MkDocsConfig) -> None:
        """Watch what the site is made of; not hidden folders, where builds keep their caches."""
        content = Path(config.docs_dir)
        places = [str(path) for path in content.iterdir() if path.is_dir() and path.name[0] != "."]
        places += [*filter(None, [config.theme.custom_dir]), *config.watch]
        if config.config_file_path:
            places.append(config.config_file_path)
        for place in (str(content), *places):
            if self._server and place not in self._watched:
                self._watched.add(place)
                self._server.watch(place, recursive=place != str(content))

    def _error_page(self, code: int) -> bytes | None:
        page = self._site / f"{code}.html"
        return page.read_bytes() if page.is_file() else None
