"""A digest as a message: text and HTML, and the headers by which lists and readers know it.

Sources: RFC 5322 (messages), RFC 2369 and RFC 8058 (List-Unsubscribe).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

import css_inline
import jinja2

from generator.builder.fragments import speak
from generator.digest.digest import Digest
from generator.site import Site


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a digest is from and to, and how its readers leave the list.

    `unsubscribe` is an address on the web or a `mailto:`; `one_click` says that the former takes a
    POST without more.
    """

    sender: str
    to: str
    unsubscribe: str
    one_click: bool = False


def message(
    digest: Digest, site: Site, envelope: Envelope, folders: Sequence[str], now: datetime
) -> EmailMessage:
    """The message; templates come from theme folders. `now` is its date.

    Its id is made of site, period and list, so that whoever has it knows it again.
    """
    made = EmailMessage(policy=SMTP.clone(max_line_length=78))
    made["Subject"] = _line(digest.title)
    made["From"] = Address(display_name=_line(site.name), addr_spec=envelope.sender)
    made["To"] = Address(addr_spec=envelope.to)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = message_id(digest, site, envelope.to)
    made["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
    if envelope.one_click:
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made["List-ID"] = f"<digest.{_host(site)}>"
    made["Auto-Submitted"] = "auto-generated"
    made["Precedence"] = "bulk"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(list(folders)),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speak(environment, site.words)
    context = {"digest": digest, "site": site, "unsubscribe": envelope.unsubscribe}
    made.set_content(environment.get_template("digest/digest.txt").render(context))
    html = environment.get_template("digest/digest.html").render(context)
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
    made.add_alternative(inliner.inline(html), subtype="html")
    return made


def message_id(digest: Digest, site: Site, to: str) -> str:
    """`<digest.2025-03-11.<hash>@host>`."""
    of = hashlib.sha256(f"{site.url}\n{digest.title}\n{to}".encode()).hexdigest()[:20]
    return f"<digest.{digest.period.name}.{of}@{_host(site)}>"


def _line(text: str) -> str:
    """The text as a header may have it: in one line, of characters that are seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _host(site: Site) -> str:
    return urlsplit(site.url).hostname or "localhost"
