"""Delivering in a test: who was handed over and how each message ended, in the order in which it was told."""

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from newsletter.mailer.smtp import Envelope, Later, Outcome, Patience, Relay, Result, deliver, dot_stuff

HASTY = Patience(greeting=60, command=60, data=60, body=60, quit=60, reconnecting=(0.01, 0.01))
"""With new tries only: an answer that comes at all is waited for, however busy the machine is."""

PASSWORD = "correct horse"
LOGIN = {"username": "desk", "password": PASSWORD}


def envelope(key: int, recipient: str = "", body: str = "") -> Envelope:
    text = body or f"Subject: Number {key}\r\n\r\nThe week in brief.\r\n"
    recipient = recipient or f"reader{key}@example.org"
    return Envelope(key, f"bounce+{key}@weekly.example.org", recipient, dot_stuff(text.encode()))


def relay(port: int, **facts: Any) -> Relay:
    return Relay(**{"host": "127.0.0.1", "port": port, "patience": HASTY, **facts})


def unused_port() -> int:
    """At which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Posting:
    """Notes what `deliver` tells, and holds it to telling it once and in order."""

    handed: list[int] = field(default_factory=list)
    results: dict[int, Result] = field(default_factory=dict)
    turned_away: list[str] = field(default_factory=list)

    def note_handed(self, key: int) -> None:
        assert key not in self.handed
        assert key not in self.results
        self.handed.append(key)

    def note_done(self, result: Result) -> None:
        assert result.key not in self.results
        if result.outcome in (Outcome.ACCEPTED, Outcome.IN_DOUBT):
            assert result.key in self.handed
        if result.outcome is Outcome.NOT_HANDED:
            assert result.key not in self.handed
        self.results[result.key] = result

    def deliver(
        self,
        to: Relay,
        envelopes: Iterable[Envelope | Later],
        connections: int = 1,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        deliver(
            to,
            iter(envelopes),
            connections=connections,
            handed=self.note_handed,
            done=self.note_done,
            stopping=stopping,
            turned_away=lambda reply: self.turned_away.append(str(reply)),
        )

    @property
    def outcomes(self) -> dict[int, Outcome]:
        return {key: self.results[key].outcome for key in sorted(self.results)}

    def said(self, key: int) -> str:
        return str(self.results[key].reply)
