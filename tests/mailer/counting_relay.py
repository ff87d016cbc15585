"""A real SMTP server in this process that keeps what it accepts."""

import asyncio
import math
import socket
from collections import Counter, defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class CountingRelay(Controller):
    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, bytes]] = []
        """Envelope sender, recipient and content of each message."""
        self.greetings: set[str] = set()
        """What those who brought them called themselves: a relay writes it into `Received`."""
        self.most = math.inf
        """Once it has so many, it takes no more until a test lets it."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        super().__init__(_Handler(self), hostname="127.0.0.1", port=port, ready_timeout=60)

    @property
    def copies(self) -> Counter[str]:
        """How many messages each recipient got."""
        return Counter(recipient for _, recipient, _ in self.accepted)

    @property
    def message_ids(self) -> dict[str, set[str]]:
        """The different Message-IDs that each recipient got."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, recipient, content in self.accepted:
            found[recipient].add(_field(content, b"Message-ID"))
        return found

    def messages(self) -> list[tuple[str, str, EmailMessage]]:
        return [
            (sender, recipient, message_from_bytes(content, policy=policy.default))
            for sender, recipient, content in self.accepted
        ]


class _Handler:
    def __init__(self, relay: CountingRelay) -> None:
        self.relay = relay

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        content = envelope.content or b""
        assert isinstance(content, bytes)
        while len(self.relay.accepted) >= self.relay.most:
            await asyncio.sleep(0.02)
        self.relay.greetings.add(session.host_name or "")
        self.relay.accepted += [(envelope.mail_from or "", to, content) for to in envelope.rcpt_tos]
        return "250 2.0.0 Queued"


def _field(content: bytes, name: bytes) -> str:
    _, _, rest = content.partition(b"\r\n" + name + b": ")
    return rest.partition(b"\r\n")[0].decode()
