"""The Content-Security-Policy of a page."""

from __future__ import annotations

import base64
import hashlib

import pytest

from generator.builder.policy import with_policy

PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>T</title></head>{}</html>'


def policy_of(body: str, *, live_reload: bool = False) -> dict[str, list[str]]:
    page = with_policy(PAGE.format(body), live_reload=live_reload)
    start = page.index('content="') + len('content="')
    policy = page[start : page.index('"', start)]
    return {name: values for name, *values in map(str.split, policy.split(";"))}


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_it_stands_right_after_the_character_set() -> None:
    page = with_policy(PAGE.format(""))
    before, _, after = page.partition('<meta charset="utf-8">')
    assert "<meta" not in before
    assert after.strip().startswith('<meta http-equiv="Content-Security-Policy" content="')
    assert page.count("Content-Security-Policy") == 1


def test_nothing_is_allowed_but_what_is_named() -> None:
    policy = policy_of("")
    assert policy == {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }


def test_inline_scripts_and_styles_are_named_by_hash_once() -> None:
    body = "<script>let é=1</script><style>p{}</style><script>let é=1</script><SCRIPT>\n2</SCRIPT>"
    policy = policy_of(body)
    assert policy["script-src"][2:] == [hash_of("let é=1"), hash_of("\n2")]
    assert policy["style-src"][1:] == [hash_of("p{}")]


@pytest.mark.parametrize(
    "body",
    [
        '<script src="x.js"></script>',
        '<script type="module" src="x.js"></script>',
        '<script type="application/ld+json">{"a":1}</script>',
        '<script id="x" type="application/json">{"a":1}</script>',
    ],
)
def test_files_and_data_need_no_hash(body: str) -> None:
    assert policy_of(body)["script-src"] == ["'self'", "'wasm-unsafe-eval'"]


def test_live_reload_may_run() -> None:
    policy = policy_of("<script>1</script>", live_reload=True)
    # A hash beside 'unsafe-inline' would switch it off.
    assert policy["script-src"] == ["'self'", "'wasm-unsafe-eval'", "'unsafe-inline'"]
    assert policy["default-src"] == ["'none'"]
    assert "'unsafe-inline'" not in policy_of("<script>1</script>")["script-src"]


def test_a_script_in_the_data_gets_no_hash() -> None:
    data = "<p>text</p><script>alert(1)</script>"
    page = PAGE.format(data + "<script>theme()</script>")
    assert with_policy(page).count("'sha256-") == 2
    assert with_policy(page, data).count("'sha256-") == 1


def test_where_the_theme_alone_is_known_only_its_scripts_get_a_hash() -> None:
    head = '<head><meta charset="utf-8">'
    theme = f"{head}<script>theme()</script></head>"
    page = f"{head}<script>theme()</script><script>stranger()</script></head>"
    one, two = (
        base64.b64encode(hashlib.sha256(code).digest()).decode()
        for code in (b"theme()", b"stranger()")
    )
    told = with_policy(page, of_theme=theme)
    assert one in told
    assert two not in told
    assert two in with_policy(page)
