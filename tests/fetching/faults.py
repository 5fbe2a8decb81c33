"""Every way in which a source may go wrong, and what is to come of it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from itertools import count

from tests.fetching.server import Answer, Asked, Line, chunked, head, in_turn, reply, says
from tests.fetching.world import (
    FAULTY,
    JSON,
    NOW,
    TODAY,
    WELL,
    XML,
    YESTERDAY,
    World,
    atom_body,
    hf_body,
    ids_of,
    oai_body,
    rss_body,
)

IDS = ids_of(YESTERDAY)
BODY = hf_body(IDS, YESTERDAY)
AROUND = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
#: An answer for the other side of a redirect.
ELSEWHERE = "http://127.0.0.2:{port}/x"


@dataclass(frozen=True)
class Fault:
    """A fault of the source that is asked first.

    `says` are words of the problem, none if the fault is borne and nothing is wrong. `state` is
    what is kept of the day, `adds` how many papers come in all the same; `notes` are words of what
    is said besides.
    """

    name: str
    answer: Callable[[World], Answer]
    says: str = ""
    state: str = "failed"
    adds: int = 0
    notes: str = ""
    kind: str = "hf-daily"
    url: str | None = None
    names: Mapping[str, list[str]] = field(default_factory=dict)
    rejects: bool = False
    #: Whether the client's limits of time are short.
    hurried: bool = False


def _status(status: int, **headers: str) -> Callable[[World], Answer]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda world: says(reply(b"<html>no</html>", status, given, moment=NOW))


def _body(body: bytes, headers: Mapping[str, str] = JSON) -> Callable[[World], Answer]:
    return lambda world: says(reply(body, headers=headers, moment=NOW))


def _raw(data: bytes) -> Callable[[World], Answer]:
    return lambda world: says(data)


def _to(target: str) -> Callable[[World], Answer]:
    return lambda world: says(reply(b"", 302, {"Location": target.format(port=world.server.port)}))


def _well(world: World) -> Answer:
    return WELL[world.kind](FAULTY, NOW)


def _then_well(*first: Callable[[World], Answer]) -> Callable[[World], Answer]:
    return lambda world: in_turn(*(make(world) for make in first), _well(world))


def _day_of(asked: Asked) -> date:
    return date.fromisoformat(asked.query["date"])


def _by_day(make: Callable[[date], bytes], headers: Mapping[str, str] = JSON) -> Answer:
    """A page for each day that has begun, and no further one."""

    def answer(asked: Asked, line: Line) -> None:
        day = _day_of(asked)
        full = asked.query["p"] == "0" and day < TODAY
        line.send(reply(make(day) if full else b"[]", headers=headers, moment=NOW))

    return answer


def _each_day(
    make: Callable[[date], bytes], headers: Mapping[str, str] = JSON
) -> Callable[[World], Answer]:
    return lambda world: _by_day(make, headers)


# Retry-After


def _retry(value: str) -> Callable[[World], Answer]:
    return _status(429, Retry_After=value)


_SOON = format_datetime(NOW + timedelta(seconds=1), usegmt=True)

# Bytes


_PACKED = gzip.compress(BODY)
_BOMB = zlib.compressobj(9, wbits=31)
_ZEROS = _BOMB.compress(b"\0" * 5_000_000) + _BOMB.flush()


def _endless(start: bytes, again: bytes) -> Callable[[World], Answer]:
    def answer(asked: Asked, line: Line) -> None:
        line.send(start)
        line.repeat(again)

    return lambda world: answer


def _endless_gzip(world: World) -> Answer:
    def answer(asked: Asked, line: Line) -> None:
        packer = zlib.compressobj(1, wbits=31)
        line.send(head(headers=AROUND))
        while not line.closing.is_set():
            line.send(packer.compress(b"\0" * 1_000_000) + packer.flush(zlib.Z_SYNC_FLUSH))

    return answer


def _slow(quick: bytes, slow: bytes) -> Callable[[World], Answer]:
    def answer(asked: Asked, line: Line) -> None:
        line.send(quick)
        line.drip(slow)

    return lambda world: answer


def _stall(quick: bytes) -> Callable[[World], Answer]:
    def answer(asked: Asked, line: Line) -> None:
        line.send(quick)
        line.hold()

    return lambda world: answer


def _reset(quick: bytes) -> Callable[[World], Answer]:
    def answer(asked: Asked, line: Line) -> None:
        line.send(quick)
        line.reset()

    return lambda world: answer


_ROOM = str(len(BODY))

# Lists that do not end as they should


def _same_page(world: World) -> Answer:
    def answer(asked: Asked, line: Line) -> None:
        day = _day_of(asked)
        line.send(reply(hf_body(ids_of(day) if day < TODAY else [], day), moment=NOW))

    return answer


def _ever_new_page(world: World) -> Answer:
    def answer(asked: Asked, line: Line) -> None:
        day, page = _day_of(asked), int(asked.query["p"])
        ids = [f"2503.1{page:02d}99"] if day < TODAY else []
        line.send(reply(hf_body(ids, day), moment=NOW))

    return answer


def _second_page(bad: bytes) -> Callable[[World], Answer]:
    def answer(asked: Asked, line: Line) -> None:
        day = _day_of(asked)
        if day >= TODAY or asked.query["p"] == "0":
            line.send(reply(hf_body(ids_of(day) if day < TODAY else [], day), moment=NOW))
        else:
            line.send(bad)

    return lambda world: answer


def _api_pages(*pages: bytes) -> Callable[[World], Answer]:
    """The pages of arXiv's search for any day, the last one for ever."""

    def answer(asked: Asked, line: Line) -> None:
        number = int(asked.query["start"]) // 200
        line.send(reply(pages[min(number, len(pages) - 1)], headers=XML, moment=NOW))

    return lambda world: answer


