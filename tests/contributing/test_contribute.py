"""`paperfeed contribute`: each form makes its change, is refused in words, and shows what it did."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from generator.contributing import places
from generator.contributing.changes import authors_of
from generator.model import Author
from generator.naming import identifiers_of
from generator.store import load, write
from generator.tombstones import load_tombstones
from generator.topic_file import parse_topics
from tests.contributing.issues import ATOM, body, content_of, prose, state
from tests.fetching.server import Server, reply, says
from tests.test_cli import call
from tests.toy import make_project, paper

#: Runs the command for an issue of this text, with these options.
Issue = Callable[..., Result]
TYPED = {
    "title": "On skuas",
    "authors": "Ada Byron, Carl Gauss and Emmy Noether",
    "abstract": "We run.",
}
#: The same paper as each place has it.
CSL = """{"type": "journal-article", "DOI": "10.1234/SKUA.7", "title": "On skuas",
"author": [{"given": "Ada", "family": "Byron", "ORCID": "https://orcid.org/0000-0002-1825-0097"}],
"abstract": "<jats:p>We run &amp; they fly.</jats:p>", "issued": {"date-parts": [[2024, 3]]},
"container-title": "Journal of Skuas"}"""
BIBTEX = """@inproceedings{skua, title = "On skuas", author = "Byron, Ada and Gauss, Carl",
year = "2022", url = "https://aclanthology.org/2022.acl-long.1/", abstract = "We run."}"""
NOTE = """{"notes": [{"id": "Skua_12345", "forum": "Skua_12345", "invitation": "S/-/Submission",
"cdate": 1700000000000, "content": {"title": "On skuas", "authors": ["Ada Byron"],
"abstract": "We run."}}], "count": 1}"""
PAGE = """<!doctype html><html><head><title>Skuas</title>
<meta name="citation_title" content="On &lt;i&gt;skuas&lt;/i&gt;">
<meta name="citation_author" content="Byron, Ada">
<meta name="citation_author_orcid" content="https://orcid.org/0000-0002-1825-0097">
<meta name="citation_author" content="Gauss, Carl">
<META NAME="Citation_Publication_Date" CONTENT="2024/03/01">
<meta name="citation_journal_title" content="Journal of Skuas">
<meta name="citation_doi" content="doi:10.1234/skua.7">
<meta name="citation_pdf_url" content="https://skuas.example/1.pdf">
<meta name="citation_abstract" content="&lt;p&gt;We run &amp;amp; they fly.&lt;/p&gt;">
</head><body><p>Read it.</body></html>"""


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.answers["api"] = says(reply(ATOM.encode()))
        yield running


@pytest.fixture
def content(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder in a project that asks the server in everybody's place."""
    monkeypatch.setattr(places, "DOI", server.url("/doi/"))
    monkeypatch.setattr(places, "ACL", server.url("/acl/"))
    monkeypatch.setattr(places, "OPENREVIEW", (server.url("/new"), server.url("/old")))
    folder = content_of(tmp_path / "content")
    source = f"{{kind: arxiv-api, categories: [cs.CL], url: '{server.url('/api')}', pause: 0}}"
    manners = "{private_networks: [127.0.0.1/32], attempts: 2, wait: 0}"
    more = f"plugins: [{{paperfeed: {{sources: [{source}], fetch: {manners}}}}}]\n"
    make_project(tmp_path, folder, more)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def issue(content: Path, monkeypatch: pytest.MonkeyPatch) -> Issue:
    """Runs the command for an issue of this text."""

    def run(text: str, *more: str) -> Result:
        monkeypatch.setenv("ISSUE_BODY", text)
        monkeypatch.setenv("ISSUE_NUMBER", "12")
        monkeypatch.setenv("ISSUE_AUTHOR", "ada-b")
        done = call("contribute", "--content", content, *more)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


def refused(done: Result, said: str) -> None:
    """It was refused for this reason, in words on standard error and in a comment."""
    assert done.exit_code == 1, done.output
    assert said in done.stderr
    assert done.stderr.startswith("refused: ")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stdout
    assert prose(done.stdout) == [
        "This cannot be taken in as it is",
        "Edit the text of the issue: then it is looked at again.",
    ]


# Adding


