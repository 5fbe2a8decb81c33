"""The digest by e-mail: what it says, and that it arrives, from a real SMTP server on loopback."""

from __future__ import annotations

import asyncio
import email
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Session
from aiosmtpd.smtp import Envelope as Received
from lxml import html
from typer.testing import CliRunner, Result

from generator.cli import application
from generator.digest import sending
from generator.digest.digest import MOST, digest_of
from generator.digest.message import Envelope, message
from generator.digest.period import day_period, week_period
from generator.digest.sending import Failed, Settings, SettingsError, send, settings_of
from generator.feed import Feed
from generator.model import Author
from generator.store import write
from tests.toy import ROOT, SITE, feed_of, live, make_project, paper, topic

FOLDERS = [str(ROOT / "overrides")]
NOW = datetime(2024, 1, 8, 6, 41, tzinfo=UTC)
WEEK = "2024-W01"
GUESS = "guess"
TOPICS = [topic("birds", "gull"), topic("crabs", "crab")]


def feed() -> Feed:
    return feed_of(
        paper(1, title="A gull", upvotes=3, authors=(Author("Ada Ebb"),), abstract="It flies."),
        paper(2, title="A second gull & <b>more</b>", upvotes=40),
        paper(3, "2024-01-05", title="A crab"),
        paper(4, "2024-01-05", title="Nothing known"),
        paper(5, "2024-01-09", title="Another week's gull"),
        topics=TOPICS,
    )


def week(text: str = WEEK) -> Any:
    return week_period(text)


