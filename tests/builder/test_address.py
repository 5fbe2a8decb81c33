"""The site's address: what was said, else what the host knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.builder.address import HERE, address_of
from tests.toy import make_content, make_project, paper, run

CLOUDFLARE = {"CF_PAGES": "1", "CF_PAGES_URL": "https://a1b2c3.genome.pages.dev"}
NETLIFY = {"NETLIFY": "true", "URL": "https://genome.example", "DEPLOY_PRIME_URL": "https://p.app"}
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Ada/genome"}


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, HERE),
        (CLOUDFLARE | {"CF_PAGES_BRANCH": "main"}, "https://genome.pages.dev/"),
        (CLOUDFLARE | {"CF_PAGES_BRANCH": "try"}, "https://a1b2c3.genome.pages.dev/"),
        (CLOUDFLARE | {"CF_PAGES_URL": ""}, HERE),
        ({"CF_PAGES_URL": "https://x.pages.dev"}, HERE),
        (NETLIFY | {"CONTEXT": "production"}, "https://genome.example/"),
        (NETLIFY | {"CONTEXT": "deploy-preview"}, "https://p.app/"),
        ({"URL": "https://x.example"}, HERE),
        (NETLIFY | {"URL": "javascript:x"}, HERE),
        (GITHUB, "https://ada.github.io/genome/"),
        (GITHUB | {"GITHUB_REPOSITORY": "Ada/ada.github.io"}, "https://ada.github.io/"),
        (GITHUB | {"GITHUB_SERVER_URL": "https://git.example"}, HERE),
        ({"GITHUB_REPOSITORY": "ada/genome"}, HERE),
    ],
)
def test_a_host_says_where_the_site_will_be(environ: dict[str, str], address: str) -> None:
    assert address_of(HERE, environ) == address
    assert address_of(None, environ) == address
    said = address_of("https://papers.example/genome", environ)
    assert said == "https://papers.example/genome/"


def test_every_page_and_sitemap_has_the_address_that_the_host_says(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", paper(1))
    project = make_project(tmp_path / "project", content)
    done = run("paperfeed", "build", cwd=project, SITE_URL=HERE, **NETLIFY)
    assert done.returncode == 0, done.stderr
    for name in ("index.html", "about/index.html", "sitemap.xml", "feed.xml"):
        text = (project / "site" / name).read_text("utf-8")
        assert "https://genome.example/" in text, name
        assert "127.0.0.1" not in text, name