@pytest.mark.parametrize(
    "named",
    [
        "https://arxiv.org/abs/2503.01234", "2503.01234v1", "arXiv:2503.01234", "see https://arxiv.org/pdf/2503.01234",
        "<https://huggingface.co/papers/2503.01234>", "10.48550/arXiv.2503.01234", "[x](https://arxiv.org/abs/2503.01234)",
    ],
)  # fmt: skip
def test_of_a_paper_on_arxiv_a_link_is_enough(
    named: str, content: Path, server: Server, issue: Issue
) -> None:
    before = datetime.now(UTC).date()
    done = issue(body("add-paper", paper=named))
    assert (done.exit_code, done.stderr) == (0, ""), done.stderr
    assert [asked.query["id_list"] for asked in server.asked] == ["2503.01234"]
    assert "Paperfeed/" in server.asked[0].headers["user-agent"]
    (new,) = [paper for paper in load(content).papers if paper.id == "2503.01234"]
    assert (new.title, new.abstract, new.version) == ("Puffins at sea", "We follow puffins.", 2)
    assert [author.name for author in new.authors] == ["Ada Byron"]
    assert [listing.source for listing in new.listings] == ["contribution"]
    assert before <= new.listed == new.listings[0].day <= datetime.now(UTC).date()
    assert new.submitted_by == "ada-b"
    assert [link.rel for link in new.links].count("paper") == 1
    assert load(content).faults == ()
    assert "    title: Puffins at sea\n" in done.stdout
    assert prose(done.stdout)[0] == "Add a paper"
    assert prose(done.stdout)[-1] == "Closes #12"


@pytest.mark.real
def test_arxivs_own_answer_is_read(
    content: Path, server: Server, issue: Issue, shared: Path
) -> None:
    (path,) = (shared / "formats" / "arxiv_atom_api").glob("id_1605.08386*.xml")
    server.answers["api"] = says(reply(path.read_bytes()))
    assert issue(body("add-paper", paper="https://arxiv.org/abs/1605.08386")).exit_code == 0
    (new,) = [paper for paper in load(content).papers if paper.id == "1605.08386"]
    assert new.title == "Heat-bath random walks with Markov bases"
    assert [author.name for author in new.authors] == ["Caprice Stanley", "Tobias Windisch"]
    assert (new.published, new.categories) == ("2016-05-26", ("math.CO", "math.ST"))


@pytest.mark.real
def test_arxivs_answer_about_no_paper_is_no_paper(
    content: Path, server: Server, issue: Issue, shared: Path
) -> None:
    for path in (shared / "formats" / "arxiv_atom_api").glob("id_0000*.xml"):
        server.answers["api"] = says(reply(path.read_bytes()))
        refused(issue(body("add-paper", paper="2503.01234")), "arXiv was asked for 2503.01234, and")


def test_what_was_typed_besides_is_left_out_and_that_is_said(content: Path, issue: Issue) -> None:
    done = issue(body("add-paper", paper="2503.01234", **TYPED))
    assert "    the record is from arXiv\n" in done.stdout
    assert "    what was typed as title, abstract, authors is left out\n" in done.stdout
    assert "skuas" not in done.stdout


@pytest.mark.parametrize("named", ["10.1234/skua.7", "https://doi.org/10.1234/skua.7"])
def test_of_a_doi_its_agency_is_asked(
    named: str, content: Path, server: Server, issue: Issue
) -> None:
    server.answers["doi"] = says(reply(b"", 302, {"Location": "/agency"}))
    server.answers["agency"] = says(reply(CSL.encode()))
    done = issue(body("add-paper", paper=named))
    assert (done.exit_code, done.stderr) == (0, ""), done.stderr
    assert [asked.path for asked in server.asked] == ["/doi/10.1234/skua.7", "/agency"]
    assert {asked.headers["accept"] for asked in server.asked} == {
        "application/vnd.citationstyles.csl+json"
    }
    (new,) = [paper for paper in load(content).papers if paper.title == "On skuas"]
    assert (new.abstract, new.published) == ("We run & they fly.", "2024-03")
    assert new.authors == (Author("Ada Byron", "0000-0002-1825-0097"),)
    assert (new.identifiers, new.venue) == ({"doi": "10.1234/skua.7"}, "Journal of Skuas")
    assert [link.url for link in new.links] == ([named] if named.startswith("http") else [])
    assert "    the record is from doi.org\n" in done.stdout


