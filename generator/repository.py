"""Where a record is edited and a mistake reported: pages of the repository that holds the site."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from generator.site import Site

#: The form for a correction; its first field has the id `paper`.
_FORM = "correct-paper.yml"


def edit_url(site: Site, path: str) -> str:
    """Where people edit the file `path` of the content folder; empty without a repository."""
    if not site.repository:
        return ""
    way = "-/edit" if _is_gitlab(site) else "edit"
    file = quote(f"{site.content}/{path}".lstrip("/"))
    return f"{site.repository}/{way}/{quote(site.branch)}/{file}"


def report_url(site: Site, title: str, text: str, paper: str) -> str:
    """Where people report something of a paper, whose page's address is `paper`.

    On GitHub it is the form that corrects a paper, elsewhere an issue that begins with this title
    and text.
    """
    if not site.repository:
        return ""
    if urlsplit(site.repository).hostname == "github.com":
        return f"{site.repository}/issues/new?template={_FORM}&paper={quote(paper, safe='')}"
    if _is_gitlab(site):
        names = ("-/issues/new", "issue[title]", "issue[description]")
    else:
        names = ("issues/new", "title", "body")
    way, title_name, text_name = names
    asked = f"{quote(title_name)}={quote(title, safe='')}&{quote(text_name)}={quote(text, safe='')}"
    return f"{site.repository}/{way}?{asked}"


def _is_gitlab(site: Site) -> bool:
    return "gitlab" in (urlsplit(site.repository).hostname or "")
