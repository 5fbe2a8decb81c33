"""What can go wrong between Paperfeed and a source.

FetchError             a request cannot be answered, or the answer cannot be used
├── NothingThereError  there is nothing at this address
├── RefusedError       we do not ask this address, or do not follow there
└── TransientError     may be better in a while; asked again, with growing pauses
"""

from __future__ import annotations


class FetchError(Exception):
    """A request cannot be answered, or its answer cannot be used; the message says why.

    `reason` is the message without what is only true of this run: attempts, seconds.
    """

    def __init__(self, message: str, reason: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason or message


class NothingThereError(FetchError):
    """There is nothing at an address (any more)."""


class RefusedError(FetchError):
    """An address that is never asked: its scheme, its host or where it leads."""


class TransientError(FetchError):
    """What may be better in a while; `after` is the seconds that the source asked to wait."""

    def __init__(self, message: str, after: float | None = None, reason: str | None = None) -> None:
        super().__init__(message, reason)
        self.after = after
