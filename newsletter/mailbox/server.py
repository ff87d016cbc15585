"""The SMTP server: loopback only, and it says so in its greeting."""

import socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from newsletter.mailbox.store import Store


class _Keep:
    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        content = envelope.content or b""
        self.store.add(content if isinstance(content, bytes) else content.encode())
        return "250 2.0.0 Kept in the local mailbox"


class MailboxServer(Controller):
    def __init__(self, store: Store) -> None:
        ident = "Newsletter local mailbox"
        # Of the seconds to begin in, a machine that is busy starting everything else may need some.
        super().__init__(_Keep(store), hostname="127.0.0.1", port=_free_port(), ident=ident, ready_timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