def test_of_an_acl_paper_the_anthology_is_asked_by_its_identifier_or_doi(
    content: Path, server: Server, issue: Issue
) -> None:
    server.answers["acl"] = says(reply(BIBTEX.encode()))
    for named in ("https://aclanthology.org/2022.acl-long.1/", "10.18653/v1/2022.acl-long.1"):
        done = issue(body("add-paper", paper=named), "--dry-run")
        assert done.exit_code == 0, done.stderr
        assert "    title: On skuas\n" in done.stdout
        assert "    the record is from the ACL Anthology\n" in done.stdout
    assert [asked.path for asked in server.asked] == ["/acl/2022.acl-long.1.bib"] * 2


def test_of_an_openreview_forum_both_apis_are_asked(
    content: Path, server: Server, issue: Issue
) -> None:
    named = body("add-paper", paper="https://openreview.net/forum?id=Skua_12345")
    server.answers["new"] = says(reply(b'{"notes": [], "count": 0}'))
    server.answers["old"] = says(reply(NOTE.encode()))
    assert "    title: On skuas\n" in issue(named, "--dry-run").stdout
    assert [(asked.path, asked.query) for asked in server.asked] == [
        ("/new", {"id": "Skua_12345"}),
        ("/old", {"id": "Skua_12345"}),
    ]
    server.answers["old"] = says(reply(b"no", 403))
    refused(issue(named), "OpenReview was asked for Skua_12345, and it answered 403")


def test_of_any_other_link_the_page_says_what_it_is_of(
    content: Path, server: Server, issue: Issue
) -> None:
    server.answers["skuas"] = says(reply(PAGE.encode()))
    done = issue(body("add-paper", paper=server.url("/skuas")))
    assert (done.exit_code, done.stderr) == (0, ""), done.stderr
    (new,) = [paper for paper in load(content).papers if paper.title == "On skuas"]
    assert (new.abstract, new.published) == ("We run & they fly.", "2024-03-01")
    assert new.authors == (Author("Ada Byron", "0000-0002-1825-0097"), Author("Carl Gauss"))
    assert (new.identifiers, new.venue) == ({"doi": "10.1234/skua.7"}, "Journal of Skuas")
    assert [(link.rel, link.url) for link in new.links] == [
        ("paper", server.url("/skuas")),
        ("pdf", "https://skuas.example/1.pdf"),
    ]
    assert "    the record is from 127.0.0.1\n" in done.stdout


