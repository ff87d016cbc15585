"""A relay that is out for good while others take its mails: nothing stops, so nobody would look for it."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.staff.relay_models import Purpose, Relay


def out_for_good() -> list[Relay]:
    """Of those for readers; none where all of them are: then the mailings stop, and say so themselves."""
    active = sa.select(Relay).where(Relay.active, Relay.purpose == Purpose.PRODUCTION).order_by(Relay.name)
    rows = db.session.scalars(active).all()
    out = [row for row in rows if row.problem and row.retry_at is None]
    return out if len(out) < len(rows) else []