_API_DAY = TODAY - timedelta(5)
_FULL_PAGE = atom_body(ids_of(_API_DAY), _API_DAY, total=900)
_ERROR_ENTRY = (
    b'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
    b"<id>http://arxiv.org/api/x</id><title>arXiv Query</title><entry>"
    b"<id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
    b"<summary>incorrect id format for x</summary></entry></feed>"
)


def _oai(
    page: Callable[[int], tuple[list[str], str, str]], last: int | None = None
) -> Callable[[World], Answer]:
    """A list whose n-th answer has these records, this token, this error."""

    def make(world: World) -> Answer:
        numbers = count()

        def answer(asked: Asked, line: Line) -> None:
            if asked.query.get("from") == TODAY.isoformat():
                line.send(reply(oai_body([], error="noRecordsMatch"), headers=XML, moment=NOW))
                return
            number = next(numbers)
            ids, token, error = page(number if last is None else min(number, last))
            line.send(reply(oai_body(ids, token, error), headers=XML, moment=NOW))

        return answer

    return make


_EXPIRED: tuple[list[str], str, str] = ([], "", "badResumptionToken")
_ONCE = [(IDS[:2], "a", ""), _EXPIRED, (IDS[:2], "b", ""), (IDS[2:], "", "")]
_TWICE = [(IDS[:2], "a", ""), _EXPIRED]


def _late(hours: int) -> Callable[[World], Answer]:
    """The right answer by a clock that is wrong."""

    def answer(asked: Asked, line: Line) -> None:
        day = _day_of(asked)
        ids = ids_of(day) if asked.query["p"] == "0" and day < TODAY else []
        moment: datetime = NOW + timedelta(hours=hours)
        line.send(reply(hf_body(ids, day), headers=JSON, moment=moment))

    return lambda world: answer


def _null_lists(day: date) -> bytes:
    papers = [
        {
            "paper": {"id": one, "title": f"Paper {one}", "summary": None, "authors": None}
            | {"submittedOnDailyAt": f"{day}T02:00:00Z", "upvotes": None, "mediaUrls": None},
            "mediaUrls": None,
        }
        for one in ids_of(day)
    ]
    return json.dumps(papers).encode()


def _borne(
    name: str,
    answer: Callable[[World], Answer],
    notes: str = "",
    kind: str = "hf-daily",
    names: Mapping[str, list[str]] | None = None,
) -> Fault:
    """A fault that does no harm: the day is complete in the same run."""
    return Fault(name, answer, "", "complete", 3, notes, kind, names=names or {})


