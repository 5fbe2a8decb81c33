"""The manifest of the site whose place a build takes: of the folder's, or of one that is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig

from generator.addresses import API_INDEX
from generator.builder.options import PaperfeedConfig
from generator.fetching.errors import FetchError, NothingThereError
from generator.permalinks import Had, ManifestError, had, manifest_url

if TYPE_CHECKING:
    from generator.fetching.client import Manners

#: Seconds after which a site that is asked is given up.
_SECONDS = 300.0
_WEB = ("https://", "http://")


class PreviousError(Exception):
    """What readers have now cannot be found out, so nobody knows whether they would lose some."""


def of_folder(site: Path) -> Had | None:
    """What the site in a folder has; None if there is none, or none that tells. Raises
    PreviousError if it cannot be read.
    """
    path = site / API_INDEX
    try:
        return had(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise PreviousError(f"{path}: cannot be read: {error.strerror}") from None
    except ManifestError as error:
        raise PreviousError(f"{path}: {error}; delete the site to build a first one") from None


def named(where: str, config: MkDocsConfig) -> Had | None:
    """What the site has that `where` names: its address, its folder, or its manifest.

    An address is asked as sources are. None if there is nothing. Raises PreviousError if it cannot
    be found out.
    """
    if where.startswith(_WEB):
        # Here, for what asks nobody need not wait until this is loaded.
        from generator.builder.network import OptionError, manners_of

        plugin = config.plugins.get("paperfeed")
        options = plugin.config if plugin else PaperfeedConfig()
        try:
            return _of_web(manifest_url(where), manners_of(options, config.site_url or ""))
        except OptionError as error:
            raise PreviousError(f"mkdocs.yml: {error}") from None
    path = Path(where)
    file = path / API_INDEX if path.is_dir() else path
    try:
        return had(file.read_bytes())
    except OSError as error:
        raise PreviousError(f"--previous: {file}: cannot be read: {error.strerror}") from None
    except ManifestError as error:
        raise PreviousError(f"--previous: {file}: {error}") from None


def _of_web(url: str, manners: Manners) -> Had | None:
    from generator.fetching.client import Client

    client = Client(manners)
    try:
        answer = client.get(url, client.clock() + _SECONDS)
    except NothingThereError:
        return None
    except FetchError as error:
        raise PreviousError(f"--previous: {url}: {error}") from None
    try:
        return had(answer.body or b"")
    except ManifestError as error:
        raise PreviousError(f"--previous: {url}: {error}") from None
