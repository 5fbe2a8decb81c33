"""Where a record is edited and a mistake reported: pages of the repository that holds the site."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from generator.site import Site


def edit_url(site: Site, path: str) -> str:
    """Where people edit the file `path` of the content folder; empty without a repository."""
    if not site.repository:
        return ""
    way = "-/edit" if _is_gitlab(site) else "edit"
    file = quote(f"{site.content}/{path}".lstrip("/"))
    return f"{site.repository}/{way}/{quote(site.branch)}/{file}"


def report_url(site: Site, title: str, text: str) -> str:
    """Where people report something, with this title and text to begin with."""
    if not site.repository:
        return ""
    if _is_gitlab(site):
        names = ("-/issues/new", "issue[title]", "issue[description]")
    else:
        names = ("issues/new", "title", "body")
    way, title_name, text_name = names
    asked = f"{quote(title_name)}={quote(title, safe='')}&{quote(text_name)}={quote(text, safe='')}"
    return f"{site.repository}/{way}?{asked}"


def _is_gitlab(site: Site) -> bool:
    return "gitlab" in (urlsplit(site.repository).hostname or "")
