"""Sending a digest by SMTP, over TLS alone: to each address by itself, whatever becomes of others.

Sources: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 8314 (TLS from the beginning, port 465).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

#: Variables of the environment, and what each is for.
VARIABLES = {
    "DIGEST_FROM": "the sender's address",
    "DIGEST_TO": "the addresses, or the list's one, with commas or blanks between",
    "DIGEST_TO_FILE": "a file with an address a line, in place of DIGEST_TO",
    "DIGEST_UNSUBSCRIBE": "where readers leave: an https address, or mailto:",
    "SMTP_HOST": "the mail server",
    "SMTP_PORT": "its port: 465 (the default) is TLS from the beginning, any other STARTTLS",
    "SMTP_USER": "the user, if the server wants one",
    "SMTP_PASSWORD": "the password",
}
TIMEOUT = 30
DIRECT_PORT = 465
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_WAYS_OUT = re.compile(r"https://[!-;=?-~]+|mailto:[!-;=?-~]+")


class SettingsError(ValueError):
    """The environment lacks something, or has what cannot be meant; the message says what."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Who sends to whom, by which server."""

    sender: str
    recipients: tuple[str, ...]
    unsubscribe: str
    host: str
    port: int = 465
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """An address that was not sent to, and why."""

    address: str
    reason: str


def settings_of(environ: Mapping[str, str]) -> Settings:
    """The settings of the environment. Raises SettingsError with the first fault."""
    given = {name: environ.get(name, "").strip() for name in VARIABLES}
    for name in ("SMTP_HOST", "DIGEST_FROM", "DIGEST_UNSUBSCRIBE"):
        if not given[name]:
            raise SettingsError(f"{name} is not set: {VARIABLES[name]}")
    recipients = tuple(dict.fromkeys(_recipients(given["DIGEST_TO"], given["DIGEST_TO_FILE"])))
    if not recipients:
        raise SettingsError(f"DIGEST_TO is not set: {VARIABLES['DIGEST_TO']}")
    for address in (given["DIGEST_FROM"], *recipients):
        if not _ADDRESS.fullmatch(address):
            raise SettingsError(f"`{address[:80]}` is no address; write name@example.org")
    if not _WAYS_OUT.fullmatch(given["DIGEST_UNSUBSCRIBE"]):
        raise SettingsError("DIGEST_UNSUBSCRIBE: write an https address or mailto:name@example.org")
    port = given["SMTP_PORT"] or "465"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"SMTP_PORT: found `{port[:20]}`; write a number such as 465 or 587")
    return Settings(
        given["DIGEST_FROM"],
        recipients,
        given["DIGEST_UNSUBSCRIBE"],
        given["SMTP_HOST"],
        int(port),
        given["SMTP_USER"],
        given["SMTP_PASSWORD"],
    )


def _recipients(named: str, file: str) -> Iterable[str]:
    if not file:
        return re.split(r"[\s,;]+", named) if named else ()
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"DIGEST_TO_FILE: {error}") from None
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def send(
    settings: Settings, message_for: Callable[[str], EmailMessage], *, timeout: float = TIMEOUT
) -> Iterator[Failed | str]:
    """Send to each address; gives it when it was taken, or why it was not.

    A connection that breaks is made anew for the next address. If the server cannot be reached or
    refuses the user, every address fails with the reason.
    """
    server: smtplib.SMTP | None = None
    for number, address in enumerate(settings.recipients):
        try:
            if server is None:
                server = _connected(settings, timeout)
        except (OSError, smtplib.SMTPException) as error:
            reason = _said(error)
            yield from (Failed(each, reason) for each in settings.recipients[number:])
            return
        try:
            server.send_message(message_for(address), settings.sender, [address])
        except (OSError, smtplib.SMTPException) as error:
            yield Failed(address, _said(error))
            server = _after(error, server)
        else:
            yield address
    if server is not None:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _after(error: Exception, server: smtplib.SMTP) -> smtplib.SMTP | None:
    """The connection, ready for the next address; None if it broke."""
    refused = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    if isinstance(error, refused) and server.sock is not None:
        with suppress(OSError, smtplib.SMTPException):
            server.rset()
            return server
    server.close()
    return None


def _connected(settings: Settings, timeout: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.port == DIRECT_PORT:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=timeout, context=context
        )
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=timeout)
        try:
            server.starttls(context=context)  # raises if the server cannot
        except BaseException:
            server.close()
            raise
    if settings.user:
        try:
            server.login(settings.user, settings.password)
        except BaseException:
            server.close()
            raise
    return server


def _said(error: Exception) -> str:
    """The reason in a line, without what might be a secret."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"{code} {_line(text)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_line(error.smtp_error)}"
    return _line(str(error) or type(error).__name__)


def _line(text: str | bytes) -> str:
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join("".join(c if c.isprintable() else " " for c in shown).split())[:200]
