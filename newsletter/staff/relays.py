"""The relays as they are kept: which there are, and what may be done with them. The mailer speaks with them."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.staff.relay_models import Purpose, Relay


def hosts() -> tuple[str, ...]:
    """Of those that take mails for readers; without one, mails stay in the local mailbox."""
    chosen = sa.select(Relay.host).where(Relay.purpose == Purpose.PRODUCTION, Relay.active).distinct()
    return tuple(db.session.scalars(chosen.order_by(Relay.host)))