def test_a_page_without_abstract_says_at_least_who_has_one(
    content: Path, server: Server, issue: Issue
) -> None:
    bare = PAGE.replace("citation_abstract", "description")
    server.answers["skuas"] = says(reply(bare.encode()))
    server.answers["doi"] = says(reply(CSL.encode()))
    named = {"paper": server.url("/skuas")}
    assert "from doi.org\n" in issue(body("add-paper", **named), "--dry-run").stdout
    server.answers["doi"] = says(reply(b"", 404))
    done = issue(body("add-paper", **named, abstract="We type."), "--dry-run")
    assert "\n    We type.\n" in done.stdout
    assert "    the record is from 127.0.0.1\n" in done.stdout
    assert "left out" not in done.stdout
    done = issue(body("add-paper", **named))
    assert done.exit_code == 0
    assert "    it has no abstract; write that into the form, if you have it\n" in done.stdout


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        (
            "doi",
            reply(b"", 404),
            "doi.org was asked for 10.1234/skua.7, and it knows no paper 10.1",
        ),
        ("doi", reply(b"<html>"), "doi.org was asked for 10.1234/skua.7, and it gave"),
        (
            "doi",
            reply(b'{"DOI": "10.1234/other", "title": "x"}'),
            "and it knows no paper 10.1234/sk",
        ),
        ("skuas", reply(b"<p>no"), "and its answer has no tag that says a paper's title"),
        ("skuas", reply(b"\x00\xff"), "and its answer has no tag that says a paper's title"),
        ("skuas", reply(b""), "and its answer has no tag that says a paper's title"),
    ],
)
def test_what_they_do_not_give_is_typed(
    path: str, answer: bytes, said: str, content: Path, server: Server, issue: Issue
) -> None:
    server.answers[path] = says(answer)
    named = "10.1234/skua.7" if path == "doi" else server.url(f"/{path}")
    refused(issue(body("add-paper", paper=named)), f"{said}")
    refused(
        issue(body("add-paper", paper=named, title="On skuas")), "write the title and the abstract"
    )
    done = issue(body("add-paper", paper=named, **TYPED))
    assert done.exit_code == 0, done.output
    assert said in done.stdout
    (new,) = [paper for paper in load(content).papers if paper.title == "On skuas"]
    assert [author.name for author in new.authors] == ["Ada Byron", "Carl Gauss", "Emmy Noether"]
    assert new.identifiers.get("doi") == ("10.1234/skua.7" if "10." in named else None)
    assert [link.url for link in new.links] == ([named] if named.startswith("http") else [])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply(b"busy", 503), "it answered 503 (asked 2 times)"),
        (reply(b"", 404), "it knows no paper 2503.01234"),
        (reply(b"Rate exceeded."), "Rate exceeded"),
        (reply(b"<html>no"), "an HTML page in place of XML"),
        (reply(b"<feed>"), "record"),
        (
            reply(ATOM.replace("2503.01234v2", "2503.99999v1").encode()),
            "it knows no paper 2503.01234",
        ),
    ],
)
def test_what_arxiv_does_not_give_is_typed(
    answer: bytes, said: str, content: Path, server: Server, issue: Issue
) -> None:
    server.answers["api"] = says(answer)
    before = state(content)
    done = issue(body("add-paper", paper="2503.01234"))
    assert done.exit_code == 1, done.output
    assert "refused: arXiv was asked for 2503.01234, and" in done.stderr
    assert "write the title and the abstract into the form, too" in done.stderr
    assert state(content) == before
    done = issue(body("add-paper", paper="2503.01234", **TYPED))
    assert done.exit_code == 0
    assert "arXiv was asked for 2503.01234" in done.stdout
    assert said in done.stdout or said == "record"
    assert [paper.title for paper in load(content).papers if paper.id == "2503.01234"] == [
        "On skuas"
    ]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Lovelace, Ada", ["Ada Lovelace"]),
        ("Physics and Society Group", ["Physics and Society Group"]),
        ("Ada Byron, Carl Gauss and Emmy Noether", ["Ada Byron", "Carl Gauss", "Emmy Noether"]),
        ("Ada Byron and Carl Gauss", ["Ada Byron", "Carl Gauss"]),
        ("Byron, Ada; Gauss, Carl", ["Ada Byron", "Carl Gauss"]),
        ("Byron, Ada\nGauss, Carl", ["Ada Byron", "Carl Gauss"]),
        ("Plato", ["Plato"]),
    ],
)
def test_names_are_told_apart(typed: str, names: list[str]) -> None:
    assert [author.name for author in authors_of(typed)] == names


@pytest.mark.parametrize(
    ("typed", "doi"),
    [
        ("https://doi.org/10.1016/S0140-6736(05)", "10.1016/s0140-6736(05)"),
        ("(https://doi.org/10.1016/S0140-6736(05))", "10.1016/s0140-6736(05)"),
        ("[x](https://doi.org/10.1016/x.7)", "10.1016/x.7"),
        ("see `10.1016/x.7`", "10.1016/x.7"),
        ("<10.1016/x.7>)", "10.1016/x.7"),
        (
            "https://www.biorxiv.org/content/10.1101/2026.11.01.123456v2",
            "10.1101/2026.11.01.123456",
        ),
        ("https://www.medrxiv.org/content/10.1101/19000018v1.full.pdf", "10.1101/19000018"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?x=1", "10.1145/3292500.3330701"),
    ],
)
def test_a_doi_is_found_in_brackets_and_addresses(typed: str, doi: str) -> None:
    assert identifiers_of(typed) == {"doi": doi}


def test_a_private_address_is_not_asked_unless_the_settings_allow_it(
    tmp_path: Path, server: Server, content: Path, issue: Issue
) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("private_networks: [127.0.0.1/32], ", ""))
    refused(issue(body("add-paper", paper="2503.01234")), "is a private address")
    assert server.asked == []


@pytest.mark.parametrize(
    "named", ["gulls", "../../etc/passwd", "javascript:alert(1)", "file:///etc/passwd", "2503.1"]
)
def test_what_names_no_paper_is_refused(named: str, content: Path, issue: Issue) -> None:
    refused(
        issue(body("add-paper", paper=named, **TYPED)), "is no link and no identifier that is known"
    )


def test_a_paper_that_is_here_is_not_added_again(content: Path, issue: Issue) -> None:
    before = state(content)
    text = body("add-paper", paper="10.1234/x", **{**TYPED, "title": "On gulls"})
    refused(issue(text), "is here already, as `2401.00007`")
    assert state(content) == before


