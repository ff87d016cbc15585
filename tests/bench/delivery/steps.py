"""Where the time of a batch goes, by watching the calls that its steps are made of."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from flask import Flask

from newsletter.db import db
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.mailer import ledger, sending
from newsletter.mailer.batch import Batch
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import Journal
from newsletter.mailer.models import Mailing, MailingState
from newsletter.mailer.pacing.claims import Claims
from newsletter.mailer.personal import Personal
from newsletter.vault import Vault
from tests.bench.delivery.newsroom import prepared
from tests.bench.delivery.servers import sink
from tests.mailer import samples

STEPS = ("open", "splice", "wire", "database", "journal")
_CALLS: list[tuple[Any, str, str]] = [
    (Claims, "take", "database"),
    (Batch, "_write", "database"),
    (Vault, "_open_vault", "open"),
    (Personal, "values", "splice"),
    (Personal, "return_path", "splice"),
    (ByteTemplate, "splice", "splice"),
    (Journal, "_write", "journal"),
]


def shares(app: Flask, size: int) -> dict[str, str]:
    """The percentage of each step; `wire` is what no other step accounts for, waiting for the sink included."""
    mailing = db.session.get_one(Mailing, prepared(size))
    mailing.state = MailingState.SENDING
    db.session.commit()
    with sink() as port, _heart(app), _watching() as spent:
        samples.use_relay(port)
        began = time.perf_counter()
        for low, high in _ranges(mailing.id):
            sending.send_batch(mailing.id, low, high)
        whole = time.perf_counter() - began
    spent["wire"] = whole - sum(spent.values())
    return {step: f"{100 * seconds / whole:.0f} %" for step, seconds in spent.items()}


def _ranges(mailing_id: int) -> list[tuple[int, int]]:
    found = ledger.due_batches(mailing_id)
    db.session.commit()
    return found


@contextlib.contextmanager
def _heart(app: Flask) -> Iterator[None]:
    heart = app.extensions["heartbeat"] = Heartbeat(app, "bench-steps")
    heart.start()
    yield
    heart.stop()
    del app.extensions["heartbeat"]


@contextlib.contextmanager
def _watching() -> Iterator[dict[str, float]]:
    """Seconds by step, each without the steps that are called within it."""
    spent, within = dict.fromkeys(STEPS, 0.0), [0.0]

    def watched(function: Callable[..., Any], step: str) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            within.append(0.0)
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                took = time.perf_counter() - began
                spent[step] += took - within.pop()
                within[-1] += took

        return timed

    with contextlib.ExitStack() as stack:
        for owner, name, step in _CALLS:
            stack.enter_context(patch.object(owner, name, watched(getattr(owner, name), step)))
        yield spent
