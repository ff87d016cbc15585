"""Trying a relay out, as a job: the web process can't open its password."""

import dataclasses
import datetime as dt

from newsletter.background import enqueue
from newsletter.db import db, now
from newsletter.languages import Variant
from newsletter.mailer import mailings, smtp
from newsletter.mailer.relays.choosing import route_of
from newsletter.staff import settings
from newsletter.staff.relay_models import Relay

PATIENCE = smtp.Patience(greeting=30, command=30, quit=2)
GIVEN_UP = dt.timedelta(minutes=5)
"""After it nobody waits for the answer any longer."""


def ask(row: Relay) -> None:
    row.tried_at, row.answer = now(), ""
    enqueue("try_relay", row.id)


def is_under_way(row: Relay) -> bool:
    return row.tried_at is not None and not row.answer and row.tried_at > now() - GIVEN_UP


def carry_out(relay_id: int) -> None:
    """What comes of it is forgotten where the relay was changed meanwhile. Commits."""
    row = db.session.get(Relay, relay_id)
    if row is None:
        return
    asked_at, sender = row.tried_at, settings.current().sender_address
    server = dataclasses.replace(route_of(row, Variant.STANDARD).server, patience=PATIENCE)
    db.session.commit()
    problem: smtp.RelayUnavailable | None = None
    try:
        answer = smtp.try_out(server, sender)
    except smtp.RelayUnavailable as found:
        answer, problem = str(found), found
    row = db.session.get(Relay, relay_id, populate_existing=True, with_for_update=True)
    if row and row.tried_at == asked_at:
        _note(row, answer, problem)
    db.session.commit()


def _note(row: Relay, answer: str, problem: smtp.RelayUnavailable | None) -> None:
    row.answer = answer[:200]
    if problem:
        row.fail(answer, lasting=problem.lasting)
    else:
        row.recover()
        mailings.try_again()
