"""Handing messages to the relay by SMTP (RFC 5321): the only module through which mail leaves.

`session` opens a connection, `exchange` talks on it, `envelopes` holds what both speak of.
"""

import asyncio
import ssl
from collections.abc import Callable, Iterator

from newsletter.mailer.smtp.connection import Patience
from newsletter.mailer.smtp.envelopes import Envelope, Later, Outbox, Outcome, Result, dot_stuff
from newsletter.mailer.smtp.exchange import LOGIN_REQUIRED, NOTICE
from newsletter.mailer.smtp.replies import Reply
from newsletter.mailer.smtp.session import Relay, RelayUnavailable, Security, open_session
from newsletter.mailer.smtp.trial import try_out

__all__ = [
    "Envelope",
    "Later",
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
    "try_out",
]

FASTER = 0.05
"""Seconds by which a message's moment must have passed before another connection is opened for it."""


def deliver(
    relay: Relay,
    envelopes: Iterator[Envelope | Later],
    *,
    connections: int = 4,
    handed: Callable[[int], None],
    done: Callable[[Result], None],
    stopping: Callable[[], bool] = lambda: False,
    turned_away: Callable[[Reply], None] = lambda reply: None,
) -> None:
    """Send what `envelopes` yields, pulling lazily; all callables run in the calling thread.

    After a Later nothing is pulled for so long; `stopping` is asked meanwhile, and whenever an envelope is wanted.
    `handed(key)` comes before the first byte of that message can leave, `done` once for each envelope pulled, and
    `turned_away` is told what was said where a connection was closed on a message that goes by another one.
    Raises RelayUnavailable when every connection was given up, and what a callable raised, once all is reported.
    """
    outbox = Outbox(envelopes, handed, done, stopping, turned_away)
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
    """How each connection ended that was wanted at all."""
    tls = None if relay.security is Security.NONE else ssl.create_default_context()
    ends: list[RelayUnavailable | None] = []

    async def begin() -> None:
        if (envelope := await _next(outbox)) is not None:
            ends.append(await _keep_delivering(relay, tls, outbox, envelope))

    watching = asyncio.create_task(_look_up_now_and_then(outbox))
    try:
        await asyncio.gather(*(begin() for _ in range(connections)))
    finally:
        watching.cancel()
    return ends


async def _look_up_now_and_then(outbox: Outbox) -> None:
    while True:
        await asyncio.sleep(NOTICE)
        outbox.look_up()


async def _next(outbox: Outbox) -> Envelope | None:
    """For who has no connection yet. Where there is one that waits, it is faster by a moment, and that is enough."""
    while isinstance(found := outbox.take(), Later):
        await asyncio.sleep(min(found.seconds + FASTER, NOTICE))
    return found


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
        envelope = await _next(outbox)
        if problem is not None and envelope is not None:
            outbox.put_back(envelope)
            if (pause := next(pauses, None)) is None:
                return problem
            await asyncio.sleep(pause)
            envelope = await _next(outbox)
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
    at_login = isinstance(words, Reply) and words.code == LOGIN_REQUIRED
    return RelayUnavailable(words, lasting=at_login, about_a_mail=not at_login), exchange.settled_any
