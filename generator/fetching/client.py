"""The polite client: one request at a time, pauses, retries, redirects looked at one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

from tenacity import (
    RetryCallState,
    RetryError,
    Retrying,
    retry_if_exception_type,
    wait_exponential_jitter,
)

from generator.fetching.addresses import Network, Place, place_of
from generator.fetching.asking import Check
from generator.fetching.errors import FetchError, NothingThereError, RefusedError, TransientError
from generator.fetching.http import Limits, Response, request
from generator.fetching.retry_after import moment_of, seconds_to_wait

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
#: Statuses that may be better in a while.
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_NOTHING = (404, 410)
_RATE = b"rate exceeded"
#: What to do about a status, in words.
_ADVICE = {
    401: "it wants a key, which Paperfeed has not",
    403: "it does not let us in",
    404: "there is nothing at this address; look at it in mkdocs.yml",
    410: "it is gone for good; look at it in mkdocs.yml",
}


@dataclass(frozen=True, slots=True)
class Manners:
    """How the client behaves: who it says it is, whom it may ask, how often and how long.

    `wait` and `most_wait` are the seconds before the first and before a late repetition;
    `attempts` is how often one thing is asked for in all.
    """

    user_agent: str
    private_networks: tuple[Network, ...] = ()
    limits: Limits = field(default_factory=Limits)
    attempts: int = 6
    wait: float = 2.0
    most_wait: float = 120.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes a request conditional (RFC 9110, section 13): as the last answer gave it."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value and _fits(value)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered; `body` is None if nothing has changed since the last time.

    `moment` is the server's clock (UTC), if it says.
    """

    body: bytes | None
    moment: datetime | None = None
    validators: Validators = Validators()


def _fits(value: str) -> bool:
    """Whether a header can hold it, and should."""
    return value.isascii() and value.isprintable() and len(value) <= 500


@dataclass(slots=True)
class Client:
    """Asks one thing at a time, and remembers when it last asked whom.

    `pauses` are the seconds between two requests to a host, or to any of its subdomains.
    """

    manners: Manners
    pauses: Mapping[str, float] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _asked: dict[str, float] = field(default_factory=dict)

    def get(
        self,
        url: str,
        ends: float,
        validators: Validators = Validators(),
        check: Check = lambda body: None,
        accept: str = "*/*",
    ) -> Answer:
        """What is at the address, asked for again while that may help and `ends` is not reached.

        `ends` is a moment of `clock`, `accept` the types of answer that are wanted. Raises
        FetchError, RefusedError or TransientError; the message says why, and after how many
        attempts.
        """

        def is_over(state: RetryCallState) -> bool:
            late = self.clock() + state.upcoming_sleep >= ends
            return late or state.attempt_number >= self.manners.attempts

        retrying = Retrying(
            retry=retry_if_exception_type(TransientError),
            wait=self._wait,
            stop=is_over,
            sleep=self.sleep,
        )
        try:
            return retrying(self._attempt, url, ends, validators, check, accept)
        except RetryError as given_up:
            attempt = given_up.last_attempt
            raise _last_word(attempt.exception(), attempt.attempt_number) from None

    def _wait(self, state: RetryCallState) -> float:
        growing = wait_exponential_jitter(
            multiplier=self.manners.wait, max=self.manners.most_wait, jitter=self.manners.wait
        )(state)
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, TransientError) else None
        # No source is asked again sooner than it says; `0` still is no reason to hammer.
        return growing if asked is None else max(asked, min(growing, self.manners.wait))

    def _attempt(
        self, url: str, ends: float, validators: Validators, check: Check, accept: str
    ) -> Answer:
        response = self._followed(url, ends, validators.headers() | {"Accept": accept})
        moment = moment_of(response.headers.get("date"))
        if response.status == 304:
            if not validators.headers():
                raise FetchError("it answered `not modified` (304) though nothing is known here")
            return Answer(None, moment, validators)
        if response.status != 200:
            raise self._refusal(response, moment)
        if response.body[:100].lstrip().lower().startswith(_RATE):
            raise TransientError("it answered `Rate exceeded.`")
        if reason := check(response.body):
            raise TransientError(reason)
        headers = response.headers
        return Answer(
            response.body, moment, Validators(headers.get("etag"), headers.get("last-modified"))
        )

    def _refusal(self, response: Response, moment: datetime | None) -> FetchError:
        status = response.status
        if status in _BUSY:
            wanted = response.headers.get("retry-after")
            after = seconds_to_wait(wanted, moment or self.now())
            return TransientError(f"it answered {status}", after)
        advice = _ADVICE.get(status) or (
            "the request is not as it wants it"
            if 400 <= status < 500
            else "that is no answer to a request for a page"
        )
        kind = NothingThereError if status in _NOTHING else FetchError
        # Readers of the day's page cannot follow the advice.
        return kind(f"it answered {status}: {advice}", f"it answered {status}")

    def _followed(self, url: str, ends: float, headers: Mapping[str, str]) -> Response:
        """The answer at the end of the redirects; each address on the way is looked at."""
        seen = {url}
        place = place_of(url)
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._once(place, ends, headers)
            if response.status not in _REDIRECTS:
                return response
            target = response.headers.get("location", "").strip()
            if not target:
                raise FetchError(f"it answered {response.status} without saying where to go")
            url = _joined(url, target)
            if url in seen:
                raise RefusedError(f"it leads in a circle: back to {url[:200]}")
            seen.add(url)
            following = place_of(url)
            if place.scheme == "https" and following.scheme != "https":
                raise RefusedError(f"it leads from https to http, to {following.host}")
            place = following
        raise RefusedError(f"it leads on more than {_MOST_REDIRECTS} times, lastly to {url[:200]}")

    def _once(self, place: Place, ends: float, headers: Mapping[str, str]) -> Response:
        group, pause = self._pause(place.host)
        last = self._asked.get(group)
        if last is not None and (rest := last + pause - self.clock()) > 0:
            self.sleep(rest)
        limits, left = self.manners.limits, ends - self.clock()
        if left <= 0:
            raise TransientError("no time was left to ask")
        limits = Limits(limits.silence, min(limits.seconds, left), limits.size)
        own = {"User-Agent": self.manners.user_agent}
        try:
            return request(place, own | dict(headers), limits, self.manners.private_networks)
        finally:
            self._asked[group] = self.clock()

    def _pause(self, host: str) -> tuple[str, float]:
        for name, pause in self.pauses.items():
            if host == name or host.endswith(f".{name}"):
                return name, pause
        return host, 0.0


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise RefusedError(
            f"it leads to {target[:100]}, which is no web address: {error}"
        ) from None


def _last_word(error: BaseException | None, attempts: int) -> FetchError:
    """The last error, with how often was asked and how long the source wanted to be left alone."""
    if not isinstance(error, TransientError):
        return FetchError(str(error))
    said = f"{error} (asked {attempts} times)" if attempts > 1 else str(error)
    if error.after:
        said += f"; it asked to be left alone for {error.after:,.0f} s"
    return TransientError(said, error.after, error.reason)
