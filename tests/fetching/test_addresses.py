"""Which addresses may be asked, however they are written."""

from __future__ import annotations

import ipaddress
import json
import re
import time
from pathlib import Path

import pytest

from generator.fetching.addresses import Place, place_of, resolved
from generator.fetching.errors import FetchError, RefusedError, TransientError
from tests.fetching.conftest import Names

ALLOWED = (ipaddress.ip_network("127.0.0.1/32"),)

PRIVATE = """
127.0.0.1 127.1.2.3 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1 0 0.0.0.0
10.0.0.1 10.1 172.16.0.1 192.168.1.1 3232235777 169.254.169.254 2852039166 0xa9fea9fe
0251.0376.0251.0376 100.64.0.1 100.100.100.200 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1
203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255
[::] [::1] [0:0:0:0:0:0:0:1] [0000::1] [fe80::1] [fc00::1] [fd00:ec2::254] [ff02::1] [2001:db8::1]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1] [::ffff:a9fe:a9fe] [::127.0.0.1]
[2002:7f00:1::] [2002:0a00:0001::1] [2002:c0a8:101::] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe]
[64:ff9b:1::1] [2001:0:7f00:1::] [2001:0:808:808:0:0:f5ff:fffe] [100::1] [::ffff:0:127.0.0.1] [fec0::1]
localhost localhost.
""".split()


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_refused(host: str) -> None:
    with pytest.raises(RefusedError, match="is a private address; if it is meant, name it under"):
        resolved(place_of(f"http://{host}/"), (), 5)


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "134744072", "[2606:4700:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]"]
)  # fmt: skip
def test_a_public_address_is_not(host: str) -> None:
    assert len(resolved(place_of(f"https://{host}/"), (), 5)) == 1


def test_a_private_network_that_is_allowed(names: Names) -> None:
    assert resolved(place_of("http://127.0.0.1/"), ALLOWED, 5) == ("127.0.0.1",)
    with pytest.raises(RefusedError, match=r"127\.0\.0\.2 is a private address"):
        resolved(place_of("http://127.0.0.2/"), ALLOWED, 5)
    names["x.example"] = ["8.8.8.8", "10.0.0.1"]
    with pytest.raises(RefusedError, match=r"x\.example \(10\.0\.0\.1\) is a private address"):
        resolved(place_of("http://x.example/"), (), 5)


WRONG = [
    ("ftp://x.example/", "is not http or https"),
    ("file:///etc/passwd", "is not http or https"),
    ("gopher://x.example/", "is not http or https"),
    ("javascript:alert(1)", "is not http or https"),
    ("//x.example/", "is not http or https"),
    ("x.example", "is not http or https"),
    ("", "is not http or https"),
    ("http://", "names no host"),
    ("http:///x", "names no host"),
    ("http://.", "names no host"),
    ("http://ada@x.example/", "an address with a name or password in it, at x.example"),
    ("http://ada:secret@x.example/", "an address with a name or password in it"),
    ("http://@x.example/", "an address with a name or password in it"),
    ("http://x.example:99999/", "is no web address: Port out of range"),
    ("http://x.example:gull/", "is no web address: Port could not be cast"),
    ("http://[::1/", "is no web address: Invalid IPv6 URL"),
    ("http://[gulls]/", "is no web address"),
    ("http://x.example\\@127.0.0.1/", "is no web address"),
    ("http://x.example/a b", "is no web address"),
    ("http://x.example/\r\nHost: y", "is no web address"),
    ("http://x.example/\x00", "is no web address"),
    ("http://x.example/\x7f", "is no web address"),
    ("http://x.example/é", "is no web address: write it with %-escapes"),
    (f"http://{'é' * 80}.example/", "is no web address: its host is no name"),
]


@pytest.mark.parametrize(("url", "words"), WRONG)
def test_what_is_no_web_address_is_refused(url: str, words: str) -> None:
    with pytest.raises(RefusedError, match=re.escape(words)) as raised:
        place_of(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "place", "authority"),
    [
        ("http://x.example", Place("http", "x.example", 80, "/"), "x.example"),
        ("https://X.Example./a?b=c#d", Place("https", "x.example", 443, "/a?b=c"), "x.example"),
        ("http://x.example:443/", Place("http", "x.example", 443, "/"), "x.example:443"),
        ("https://[2001:4860::1]:8443", Place("https", "2001:4860::1", 8443, "/"), "[2001:4860::1]:8443"),
        ("http://möwe.example/", Place("http", "xn--mwe-sna.example", 80, "/"), "xn--mwe-sna.example"),
    ],
)  # fmt: skip
def test_an_address_taken_apart(url: str, place: Place, authority: str) -> None:
    assert place_of(url) == place
    assert place.authority == authority


def test_a_name_that_is_not_known_may_be_known_later() -> None:
    with pytest.raises(TransientError, match=r"x\.invalid: the name is not known"):
        resolved(place_of("http://x.invalid/"), (), 5)
    with pytest.raises(FetchError):
        resolved(place_of(f"http://{'a' * 70}.example/"), (), 5)


def test_a_resolver_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> list[object]:
        time.sleep(0.3)
        return []

    monkeypatch.setattr("socket.getaddrinfo", slow)
    with pytest.raises(TransientError, match="no answer about its name in time"):
        resolved(place_of("http://x.example/"), (), 0.05)


#: What the collection calls by name, resolved as those who attack have it.
METADATA = {
    "metadata.google.internal": ["169.254.169.254"],
    "ip6-localhost": ["::1"],
    "ip6-loopback": ["::1"],
    "localtest.me": ["::1"],
    "localh.st": ["127.0.0.1"],
    "169.254.169.254.xip.io": ["169.254.169.254"],
    "1ynrnhl.xip.io": ["169.254.169.254"],
    "www.owasp.org.1ynrnhl.xip.io": ["169.254.169.254"],
    "instance-data": ["169.254.169.254"],
    "rancher-metadata": ["169.254.169.250"],
    "rancher.internal": ["169.254.169.250"],
    "foo": ["10.0.0.2"],
}


@pytest.mark.real
def test_no_hostile_url_reaches_a_private_address(shared: Path, names: Names) -> None:
    names.update(METADATA)
    lines = (shared / "hostile" / "ssrf_urls.jsonl").read_text(encoding="utf-8").splitlines()
    tried, refused = 0, 0
    for line in lines:
        text = json.loads(line)["text"]
        found = re.findall(r"[a-z0-9+.-]+:[^\s'\"]+", text, re.IGNORECASE)
        for url in {text, text.strip(), *text.split(), *found}:
            tried += 1
            try:
                addresses = resolved(place_of(url), (), 5)
            except FetchError as error:
                refused += isinstance(error, RefusedError)
                continue
            for address in addresses:
                assert ipaddress.ip_address(address).is_global, url
    assert tried >= 180
    assert refused >= 150
