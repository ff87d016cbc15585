"""A relay that notes when it took each message, and one that asks for patience."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from newsletter.db import db
from newsletter.staff.relay_models import Relay
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay


class TimedRelay(CountingRelay):
    def __init__(self, *, complains_about: str = "") -> None:
        """`complains_about` a part of addresses."""
        super().__init__()
        self.handler, self.complains_about = self, complains_about
        self.moments: list[tuple[float, str]] = []
        """Monotonic seconds, and to whom."""
        self.came = threading.Semaphore(0)
        """Released for each message."""
        self.answers = threading.Event()
        """While it isn't set, each connection waits for the answer to its message."""
        self.answers.set()

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.complains_about and self.complains_about in address:
            return "421 4.7.0 Too many of yours at once"
        envelope.rcpt_tos.append(address)
        return "250 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.moments.append((time.monotonic(), envelope.rcpt_tos[0]))
        self.came.release()
        if not self.answers.is_set():
            await asyncio.to_thread(self.answers.wait)
        return "250 Queued"

    def moments_of(self, part: str = "") -> list[float]:
        return [moment for moment, address in self.moments if part in address]


def none_too_early(moments: list[float], *, began: float, rate: float) -> bool:
    """Whether each message had its turn; a busy machine may make it late, but nothing can make it early."""
    return all(moment - began >= place / rate - 0.01 for place, moment in enumerate(sorted(moments)))


def use(relay: TimedRelay, *, per_second: float | None = None, **changes: object) -> None:
    samples.use_relay(relay.port, **changes)
    if per_second:
        db.session.execute(sa.update(Relay).values(per_second=per_second))
        db.session.commit()


@contextlib.contextmanager
def once_it_has(number: int, relay: TimedRelay, do: Callable[[], object], app: Flask) -> Iterator[None]:
    """When the relay has so many messages, do something; from then on it answers at any rate."""

    def wait_and_do() -> None:
        try:
            assert all(relay.came.acquire(timeout=60) for _ in range(number))
            with app.app_context():
                do()
                db.session.commit()
        finally:
            relay.answers.set()

    thread = threading.Thread(target=wait_and_do)
    thread.start()
    yield
    thread.join()
