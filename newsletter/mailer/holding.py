"""Why a mailing that is under way doesn't go on at the moment."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.db import db, looking, now
from newsletter.mailer.models import Hold, Mailing, MailingState
from newsletter.mailer.pacing.quiet_hours import quiet_until
from newsletter.staff import settings


@dataclass(frozen=True)
class Holding:
    """`until`: None once somebody has done something about it."""

    why: Hold
    until: dt.datetime | None


def holding(mailing: Mailing) -> Holding | None:
    """None while it goes on. Of a paused mailing why it was stopped, unless an editor just paused it."""
    if mailing.state is MailingState.PAUSED:
        return Holding(mailing.hold, None) if mailing.hold else None
    if mailing.retry_at and mailing.retry_at > now():
        return Holding(mailing.hold or Hold.RELAY, mailing.retry_at)
    if until := _quiet_until(mailing):
        return Holding(Hold.QUIET_HOURS, until)
    return None


def takes_deliveries(mailing: Mailing) -> bool:
    return mailing.state is MailingState.SENDING and holding(mailing) is None


def is_stopped(mailing_id: int) -> bool:
    """Whether a batch of it must not go on, by what others did meanwhile. Another's trouble isn't ours."""
    with looking():
        alone = sa.select(Mailing).where(Mailing.id == mailing_id).options(orm.lazyload(Mailing.edition))
        mailing = db.session.scalars(alone.execution_options(populate_existing=True)).one()
        found = holding(mailing)
        return mailing.state is not MailingState.SENDING or (found is not None and not found.why.is_trouble)


def _quiet_until(mailing: Mailing) -> dt.datetime | None:
    """A stop-press is worth waking somebody."""
    chosen = settings.current()
    if not (chosen.quiet_from and chosen.quiet_to) or mailing.stop_press_id is not None:
        return None
    begin, end = dt.time.fromisoformat(chosen.quiet_from), dt.time.fromisoformat(chosen.quiet_to)
    return quiet_until(now(), ZoneInfo(chosen.zone), begin, end)
