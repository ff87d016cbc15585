"""How fast mails may leave at this moment: what the relays are set to, and what they or a group asked for since."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.mailer.models import Pace
from newsletter.staff import settings
from newsletter.staff.relay_models import Purpose, Relay


@dataclass(frozen=True)
class Limit:
    """Messages a second. `slowed_until`: how long an answer that asked for patience is heeded, where one did."""

    a_second: float
    slowed_until: dt.datetime | None = None


@dataclass(frozen=True)
class Limits:
    """`overall` is None where at least one relay takes as much as it can."""

    overall: Limit | None
    groups: dict[str, Limit]


def limits() -> Limits:
    paces = {pace.scope: pace for pace in db.session.scalars(sa.select(Pace).where(Pace.slowed_until > now()))}
    each = [_limit(relay.per_second, paces.get(f"relay:{relay.id}")) for relay in _taking()]
    asked = settings.current().group_limits
    slowed = {scope.removeprefix("provider:") for scope in paces if scope.startswith("provider:")}
    groups = {name: _limit(asked.get(name), paces.get(f"provider:{name}")) for name in {*asked, *slowed}}
    return Limits(_sum(each), {name: limit for name, limit in groups.items() if limit})


def _taking() -> list[Relay]:
    chosen = sa.select(Relay).where(Relay.active, Relay.purpose == Purpose.PRODUCTION)
    return [relay for relay in db.session.scalars(chosen) if relay.weight and relay.may_be_tried]


def _limit(a_second: float | None, pace: Pace | None) -> Limit | None:
    if pace and pace.slowed_to is not None and (not a_second or pace.slowed_to < a_second):
        return Limit(pace.slowed_to, pace.slowed_until)
    return Limit(a_second) if a_second else None


def _sum(each: Iterable[Limit | None]) -> Limit | None:
    found = list(each)
    known = [limit for limit in found if limit]
    if not known or len(known) < len(found):
        return None
    until = [limit.slowed_until for limit in known if limit.slowed_until]
    return Limit(sum(limit.a_second for limit in known), max(until, default=None))