def parsed(made: EmailMessage) -> EmailMessage:
    found = email.message_from_bytes(made.as_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def made(of: Feed, to: str = "list@toy.example") -> EmailMessage:
    envelope = Envelope("digest@toy.example", to, "https://toy.example/leave")
    return parsed(message(digest_of(of, SITE, week()), SITE, envelope, FOLDERS, NOW))


def part(of: EmailMessage, kind: str) -> str:
    body = of.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_papers_are_in_groups_the_most_upvoted_first() -> None:
    digest = digest_of(feed(), SITE, week())
    assert (digest.title, digest.count) == ("Toy feed: Week 1 of 2024", "4 papers")
    assert digest.url == f"{SITE.url}archive/2024/W01/"
    said = [(group.label, [entry.title for entry in group.entries]) for group in digest.groups]
    assert said == [
        ("Birds", ["A second gull & <b>more</b>", "A gull"]),
        ("Crabs", ["A crab"]),
        ("Others", ["Nothing known"]),
    ]


def test_a_day_and_a_topic_narrow_it() -> None:
    day = day_period(datetime(2024, 1, 5, tzinfo=UTC).date())
    assert [group.label for group in digest_of(feed(), SITE, day).groups] == ["Crabs", "Others"]
    crabs = digest_of(feed(), SITE, week(), "crabs")
    assert crabs.title == "Toy feed, Crabs: Week 1 of 2024"
    assert [entry.title for group in crabs.groups for entry in group.entries] == ["A crab"]
    assert digest_of(feed(), SITE, week("2024-W30")).papers == 0


def test_a_long_one_names_the_most_upvoted_and_how_many_more() -> None:
    many = feed_of(*(paper(n, title=f"N{n}", upvotes=n) for n in range(MOST + 15)))
    digest = digest_of(many, SITE, week())
    titles = [entry.title for group in digest.groups for entry in group.entries]
    assert (len(titles), digest.more, titles[0]) == (MOST, 15, f"N{MOST + 14}")
    assert "15 more papers" in part(made(many), "plain")
    assert len(made(many).as_bytes()) < 100_000  # or some readers of mail cut it off


@pytest.mark.parametrize("text", ["2024-W54", "2024-W00", "2024-1", "W01", "2024-W1", ""])
def test_what_is_no_week(text: str) -> None:
    assert week_period(text) is None


def test_both_parts_say_the_same_and_nothing_in_them_is_live() -> None:
    mail = made(feed())
    assert mail.get_content_type() == "multipart/alternative"
    plain, tree = part(mail, "plain"), html.fromstring(part(mail, "html"))
    body = tree.find("body")
    assert body is not None
    for title in ("A gull", "A second gull & <b>more</b>", "A crab", "Nothing known"):
        assert title in plain
        assert title in body.text_content()
    assert "Another week" not in plain
    assert body.xpath(".//b") == []
    assert [each for each in live(body) if "style" not in str(each)] == []
    assert {a.get("href") for a in body.iter("a")} >= {
        f"{SITE.url}papers/2401.00001/", f"{SITE.url}topics/birds/", "https://toy.example/leave",
    }  # fmt: skip
    heading = body.find(".//h1")
    assert heading is not None
    assert "font-size" in str(heading.get("style"))  # the CSS is in the elements themselves
    assert tree.xpath("//link | //script | //img") == []


def test_the_headers_are_what_lists_and_readers_go_by() -> None:
    mail = made(feed())
    assert mail["Subject"] == "Toy feed: Week 1 of 2024"
    assert mail["To"] == "list@toy.example"
    assert mail["List-Unsubscribe"] == "<https://toy.example/leave>"
    assert mail["Date"].datetime == NOW
    assert re.fullmatch(r"<digest\.2024-W01\.[0-9a-f]{20}@toy\.example>", mail["Message-ID"])
    assert made(feed())["Message-ID"] == mail["Message-ID"]
    assert made(feed(), "other@toy.example")["Message-ID"] != mail["Message-ID"]


def test_a_name_breaks_no_header() -> None:
    site = replace(SITE, name="Evil\r\nBcc: all@toy.example\x00 “feed”, <x@y.z>")
    digest = digest_of(feed(), site, week())
    envelope = Envelope("digest@toy.example", "list@toy.example", "mailto:leave@toy.example")
    mail = parsed(message(digest, site, envelope, FOLDERS, NOW))
    assert mail["Bcc"] is None
    assert mail["From"].addresses[0].addr_spec == "digest@toy.example"


class Server:
    """Takes messages, or does what it is told to: by the local part of an address."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Received, address: str, options: list[str]
    ) -> str:
        match address.split("@")[0]:
            case "full":
                return "452 4.2.2 Mailbox full\x1b[31m"
            case "nobody":
                return "550 5.1.1 No such user"
            case "drop":
                assert server.transport is not None
                server.transport.close()
            case "slow":
                await asyncio.sleep(3)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Received
    ) -> str:
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.7.1 Looks like spam"
        found = email.message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(found, EmailMessage)
        self.taken += [(to, found) for to in envelope.rcpt_tos]
        return "250 OK"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


Start = Callable[..., tuple[Server, Settings]]


@pytest.fixture
def start(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Starts a mail server on loopback that speaks TLS, with a user and a password."""
    running: list[Controller] = []
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))

    def started(
        *to: str, host: str = "localhost", direct: bool = False, tls: bool = True
    ) -> tuple[Server, Settings]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        server = Server()
        options: dict[str, Any] = {
            "authenticator": lambda *given: AuthResult(
                success=given[-1].login == b"ada" and given[-1].password == b"secret"
            ),
        }
        if direct:
            options |= {"ssl_context": context, "auth_require_tls": False}  # it sees STARTTLS alone
        elif tls:
            options |= {"tls_context": context, "require_starttls": True}
        else:
            options["auth_require_tls"] = False
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        controller = Controller(server, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        if direct:
            monkeypatch.setattr(sending, "DIRECT_PORT", port)
        return server, Settings(
            "digest@toy.example", to, "mailto:leave@toy.example", "localhost", port, "ada", "secret"
        )

    yield started
    for controller in running:
        controller.stop()


def results(settings: Settings, timeout: float = 2) -> list[Failed | str]:
    return list(send(settings, lambda to: made(feed(), to), timeout=timeout))


@pytest.mark.parametrize("direct", [False, True])
def test_each_address_gets_a_message_of_its_own(start: Start, direct: bool) -> None:
    server, settings = start("a@toy.example", "b@toy.example", direct=direct)
    assert results(settings) == ["a@toy.example", "b@toy.example"]
    assert [(to, mail["To"]) for to, mail in server.taken] == [
        ("a@toy.example", "a@toy.example"), ("b@toy.example", "b@toy.example"),
    ]  # fmt: skip
    assert part(server.taken[0][1], "plain") == part(made(feed()), "plain")


def test_whatever_becomes_of_one_the_others_get_theirs(start: Start) -> None:
    names = ("nobody", "a", "full", "b", "drop", "c", "spam", "d", "slow", "e")
    server, settings = start(*(f"{name}@toy.example" for name in names))
    found = results(settings, timeout=1)
    failed = {each.address.split("@")[0]: each.reason for each in found if isinstance(each, Failed)}
    assert failed.keys() == {"nobody", "full", "drop", "spam", "slow"}
    assert failed["nobody"] == "550 5.1.1 No such user"
    assert failed["full"] == "452 4.2.2 Mailbox full [31m"
    assert failed["spam"] == "554 5.7.1 Looks like spam"
    assert sorted({to[0] for to, _ in server.taken} - {"s"}) == ["a", "b", "c", "d", "e"]
    assert len(found) == len(names)


def test_without_tls_nothing_is_sent_and_no_password_told(start: Start) -> None:
    server, settings = start("a@toy.example", tls=False)
    (found,) = results(settings)
    assert isinstance(found, Failed)
    assert "STARTTLS" in found.reason
    assert server.taken == []


def test_a_certificate_of_another_is_refused(start: Start) -> None:
    server, settings = start("a@toy.example", "b@toy.example", host="elsewhere.example")
    assert all(isinstance(each, Failed) and "certificate" in each.reason.lower()
               for each in results(settings))  # fmt: skip
    assert server.taken == []


def test_a_wrong_password_or_no_server_fails_every_address(start: Start) -> None:
    _, settings = start("a@toy.example", "b@toy.example")
    for wrong in (replace(settings, password=GUESS), replace(settings, port=1)):
        found = results(wrong)
        assert [each.address for each in found if isinstance(each, Failed)] == list(
            wrong.recipients
        )
        assert not any("guess" in each.reason for each in found if isinstance(each, Failed))


WELL = {
    "SMTP_HOST": "mail.example",
    "DIGEST_FROM": "digest@toy.example",
    "DIGEST_TO": "a@toy.example, b@toy.example\na@toy.example",
    "DIGEST_UNSUBSCRIBE": "mailto:leave@toy.example",
    "SITE_URL": "https://toy.example/",
}


def test_settings_are_of_the_environment(tmp_path: Path) -> None:
    found = settings_of(WELL)
    assert (found.recipients, found.port) == (("a@toy.example", "b@toy.example"), 465)
    (tmp_path / "list").write_text("# those who asked\nc@toy.example\n\nd@toy.example\n")
    of_file = settings_of(WELL | {"DIGEST_TO_FILE": str(tmp_path / "list"), "SMTP_PORT": "587"})
    assert (of_file.recipients, of_file.port) == (("c@toy.example", "d@toy.example"), 587)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SMTP_HOST", "", "SMTP_HOST is not set: the mail server"),
        ("DIGEST_TO", " ", "DIGEST_TO is not set"),
        ("DIGEST_TO", "a@b.c\r\nRCPT:<x>", "is no address"),
        ("DIGEST_FROM", "Ada <a@b.c>", "`Ada <a@b.c>` is no address"),
        ("DIGEST_UNSUBSCRIBE", "http://plain.example", "https address"),
        ("DIGEST_UNSUBSCRIBE", "https://a.example/>, <x", "https address"),
        ("SMTP_PORT", "ssl", "SMTP_PORT: found `ssl`"),
        ("SMTP_PORT", "99999", "SMTP_PORT"),
        ("DIGEST_TO_FILE", "/nowhere/list", "DIGEST_TO_FILE: "),
    ],
)
def test_settings_that_cannot_be_meant(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        settings_of(WELL | {name: value})


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder, and a project with our settings as the current folder."""
    folder = tmp_path / "content"
    write(folder, *feed().papers)
    (folder / "topics.yml").write_text(
        "- area: Sea\n  topics:\n    - {slug: birds, label: Birds, is: birds, phrases: [gull]}\n"
    )
    monkeypatch.chdir(make_project(tmp_path / "project", folder))
    return folder


def digest(content: Path, *arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(
        application(), ["digest", "--content", str(content), *arguments], env=environ
    )


def test_the_command_writes_a_message(content: Path, tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    done = digest(content, "--week", WEEK, "--output", str(file))
    assert done.exit_code == 0, done.stderr
    found = email.message_from_bytes(file.read_bytes(), policy=default)
    assert "Week 1 of 2024" in found["Subject"]
    assert "4 papers, written to " in done.stderr


def test_a_message_that_cannot_be_written_is_exit_1(content: Path) -> None:
    done = digest(content, "--week", WEEK, "--output", "/nonexistent/x.eml")
    assert (done.exit_code, done.stderr) == (
        1,
        "error: /nonexistent/x.eml: cannot be written: No such file or directory\n",
    )


def test_without_an_address_a_message_is_warned_of_and_none_is_sent(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SITE_URL", "GITHUB_ACTIONS", "NETLIFY", "CF_PAGES"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "mail.eml"
    said = "nobody said where the site is, so links lead to http://127.0.0.1:8000/"
    done = digest(content, "--week", WEEK, "--output", str(file))
    assert (done.exit_code, done.stderr.startswith(f"warning: {said}")) == (0, True)
    there = {"SITE_URL": "https://toy.example/"}
    assert "warning" not in digest(content, "--output", str(file), **there).stderr
    done = digest(content, "--week", WEEK, "--send", **WELL | {"SITE_URL": ""})
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error: {said}")
    assert "set SITE_URL to its address" in done.stderr


def test_the_command_sends_and_says_whom_it_could_not(content: Path, start: Start) -> None:
    server, settings = start()
    environ = WELL | {
        "SMTP_HOST": "localhost", "SMTP_PORT": str(settings.port), "SMTP_USER": "ada",
        "SMTP_PASSWORD": "secret", "DIGEST_TO": "a@toy.example nobody@toy.example",
    }  # fmt: skip
    done = digest(content, "--day", "2024-01-03", "--send", **environ)
    assert done.exit_code == 1
    assert "error: nobody@toy.example: 550 5.1.1 No such user" in done.stderr
    assert "sent to 1 address, 1 failed" in done.stderr
    assert [to for to, _ in server.taken] == ["a@toy.example"]


def test_a_period_without_papers_sends_nothing(content: Path) -> None:
    done = digest(content, "--week", "2030-W01", "--send", **WELL)
    assert (done.exit_code, "nothing to tell" in done.stderr) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--week", "soon"), ("--day", "soon"), ("--topic", "stones"),
        ("--day", "2024-01-03", "--week", WEEK), ("--send", "--output", "x.eml"),
    ],
)  # fmt: skip
def test_a_wrong_command_is_said(content: Path, arguments: tuple[str, ...]) -> None:
    assert digest(content, *arguments, **WELL).exit_code == 2
    assert digest(content, "--send", SMTP_HOST="").exit_code == 1
