"""The connection is cut at every byte of a conversation, in both directions: what each message is called is true."""

import itertools
from dataclasses import replace

import pytest

from newsletter.mailer.smtp import Envelope, Outcome
from tests.mailer.posting import HASTY, Posting, relay
from tests.mailer.smtp.honest_server import HonestServer

AT_ONCE = replace(HASTY, reconnecting=(0, 0))
MESSAGES = {key: f"{key}\r\n..{key}\r\n".encode() for key in (1, 2, 3)}


def converse(server: HonestServer) -> dict[int, Outcome]:
    posting = Posting()
    with server:
        envelopes = [Envelope(key, "b@x.org", f"{key}@x.org", data) for key, data in MESSAGES.items()]
        posting.deliver(relay(server.port, patience=AT_ONCE), envelopes)
    look(server, posting)
    return posting.outcomes


def look(server: HonestServer, posting: Posting) -> None:
    for key, data in MESSAGES.items():
        taken, answered = (messages.count(data[:-2]) for messages in (server.taken, server.answered))
        match posting.outcomes[key]:
            case Outcome.ACCEPTED:
                assert (taken, answered) == (1, 1)
            case Outcome.IN_DOUBT:
                assert taken <= 1
                assert key in posting.handed
            case Outcome.NOT_HANDED:
                assert taken == 0
            case other:
                pytest.fail(f"{key} is {other}")
    in_doubt = [key for key, outcome in posting.outcomes.items() if outcome is Outcome.IN_DOUBT]
    assert len(in_doubt) <= 1
    if not server.abrupt:
        assert server.answered == [
            MESSAGES[key][:-2] for key, end in posting.outcomes.items() if end is Outcome.ACCEPTED
        ]


def whole(*, pipelining: bool) -> HonestServer:
    """How long the conversation is, where nobody cuts it."""
    server = HonestServer(pipelining=pipelining)
    assert set(converse(server).values()) == {Outcome.ACCEPTED}
    return server


@pytest.mark.parametrize("abrupt", [False, True], ids=["in good order", "abruptly"])
@pytest.mark.parametrize("pipelining", [True, False], ids=["pipelined", "step by step"])
def test_wherever_the_relay_stops_listening_no_message_is_called_what_it_is_not(pipelining: bool, abrupt: bool) -> None:
    outcomes = [
        converse(HonestServer(heard=place, pipelining=pipelining, abrupt=abrupt))
        for place in range(1, whole(pipelining=pipelining).bytes_heard)
    ]
    assert {Outcome.IN_DOUBT, Outcome.NOT_HANDED} <= set(itertools.chain(*(found.values() for found in outcomes)))


@pytest.mark.parametrize("abrupt", [False, True], ids=["in good order", "abruptly"])
@pytest.mark.parametrize("pipelining", [True, False], ids=["pipelined", "step by step"])
def test_wherever_the_relay_stops_speaking_no_message_is_called_what_it_is_not(pipelining: bool, abrupt: bool) -> None:
    outcomes = [
        converse(HonestServer(said=place, pipelining=pipelining, abrupt=abrupt))
        for place in range(1, whole(pipelining=pipelining).bytes_said)
    ]
    assert {Outcome.IN_DOUBT, Outcome.NOT_HANDED} <= set(itertools.chain(*(found.values() for found in outcomes)))