FAULTS: tuple[Fault, ...] = (
    # What the status says
    Fault("400", _status(400), "it answered 400: the request is not as it wants it"),
    Fault("401", _status(401), "it answered 401: it wants a key"),
    Fault("403", _status(403), "it answered 403: it does not let us in"),
    Fault("404", _status(404), "it answered 404: there is nothing at this address"),
    Fault("406", _status(406), "it answered 406"),
    Fault("410", _status(410), "it answered 410: it is gone for good"),
    Fault("429", _status(429), "it answered 429 (asked 2 times)"),
    Fault("429, Retry-After 0", _retry("0"), "it answered 429 (asked 2 times)"),
    Fault("429, a second", _retry("1"), "429 (asked 2 times); it asked to be left alone for 1 s"),
    Fault("429, a date", _retry(_SOON), "429 (asked 2 times); it asked to be left alone for 1 s"),
    Fault("429, an hour", _retry("3600"), "it answered 429; it asked to be left alone for 3,600 s"),
    Fault("429, garbage", _retry("soon; q=1, 2x"), "it answered 429 (asked 2 times)"),
    _borne("429, 0, then fine", _then_well(_retry("0"))),
    _borne("429, a second, then fine", _then_well(_retry("1"))),
    _borne("429, a date, then fine", _then_well(_retry(_SOON))),
    _borne("429, garbage, then fine", _then_well(_retry("\xff" * 300))),
    Fault("500", _status(500), "it answered 500 (asked 2 times)"),
    Fault("502", _status(502), "it answered 502 (asked 2 times)"),
    _borne("503, then fine", _then_well(_status(503))),
    Fault("999", _status(999), "it answered 999: that is no answer to a request for a page"),
    Fault("206", _status(206), "it answered 206: that is no answer to a request for a page"),
    Fault(
        "404 with an endless body",
        _endless(head(404, moment=NOW), b"x" * 65_536),
        "it answered 404: there is nothing",
    ),
    Fault(
        "404 with a length that lies",
        _raw(reply(b"no", 404, {"Content-Length": "70"}, moment=NOW)),
        "it answered 404: there is nothing",
    ),
    Fault("304 without a cache", _status(304), "`not modified` (304) though nothing is known"),
    # What the body says
    Fault(
        "Rate exceeded.",
        _body(b"Rate exceeded.", {"Content-Type": "text/plain"}),
        "it answered `Rate exceeded.` (asked 2 times)",
    ),
    Fault(
        "an error entry in a 200",
        _body(_ERROR_ENTRY, XML),
        "arXiv answered with an error: incorrect id format for x",
        kind="arxiv-api",
        state="partial",
    ),
    Fault(
        "an OAI error in a 200",
        _body(oai_body([], error="badArgument"), XML),
        "the repository answered `badArgument`",
        kind="arxiv-oai",
    ),
    Fault("an empty list", _body(b"[]"), "no papers, though 2025-03-10 had 3"),
    Fault("an empty body", _body(b""), "not JSON"),
    Fault(
        "the list of the day before",
        _each_day(lambda day: hf_body(ids_of(day - timedelta(1)), day - timedelta(1))),
        "the answer is of 2025-03-10, not of this day",
    ),
    _borne(
        "a wrong content type",
        _each_day(lambda day: hf_body(ids_of(day), day), {"Content-Type": "image/png"}),
    ),
    _borne(
        "a wrong charset",
        _each_day(
            lambda day: hf_body(ids_of(day), day),
            {"Content-Type": "application/json; charset=utf-16"},
        ),
    ),
    _borne("a BOM", _each_day(lambda day: b"\xef\xbb\xbf" + hf_body(ids_of(day), day))),
    _borne("UTF-16", _each_day(lambda day: hf_body(ids_of(day), day).decode().encode("utf-16"))),
    Fault("bytes of no charset", _body(BODY.replace(b"look", b"l\xf6\xf6k")), "not JSON: 'utf-8'"),
    Fault("HTML", _body(b"<!DOCTYPE html><html><p>Log in</html>"), "an HTML page in place of JSON"),
    Fault(
        "HTML in place of XML",
        _body(b"<!DOCTYPE html><html><p>Log in</html>", XML),
        "an HTML page in place of XML",
        kind="arxiv-oai",
    ),
    Fault("JSON of another shape", _body(b'{"error": "no"}'), "holds no list of papers"),
    Fault("a JSON number", _body(b"17"), "holds no list of papers"),
    Fault("a JSON null", _body(b"null"), "holds no list of papers"),
    Fault("JSON too deep", _body(b"[" * 200_000), "not JSON"),
    Fault(
        "a list of numbers",
        _each_day(lambda day: b"[1, 2]"),
        "none of 2 records became a paper",
        rejects=True,
    ),
    Fault(
        "missing keys",
        _each_day(lambda day: b'[{"paper": {"id": "2503.11101"}}, {"id": "2503.11102"}, {}]'),
        "none of 3 records became a paper",
        rejects=True,
    ),
    _borne("null in place of lists", _each_day(_null_lists)),
    _borne("duplicate records", _each_day(lambda day: hf_body(ids_of(day) * 2, day))),
    _borne("records out of order", _each_day(lambda day: hf_body(ids_of(day)[::-1], day))),
    # Bytes that are missing, and too many
    Fault("a body cut short", _raw(head(headers=JSON, moment=NOW) + BODY[:-30]), "not JSON"),
    Fault(
        "XML cut short",
        _raw(head(headers=XML, moment=NOW) + oai_body(IDS)[:-80]),
        "not well-formed XML",
        "partial",
        2,
        kind="arxiv-oai",
    ),
    Fault(
        "a length too long",
        _raw(reply(BODY, headers={"Content-Length": str(len(BODY) + 9)}, moment=NOW)),
        "the answer was cut off (",
    ),
    Fault(
        "a length too short",
        _raw(reply(BODY, headers={"Content-Length": str(len(BODY) - 9)}, moment=NOW)),
        "not JSON",
    ),
    Fault(
        "two lengths",
        _raw(head(headers={"Content-Length": "7, 9"}, moment=NOW) + BODY),
        "the answer was cut off (",
    ),
    Fault(
        "chunks cut short",
        _raw(head(headers={"Transfer-Encoding": "chunked"}) + chunked([BODY])),
        "the answer was cut off (",
    ),
    Fault(
        "chunks of no size",
        _raw(head(headers={"Transfer-Encoding": "chunked"}) + b"gulls\r\n" + BODY),
        "the answer was cut off (",
    ),
    Fault("cut gzip", _body(_PACKED[:-9], AROUND), "the answer is gzip that was cut short"),
    Fault("gzip that is none", _body(BODY, AROUND), "the answer is broken gzip"),
    Fault(
        "broken gzip", _body(_PACKED[:-8] + b"gulls&ducks"[:8], AROUND), "the answer is broken gzip"
    ),
    _borne("gzip", _each_day(lambda day: gzip.compress(hf_body(ids_of(day), day)), {})),
    Fault("1,028:1 gzip", _body(_ZEROS, AROUND), "the answer is larger than 1,000,000 bytes"),
    Fault(
        "1,028:1 gzip that nobody tells of", _body(_ZEROS), "the answer is larger than 1,000,000"
    ),
    Fault(
        "gzip in gzip in gzip",
        _body(gzip.compress(gzip.compress(_PACKED)), AROUND),
        "the answer is packed again and again",
    ),
    Fault("endless gzip", _endless_gzip, "the answer is larger than 1,000,000 bytes"),
    Fault(
        "packed by br",
        _body(BODY, {"Content-Encoding": "br"}),
        "the answer is packed as `br`, which nobody asked for",
    ),
    Fault(
        "an endless body",
        _endless(head(headers=JSON), b" " * 65_536),
        "the answer is larger than 1,000,000 bytes",
    ),
    Fault(
        "endless chunks",
        _endless(head(headers={"Transfer-Encoding": "chunked"}), chunked([b" " * 60_000])),
        "the answer is larger than 1,000,000 bytes",
    ),
    Fault(
        "an endless size of a chunk",
        _endless(head(headers={"Transfer-Encoding": "chunked"}), b"0" * 65_536),
        "the answer was cut off (",
        hurried=True,
    ),
    Fault("an endless header", _endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65_536), "cut off ("),
    Fault("endless headers", _endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 99), "cut off ("),
    Fault(
        "endless early answers",
        _endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        "not done in 0.8 s",
        hurried=True,
    ),
    Fault("no HTTP", _raw(b"220 pier.example ESMTP\r\n"), "the answer was cut off ("),
    Fault("nothing at all", _raw(b""), "the answer was cut off ("),
    # Time
    Fault(
        "slow headers",
        _slow(b"HTTP/1.1 200 OK\r\n", b"X-Gull: gull\r\n" * 30),
        "the answer was not done in 0.8 s (asked 2 times)",
        hurried=True,
    ),
    Fault(
        "a slow body",
        _slow(head(headers={"Content-Length": _ROOM}, moment=NOW), BODY),
        "the answer was not done in 0.8 s (asked 2 times)",
        hurried=True,
    ),
    Fault(
        "a slow body without a length",
        _slow(head(moment=NOW), BODY),
        "the answer was not done in 0.8 s (asked 2 times)",
        hurried=True,
    ),
    Fault(
        "a slow body of gzip",
        _slow(head(headers=AROUND, moment=NOW), _PACKED),
        "the answer was not done in 0.8 s (asked 2 times)",
        hurried=True,
    ),
    Fault(
        "a stall", _stall(b""), "the answer was cut off (timed out) (asked 2 times)", hurried=True
    ),
    Fault(
        "a stall in the body",
        _stall(head(headers={"Content-Length": _ROOM}) + BODY[:50]),
        "the answer was cut off (timed out) (asked 2 times)",
        hurried=True,
    ),
    Fault("a reset", _reset(b""), "Connection reset by peer) (asked 2 times)"),
    Fault(
        "a reset in the body",
        _reset(head(headers={"Content-Length": _ROOM}) + BODY[:50]),
        "127.0.0.1: the answer was cut off (",
    ),
    _borne("a reset, then fine", _then_well(_reset(b""))),
    replace(_borne("a stall, then fine", _then_well(_stall(b""))), hurried=True),
    _borne("a clock two days ahead", _late(48), "the one that is behind counts"),
    Fault("a clock two days behind", _late(-48), "the one that is behind counts", "partial", 3),
    # Where it is
    Fault(
        "refused",
        _well,
        "no connection (Connection refused)",
        url="http://127.0.0.1:{closed}/faulty",
    ),
    Fault(
        "a name that is not known",
        _well,
        "nowhere.invalid: the name is not known (",
        url="http://nowhere.invalid/faulty",
    ),
    # Where it leads
    Fault("a redirect loop", _to("/faulty/x"), "it leads in a circle: back to http://127.0.0.1"),
    Fault(
        "redirects without end",
        lambda world: _counting(),
        "it leads on more than 5 times, lastly to http://127.0.0.1",
    ),
    Fault("a redirect nowhere", _status(302), "it answered 302 without saying where to go"),
    Fault("a redirect to no address", _to("http://[gulls/"), "is no web address"),
    Fault("a redirect to no port", _to("http://127.0.0.1:99999/"), "is no web address"),
    Fault("to ftp", _to("ftp://127.0.0.1/x"), "ftp://127.0.0.1/x is not http or https"),
    Fault("to file", _to("file:///etc/passwd"), "file:///etc/passwd is not http or https"),
    Fault("to javascript", _to("javascript:alert(1)"), "is not http or https"),
    Fault("to data", _to("data:application/json,[]"), "is not http or https"),
    Fault("to 127.0.0.2", _to(ELSEWHERE), "127.0.0.2 is a private address"),
    Fault("to 10.0.0.1", _to("http://10.0.0.1/"), "10.0.0.1 is a private address"),
    Fault("to ::1", _to("http://[::1]:{port}/"), "::1 is a private address"),
    Fault("to mapped", _to("http://[::ffff:127.0.0.2]/"), "is a private address"),
    Fault("to link-local", _to("http://169.254.169.254/latest/"), "is a private address"),
    Fault("to a decimal host", _to("http://2130706434:{port}/"), "(127.0.0.2) is a private"),
    Fault("to an octal host", _to("http://0177.0.0.2:{port}/"), "(127.0.0.2) is a private"),
    Fault("to 0", _to("http://0:{port}/"), "(0.0.0.0) is a private address"),
    Fault(
        "to a name of a private address",
        _to("http://inside.example:{port}/x"),
        "inside.example (127.0.0.2) is a private address",
        names={"inside.example": ["127.0.0.2"]},
    ),
    Fault(
        "to a name of one private address among others",
        _to("http://inside.example:{port}/x"),
        "inside.example (10.1.2.3) is a private address",
        names={"inside.example": ["127.0.0.1", "10.1.2.3"]},
    ),
    Fault(
        "to somebody's password",
        _to("http://ada:secret@127.0.0.1:{port}/"),
        "an address with a name or password in it",
    ),
    Fault(
        "to another host that is not known",
        _to("http://other.invalid:{port}/good"),
        "other.invalid: the name is not known",
    ),
    _borne(
        "to another host",
        lambda world: _moved(world, "other.example"),
        names={"other.example": ["127.0.0.1"]},
    ),
    # Lists that do not end as they should
    Fault("a page that repeats", _same_page, "page 1 repeats what came before", "partial", 3),
    Fault(
        "pages without end", _ever_new_page, "the list does not end after 20 pages", "partial", 20
    ),
    Fault(
        "a second page that fails",
        _second_page(reply(b"", 500, moment=NOW)),
        "it answered 500 (asked 2 times)",
        "partial",
        3,
    ),
    Fault(
        "a second page of HTML",
        _second_page(reply(b"<html>", moment=NOW)),
        "an HTML page in place of JSON",
        "partial",
        3,
    ),
    Fault(
        "a page of arXiv that repeats",
        _api_pages(_FULL_PAGE),
        "page 2 repeats what came before",
        "partial",
        kind="arxiv-api",
    ),
    Fault(
        "a page of arXiv that is empty",
        _api_pages(_FULL_PAGE, atom_body([], _API_DAY, total=900, start=200)),
        "an empty page in the middle of the list (asked 2 times)",
        "partial",
        kind="arxiv-api",
    ),
    Fault(
        "a token without end",
        _oai(lambda n: ([f"2503.1{n:02d}99"], f"t{n}", "")),
        "the list does not end after 20 pages",
        "partial",
        20,
        kind="arxiv-oai",
    ),
    Fault(
        "a token for the same again",
        _oai(lambda n: (IDS, f"t{n}", "")),
        "page 2 repeats what came before",
        "partial",
        3,
        kind="arxiv-oai",
    ),
    Fault(
        "a token that repeats",
        _oai(lambda n: ([f"2503.1{n:02d}99"], "t", "")),
        "the list goes round in a circle",
        "partial",
        2,
        kind="arxiv-oai",
    ),
    _borne("a token that expires", _oai(lambda n: _ONCE[n], 3), kind="arxiv-oai"),
    Fault(
        "a token that always expires",
        _oai(lambda n: _TWICE[n % 2]),
        "the list expires before it ends",
        "partial",
        2,
        kind="arxiv-oai",
    ),
    _borne(
        "OAI out of order, and twice",
        _oai(lambda n: ([*IDS[::-1], IDS[0]], "", "")),
        kind="arxiv-oai",
    ),
    _borne(
        "an announcement out of order, and twice",
        lambda world: says(
            reply(rss_body([*ids_of(TODAY)[::-1], ids_of(TODAY)[0]], TODAY), moment=NOW)
        ),
        kind="arxiv-rss",
    ),
)


def _counting() -> Answer:
    """Each redirect leads to a new place."""

    def answer(asked: Asked, line: Line) -> None:
        line.send(
            reply(b"", 302, {"Location": f"/faulty/{len(asked.path)}{'x' * len(asked.path)}"})
        )

    return answer


def _moved(world: World, host: str) -> Answer:
    """The right answer at another host."""
    world.server.answers["moved"] = _well(world)

    def answer(asked: Asked, line: Line) -> None:
        target = world.server.url(asked.target.replace("/faulty", "/moved"), host)
        line.send(reply(b"", 307, {"Location": target}))

    return answer
