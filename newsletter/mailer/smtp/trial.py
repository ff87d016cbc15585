"""Whether a relay would take our mails: a session in which none is handed over."""

import asyncio
import ssl

from newsletter.mailer.smtp.connection import ConnectionEnded
from newsletter.mailer.smtp.envelopes import Outbox
from newsletter.mailer.smtp.exchange import Exchange
from newsletter.mailer.smtp.session import Relay, RelayUnavailable, Security, open_session


def try_out(relay: Relay, sender: str) -> str:
    """Log in, name a sender, and leave. Returns what was agreed on and answered; raises RelayUnavailable."""
    return asyncio.run(_try_out(relay, sender))


async def _try_out(relay: Relay, sender: str) -> str:
    tls = None if relay.security is Security.NONE else ssl.create_default_context()
    nothing = Outbox(iter(()), lambda key: None, lambda result: None, lambda: False, lambda reply: None)
    exchange = await open_session(relay, tls, nothing)
    try:
        reply = await exchange.ask(f"MAIL FROM:<{sender}>\r\n".encode())
    except ConnectionEnded as ended:
        raise RelayUnavailable(ended.words) from None
    finally:
        await exchange.leave()
    if reply.code != 250:
        raise RelayUnavailable(reply, lasting=reply.code // 100 == 5)
    return " · ".join(filter(None, (_encryption(exchange), ", ".join(exchange.extensions), str(reply))))


def _encryption(exchange: Exchange) -> str:
    assert exchange.transport is not None
    tunnel = exchange.transport.get_extra_info("ssl_object")
    return tunnel.version() if tunnel else ""
