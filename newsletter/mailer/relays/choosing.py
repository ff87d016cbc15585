"""Which server takes a mail: one of the newsroom's relays by turns, or the local mailbox while there is none."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from flask import current_app

from newsletter.db import db, now
from newsletter.languages import Language, Variant
from newsletter.mailer import smtp, telling
from newsletter.mailer.relays import outage
from newsletter.mailer.relays.turns import turns
from newsletter.staff import settings
from newsletter.staff.relay_models import BACKOFF, Purpose, Relay
from newsletter.vault import NotOfThisRow

PATIENCE = smtp.Patience()
T = TypeVar("T")


class NoRelay(Exception):
    """Nothing takes our mails. `retry_at`: when something may; None once somebody has mended what is wrong."""

    def __init__(self, words: str, retry_at: dt.datetime | None) -> None:
        super().__init__(words)
        self.retry_at = retry_at


class NoneSet(NoRelay):
    """There is no relay, and no local mailbox either."""


@dataclass(frozen=True)
class Route:
    """A relay as it was when its turn came: whoever speaks to it doesn't mind what becomes of its row meanwhile."""

    server: smtp.Relay
    id: int = 0
    """0 is the local mailbox."""
    connections: int = 4
    per_second: float | None = None
    problem: str | None = None
    retry_at: dt.datetime | None = None


def by_turns(hand_over: Callable[[Route], T], variant: Variant, purpose: Purpose = Purpose.PRODUCTION) -> T:
    """Let somebody speak to a relay about mails of a variant, and to the next where that can't be had; each once.

    `hand_over` returns something false if it had nothing to say. Raises NoRelay once none is left. Commits.
    """
    tried: set[int] = set()
    while True:
        route = _choose(variant, purpose, tried)
        db.session.commit()
        try:
            done = hand_over(route)
        except smtp.RelayUnavailable as problem:
            tried.add(route.id)
            db.session.rollback()
            _note(route, problem)
        else:
            if done and route.problem:
                _note(route, None)
            return done


def route_of(row: Relay, variant: Variant) -> Route:
    """Needs the opening keys for its password. One that failed gets a single try.

    We greet it by the domain that the mails come from: it writes that into their `Received`.
    """
    try:
        password = row.opened_password()
    except NotOfThisRow:
        password = ""  # It can't log in, then, and says so.
    server = smtp.Relay(
        host=row.host,
        port=row.port,
        security=smtp.Security(row.security),
        username=row.username,
        password=password,
        local_name=settings.current().sender(variant, Language.EN).domain,
        per_connection=row.per_connection,
        patience=dataclasses.replace(PATIENCE, reconnecting=()) if row.problem else PATIENCE,
    )
    return Route(server, row.id, row.connections, row.per_second, row.problem, row.retry_at)


def _choose(variant: Variant, purpose: Purpose, tried: set[int]) -> Route:
    rows = {row.id: row for row in _active(purpose)}
    if not rows:
        return _local_mailbox(tried)
    able = [row for row in rows.values() if row.id not in tried and row.may_be_tried]
    if not able:
        raise _none_of(list(rows.values()))
    weights = {row.id: row.weight for row in able if row.weight} or {row.id: 1 for row in able}
    return route_of(rows[turns.next(weights)], variant)


def _active(purpose: Purpose) -> list[Relay]:
    """Test mails go to readers' relays where there is none for them."""
    active = sa.select(Relay).where(Relay.active).order_by(Relay.id).execution_options(populate_existing=True)
    rows = db.session.scalars(active).all()
    return [row for row in rows if row.purpose is purpose] or [row for row in rows if row.purpose is Purpose.PRODUCTION]


def _local_mailbox(tried: set[int]) -> Route:
    address = current_app.extensions.get("mailbox_address")
    if address is None:
        words = "No relay is set. Set one on the settings page, or run `python app.py` for the local mailbox."
        raise NoneSet(words, now() + BACKOFF[0])
    if tried:
        raise NoRelay("The local mailbox takes nothing.", now() + BACKOFF[0])
    return Route(smtp.Relay(host=address[0], port=address[1]))


def _none_of(rows: list[Relay]) -> NoRelay:
    words = [row.problem or "" for row in rows]
    if len(rows) > 1:
        words = [f"{row.name}: {row.problem}" for row in rows]
    times = [row.retry_at for row in rows if row.retry_at]
    return NoRelay("; ".join(words), min(times, default=None))


def _note(route: Route, problem: smtp.RelayUnavailable | None) -> None:
    """Where somebody noted something else meanwhile, or deleted the relay, that stands. Commits."""
    row = db.session.get(Relay, route.id, populate_existing=True, with_for_update=True)
    if row and (row.problem, row.retry_at) == (route.problem, route.retry_at):
        if problem:
            row.fail(str(problem), lasting=problem.lasting)
            if row in outage.out_for_good():
                telling.relay_out(row)
        else:
            row.recover()
    db.session.commit()
