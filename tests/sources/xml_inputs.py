"""What the tests of XML formats share: bytes that are nearly a good input, and how they must end."""

from __future__ import annotations

import io
from collections.abc import Sequence

from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Reading, Rejected, Source
from tests.core import RAW

_SCRAPS = st.one_of(
    st.sampled_from(
        "< > </ /> & &amp; &x; &#0; &#xD800; &nbsp; <!-- --> <![CDATA[ ]]> <? ?> <!DOCTYPE"
        " <!ENTITY <title> </title> <item> </item> <entry> <record> <error> \" ' = xmlns= {"
        " \x00 \xff".split(" ")
    ).map(lambda text: text.encode("latin-1")),
    st.binary(max_size=6),
    RAW.map(lambda text: text.encode("utf-8", "surrogatepass")),
)
_EDITS = st.lists(
    st.tuples(st.integers(0, 1 << 30), st.integers(0, 40), _SCRAPS), min_size=1, max_size=6
)

#: Entities that somebody would like expanded: one of a file, one of billions of characters.
FILE = b'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
BOMB = b"<!DOCTYPE x [" + b"".join(
    b'<!ENTITY %c "%s">' % (97 + n, (b"&%c;" % (96 + n)) * 10 if n else b"lol") for n in range(12)
)
BOMB += b"]>"


def nearly(*inputs: bytes) -> st.SearchStrategy[bytes]:
    """One of the inputs with some of its bytes replaced, or any bytes at all."""
    return st.one_of(st.builds(_edited, st.sampled_from(inputs), _EDITS), st.binary(max_size=200))


def _edited(data: bytes, edits: Sequence[tuple[int, int, bytes]]) -> bytes:
    for at, length, scrap in edits:
        start = at % (len(data) + 1)
        data = data[:start] + scrap + data[start + length :]
    return data


def ends_well(source: Source, data: bytes, about: Reading) -> int:
    """The number of records, all of which can show their bytes; no error but InputError."""
    assert isinstance(source.detect(data[:65_536]), bool)
    count = 0
    try:
        for record in source.read(io.BytesIO(data), about):
            if isinstance(record, (Incoming, Rejected)):
                count += 1
                assert record.where
                assert record.original().startswith(b"<")
    except InputError:
        pass
    return count
