from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mailer.smtp.replies import MalformedReply, Reply, ReplyReader

STREAM = (
    b"220 relay\r\n250-relay.example\r\n250-PIPELINING\r\n250 SIZE\r\n"
    b"250 2.1.0 Ok\r\n550-5.1.1 No\r\n550 5.1.1 one\r\n354\r\n"
)
REPLIES = [
    Reply(220, "", "relay"),
    Reply(250, "", "relay.example PIPELINING SIZE"),
    Reply(250, "2.1.0", "Ok"),
    Reply(550, "5.1.1", "No one"),
    Reply(354, "", ""),
]


def read(data: bytes) -> Reply:
    (reply,) = ReplyReader().feed(data)
    return reply


@given(st.lists(st.integers(0, len(STREAM))))
def test_a_stream_reads_the_same_however_it_is_cut(places: list[int]) -> None:
    reader = ReplyReader()
    edges = [0, *sorted(places), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in pairwise(edges)]
    assert [reply for piece in pieces for reply in reader.feed(piece)] == REPLIES
    assert reader.is_between_replies


def test_an_address_in_a_reply_is_blotted_out() -> None:
    words = read(b"550 5.1.1 <hanna.k@example.org>: unknown; see https://x.example/?who=hanna.k%40example.org\r\n").text
    assert "hanna" not in words
    assert words == "<…>: unknown; see https:…"


def test_control_characters_and_endless_words_do_not_get_through() -> None:
    words = read(b"250 \x1b[31mred\x00\x07 " + b"x" * 2000 + b"\r\n").text
    assert words.startswith("[31mred   x")
    assert len(words) == 500


@pytest.mark.parametrize(
    "line",
    [b"\r\n", b"25 Ok\r\n", b"150 Ok\r\n", b"250_Ok\r\n", b"250-a\r\n251 b\r\n", b"250-a\r\n" * 101, b"2" * 5000],
)
def test_what_is_no_reply_is_said_to_be_none(line: bytes) -> None:
    with pytest.raises(MalformedReply):
        list(ReplyReader().feed(line))


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_read_or_be_refused(data: bytes) -> None:
    try:
        replies = list(ReplyReader().feed(data))
    except MalformedReply:
        return
    assert all(200 <= reply.code < 600 and reply.text.isprintable() for reply in replies)
