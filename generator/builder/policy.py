"""The Content-Security-Policy of each page: what it may load, and which inline scripts it has.

Source: https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_DATA_TYPE = re.compile(r"type=[\"']?application/(?:ld\+)?json", re.IGNORECASE)
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)


def with_policy(
    output: str, data: str = "", *, of_theme: str | None = None, live_reload: bool = False
) -> str:
    """The page with its policy as the first thing after the character set.

    A script in `data`, the part of the page that came from papers and pages, gets no hash. Where
    `of_theme` is given, the page as the theme makes it of nothing, only its scripts do. Scripts
    and styles come from the site's own files, or are inline and named by their hash. With
    `live_reload` (for `serve` only) MkDocs' script, which is put in afterwards, may run as well.
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    told = output.replace(data, "") if data else output
    for name, attributes, body in _INLINE.findall(told if of_theme is None else of_theme):
        kind = name.lower()
        if kind == "script" and ("src=" in attributes or _DATA_TYPE.search(attributes)):
            continue
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        source = f"'sha256-{digest}'"
        if source not in hashes[kind]:
            hashes[kind].append(source)
    scripts = ["'unsafe-inline'"] if live_reload else hashes["script"]
    policy = "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *scripts]),
            " ".join(["style-src 'self'", *hashes["style"]]),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )
    meta = (
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy, quote=False)}">'
    )
    return _CHARSET.sub(lambda found: f"{found[0]}\n{meta}", output, count=1)
