"""What has a limit at the moment: the newsroom's own ones, and those of answers that asked for patience."""

from collections.abc import Iterable

import sqlalchemy as sa

from newsletter.db import db, now, upsert
from newsletter.mailer.models import Pace
from newsletter.mailer.pacing import slowing
from newsletter.staff import settings

_GROUP = "provider:"


def of_group(provider: str) -> str:
    """The scope under which a provider group's pace is kept."""
    return f"{_GROUP}{provider}"


def of_relay(relay_id: int) -> str:
    return f"relay:{relay_id}"


def groups() -> dict[str, float]:
    """Messages a second to each provider group that has a limit now. `other` is no provider and never has one."""
    slowed = {
        pace.scope.removeprefix(_GROUP): pace
        for pace in db.session.scalars(
            sa.select(Pace).where(Pace.scope.startswith(_GROUP), Pace.slowed_to.is_not(None))
        )
    }
    limits = {name: rate for name, rate in settings.current().group_limits.items() if rate > 0}
    rates = {name: _rate(slowed.get(name), limits.get(name)) for name in {*slowed, *limits} - {"other"}}
    return {name: rate for name, rate in sorted(rates.items()) if rate is not None}


def relay(relay_id: int, limit: float | None) -> float | None:
    """Messages a second that a relay with this limit of its own takes now; None is as many as there are."""
    return _rate(db.session.get(Pace, of_relay(relay_id), populate_existing=True), limit)


def slow(scope: str, rate: float) -> None:
    """Halve what went at `rate` until now; answers that come all at once are one complaint."""
    moment = now()
    pace = locked([scope])[0]
    if slowing.is_new_complaint(pace.slowed_until, moment):
        before = slowing.rate_now(rate, pace.slowed_to, pace.slowed_until, moment) or rate
        pace.slowed_to, pace.slowed_until = slowing.slower(before), moment + slowing.STAYS
        db.session.flush()


def locked(scopes: Iterable[str]) -> list[Pace]:
    """Each scope's pace, ours until the transaction ends; always in the same order, so that nobody waits in a ring."""
    upsert(Pace, [{"scope": scope} for scope in sorted(scopes)], key=["scope"])
    chosen = sa.select(Pace).where(Pace.scope.in_(scopes)).order_by(Pace.scope).with_for_update()
    return list(db.session.scalars(chosen.execution_options(populate_existing=True)))


def _rate(pace: Pace | None, limit: float | None) -> float | None:
    return slowing.rate_now(limit, pace.slowed_to, pace.slowed_until, now()) if pace else limit
