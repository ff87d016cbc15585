"""Handing messages to the relay by SMTP (RFC 5321): the only module through which mail leaves.

`session` opens a connection, `exchange` talks on it, `envelopes` holds what both speak of.
"""

import asyncio
import ssl
from collections.abc import Callable, Iterator

from newsletter.mailer.smtp.connection import Patience
from newsletter.mailer.smtp.envelopes import Envelope, Outbox, Outcome, Result, dot_stuff
from newsletter.mailer.smtp.exchange import LOGIN_REQUIRED
from newsletter.mailer.smtp.replies import Reply
from newsletter.mailer.smtp.session import Relay, RelayUnavailable, Security, open_session

__all__ = [
    "Envelope",
    "Outcome",
    "Patience",
    "Relay",
    "RelayUnavailable",
    "Reply",
    "Result",
    "Security",
    "deliver",
    "dot_stuff",
    "send_one",
]


def deliver(
    relay: Relay,
    envelopes: Iterator[Envelope],
    *,
    connections: int = 4,
    handed: Callable[[int], None],
    done: Callable[[Result], None],
    stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Send what `envelopes` yields, pulling lazily; all callables run in the calling thread.

    `handed(key)` comes before the first byte of that message can leave, `done` once for each envelope pulled.
    Raises RelayUnavailable when every connection was given up, and what a callable raised, once all is reported.
    """
    outbox = Outbox(envelopes, handed, done, stopping)
    try:
        problems = asyncio.run(_deliver(relay, outbox, connections))
    finally:
        outbox.report_rest()
    if outbox.failure:
        raise outbox.failure
    if problems and all(problems):
        raise next(filter(None, problems))


def send_one(relay: Relay, envelope: Envelope) -> Result:
    """Send one message now; raises RelayUnavailable."""
    results: list[Result] = []
    deliver(relay, iter([envelope]), connections=1, handed=lambda key: None, done=results.append)
    return results[0]


async def _deliver(relay: Relay, outbox: Outbox, connections: int) -> list[RelayUnavailable | None]:
    tls = None if relay.security is Security.NONE else ssl.create_default_context()
    first: list[Envelope] = []
    while len(first) < connections and (envelope := outbox.take()) is not None:
        first.append(envelope)
    return await asyncio.gather(*(_keep_delivering(relay, tls, outbox, envelope) for envelope in first))


async def _keep_delivering(
    relay: Relay, tls: ssl.SSLContext | None, outbox: Outbox, envelope: Envelope | None
) -> RelayUnavailable | None:
    """Carry on, connection after connection, until nothing is left (None) or it is hopeless (why)."""
    pauses = iter(relay.patience.reconnecting)
    while envelope is not None:
        problem, progress = await _deliver_once(relay, tls, outbox, envelope)
        if progress:
            pauses = iter(relay.patience.reconnecting)
        if problem is not None and problem.lasting:
            return problem
        envelope = outbox.take()
        if problem is not None and envelope is not None:
            outbox.put_back(envelope)
            if (pause := next(pauses, None)) is None:
                return problem
            await asyncio.sleep(pause)
            envelope = outbox.take()
    return None


async def _deliver_once(
    relay: Relay, tls: ssl.SSLContext | None, outbox: Outbox, envelope: Envelope
) -> tuple[RelayUnavailable | None, bool]:
    """One connection's life: what ended it early, and whether any message was settled on it."""
    try:
        exchange = await open_session(relay, tls, outbox)
    except RelayUnavailable as problem:
        return problem, False
    finally:
        # Held while connecting, so that no connection is opened for nothing; from here on anyone may take it.
        outbox.put_back(envelope)
    try:
        words = await exchange.run()
    finally:
        await exchange.leave()
    if words is None:
        return None, True
    lasting = isinstance(words, Reply) and words.code == LOGIN_REQUIRED
    return RelayUnavailable(words, lasting=lasting), exchange.settled_any
