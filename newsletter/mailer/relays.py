"""Which server takes our mails: a relay of the newsroom, or the local mailbox while there is none."""

import sqlalchemy as sa
from flask import current_app

from newsletter.db import db
from newsletter.mailer import smtp
from newsletter.staff import settings
from newsletter.staff.relay_models import Purpose, Relay


class NoRelay(Exception):
    """Nothing takes our mails: no relay is set, and the local mailbox doesn't run in this process."""


def current() -> smtp.Relay:
    """Raises NoRelay; needs the opening keys for the relay's password."""
    chosen = sa.select(Relay).where(Relay.purpose == Purpose.PRODUCTION, Relay.active).order_by(Relay.id).limit(1)
    if row := db.session.scalar(chosen):
        return _server(row)
    if address := current_app.extensions.get("mailbox_address"):
        return smtp.Relay(host=address[0], port=address[1])
    raise NoRelay("No relay is set. Set one on the settings page, or run `python app.py` for the local mailbox.")


def _server(row: Relay) -> smtp.Relay:
    return smtp.Relay(
        host=row.host,
        port=row.port,
        security=smtp.Security(row.security),
        username=row.username,
        password=row.opened_password(),
        local_name=settings.current().sender_address.rpartition("@")[2],
        per_connection=row.per_connection,
    )
