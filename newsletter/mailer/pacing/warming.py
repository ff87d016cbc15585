"""How far each sending domain is in its warm-up plan, counted with the claims."""

import datetime as dt
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from newsletter.db import db, now, upsert
from newsletter.mailer.models import WarmUpDay
from newsletter.mailer.pacing import warm_up
from newsletter.staff import settings


def today() -> dt.date:
    """In the newsroom."""
    return now().astimezone(_zone()).date()


def next_midnight() -> dt.datetime:
    """When the next day's share begins."""
    return dt.datetime.combine(today() + dt.timedelta(days=1), dt.time(), _zone()).astimezone(dt.UTC)


def share(domain: str) -> int | None:
    """What a sending domain may send today; None if it is not, or no longer, being warmed up."""
    began = settings.current().warm_up.get(domain)
    if not began:
        return None
    earlier = sa.select(WarmUpDay.sent).where(
        WarmUpDay.domain == domain, WarmUpDay.day >= dt.date.fromisoformat(began), WarmUpDay.day < today()
    )
    return warm_up.share(db.session.scalars(earlier.order_by(WarmUpDay.day)))


def sent(domain: str) -> int:
    """Today, so far."""
    found = db.session.scalar(sa.select(WarmUpDay.sent).where(WarmUpDay.domain == domain, WarmUpDay.day == today()))
    return found or 0


def locked(domain: str) -> WarmUpDay:
    """Today's row, ours until the transaction ends."""
    key = {"domain": domain, "day": today()}
    upsert(WarmUpDay, [key], key=key)
    return db.session.get_one(WarmUpDay, key, populate_existing=True, with_for_update=True)


def give_back(domain: str, number: int) -> None:
    """What was claimed and never handed over."""
    day = sa.update(WarmUpDay).where(WarmUpDay.domain == domain, WarmUpDay.day == today())
    rest = sa.case((WarmUpDay.sent > number, WarmUpDay.sent - number), else_=0)
    db.session.execute(day.values(sent=rest), execution_options={"synchronize_session": False})


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.current().zone)