def test_a_paper_that_was_removed_does_not_come_back(content: Path, issue: Issue) -> None:
    assert issue(body("remove-paper", paper="gulls-1", reason="Its authors\nasked.")).exit_code == 0
    before = state(content)
    refused(
        issue(body("add-paper", paper="10.1234/x", **{**TYPED, "title": "On gulls"})),
        "was removed on",
    )
    assert state(content) == before


# Correcting


@pytest.mark.parametrize(
    "named",
    [
        "2401.00007", "gulls-1", "https://arxiv.org/abs/2401.00007v3", "https://ada.example/feed/papers/2401.00007/",
        "https://ada.example/papers/gulls-1/#cite", "content/papers/2024/01/2401.00007.md", "papers/2401.00007.json?x",
    ],
)  # fmt: skip
def test_a_field_is_set_and_pinned(named: str, content: Path, issue: Issue) -> None:
    done = issue(
        body("correct-paper", paper=named, field="Title", text="On  *gulls*\nand $x$", seen="@ada")
    )
    assert (done.exit_code, done.stderr) == (0, "")
    found = load(content)
    assert found.faults == ()
    (new,) = [paper for paper in found.papers if paper.id == "2401.00007"]
    assert (new.title, new.pinned) == ("On *gulls* and $x$", ("title",))
    assert "gulls-1" in new.aliases
    assert prose(done.stdout)[2:5] == ["The record:", "It said before:", "Where one can see it:"]
    assert "~~~text\n    On gulls\n~~~" in done.stdout


@pytest.mark.parametrize(
    ("field", "text", "key", "value"),
    [
        ("Abstract", "One.\n\nTwo\nlines.", "abstract", "One.\n\nTwo lines."),
        ("Date of publication", "2024-01", "published", "2024-01"),
        ("Venue", "Gull Days", "venue", "Gull Days"),
        ("Status", "Retracted", "status", "retracted"),
        ("Topics", "+tides, -birds", "topics", ("+tides", "-birds")),
        ("Licence", "CC BY 4.0", "license", "CC BY 4.0"),
    ],
)
def test_each_field_takes_what_it_may_hold(
    field: str, text: str, key: str, value: object, content: Path, issue: Issue
) -> None:
    assert issue(body("correct-paper", paper="2401.00007", field=field, text=text)).exit_code == 0
    (new,) = [paper for paper in load(content).papers if paper.id == "2401.00007"]
    assert (getattr(new, key), new.pinned) == (value, (key,))


@pytest.mark.parametrize(
    ("paper", "field", "text", "said"),
    [
        ("2401.00099", "Title", "x", "no paper here is called `2401.00099`"),
        ("../../topics.yml", "Title", "x", "no paper here is called"),
        ("https://a.example/papers/../../x/", "Title", "x", "no paper here is called"),
        ("2401.00007", "provenance", "x", "What is wrong: found `provenance`; choose one of Title"),
        ("2401.00007", "Title", "***", "is no title"),
        ("2401.00007", "Title", "On gulls", "Title: the record says so already"),
        ("2401.00007", "Title", "x" * 2001, "characters; at most 2,000"),
        ("2401.00007", "Status", "gone", "write one of withdrawn, retracted"),
        ("2401.00007", "Date of publication", "2024-02-30", "What it should say: found"),
        ("2401.00007", "Topics", "cats", "`cats` is no topic"),
        ("2401.00007", "Topics", "../x", "What it should say[0]: found"),
        ("2401.00007", "Authors", "1, 2", "found no name"),
    ],
)
def test_what_no_record_may_say_is_refused(
    paper: str, field: str, text: str, said: str, content: Path, issue: Issue
) -> None:
    before = state(content)
    refused(issue(body("correct-paper", paper=paper, field=field, text=text)), said)
    assert state(content) == before


def test_an_author_that_stays_keeps_the_orcid(content: Path, issue: Issue) -> None:
    ada = Author("Ada Byron", "0000-0002-1825-0097")
    write(content, paper(9, title="On skuas", authors=(ada, Author("C. Gauss"))))
    text = body("correct-paper", paper="2401.00009", field="Authors", text="Carl Gauss\nAda Byron")
    assert issue(text).exit_code == 0
    (new,) = [each for each in load(content).papers if each.id == "2401.00009"]
    assert (new.authors, new.pinned) == ((Author("Carl Gauss"), ada), ("authors",))


# Removing, proposing


