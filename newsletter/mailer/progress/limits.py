"""How fast mails may leave at this moment: what the relays are set to, and what they or a group asked for since."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.addresses import GROUPS
from newsletter.db import db, now
from newsletter.mailer.models import Pace
from newsletter.mailer.pacing import limits as pacing
from newsletter.mailer.pacing import slowing
from newsletter.staff import settings
from newsletter.staff.relay_models import Purpose, Relay


@dataclass(frozen=True)
class Limit:
    """Messages a second; `slowed` where an answer asked for patience, which is heeded whole until `until`."""

    a_second: float
    slowed: bool = False
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Limits:
    """`overall` is None where at least one relay takes as much as it can."""

    overall: Limit | None
    groups: dict[str, Limit]


def limits() -> Limits:
    paces = {pace.scope: pace for pace in db.session.scalars(sa.select(Pace).where(Pace.slowed_to.is_not(None)))}
    each = [_limit(relay.per_second, paces.get(pacing.of_relay(relay.id))) for relay in _taking()]
    own = settings.current().group_limits
    groups = {name: _limit(own.get(name), paces.get(pacing.of_group(name))) for name in GROUPS}
    return Limits(_sum(each), {name: limit for name, limit in groups.items() if limit})


def _taking() -> list[Relay]:
    chosen = sa.select(Relay).where(Relay.active, Relay.purpose == Purpose.PRODUCTION)
    return [relay for relay in db.session.scalars(chosen) if relay.weight and relay.may_be_tried]


def _limit(own: float | None, pace: Pace | None) -> Limit | None:
    own = own or None
    rate = slowing.rate_now(own, pace.slowed_to, pace.slowed_until, now()) if pace else own
    if rate is None:
        return None
    return Limit(rate) if pace is None or rate == own else Limit(rate, slowed=True, until=pace.slowed_until)


def _sum(each: Iterable[Limit | None]) -> Limit | None:
    found = list(each)
    known = [limit for limit in found if limit]
    if not known or len(known) < len(found):
        return None
    until = max((limit.until for limit in known if limit.until), default=None)
    return Limit(sum(limit.a_second for limit in known), any(limit.slowed for limit in known), until)
