"""The hostile items: those of `../shared/data/hostile`, and attacks on the programs that we stand on."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

#: Every so manieth item is in the sample of `make test`; `make soak` takes all.
SAMPLE = 160


@dataclass(frozen=True, slots=True)
class Item:
    """A hostile text, the bytes that it is in a file, and where it comes from."""

    name: str
    text: str
    data: bytes


def items(shared: Path, step: int = 1) -> list[Item]:
    """Every `step`th item of the collection, and every attack on the stack."""
    collected = islice(_collected(shared), 0, None, step)
    return [*collected, *(_item(f"stack:{number}", text) for number, text in enumerate(STACK))]


def _collected(shared: Path) -> Iterator[Item]:
    for path in sorted((shared / "hostile").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            item = json.loads(line)
            name = f"{path.stem}:{number}"
            if "b64" in item:
                data = base64.b64decode(item["b64"])
                yield Item(name, data.decode("utf-8", "surrogateescape"), data)
            else:
                yield _item(name, item["text"])


def _item(name: str, text: str) -> Item:
    return Item(name, text, text.encode("utf-8", "surrogatepass"))


#: What MkDocs, Material, Python-Markdown and its extensions, Jinja, Pagefind and browsers make
#: something of, where they are let.
STACK = (
    # attr_list
    "# x {: onclick=alert(1) id=__search }",
    "[x](https://a.example){: onmouseover=alert(1) style=position:fixed }",
    "![x](y.png){ onerror=alert(1) }",
    # snippets and other files
    '--8<-- "/etc/passwd"',
    '--8<-- "https://elsewhere.example/x.md"',
    "{!/etc/passwd!}",
    '{% include "/etc/passwd" %}',
    "{{ include('/etc/passwd') }}",
    # md_in_html
    '<div markdown="1" onclick="alert(1)">*x*</div>',
    "<div markdown><script>alert(1)</script></div>",
    # titles of admonitions, fences, tabs
    '!!! note "<img src=x onerror=alert(1)>"\n    text',
    '??? "</summary><script>alert(1)</script>"\n    text',
    '=== "<script>alert(1)</script>"\n    text',
    '```python title="<img src=x onerror=alert(1)>"\nx\n```',
    '``` { .py onclick="alert(1)" title="\'><script>alert(1)</script>" }\nx\n```',
    "/// html | script\nalert(1)\n///",
    "/// details | <b>x</b>\n    attrs: {onclick: alert(1)}\n///",
    # footnotes, abbreviations, references
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "x[^<img src=x onerror=alert(1)>]\n\n[^<img src=x onerror=alert(1)>]: y",
    '*[x]: "><script>alert(1)</script>\n\nx',
    "[x][y]\n\n[y]: javascript:alert(1)",
    '[x][y]\n\n[y]: /a "\'onclick=alert(1) x=\'"',
    # Jinja, in all its moods
    "{{ 7*7 }}",
    "{{ config.__class__.__init__.__globals__['os'].popen('id').read() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{# x #}",
    "{{ self._TemplateReference__context }}",
    "{% raw %}{{ x }}{% endraw %}",
    "{%- set x = cycler.__init__.__globals__ -%}",
    "{{ 'x' | attr('__class__') }}",
    # emoji, icons
    ":smile:",
    ":material-account:{ onclick=alert(1) }",
    ":fontawesome-brands-x:{ .x }",
    # mermaid and other fences that make a script load
    "```mermaid\ngraph TD\n  A[<img src=x onerror=alert(1)>] --> B\n```",
    '<pre class="mermaid">graph TD; A-->B; click A call alert(1)</pre>',
    # front matter and metadata
    "---\ntemplate: main.html\n---\n# x",
    "---\ntemplate: ../../../../etc/passwd\n---\n# x",
    "---\ntitle: </title><script>alert(1)</script>\ndescription: \"'><script>alert(1)</script>\"\n---",
    "---\nhide: [navigation]\nkind: paper\nhead: <script>alert(1)</script>\njson_ld: </script>\n---",
    "title: <script>alert(1)</script>\n\nx",
    "---\n!!python/object/apply:os.system ['id']\n---",
    "---\na: &a [x, *a]\n---",
    # placeholders of Python-Markdown, of the pouring of pages and of cleaning
    "\x02wzxhzdk:0\x03",
    "\x02amp\x03",
    "\x02klzzwxh:0000\x03",
    "\x020\x03",
    "\ufdd0title\ufdd1",
    "\ufdd0content\ufdd1\ufdd0head\ufdd1",
    "\ufdd00\ufdd1 $x$",
    "\ufdd2\ufdd3",
    # bidirectional controls, invisible characters, combining ones
    "\u202ecod.exe\u202c <b>x</b>",
    "\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "a\u200bb\u200cc\u200dd\ufeffe\u00adf",
    "z" + "\u0300" * 300,
    "\U000e0041\U000e0042 tags",
    "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "\ud83d alone, and \udc00",
    "＜script＞alert(1)＜/script＞",
    # TeX that converters take for markup
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{background:url(//elsewhere.example)}{x}$",
    "$\\class{md-overlay}{x}$ $\\cssId{__search}{x}$",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\unicode{x3c}script\\unicode{x3e}$",
    "$\\mathchoice{a}{b}{c}{d}$ $\\require{html}\\html{<b>x</b>}$",
    "$$</math><script>alert(1)</script>$$",
    "$\\begin{array}{<img src=x onerror=alert(1)>}x\\end{array}$",
    "$\\color{red;background:url(//elsewhere.example)}{x}$",
    "$\\frac{</mfrac><img src=x onerror=alert(1)>}{y}$",
    "\\(</math><img src=x onerror=alert(1)>\\) \\[<b>\\]",
    # breaking out of where texts stand: scripts, attributes, comments, styles, titles
    "</script><script>alert(1)</script>",
    "<!--</script><script>alert(1)</script>-->",
    "<!--<script>",
    "]]></title></feed><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "\"' onmouseover=alert(1) x=\"' y='",
    "` onmouseover=alert(1) x=`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "&#60;img src=x onerror=alert&#40;1&#41;&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://arxiv.org/abs/2401.00001",
    "https://arxiv.org/abs/2401.00001#javascript:alert(1)",
    "https://a.example/\" onmouseover=alert(1) x=\"",
    "https://a.example/<script>alert(1)</script>",
    "https://user:pass@a.example\\@elsewhere.example/",
    "//elsewhere.example/x",
    "data:text/html,<script>alert(1)</script>",
    # names that would hide the browser's own or the theme's
    '<a id=__search></a><form id=document><input name=cookie></form>',
    '<img name=currentScript><form name=body><input name=attributes>',
    '<a id=pf-content></a><a id=__md_scope href=https://elsewhere.example></a>',
    # Pagefind's own attributes
    "<span data-pagefind-meta='title'>other</span>",
    "<mark>x</mark> __proto__ constructor prototype",
    # line breaks that readers of files see and we may not
    "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei",
    "=cmd|' /C calc'!A0",
    "@misc{x, title = {y}}",
    "TY  - JOUR\nER  -\n",
    "BEGIN:VCARD",
)  # fmt: skip