def test_a_removal_leaves_a_tombstone_and_shows_nothing_of_the_text(
    content: Path, issue: Issue
) -> None:
    done = issue(
        body(
            "remove-paper",
            paper="https://a.example/papers/2401.00007/",
            reason="Its\n\nauthors asked.",
        )
    )
    assert done.exit_code == 0
    assert [paper.id for paper in load(content).papers] == ["2401.00008"]
    stones = load_tombstones(content)
    (tombstone,) = stones.whole
    assert (tombstone.id, tombstone.reason, stones.faults) == (
        "2401.00007",
        "Its authors asked.",
        (),
    )
    assert "gulls" not in done.stdout.replace("gulls-1", "")
    refused(issue(body("remove-paper", paper="gulls-1", reason="Again")), "was removed already")
    refused(issue(body("remove-paper", paper="2401.00008", reason="x" * 501)), "501 characters")


def test_a_proposed_topic_stands_in_the_topics(content: Path, issue: Issue) -> None:
    text = body(
        "propose-topic",
        label="Sea ice",
        meaning="what floats",
        phrases="sea ice\nfloe",
        area="shore",
    )
    done = issue(text)
    assert done.exit_code == 0
    new = {topic.slug: topic for topic in parse_topics((content / "topics.yml").read_text("utf-8"))}
    assert (new["sea-ice"].area, len(new["sea-ice"].phrases)) == ("Shore", 2)
    refused(issue(text), "there is one already")
    # Lines that stand elsewhere in the file are shown like all others.
    again = text.replace("Sea ice", "Ice")
    shown = issue(again).stdout
    entry = (
        '    - slug: "ice"\n      label: "Ice"\n      is: "what floats"\n      phrases:\n'
        '        - "sea ice"\n        - "floe"\n'
    )
    assert entry in shown


# The command


@pytest.mark.parametrize(
    "text",
    [
        body("add-paper", paper="2503.01234"),
        body("correct-paper", paper="2401.00007", field="Title", text="Other"),
        body("remove-paper", paper="2401.00007", reason="Asked"),
        body("propose-topic", label="Sea ice", meaning="what floats", phrases="floe", area="Shore"),
    ],
)
def test_a_dry_run_shows_the_same_and_writes_nothing(
    text: str, content: Path, issue: Issue
) -> None:
    before = state(content)
    dry = issue(text, "--dry-run")
    assert (dry.exit_code, dry.stderr) == (0, "nothing was written\n")
    assert state(content) == before
    done = issue(text)
    assert done.exit_code == 0
    assert state(content) != before
    moment = re.compile(r"retrieved: '[^']*'")
    assert moment.sub("", done.stdout) == moment.sub("", dry.stdout)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "ISSUE_BODY is not set"),
        ({"ISSUE_BODY": "x"}, "ISSUE_NUMBER is not set"),
        (
            {"ISSUE_BODY": "x", "ISSUE_NUMBER": "12\nbranch=main"},
            "ISSUE_NUMBER is not set or no number",
        ),
        ({"ISSUE_BODY": "x", "ISSUE_NUMBER": "../1"}, "ISSUE_NUMBER is not set or no number"),
        ({"ISSUE_BODY": "x", "ISSUE_NUMBER": "\u0661"}, "ISSUE_NUMBER is not set or no number"),
    ],
)
def test_a_wrong_environment_is_a_wrong_command(
    env: dict[str, str], said: str, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ISSUE_BODY", "ISSUE_NUMBER", "ISSUE_AUTHOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    done = call("contribute", "--content", content)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_what_is_said_is_no_command_to_github(content: Path, issue: Issue) -> None:
    for named in ("##[set-output name=x;]y", "::set-output name=x::y"):
        done = issue(body("remove-paper", paper=named, reason="x"))
        assert done.exit_code == 1
        assert "##[" not in done.stderr
        assert not done.stderr.lstrip().startswith("::")


def test_a_strange_author_is_nobody(
    content: Path, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISSUE_BODY", body("add-paper", paper="10.1/x", **TYPED))
    monkeypatch.setenv("ISSUE_NUMBER", "12")
    monkeypatch.setenv("ISSUE_AUTHOR", "<b>@ada")
    assert call("contribute", "--content", content).exit_code == 1
    monkeypatch.setenv("ISSUE_BODY", body("add-paper", paper="10.1234/x", **TYPED))
    assert call("contribute", "--content", content).exit_code == 0
    assert {paper.submitted_by for paper in load(content).papers} == {None}
