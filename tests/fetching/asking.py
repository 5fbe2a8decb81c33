"""What the tests of the kinds share: a source that answers from a list, and what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from generator.fetching.asking import Check


@dataclass
class Answers:
    """Gives the bodies one after another, the last one for ever, and asks again where that helps."""

    bodies: Sequence[bytes]
    urls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __call__(self, url: str, check: Check) -> bytes:
        while True:
            body = self.bodies[min(len(self.urls), len(self.bodies) - 1)]
            self.urls.append(url)
            complaint = check(body)
            if complaint is None:
                return body
            self.complaints.append(complaint)

    @property
    def queries(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(urlsplit(url).query)) for url in self.urls]
