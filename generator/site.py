"""What the pages know of the site itself: its name, what it is, where it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.channels.query import Query
from generator.interface import Words, english


@dataclass(frozen=True, slots=True)
class Site:
    """The site's own facts, from `mkdocs.yml`; `url` ends with a slash.

    `repository` is the address of the repository that holds it, if there is one to send people
    to; `content` is the content folder in it.
    """

    name: str
    description: str
    url: str
    repository: str = ""
    branch: str = "main"
    content: str = "content"
    #: Under what terms others may copy what it has, and who answers for it; "" if it does not say.
    licence: str = ""
    contact: str = ""
    #: Searches that have channels of their own.
    queries: tuple[Query, ...] = ()
    #: What the interface says, in the site's language.
    words: Words = field(default_factory=english)
    #: Whether the software's own documents are pages of it.
    documents: bool = True
    #: Days without an update after which pages warn of it; 0: they never do.
    stale_after: int = 0
